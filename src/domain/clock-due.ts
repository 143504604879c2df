import { deskLeads, personOf, serviceOf, teamOf } from './authority.ts'
import { isOpenAt, nextOpen } from './business-time.ts'
import { termsChanged } from './clock-terms.ts'
import { type Moment, play } from './clock-moments.ts'
import { isBefore } from './counted-time.ts'
import { type Decision, type Meta, accepted, refused } from './decision.ts'
import type { Desk } from './desk.ts'
import type { Audience, Effect } from './effect.ts'
import { interestedIn } from './incident-rules.ts'
import type { ClockPassed, Incident, IncidentEvent, Recorded } from './incident.ts'
import type { PersonId } from './person.ts'
import type { Refusal } from './refusal.ts'
import { type Told, thresholdKey } from './service-target.ts'
import {
  type Clock,
  type ClockReckoning,
  type Next,
  breach,
  clocksAfter,
  reckon,
  thresholdsOf,
  toldOf,
} from './sla-clock.ts'

/** A decision later than this, in milliseconds, is told as late. */
export const lateAfter = 60_000

/** What a tick finds due on one incident: events with who is told, or until when it waits because nobody works now. */
export type DueDecision =
  | Decision<IncidentEvent, Effect, Refusal>
  | { readonly kind: 'wait'; readonly until: Temporal.Instant }

/**
 * Decides every threshold of an incident that has been passed and was not decided before: each once. What is due is what
 * lies in the past, so a late tick loses nothing. What is decided late, out of the service hours, waits for the next opening:
 * nobody is told at night what was missed by day. Clocks that run under older agreements than the desk's are reckoned anew,
 * and that is told where it moves what is due.
 */
export const decideDue = (
  incident: Incident,
  history: readonly Recorded<IncidentEvent>[],
  kept: readonly Clock[],
  meta: Meta,
): DueDecision => {
  const moments = play(history)
  const reckoned = reckon(moments, meta.desk)
  const clocks = clocksAfter(reckoned, moments, { clocks: kept, events: moments.length })
  const changes = termsChanged(kept, clocks, meta.desk)
  const events: IncidentEvent[] = changes.events.slice()
  const effects: Effect[] = changes.effects.slice()
  let until: Temporal.Instant | undefined
  const last = moments.findLast(({ event }) => turning.has(event.type))
  const turned = changes.events.length > 0 ? meta.now : (last?.at ?? incident.raisedAt)
  // In one order, however the kept ones came: what is decided at one moment is told in it.
  for (const clock of clocks.toSorted((a, b) => (a.slot < b.slot ? -1 : 1))) {
    const passed = passedOf(clock, reckoned, moments, meta.now)
    if (passed.length === 0) continue
    const opening = waitsFor(clock, passed, meta)
    if (opening !== undefined) {
      until = until === undefined || isBefore(opening, until) ? opening : until
      continue
    }
    for (const next of passed) {
      const { people, threads } = hearersOf(incident, clock, next.threshold, meta.desk)
      const index = events.length
      events.push(eventOf(clock, next, people, turned, meta.now))
      effects.push(
        ...threads.map((audience): Effect => ({ kind: 'alert', audience, event: index })),
        ...people.map((person): Effect => ({ kind: 'alert-person', person, event: index })),
      )
    }
  }
  if (events.length > 0) return accepted(events, effects)
  return until === undefined ? refused({ code: 'already-so' }) : { kind: 'wait', until }
}

/** Thresholds passed at `now` and not decided yet; of what stands still or is over only the breach. */
const passedOf = (
  clock: Clock,
  reckoned: readonly ClockReckoning[],
  moments: readonly Moment[],
  now: Temporal.Instant,
): readonly Next[] => {
  const { next } = clock
  if (next === undefined || isBefore(now, next.at)) return []
  const found = reckoned.find((one) => one.clock === clock)
  if (found === undefined || clock.state !== 'running') return next.threshold === breach ? [next] : []
  const { thresholds } = toldOf(clock, moments)
  return [...thresholdsOf(found.target, clock.within, found.run, found.time)].filter(
    ({ threshold, at }) => !thresholds.has(threshold) && !isBefore(now, at),
  )
}

