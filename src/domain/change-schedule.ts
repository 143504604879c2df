import type { ChangeType, FreezeWindow } from './change-policy.ts'
import type { Desk } from './desk.ts'
import { freezeSpan } from './freeze.ts'
import type { PersonId } from './person.ts'
import { type Ways, dependenciesOf } from './service-dependencies.ts'
import { boundary, dateOfDay, dayAt } from './wall-clock.ts'

/** When a change is made, from `from` up to but not including `to`. One that does not end after it starts is empty. */
export interface ChangeWindow {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** What the schedule of change has to know of a change. */
export interface ScheduledChange {
  /** The number, `CHG-9`. */
  readonly id: string
  readonly title: string
  readonly type: ChangeType
  readonly services: readonly string[]
  readonly components: readonly string[]
  readonly implementer: PersonId
  readonly window: ChangeWindow
}

/** What the schedule has to know, of a record that keeps its window as ISO instants. Throws when they are none. */
export const scheduledOf = (
  change: Omit<ScheduledChange, 'window'> & { readonly from: string; readonly to: string },
): ScheduledChange => ({
  id: change.id,
  title: change.title,
  type: change.type,
  services: change.services,
  components: change.components,
  implementer: change.implementer,
  window: { from: Temporal.Instant.from(change.from), to: Temporal.Instant.from(change.to) },
})

/**
 * Why a change should not be made when it is planned, each with the time for which it is so (9.2-e). Between two changes a
 * conflict holds both ways and there is none without time in common; a freeze window is in the way of one alone.
 */
export type Conflict =
  | {
      readonly kind: 'freeze'
      readonly freeze: Pick<FreezeWindow, 'id' | 'name'>
      readonly overlap: ChangeWindow
    }
  | (WithOther & {
      readonly kind: 'same-component'
      /** Those that both work on. */
      readonly components: readonly string[]
    })
  | (WithOther & {
      /**
       * Both work on a service, and one of them on no component of it in particular: so it may be any. Two that each name
       * other components of a service are not in each other's way.
       */
      readonly kind: 'same-service'
      readonly services: readonly string[]
    })
  | (WithOther & {
      readonly kind: 'dependent-service'
      /** Each from a service of one of them, by what it depends on, to a service of the other. The shortest first. */
      readonly ways: readonly (readonly string[])[]
    })
  | (WithOther & { readonly kind: 'same-implementer'; readonly implementer: PersonId })

interface WithOther {
  /** The number of the other change. */
  readonly change: string
  readonly overlap: ChangeWindow
}

/** What conflicts are found by. */
export type ConflictDesk = Pick<Desk, 'services' | 'changes'>

const kinds = ['freeze', 'same-component', 'same-service', 'dependent-service', 'same-implementer'] as const

/**
 * The conflicts of a change with the freeze windows of the desk and with the others: those that are to be made, which is for
 * the caller to say; the candidate itself among them is left out. A component belongs to its service: who works on it works
 * on that too. Freeze windows come first, then the others by when they meet, by number, and in the order of `Conflict`.
 */
export const conflictsOf = (
  candidate: ScheduledChange,
  others: readonly ScheduledChange[],
  desk: ConflictDesk,
): readonly Conflict[] => {
  const mine = touchedBy(candidate, desk)
  const met = others.flatMap((other): Conflict[] => {
    if (other.id === candidate.id) return []
    const overlap = overlapOf(candidate.window, other.window)
    if (overlap === undefined) return []
    return between(mine, touchedBy(other, desk), { change: other.id, overlap })
  })
  return [
    ...freezesOf(candidate, mine, desk),
    ...met.sort(
      (a, b) =>
        byStart(a.overlap, b.overlap) ||
        ('change' in a && 'change' in b ? byNumber(a.change, b.change) : 0) ||
        kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
    ),
  ]
}

/** What a change works on, whether said or not. */
export interface Occupied {
  readonly components: ReadonlySet<string>
  /** By service, which of its components; none where it is not said: then it may be any. */
  readonly services: ReadonlyMap<string, readonly string[]>
}

interface Touched extends Occupied {
  readonly ways: (service: string) => Ways
  readonly implementer: PersonId
}

/** A component belongs to its service: who works on it works on that too. */
export const occupiedBy = (
  { services, components }: Pick<ScheduledChange, 'services' | 'components'>,
  desk: Pick<Desk, 'services'>,
): Occupied => {
  const named = new Set(components)
  const touched = new Map<string, readonly string[]>(services.map((id) => [id, []]))
  for (const service of desk.services) {
    const parts = service.components.map(({ id }) => id).filter((id) => named.has(id))
    if (parts.length > 0) touched.set(service.id, parts)
  }
  return { components: named, services: touched }
}

const touchedBy = (change: ScheduledChange, desk: ConflictDesk): Touched => ({
  ...occupiedBy(change, desk),
  ways: (service) => dependenciesOf(desk.services, service),
  implementer: change.implementer,
})

const freezesOf = (
  { type, window }: ScheduledChange,
  { services }: Touched,
  { changes }: ConflictDesk,
): readonly Conflict[] =>
  (changes?.freezeWindows ?? [])
    .flatMap((freeze): (Conflict & { readonly kind: 'freeze' })[] => {
      if (type === 'emergency' && freeze.emergencies) return []
      if (freeze.services !== undefined && !freeze.services.some((id) => services.has(id))) return []
      const overlap = overlapOf(window, freezeSpan(freeze))
      return overlap === undefined
        ? []
        : [{ kind: 'freeze', freeze: { id: freeze.id, name: freeze.name }, overlap }]
    })
    .sort((a, b) => byStart(a.overlap, b.overlap) || compare(a.freeze.id, b.freeze.id))

const between = (a: Touched, b: Touched, met: WithOther): Conflict[] => {
  const found: Conflict[] = []
  const components = [...a.components].filter((id) => b.components.has(id)).sort()
  if (components.length > 0) found.push({ kind: 'same-component', ...met, components })
  const services = [...a.services]
    .filter(([id, parts]) => (parts.length === 0 ? b.services.has(id) : b.services.get(id)?.length === 0))
    .map(([id]) => id)
    .sort()
  if (services.length > 0) found.push({ kind: 'same-service', ...met, services })
  const ways = waysBetween(a, b)
  if (ways.length > 0) found.push({ kind: 'dependent-service', ...met, ways })
  if (a.implementer === b.implementer)
    found.push({ kind: 'same-implementer', ...met, implementer: a.implementer })
  return found
}

/** From services of either to services of the other, each pair once in each direction. A service that both work on is no way. */
const waysBetween = (a: Touched, b: Touched): readonly (readonly string[])[] => {
  const ways = new Map<string, readonly string[]>()
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const)
    for (const service of from.services.keys())
      for (const [end, way] of from.ways(service)) if (to.services.has(end)) ways.set(way.join(' '), way)
  return [...ways.values()].sort((x, y) => x.length - y.length || compare(x.join(' '), y.join(' ')))
}

