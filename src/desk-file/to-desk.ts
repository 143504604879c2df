import type {
  BusinessCalendar,
  Customer,
  Desk,
  RequestChannel,
  Service,
  Span,
  SupportTeam,
} from '../domain/desk.ts'
import { usualCauses } from '../domain/miss-causes.ts'
import type { Identity, Person, Platform } from '../domain/person.ts'
import { identityAt, placesOf } from './address.ts'
import type { DeskFile } from './schema.ts'
import { toChanges } from './to-changes.ts'
import { toTarget } from './to-target.ts'

type Item<Key extends keyof DeskFile> = NonNullable<DeskFile[Key]> extends readonly (infer T)[] ? T : never

/** The organisation that a desk file without mistakes describes. */
export const toDesk = (file: DeskFile): Omit<Desk, 'version'> => ({
  name: file.name,
  verifiedDomains: file.home?.domains ?? [],
  people: file.people.map(toPerson),
  teams: file.teams.map(toTeam),
  customers: file.customers.map(toCustomer),
  services: file.services.map(toService),
  categories: file.categories,
  resolutionCodes: file['resolution-codes'],
  requestChannels: (file['request-channels'] ?? []).flatMap(toRequestChannels),
  priorityMatrix: file.priorities,
  calendars: file.calendars.map(toCalendar),
  closing: { businessDays: file.closing['business-days'], calendar: file.closing.calendar },
  suppliers: file.suppliers ?? [],
  targets: (file.targets ?? []).map(toTarget),
  missCauses: file['miss-causes'] ?? usualCauses,
  ...(file.changes === undefined ? {} : { changes: toChanges(file.changes, file.closing.calendar) }),
})

const toCustomer = ({ id, name, representatives }: Item<'customers'>): Customer => ({
  id,
  name,
  ...(representatives === undefined ? {} : { representatives }),
})

const toService = ({ supplier, 'depends-on': dependsOn, ...service }: Item<'services'>): Service => ({
  ...service,
  components: service.components ?? [],
  interested: service.interested ?? [],
  ...(supplier === undefined ? {} : { supplier }),
  ...(dependsOn === undefined ? {} : { dependsOn }),
})

const toPerson = ({
  id,
  name,
  email,
  zone,
  customer,
  roles,
  manager,
  disabled,
  ...rest
}: Item<'people'>): Person => ({
  id,
  name,
  email,
  zone,
  customer,
  roles: roles ?? [],
  ...(manager === undefined ? {} : { manager }),
  ...(disabled === true ? { disabled } : {}),
  identities: identitiesOf(rest),
})

const identitiesOf = (person: Pick<Item<'people'>, 'slack' | 'teams' | 'prefers'>): readonly Identity[] => {
  const order: readonly Platform[] = person.prefers === 'teams' ? ['teams', 'slack'] : ['slack', 'teams']
  return order.flatMap((platform) => {
    const address = person[platform]
    return address === undefined ? [] : [identityAt(platform, address)]
  })
}

const toTeam = ({ id, name, lead, members, triage }: Item<'teams'>): SupportTeam => ({
  id,
  name,
  lead,
  members: members ?? [],
  triage: placesOf(triage),
})

const toRequestChannels = ({ service, category, ...channels }: Item<'request-channels'>): RequestChannel[] =>
  placesOf(channels).map((place) => ({
    place,
    ...(service === undefined ? {} : { service }),
    ...(category === undefined ? {} : { category }),
  }))

const toCalendar = ({ id, zone, hours, holidays, from }: Item<'calendars'>): BusinessCalendar => ({
  id,
  zone,
  hours: {
    monday: toSpans(hours.monday),
    tuesday: toSpans(hours.tuesday),
    wednesday: toSpans(hours.wednesday),
    thursday: toSpans(hours.thursday),
    friday: toSpans(hours.friday),
    saturday: toSpans(hours.saturday),
    sunday: toSpans(hours.sunday),
  },
  holidays: holidays ?? [],
  ...(from === undefined ? {} : { from }),
})

const toSpans = (day: readonly string[] = []): readonly Span[] =>
  day.map((text) => {
    const [from = '', to = ''] = text.split('-')
    return { from, to }
  })
