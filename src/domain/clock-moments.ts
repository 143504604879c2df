import { evolve, raise } from './incident-evolve.ts'
import type { Incident, IncidentEvent, Recorded } from './incident.ts'

/** An event of an incident with the state after it. */
export interface Moment {
  readonly at: Temporal.Instant
  readonly actor: string
  readonly event: IncidentEvent
  readonly incident: Incident
}

/** An incident's history played from the first event on. Throws for a history that does not begin with being raised. */
export const play = (history: readonly Recorded<IncidentEvent>[]): readonly Moment[] => {
  let incident: Incident | undefined
  let latest: Temporal.Instant | undefined
  return history.map(({ record, at, actor, event }) => {
    if (incident !== undefined) incident = evolve(incident, event, { at, actor })
    else if (event.type === 'raised') incident = raise(record, event, { at, actor })
    else throw new Error(`${record} begins with ${event.type}`)
    // What waited for its turn while something later was written happened after it; no time counts twice.
    latest = latest === undefined || Temporal.Instant.compare(latest, at) < 0 ? at : latest
    return { at: latest, actor, event, incident }
  })
}

/** Events after which a clock may stand otherwise: the others need not be counted again. */
const timed: ReadonlySet<IncidentEvent['type']> = new Set([
  'raised',
  'taken',
  'handed-over',
  'commented',
  'priority-set',
  'classified',
  'suspended',
  'resumed',
  'resolved',
  'reopened',
  'cancelled',
  'clock-warned',
  'clock-breached',
  'acknowledged',
  'miss-explained',
  'terms-changed',
])

export const movesClocks = (event: IncidentEvent): boolean => timed.has(event.type)
