import { decideDue } from '../../src/domain/clock-due.ts'
import { movesClocks } from '../../src/domain/clock-moments.ts'
import { withNewTerms } from '../../src/domain/clock-terms.ts'
import { type Actor, theDesk } from '../../src/domain/decision.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { Effect } from '../../src/domain/effect.ts'
import type { IncidentCommand, RaiseIncident } from '../../src/domain/incident-command.ts'
import { decideIncident } from '../../src/domain/incident-decide.ts'
import { evolve, raise } from '../../src/domain/incident-evolve.ts'
import { decideRaise } from '../../src/domain/incident-raise.ts'
import type { Incident, IncidentEvent, Recorded } from '../../src/domain/incident.ts'
import { type Clock, clocksOf } from '../../src/domain/sla-clock.ts'
import { gone } from '../../src/store/clocks.ts'
import { metaOf, report } from './given.ts'

/** An incident with all that happened to it and its clocks, kept from event to event as the store keeps them. */
export interface Life {
  readonly incident: Incident
  readonly history: readonly Recorded<IncidentEvent>[]
  readonly clocks: readonly Clock[]
  /** What followed from the newest decision; its events count from the first of that decision. */
  readonly effects: readonly Effect[]
  /** A tick found something due that waits for an opening. */
  readonly asleepUntil?: Temporal.Instant
}

export const begin = (
  desk: Desk,
  now: Temporal.Instant,
  by: Actor,
  command: Partial<RaiseIncident> = {},
): Life => {
  const decision = decideRaise({ ...report, ...command }, metaOf(by, { desk, now }))
  if (decision.kind === 'refused') throw new Error(JSON.stringify(decision.refusal))
  const [event] = decision.events
  if (event?.type !== 'raised') throw new Error('nothing was raised')
  const incident = raise('INC-1', event, { at: now, actor: by })
  const history = [{ record: 'INC-1', seq: 1, at: now, actor: by, event }]
  return { incident, history, clocks: clocksOf(history, desk), effects: decision.effects }
}

/** A clock as text, whatever the order of its properties. */
export const written = (clock: Clock): string =>
  JSON.stringify(Object.entries(clock).sort(([a], [b]) => a.localeCompare(b)))

/** What a command makes of it; undefined when it is refused. */
export const attempt = (
  life: Life,
  desk: Desk,
  now: Temporal.Instant,
  by: Actor,
  command: IncidentCommand,
): Life | undefined => {
  const decision = decideIncident(life.incident, command, metaOf(by, { desk, now }))
  if (decision.kind === 'refused') return undefined
  if (!decision.events.some(movesClocks)) return after(life, desk, now, by, decision)
  return after(life, desk, now, by, withNewTerms(decision, life.history, life.clocks, desk))
}

/** The same, for what must not be refused. */
export const act = (
  life: Life,
  desk: Desk,
  now: Temporal.Instant,
  by: Actor,
  command: IncidentCommand,
): Life => {
  const next = attempt(life, desk, now, by, command)
  if (next === undefined) throw new Error(`${by} may not ${JSON.stringify(command)} at ${now.toString()}`)
  return next
}

/** A tick over this one incident, which first looks whether anything is due. */
export const tick = (life: Life, desk: Desk, now: Temporal.Instant): Life => {
  const due = life.clocks.some(({ next }) => next !== undefined && compare(next.at, now) <= 0)
  const older = life.clocks.every(({ deskVersion }) => deskVersion < desk.version)
  const asleep = life.asleepUntil !== undefined && compare(now, life.asleepUntil) < 0
  if (!older && (!due || asleep)) return { ...life, effects: [] }
  const decision = decideDue(life.incident, life.history, life.clocks, metaOf(theDesk, { desk, now }))
  if (decision.kind === 'accepted') return after(life, desk, now, theDesk, decision)
  const clocks = rows(life, clocksOf(life.history, desk, standing(life)), now)
  return {
    ...life,
    clocks,
    effects: [],
    ...(decision.kind === 'wait' ? { asleepUntil: decision.until } : {}),
  }
}

const compare = (a: Temporal.Instant, b: Temporal.Instant): number => Temporal.Instant.compare(a, b)

const after = (
  life: Life,
  desk: Desk,
  now: Temporal.Instant,
  actor: Actor,
  { events, effects }: { readonly events: readonly IncidentEvent[]; readonly effects: readonly Effect[] },
): Life => {
  const happened = events.map((event, index) => ({
    record: 'INC-1',
    seq: life.history.length + 1 + index,
    at: now,
    actor,
    event,
  }))
  const history = [...life.history, ...happened]
  const incident = events.reduce((state, event) => evolve(state, event, { at: now, actor }), life.incident)
  if (!events.some(movesClocks)) return { ...life, incident, history, effects }
  return { incident, history, clocks: rows(life, clocksOf(history, desk, standing(life)), now), effects }
}

const standing = ({ clocks, history }: Life) => ({ clocks, events: history.length })

/** A clock whose target was taken away stays, and stands still. */
const rows = (before: Life, clocks: readonly Clock[], now: Temporal.Instant): readonly Clock[] => [
  ...clocks,
  ...before.clocks
    .filter(({ slot, endedAt }) => endedAt === undefined && !clocks.some((clock) => clock.slot === slot))
    .map((clock) => gone(clock, now)),
]