/** The next opening, when the newest of them is decided late and nobody works now. */
const waitsFor = (
  clock: Clock,
  passed: readonly Next[],
  { now, desk }: Meta,
): Temporal.Instant | undefined => {
  const newest = passed.at(-1)
  if (newest === undefined || now.since(newest.at).total('milliseconds') <= lateAfter) return undefined
  const calendar = desk.calendars.find(({ id }) => id === clock.calendar)
  return calendar === undefined || isOpenAt(calendar, now) ? undefined : nextOpen(calendar, now)
}

/** Events that can make a threshold lie in the past: it could not be decided before them. */
const turning: ReadonlySet<IncidentEvent['type']> = new Set([
  'raised',
  'priority-set',
  'classified',
  'handed-over',
  'resumed',
  'reopened',
  'terms-changed',
])

const eventOf = (
  clock: Clock,
  { threshold, at }: Next,
  told: readonly PersonId[],
  turned: Temporal.Instant,
  now: Temporal.Instant,
): IncidentEvent => {
  const decidable = isBefore(at, turned) ? turned : at
  const late = now.since(decidable).total('milliseconds')
  const passed: ClockPassed = {
    slot: clock.slot,
    run: clock.run,
    within: clock.within,
    target: clock.target,
    told,
    at: at.toString(),
    due: (clock.due ?? at).toString(),
    ...(late > lateAfter ? { late: Math.round(late) } : {}),
  }
  return threshold === breach
    ? { type: 'clock-breached', ...passed }
    : { type: 'clock-warned', threshold, ...passed }
}

/** Who hears: the threads of both sides, and people by their part in the record. */
const hearersOf = (
  incident: Incident,
  clock: Clock,
  threshold: string,
  desk: Desk,
): { readonly threads: readonly Audience[]; readonly people: readonly PersonId[] } => {
  const target = desk.targets.find(({ id }) => id === clock.target)
  const tells =
    threshold === breach
      ? (target?.breachTells ?? ['assignee', 'team'])
      : (target?.warnings.find(({ at }) => thresholdKey(at) === threshold)?.tells ?? [])
  // Whoever acknowledged deals with it: warnings go no further up. A broken promise is told all the same.
  const told = threshold !== breach && clock.acknowledgedBy !== undefined ? tells.filter(staysLow) : tells
  return {
    threads: [
      ...(told.includes('team') ? (['triage'] as const) : []),
      ...(told.includes('requester') ? (['requester'] as const) : []),
    ],
    people: [...new Set(told.flatMap((part) => peopleOf(part, incident, clock, desk)))],
  }
}

const above: ReadonlySet<Told> = new Set(['team-lead', 'service-owner', 'desk-lead', 'supplier-manager'])
const staysLow = (part: Told): boolean => !above.has(part)

const peopleOf = (
  part: Told,
  incident: Incident,
  { tier, party }: Clock,
  desk: Desk,
): readonly PersonId[] => {
  const known = (id: PersonId | undefined): readonly PersonId[] =>
    id === undefined || personOf(desk, id) === undefined ? [] : [id]
  switch (part) {
    case 'assignee':
      return known(incident.assignee)
    case 'team-lead':
      // Of the team that promised, also when another has the incident by now.
      return known(teamOf(desk, tier === 'ola' && party !== undefined ? party : incident.team)?.lead)
    case 'service-owner':
      return known(serviceOf(desk, incident.service)?.owner)
    case 'desk-lead':
      return deskLeads(desk).map(({ id }) => id)
    case 'supplier-manager':
      return known(desk.suppliers.find(({ id }) => id === party)?.manager)
    case 'interested':
      return interestedIn(incident, desk).filter((id) => id !== incident.affected)
    case 'team':
    case 'requester':
      return []
  }
}
