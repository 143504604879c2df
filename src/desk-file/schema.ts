import { z } from 'zod'
import { levels, priorities } from '../domain/priority.ts'
import { addressPatterns } from './address.ts'
import { changesSchema } from './changes.ts'
import {
  channels,
  date,
  id,
  list,
  name,
  named,
  oneAtLeast,
  pattern,
  reference,
  someChannel,
  zone,
} from './pieces.ts'
import { targetSchema } from './targets.ts'
import { quote } from './words.ts'

/**
 * The shape of a desk file. What one value can be told wrong by itself is here; what takes two values (references,
 * duplicates, order) is in `checks`. Descriptions are said to whoever leaves a key out and shown by editors.
 */

const person = named('person').extend({
  email: z
    .email({ error: (issue) => `${quote(issue.input)} is not an e-mail address` })
    .describe('the e-mail address; it may propose which account is whose, and never decides it'),
  zone: zone.describe('the IANA time zone in which times are told to this person, such as Europe/Lisbon'),
  customer: reference('the customer this person belongs to, by id'),
  roles: list(z.enum(['desk-lead', 'admin', 'auditor']))
    .optional()
    .describe('rights beyond raising records'),
  manager: reference('the line manager, a person by id').optional(),
  disabled: z
    .boolean()
    .optional()
    .describe('true: let in no more, and not asked to decide anything; false unless given'),
  slack: pattern(
    addressPatterns.slackUser,
    'a Slack account; write the workspace and the member, such as T0BELLWIRE/U0ADA',
  )
    .optional()
    .describe('the Slack account: workspace id, slash, member id'),
  teams: pattern(
    addressPatterns.teamsUser,
    "a Teams account; write the tenant id, a slash and the user's object id, both like 5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10",
  )
    .optional()
    .describe('the Teams account: Entra tenant id, slash, object id of the user'),
  prefers: z
    .enum(['slack', 'teams'])
    .optional()
    .describe('for someone with both: where the desk writes first; Slack unless said'),
})

const team = named('team').extend({
  lead: reference('the person who leads the team, by id'),
  members: list(reference('a person, by id'))
    .optional()
    .describe('the people who work in the team, by id; the lead need not be repeated'),
  triage: z
    .strictObject(channels)
    .refine(someChannel, { error: 'a team needs a triage channel, in Slack or in Teams or one in each' })
    .meta({ minProperties: 1 })
    .describe('where the cards of the team are posted: a channel in Slack, in Teams, or one in each'),
})

const service = named('service').extend({
  owner: reference('the person who answers for the service, by id'),
  team: reference('the team that its incidents go to first, by id'),
  customers: list(reference('a customer, by id'), 'a service needs at least one customer').describe(
    'the customers who receive the service, by id',
  ),
  components: list(named('component')).optional().describe('the parts that can fail on their own'),
  supplier: reference('the supplier whose contract underpins the service, by id').optional(),
  interested: list(reference('a person, by id'))
    .optional()
    .describe('people of its customers who are told when a promise is going to be broken, by id'),
  'depends-on': list(reference('a service, by id'))
    .optional()
    .describe('the services without which this one does not work, by id'),
})

const requestChannel = z
  .strictObject({
    ...channels,
    service: reference('the service that the form starts with, by id').optional(),
    category: reference('the category that the form starts with, by id').optional(),
  })
  .refine(someChannel, { error: 'a request channel needs an address, under slack or teams or both' })

const priority = z.enum(priorities)
const urgencies = Object.fromEntries(
  levels.map((level) => [level, priority.describe(`the priority at ${level} urgency, P1 to P4`)]),
) as Record<(typeof levels)[number], typeof priority>
const matrixRow = z.strictObject(urgencies)

const span = pattern(
  /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
  'a span of hours; write both times with four digits, such as "09:00-17:30"',
)
const day = list(span).optional()

const calendar = z.strictObject({
  id: id.describe('what the rest of the file calls this calendar'),
  zone: zone.describe('the IANA time zone of its hours, such as Europe/Lisbon'),
  hours: z
    .strictObject({
      monday: day,
      tuesday: day,
      wednesday: day,
      thursday: day,
      friday: day,
      saturday: day,
      sunday: day,
    })
    .describe(
      'for each weekday a list of spans such as "09:00-17:30"; "22:00-06:00" ends on the next date; a day left out is closed',
    ),
  holidays: list(
    z.strictObject({
      date: date.describe('year, month and day, such as 2026-12-25'),
      name: name.describe('what people call this holiday'),
    }),
  )
    .optional()
    .describe('days that are closed whatever weekday they fall on'),
  from: date
    .optional()
    .describe(
      'since when this is so, for a calendar that was changed; the date on which it is applied, unless said',
    ),
})

const businessDays = 'how many business days without an answer close a resolved incident, 1 to 60'
const daysError = { error: 'business-days must be a whole number from 1 to 60' }

const supplier = named('supplier').extend({
  manager: reference('the person of ours who answers for the supplier, by id'),
})

const customer = named('customer').extend({
  representatives: list(reference('a person, by id'))
    .optional()
    .describe('who speaks for the customer where changes are decided, by id'),
})

export const deskFileSchema = z.strictObject({
  name: name.describe('what the desk is called'),
  home: z
    .strictObject({
      domains: list(
        pattern(
          /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/,
          'a domain; write it in small letters and without @, such as tidewater.example',
        ),
      ).describe('the e-mail domains that are verifiably yours'),
    })
    .optional()
    .describe('what counts as inside the organisation'),
  customers: list(customer, oneAtLeast('customer')).describe('who receives services'),
  people: list(person, oneAtLeast('person')).describe('everyone the desk knows'),
  teams: list(team, oneAtLeast('team')).describe('who works on records'),
  services: list(service, oneAtLeast('service')).describe('what is provided'),
  categories: list(named('category'), oneAtLeast('category')).describe('what kind of trouble it is'),
  'resolution-codes': list(named('resolution code'), oneAtLeast('resolution code')).describe(
    'how an incident can end',
  ),
  'request-channels': list(requestChannel)
    .optional()
    .describe('channels in which plain words are offered to become a record'),
  priorities: z
    .strictObject({
      high: matrixRow.describe('the priorities at high impact, for each urgency'),
      medium: matrixRow.describe('the priorities at medium impact, for each urgency'),
      low: matrixRow.describe('the priorities at low impact, for each urgency'),
    })
    .describe('what impact and urgency come to'),
  calendars: list(calendar, oneAtLeast('calendar')).describe('when time counts'),
  closing: z
    .strictObject({
      'business-days': z.int().min(1, daysError).max(60, daysError).describe(businessDays),
      calendar: reference('the calendar that those days are counted in, by id'),
    })
    .describe('when a resolved incident that nobody answers is closed'),
  suppliers: list(supplier).optional().describe('organisations whose contracts underpin services'),
  targets: list(targetSchema).optional().describe('what is promised, to whom, and who is warned'),
  'miss-causes': list(named('cause'), oneAtLeast('cause'))
    .optional()
    .describe('why a target can have been missed; a short list of common causes unless given'),
  changes: changesSchema
    .optional()
    .describe('who decides changes and when they may be made; without it the desk has no changes'),
})

/** A desk file whose shape is right. */
export type DeskFile = z.output<typeof deskFileSchema>
