import { z } from 'zod'
import {
  channels,
  id,
  list,
  name,
  named,
  oneAtLeast,
  openTime,
  pattern,
  reference,
  someChannel,
  zone,
} from './pieces.ts'
import { durationOf, isDate } from './time.ts'
import { quote } from './words.ts'

/** What a desk file says about changes (9.2), and what it leaves out. */

const duration = openTime('a time that can be counted')

const clockTime = z.string().refine((text) => durationOf(text) !== undefined, {
  error: (issue) =>
    `${quote(issue.input)} is not a time by the clock; write hours, such as PT24H for the day before`,
})

const people = (description: string) => list(reference('a person, by id')).optional().describe(description)

/** Parts in a change whose people differ from change to change. */
export const changeParts = ['service-owner', 'customer-representative', 'line-manager'] as const

const approvers = z
  .strictObject({
    people: people('by name: people, by id'),
    roles: list(z.enum(['desk-lead', 'admin', 'auditor']))
      .optional()
      .describe('everyone with a role: desk-lead, admin, auditor'),
    authorities: list(reference('a change authority, by id'))
      .optional()
      .describe('the members of change authorities, by id'),
    teams: list(reference('a team, by id')).optional().describe('everyone in support teams, by id'),
    'team-leads': list(reference('a team, by id')).optional().describe('the leads of support teams, by id'),
    parts: list(z.enum(changeParts))
      .optional()
      .describe(
        'by their part in the change: service-owner (of every service affected), customer-representative (of every customer of those), line-manager (of the one who asks)',
      ),
  })
  .refine((value) => Object.values(value).some((each) => (each ?? []).length > 0), {
    error: `this stage asks nobody; name at least one, such as "people: [...]" or "parts: [service-owner]"`,
  })
  .meta({ minProperties: 1 })

const most = 100

const wrongQuorum = (issue: { readonly input?: unknown }): string =>
  `${quote(issue.input)} is no number of approvals; write any, all, majority, or a whole number from 1 to ${most}`

const needs = z
  .union(
    [
      z.enum(['any', 'all', 'majority']),
      z.int().min(1, { error: wrongQuorum }).max(most, { error: wrongQuorum }),
    ],
    { error: wrongQuorum },
  )
  .optional()
  .describe(
    'how many of them must approve: any (one), all, majority (more than half), or a number; all unless given',
  )

const stage = z.strictObject({
  name: name.describe('what people call this stage'),
  approvers: approvers.describe('who is asked; everyone once, also where several keys name them'),
  needs,
  veto: z
    .boolean()
    .optional()
    .describe(
      'true: one rejection ends it, also where the others could still approve it; false unless given',
    ),
})

const approval = z.strictObject({
  authority: reference('the change authority in whose channels the card stands, by id'),
  stages: list(stage, oneAtLeast('stage')).describe('who is asked, stage after stage'),
  calendar: reference(
    'the calendar in which reminders and expiry count, by id; that of closing unless given',
  ).optional(),
  'remind-every': duration
    .optional()
    .describe(
      'open time between two reminders of those who have not decided, such as PT4H; PT4H unless given, PT15M for emergencies',
    ),
  'expires-after': duration
    .optional()
    .describe(
      'open time after which it expires undecided, such as PT40H; PT40H unless given, PT4H for emergencies',
    ),
})

const emergency = approval.extend({
  alone: people(
    'who may go ahead alone, with a reason and a second confirmation, by id; nobody unless given',
  ),
  tells: people('who is told at once besides those affected, by id'),
  'review-within': duration
    .optional()
    .describe('open time after the end by which it must be reviewed, such as PT40H; PT40H unless given'),
})

const authority = named('change authority').extend({
  members: list(
    reference('a person, by id'),
    'an authority without members decides nothing; name at least one',
  ).describe('who decides, by id'),
  channels: z
    .strictObject(channels)
    .refine(someChannel, { error: 'an authority needs a channel, in Slack or in Teams or one in each' })
    .meta({ minProperties: 1 })
    .describe('where the cards of its changes are posted: a channel in Slack, in Teams, or one in each'),
})

/** As many as a form in either chat has room for besides its other inputs. */
const mostQuestions = 10

const wrongRisk = (issue: { readonly input?: unknown }): string =>
  `${quote(issue.input)} is no risk; write a whole number from 0 to ${most}`

