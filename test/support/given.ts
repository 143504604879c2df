import { expect } from 'vitest'
import type { Absence } from '../../src/domain/approval-absence.ts'
import { type Actor, theDesk } from '../../src/domain/decision.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { Effect } from '../../src/domain/effect.ts'
import type { IncidentCommand, IncidentMeta, RaiseIncident } from '../../src/domain/incident-command.ts'
import { decideIncident } from '../../src/domain/incident-decide.ts'
import { evolve, raise } from '../../src/domain/incident-evolve.ts'
import { type IncidentDecision, decideRaise } from '../../src/domain/incident-raise.ts'
import type { Incident, IncidentEvent } from '../../src/domain/incident.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { smallDesk } from './small-desk.ts'

/** A Thursday, ten in the morning in Berlin. */
export const thursday = Temporal.Instant.from('2026-03-12T09:00:00Z')

/** What happened, with who did it. */
export type Past = readonly [actor: Actor, event: IncidentEvent]

export const raisedForAda: Past = [
  'ben',
  {
    type: 'raised',
    title: 'No Wi-Fi',
    description: 'On the third floor',
    service: 'wifi',
    component: 'access-points',
    category: 'fault',
    impact: 'medium',
    urgency: 'medium',
    priority: 'P3',
    affected: 'ada',
    customer: 'north',
    team: 'net',
  },
]

interface Setting {
  readonly desk?: Desk
  readonly now?: Temporal.Instant
  readonly absences?: readonly Absence[]
}

/** The incident that these events make. */
export const incidentOf = (events: readonly Past[], at = thursday): Incident => {
  const [first, ...rest] = events
  if (first?.[1].type !== 'raised') throw new Error('an incident begins by being raised')
  const begun = raise('INC-1', first[1], { at, actor: first[0] })
  return rest.reduce((state, [actor, event]) => evolve(state, event, { at, actor }), begun)
}

/** What these events have asked is put to those who may agree, as the desk does by itself. */
export const put = (events: readonly Past[], setting: Setting = {}): readonly Past[] => {
  const decision = decideIncident(incidentOf(events), { type: 'tick' }, metaOf(theDesk, setting))
  if (decision.kind === 'refused') throw new Error('nothing was asked')
  return [...events, ...decision.events.map((event): Past => [theDesk, event])]
}

export const metaOf = (actor: Actor, setting: Setting = {}): IncidentMeta => ({
  now: setting.now ?? thursday,
  actor,
  desk: setting.desk ?? smallDesk,
  id: 'drawn-id',
  absences: setting.absences ?? [],
})

/** Plays the events of an acceptance on a state. */
export const after = (before: Incident, decision: IncidentDecision, actor: Actor): Incident =>
  decision.kind === 'refused'
    ? before
    : decision.events.reduce((state, event) => evolve(state, event, { at: thursday, actor }), before)

/** Given what happened, when somebody gives a command: what was decided, ready to be held against what is expected. */
export const given = (...events: readonly Past[]) => ({
  when: (command: IncidentCommand, by: Actor, setting: Setting = {}): Decided => {
    const before = incidentOf(events)
    const decision = decideIncident(before, command, metaOf(by, setting))
    return decided(decision, () => after(before, decision, by))
  },
})

/** Given nothing, when somebody raises an incident. */
export const whenRaised = (
  command: Partial<RaiseIncident>,
  by: Actor = 'ada',
  setting: Setting = {},
): Decided => {
  const decision = decideRaise({ ...report, ...command }, metaOf(by, setting))
  return decided(decision, () => {
    const event = decision.kind === 'accepted' ? decision.events[0] : undefined
    if (event?.type !== 'raised') throw new Error('nothing was raised')
    return raise('INC-1', event, { at: thursday, actor: by })
  })
}

export const report = {
  title: 'No Wi-Fi',
  description: 'On the third floor',
  service: 'wifi',
  category: 'fault',
  impact: 'medium',
  urgency: 'medium',
  affected: 'ada',
} as const satisfies RaiseIncident

interface Decided {
  readonly decision: IncidentDecision
  /** The state that follows. */
  readonly state: () => Incident
  /** What happened; nothing where it was refused. */
  readonly events: () => readonly IncidentEvent[]
  readonly happens: (...events: readonly IncidentEvent[]) => Decided
  readonly isToldBy: (...effects: readonly Effect[]) => Decided
  readonly isRefused: (refusal: Refusal) => void
}

const decided = (decision: IncidentDecision, state: () => Incident): Decided => {
  const self: Decided = {
    decision,
    state,
    events: () => (decision.kind === 'accepted' ? decision.events : []),
    happens(...events) {
      expect(decision).toMatchObject({ kind: 'accepted' })
      if (decision.kind === 'accepted') expect(decision.events).toEqual(events)
      return self
    },
    isToldBy(...effects) {
      expect(decision).toMatchObject({ kind: 'accepted' })
      if (decision.kind === 'accepted') expect(decision.effects).toEqual(effects)
      return self
    },
    isRefused(refusal) {
      expect(decision).toEqual({ kind: 'refused', refusal })
    },
  }
  return self
}

/** A line to both sides about each of these events of a decision. */
export const bothSides = (...events: readonly number[]): Effect[] =>
  events.flatMap((event): Effect[] => [
    { kind: 'tell', audience: 'requester', event },
    { kind: 'tell', audience: 'triage', event },
  ])
