import { type Moment, play } from './clock-moments.ts'
import { type Run, runsOf } from './clock-runs.ts'
import { type CountedTime, countedIn, countedTimeOf, instantAt } from './counted-time.ts'
import type { BusinessCalendar, Desk } from './desk.ts'
import { type ClockTerms, type IncidentEvent, type Recorded, sameTerms } from './incident.ts'
import {
  type ServiceTarget,
  type Slot,
  type TargetKind,
  type Tier,
  reachedAfter,
  slotOf,
  targetOf,
  thresholdKey,
} from './service-target.ts'

/** One measurement of a target for one record: what is stored of it, so that a tick need not count (6.1-b). */
export interface Clock {
  readonly slot: Slot
  readonly tier: Tier
  readonly kind: TargetKind
  readonly party?: string
  readonly target: string
  readonly calendar: string
  /** The version of the desk file that it was reckoned by; of a clock that ended, the one in force then. */
  readonly deskVersion: number
  /** What was promised, in milliseconds of open time. */
  readonly within: number
  /** Which measurement of the slot this is: the newest. */
  readonly run: number
  readonly state: 'running' | 'paused' | 'met' | 'stopped'
  readonly startedAt: Temporal.Instant
  /** Milliseconds counted until it last stood still. */
  readonly counted: number
  readonly runningSince?: Temporal.Instant
  /** When the time is, or was, up; absent while it stands still with time left. */
  readonly due?: Temporal.Instant
  readonly endedAt?: Temporal.Instant
  /** More time passed than was promised, as far as events tell; while it runs, once the breach was decided. */
  readonly missed: boolean
  /** The cause of the miss was told (6.1-c). */
  readonly explained: boolean
  /** What a tick decides next, and when. */
  readonly next?: Next
  readonly acknowledgedBy?: string
}

export interface Next {
  readonly threshold: string
  readonly at: Temporal.Instant
}

/** A clock with what it was computed from: for decisions about it and for explaining it. */
export interface ClockReckoning {
  readonly clock: Clock
  readonly target: ServiceTarget
  readonly run: Run
  readonly time: CountedTime
}

export const breach = 'breach'

/** Clocks as they stood after the first `events` of a history. */
export interface Standing {
  readonly clocks: readonly Clock[]
  readonly events: number
}

/**
 * All clocks of an incident, as a pure function of its history and of the desk's agreements: replaying it gives the same
 * again. They stand as they are right after the last event. With `before`, what had ended by then is held to what was
 * agreed when it ended, or not at all where nothing was.
 */
export const clocksOf = (
  history: readonly Recorded<IncidentEvent>[],
  desk: Desk,
  before?: Standing,
): readonly Clock[] => {
  if (desk.targets.length === 0 && (before?.clocks ?? []).length === 0) return []
  const moments = play(history)
  return clocksAfter(reckon(moments, desk), moments, before)
}

/** What was reckoned, but for what had ended before, under agreements of its own. */
export const clocksAfter = (
  reckoned: readonly ClockReckoning[],
  moments: readonly Moment[],
  before?: Standing,
): readonly Clock[] => {
  const all = reckoned.map(({ clock }) => clock)
  if (before === undefined) return all
  const since = moments.slice(before.events)
  const current = all.filter(({ slot, endedAt }) => {
    const kept = before.clocks.find((one) => one.slot === slot)
    if (endedAt === undefined || (kept !== undefined && kept.endedAt === undefined)) return true
    return since.some(({ at }) => at.equals(endedAt))
  })
  const over = before.clocks.filter(
    ({ slot, endedAt }) => endedAt !== undefined && !current.some((one) => one.slot === slot),
  )
  return [...current, ...over.map((one) => settled(one, moments))]
}

/** Only what was decided about it since is new. */
const settled = (clock: Clock, moments: readonly Moment[]): Clock => {
  const { thresholds, explained } = toldOf(clock, moments)
  const { next, ...rest } = clock
  const decided = thresholds.has(breach)
  return {
    ...rest,
    missed: clock.missed || decided,
    explained,
    ...(next === undefined || decided ? {} : { next }),
  }
}

export const reckon = (moments: readonly Moment[], desk: Desk): readonly ClockReckoning[] => {
  const seen = new Set<Slot>()
  const reckoned: ClockReckoning[] = []
  for (const target of desk.targets) {
    const slot = slotOf(target)
    if (seen.has(slot)) continue
    seen.add(slot)
    const clock = reckonSlot(slot, target, moments, desk)
    if (clock !== undefined) reckoned.push(clock)
  }
  return reckoned
}