const riskQuestion = z.strictObject({
  id: id.describe('what records call this question'),
  question: z
    .string()
    .regex(/^\S(.*\S)?$/, { error: 'a question is one line of text that is not empty' })
    .max(150, {
      error: ({ input }) => `this question has ${input?.length ?? 0} characters; forms show at most 150`,
    })
    .describe('what is asked, in one line of at most 150 characters'),
  answers: z
    .array(
      named('answer').extend({
        risk: z
          .int()
          .min(0, { error: wrongRisk })
          .max(most, { error: wrongRisk })
          .describe('what this answer adds to the risk, 0 to 100'),
      }),
    )
    .min(2, { error: 'a question with fewer than two answers asks nothing' })
    .describe('what can be answered: a list of id, name and risk'),
})

const sum = (description: string) => {
  const error = { error: 'a sum of risk is a whole number from 1 to 1000' }
  return z.int().min(1, error).max(1000, error).describe(description)
}

const fewServices = { error: 'a number of services is a whole number from 1 to 1000' }

const localTime = pattern(
  /^\d{4}-\d{2}-\d{2}T(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
  'a date and time; write both with a T between them, such as 2026-12-18T18:00',
).refine((text) => isDate(text.slice(0, 10)), {
  error: (issue) => `${quote(String(issue.input).slice(0, 10))} is not a day of the calendar`,
})

const freeze = named('freeze window').extend({
  zone: zone.describe('the IANA time zone of its times, such as Europe/Lisbon'),
  from: localTime.describe('when it starts, in that zone, such as 2026-12-18T18:00'),
  to: localTime.describe('when it has ended, in that zone, such as 2027-01-06T06:00; T24:00 ends a day'),
  services: list(
    reference('a service, by id'),
    'name at least one service, or leave the key out for all of them',
  )
    .optional()
    .describe('the services it holds for, by id; all unless given'),
  emergencies: z
    .boolean()
    .optional()
    .describe('whether emergency changes may be made in it all the same; false unless given'),
})

export const changesSchema = z.strictObject({
  managers: list(
    reference('a person, by id'),
    'somebody must look after changes; name at least one change manager',
  ).describe(
    'who looks after changes: gives approvals to others, is told when nobody is left to decide, by id',
  ),
  authorities: list(authority, oneAtLeast('change authority')).describe('who may decide changes'),
  'risk-questions': z
    .array(riskQuestion)
    .min(1, { error: 'leave the key out to ask the usual questions' })
    .max(mostQuestions, { error: `a form has room for ${mostQuestions} questions at most` })
    .optional()
    .describe('the short risk questionnaire; four common questions unless given'),
  sizes: z
    .strictObject({
      'significant-from': sum('a change is significant from this sum of risk on'),
      'major-from': sum('a change is major from this sum of risk on'),
      'major-above-services': z
        .int()
        .min(1, fewServices)
        .max(1000, fewServices)
        .optional()
        .describe('a change of more services than this is major too; 3 unless given'),
    })
    .optional()
    .describe('what is minor, significant, major; for the usual questions 3, 6 and 3 unless given'),
  approvals: z
    .strictObject({
      minor: approval.describe('how minor changes are decided'),
      significant: approval.describe('how significant changes are decided'),
      major: approval.describe('how major changes are decided'),
    })
    .describe('how changes of each size are decided'),
  emergency: emergency.describe('the short path of emergency changes, agreed beforehand'),
  freezes: list(freeze).optional().describe('periods in which changes may not be made'),
  schedule: z
    .strictObject({
      channels: z
        .strictObject(channels)
        .refine(someChannel, {
          error: 'a schedule is posted in a channel, in Slack or in Teams or one in each',
        })
        .meta({ minProperties: 1 })
        .describe('a channel in Slack, in Teams, or one in each; whoever is in it reads all of the schedule'),
    })
    .optional()
    .describe(
      'where the schedule of change is posted and kept up to date, for this week and the next; nowhere unless given',
    ),
  'remind-before': clockTime
    .optional()
    .describe(
      'time by the clock, not open time, before its window at which the implementer is reminded, such as PT1H; PT1H unless given',
    ),
})

export type ChangesFile = z.output<typeof changesSchema>
export type ApprovalFile = z.output<typeof approval>
