import type { Desk } from '../../src/domain/desk.ts'
import type { Incident, IncidentEvent, Recorded } from '../../src/domain/incident.ts'
import type { ServiceTarget } from '../../src/domain/service-target.ts'
import { type Clock, clocksOf } from '../../src/domain/sla-clock.ts'
import { type Past, incidentOf, raisedForAda, thursday } from './given.ts'
import { smallDesk } from './small-desk.ts'

const hour = 3_600_000

const target = (
  id: string,
  kind: ServiceTarget['kind'],
  hours: number,
  more: Partial<ServiceTarget> = {},
): ServiceTarget => ({
  id,
  name: `Target ${id}`,
  kind,
  tier: 'sla',
  within: { P2: (hours * hour) / 2, P3: hours * hour },
  calendar: 'office',
  warnings: [{ at: { percent: 75 }, tells: ['assignee', 'team'] }],
  breachTells: ['assignee', 'team'],
  pausedBy: ['requester'],
  reopening: 'continues',
  exceptions: [],
  ...more,
})

/** The small desk with a promise of every kind: to customers, of the team `net`, and of the supplier `sat`. */
export const promisingDesk: Desk = {
  ...smallDesk,
  suppliers: [{ id: 'sat', name: 'Satellites', manager: 'ivo' }],
  services: smallDesk.services.map((service) =>
    service.id === 'wifi' ? { ...service, supplier: 'sat', interested: ['jo'] } : service,
  ),
  targets: [
    target('answer', 'response', 1),
    target('restore', 'resolution', 8),
    target('news', 'update', 2),
    target('net-answers', 'response', 0.5, { tier: 'ola', party: 'net' }),
    target('sat-repairs', 'resolution', 4, { tier: 'uc', party: 'sat', pausedBy: [] }),
  ],
  missCauses: [
    { id: 'workload', name: 'Too much other work' },
    { id: 'difficult', name: 'Harder than expected' },
  ],
}

export const minutes = (count: number): Temporal.Instant => thursday.add({ minutes: count })

/** What happened to an incident of the small desk, each so many minutes after it was raised on Thursday at ten. */
export type Later = readonly [after: number, ...past: Past]

export interface Story {
  readonly incident: Incident
  readonly history: readonly Recorded<IncidentEvent>[]
  readonly clocks: readonly Clock[]
}

/** The incident with its history and its clocks as they stand after it. */
export const storyOf = (later: readonly Later[], desk: Desk = promisingDesk): Story => {
  const all: readonly Later[] = [[0, ...raisedForAda], ...later]
  const history = all.map(([after, actor, event], index) => ({
    record: 'INC-1',
    seq: index + 1,
    at: minutes(after),
    actor,
    event,
  }))
  const incident = incidentOf(all.map(([, actor, event]) => [actor, event] as const))
  return { incident, history, clocks: clocksOf(history, desk) }
}

/** A threshold of a target that was passed, as the tick decides it: `due` in minutes after the incident was raised. */
export const passed = (
  slot: string,
  more: { threshold?: string; within?: number; due?: number; told?: readonly string[]; late?: number } = {},
): Extract<IncidentEvent, { type: 'clock-warned' | 'clock-breached' }> => {
  const { threshold, within = 8 * hour, due = 60, told = [], late } = more
  const at = minutes(due).toString()
  const terms = {
    slot,
    run: 1,
    within,
    target: 'restore',
    told,
    at,
    due: at,
    ...(late === undefined ? {} : { late }),
  }
  return threshold === undefined
    ? { type: 'clock-breached', ...terms }
    : { type: 'clock-warned', threshold, ...terms }
}
