import { type Change, type ChangeState, isScheduled } from './change.ts'
import type { Desk } from './desk.ts'
import type { Incident } from './incident.ts'
import { dependenciesOf } from './service-dependencies.ts'

/** How far back and ahead changes are looked for that may have to do with an incident (8.1-i). */
export const nearbyHours = { back: 72, ahead: 72 } as const

/** A change that ended no longer than this before an incident was raised is told to its team at once. */
export const suspectHours = 24

/** A change that was made, is being made, or is to be made, on something that an incident is about or rests on. */
export interface NearbyChange {
  readonly change: Change
  /** The first of its services that the incident is about, or rests on. */
  readonly service: string
  /** Whether that is what the incident rests on, and not its own service. */
  readonly below: boolean
  /** `made`: it ended at `at`. `under-way`: it began then. `planned`: its window begins, or began, then. */
  readonly when: 'made' | 'under-way' | 'planned'
  readonly at: Temporal.Instant
}

const made: ReadonlySet<ChangeState> = new Set(['done', 'failed', 'backed-out', 'reviewed'])

/** The incident's own service first, then what it rests on, the nearest first. */
export const servicesAround = ({ service }: Pick<Incident, 'service'>, desk: Pick<Desk, 'services'>) => [
  service,
  ...dependenciesOf(desk.services, service).keys(),
]

/**
 * The changes that may have to do with an incident, those nearest to now first: made in the last days, being made, or to be
 * made in the next. Of two that each name other components of its own service, the incident's and the change's, neither has
 * to do with the other.
 */
export const nearbyOf = (
  incident: Pick<Incident, 'service' | 'component'>,
  changes: readonly Change[],
  desk: Pick<Desk, 'services'>,
  now: Temporal.Instant,
): readonly NearbyChange[] => {
  const around = servicesAround(incident, desk)
  return changes
    .flatMap((change): NearbyChange[] => {
      const service = around.find(
        (id) => change.services.includes(id) && concerns(change, id, incident, desk),
      )
      const met = metOf(change)
      if (service === undefined || met === undefined || !isNear(met, change, now)) return []
      return [{ change, service, below: service !== incident.service, ...met }]
    })
    .toSorted((a, b) => distance(a, now) - distance(b, now) || numberIn(a) - numberIn(b))
}

/** Those that an incident which was just raised may come of: made on its own service within a day before, or being made. */
export const suspectsOf = (
  incident: Pick<Incident, 'service' | 'component' | 'raisedAt'>,
  changes: readonly Change[],
  desk: Pick<Desk, 'services'>,
): readonly NearbyChange[] =>
  nearbyOf(incident, changes, desk, incident.raisedAt).filter(({ below, when, at, change }) => {
    const since = change.startedAt ?? at
    const before = Temporal.Instant.compare(since, incident.raisedAt) <= 0
    const recent = when === 'under-way' || incident.raisedAt.since(at).total('hours') <= suspectHours
    return !below && when !== 'planned' && before && recent
  })

const concerns = (
  { components }: Change,
  service: string,
  incident: Pick<Incident, 'service' | 'component'>,
  desk: Pick<Desk, 'services'>,
): boolean => {
  if (service !== incident.service || incident.component === undefined) return true
  const own = desk.services.find(({ id }) => id === service)?.components ?? []
  const named = components.filter((id) => own.some((part) => part.id === id))
  return named.length === 0 || named.includes(incident.component)
}

const metOf = (change: Change): Pick<NearbyChange, 'when' | 'at'> | undefined => {
  const { state, outcome, startedAt } = change
  if (isScheduled(change))
    return state === 'approved' || startedAt === undefined
      ? { when: 'planned', at: Temporal.Instant.from(change.from) }
      : { when: 'under-way', at: startedAt }
  return made.has(state) && outcome !== undefined ? { when: 'made', at: outcome.at } : undefined
}

const isNear = ({ when, at }: Pick<NearbyChange, 'when' | 'at'>, change: Change, now: Temporal.Instant) => {
  if (when === 'under-way') return true
  if (when === 'made') return now.since(at).total('hours') <= nearbyHours.back
  const isOver = Temporal.Instant.compare(Temporal.Instant.from(change.to), now) <= 0
  return !isOver && at.since(now).total('hours') <= nearbyHours.ahead
}

/** What goes on now is nearest. */
const distance = ({ when, at }: NearbyChange, now: Temporal.Instant): number =>
  when === 'under-way' ? 0 : Math.abs(now.since(at).total('milliseconds'))

const numberIn = ({ change }: NearbyChange): number => Number(change.id.slice('CHG-'.length))