const reckonSlot = (
  slot: Slot,
  example: ServiceTarget,
  moments: readonly Moment[],
  desk: Desk,
): ClockReckoning | undefined => {
  const present = moments.at(-1)?.incident
  if (present === undefined) return undefined
  // What it is held to depends on the slot alone, not on the target, which depends on it.
  const presentTarget = targetOf(desk, slot, present)
  const first = runsOf(presentTarget ?? example, moments, desk).at(-1)
  const incident = first?.incident ?? present
  const target = incident === present ? presentTarget : targetOf(desk, slot, incident)
  const within = target?.within[incident.priority]
  if (target === undefined || within === undefined) return undefined
  const run = target === presentTarget ? first : runsOf(target, moments, desk).at(-1)
  if (run === undefined) return undefined
  const time = countedTimeOf(calendarOf(desk, target.calendar), target.exceptions, incident.customer)
  const clock = clockOf(slot, target, within, run, time, moments)
  return { clock: { ...clock, deskVersion: desk.version }, target, run, time }
}

export const calendarOf = (desk: Desk, id: string): BusinessCalendar => {
  const calendar = desk.calendars.find((found) => found.id === id)
  if (calendar === undefined) throw new Error(`no calendar ${id}`)
  return calendar
}

const clockOf = (
  slot: Slot,
  target: ServiceTarget,
  within: number,
  run: Run,
  time: CountedTime,
  moments: readonly Moment[],
): Omit<Clock, 'deskVersion'> => {
  const { stints, ended } = run
  const open = stints.find(({ to }) => to === undefined)
  const counted = countedIn(time, stints)
  const due = instantAt(time, stints, within)
  const told = toldOf({ slot, run: run.number, within }, moments)
  const state = ended?.how ?? (open === undefined ? 'paused' : 'running')
  const next = nextOf(target, within, run, time, told.thresholds)
  return {
    slot,
    tier: target.tier,
    kind: target.kind,
    ...(target.party === undefined ? {} : { party: target.party }),
    target: target.id,
    calendar: target.calendar,
    within,
    run: run.number,
    state,
    startedAt: run.startedAt,
    counted,
    ...(open === undefined ? {} : { runningSince: open.from }),
    ...(due === undefined ? {} : { due }),
    ...(ended === undefined ? {} : { endedAt: ended.at }),
    missed: (open === undefined && counted > within) || told.thresholds.has(breach),
    explained: told.explained,
    ...(next === undefined ? {} : { next }),
    ...(run.acknowledgedBy === undefined ? {} : { acknowledgedBy: run.acknowledgedBy }),
  }
}

interface ToldSoFar {
  readonly thresholds: ReadonlySet<string>
  readonly explained: boolean
}

/** What was decided about a run under these terms: each threshold counts once for them. */
export const toldOf = (terms: ClockTerms, moments: readonly Moment[]): ToldSoFar => {
  const thresholds = new Set<string>()
  let explained = false
  for (const { event } of moments) {
    if (!('slot' in event) || !sameTerms(event, terms)) continue
    if (event.type === 'clock-warned') thresholds.add(event.threshold)
    else if (event.type === 'clock-breached') thresholds.add(breach)
    else explained = true
  }
  return { thresholds, explained }
}

/** Every threshold with its instant, the breach last: those that were reached or will be if nothing happens. */
export function* thresholdsOf(
  { warnings }: ServiceTarget,
  within: number,
  { stints }: Run,
  time: CountedTime,
): Generator<Next> {
  for (const { at: threshold } of warnings) {
    const at = instantAt(time, stints, reachedAfter(threshold, within))
    if (at !== undefined) yield { threshold: thresholdKey(threshold), at }
  }
  // Done in the very moment in which the time is up is done in time, and so it is until more time counts.
  const at = instantAt(time, stints, within + 1)
  if (at !== undefined) yield { threshold: breach, at }
}

/** Nobody is warned about what stands still or is done; a breach that happened is decided all the same. */
const nextOf = (
  target: ServiceTarget,
  within: number,
  run: Run,
  time: CountedTime,
  told: ReadonlySet<string>,
): Next | undefined => {
  const runs = run.stints.some(({ to }) => to === undefined)
  if (!runs && countedIn(time, run.stints) <= within) return undefined
  for (const next of thresholdsOf(target, within, run, time))
    if (!told.has(next.threshold) && (runs || next.threshold === breach)) return next
  return undefined
}

/** Milliseconds of its time left at an instant: negative once it is over. */
export const leftAt = (
  desk: Desk,
  clock: Pick<Clock, 'calendar' | 'within' | 'counted' | 'runningSince' | 'target'>,
  customer: string,
  now: Temporal.Instant,
): number => {
  const { runningSince } = clock
  const left = clock.within - clock.counted
  const calendar = desk.calendars.find(({ id }) => id === clock.calendar)
  // Taken out of the desk file a moment ago: the next tick reckons anew.
  if (runningSince === undefined || calendar === undefined) return left
  const exceptions = desk.targets.find(({ id }) => id === clock.target)?.exceptions ?? []
  return left - countedTimeOf(calendar, exceptions, customer).between(runningSince, now)
}