/** One local date of the schedule with what is done on it. */
export interface ScheduleDay<Change extends ScheduledChange = ScheduledChange> {
  /** `YYYY-MM-DD` in the zone that was asked for. */
  readonly date: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  /** By when they start on this day, then by number. */
  readonly entries: readonly ScheduleEntry<Change>[]
}

export interface ScheduleEntry<Change extends ScheduledChange = ScheduledChange> {
  readonly change: Change
  /** The part of its window that lies in this day. */
  readonly part: ChangeWindow
  /** Goes on from the day before, or into the next. */
  readonly since: boolean
  readonly until: boolean
}

/**
 * The changes whose windows touch [from, to), by local dates of the zone: one entry for each date of the range, also those
 * on which nothing is done, and a change on every date that its window touches. The first and the last day are cut off at
 * the range. Dates begin as those of calendars do (`wall-clock.ts`): a date that clocks skip is left out, one that they show
 * twice stands once. Empty when `to` is not after `from`.
 */
export const scheduleOf = <Change extends ScheduledChange>(
  changes: readonly Change[],
  from: Temporal.Instant,
  to: Temporal.Instant,
  zone: string,
): readonly ScheduleDay<Change>[] => {
  const end = to.epochMilliseconds
  const days: ScheduleDay<Change>[] = []
  let at = from.epochMilliseconds
  for (let day = dayAt(zone, at); at < end; day += 1) {
    const next = Math.min(boundary(zone, day, 24 * 60), end)
    if (next <= at) continue
    const bounds = { from: instant(at), to: instant(next) }
    days.push({ date: dateOfDay(day), ...bounds, entries: entriesOf(changes, bounds) })
    at = next
  }
  return days
}

const entriesOf = <Change extends ScheduledChange>(
  changes: readonly Change[],
  day: ChangeWindow,
): readonly ScheduleEntry<Change>[] =>
  changes
    .flatMap((change): ScheduleEntry<Change>[] => {
      const part = overlapOf(change.window, day)
      if (part === undefined) return []
      const since = Temporal.Instant.compare(change.window.from, day.from) < 0
      const until = Temporal.Instant.compare(change.window.to, day.to) > 0
      return [{ change, part, since, until }]
    })
    .sort((a, b) => byStart(a.part, b.part) || byNumber(a.change.id, b.change.id))

const instant = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)

/** What both windows have in common; undefined when that is nothing, as where one ends when the other starts. */
export const overlapOf = (a: ChangeWindow, b: ChangeWindow): ChangeWindow | undefined => {
  const from = Temporal.Instant.compare(a.from, b.from) < 0 ? b.from : a.from
  const to = Temporal.Instant.compare(a.to, b.to) < 0 ? a.to : b.to
  return Temporal.Instant.compare(from, to) < 0 ? { from, to } : undefined
}

const byStart = (a: ChangeWindow, b: ChangeWindow): number => Temporal.Instant.compare(a.from, b.from)

/** `CHG-9` before `CHG-10`. */
const byNumber = (a: string, b: string): number => numberIn(a) - numberIn(b) || compare(a, b)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const numberIn = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0)
