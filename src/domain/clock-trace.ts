import { type CountedDay, countedDays } from './business-time.ts'
import { type Moment, play } from './clock-moments.ts'
import { type CountedTime, type Stint, countedIn } from './counted-time.ts'
import type { BusinessCalendar, Desk } from './desk.ts'
import type { Incident, IncidentEvent, Recorded } from './incident.ts'
import type { ServiceTarget, TargetException } from './service-target.ts'
import { type Clock, calendarOf, clocksAfter, reckon } from './sla-clock.ts'

/** Why a clock stands as it does: everything that went into it, in the order of time. */
export interface ClockTrace {
  readonly clock: Clock
  readonly target: ServiceTarget
  readonly calendar: BusinessCalendar
  /** Exceptions of the target that fall into its time. */
  readonly exceptions: readonly TargetException[]
  readonly steps: readonly TraceStep[]
  /** Milliseconds counted up to the moment of asking. */
  readonly counted: number
}

export type TraceStep =
  /** Ran; what lies ahead is counted up to the due time. `ms` is less than the days where something was excepted. */
  | {
      readonly kind: 'ran'
      readonly from: Temporal.Instant
      readonly to: Temporal.Instant
      readonly days: readonly CountedDay[]
      readonly ms: number
    }
  | {
      readonly kind: 'stood'
      readonly from: Temporal.Instant
      readonly to?: Temporal.Instant
      readonly incident: Incident
    }
  /** Something that changed what is promised, or by when. */
  | {
      readonly kind: 'changed'
      readonly at: Temporal.Instant
      readonly event: IncidentEvent
      readonly actor: string
    }

const changing: ReadonlySet<IncidentEvent['type']> = new Set([
  'priority-set',
  'classified',
  'handed-over',
  'reopened',
  'terms-changed',
])

/** The traces of all clocks that can be explained by the agreements in force, those that run first. */
export const tracesOf = (
  history: readonly Recorded<IncidentEvent>[],
  kept: readonly Clock[],
  desk: Desk,
  now: Temporal.Instant,
): readonly ClockTrace[] => {
  const moments = play(history)
  const reckoned = reckon(moments, desk)
  const clocks = clocksAfter(reckoned, moments, { clocks: kept, events: moments.length })
  return reckoned
    .filter(({ clock }) => clocks.some((one) => sameTime(one, clock)))
    .map(({ clock, target, run, time }) => {
      const calendar = calendarOf(desk, target.calendar)
      const until = clock.endedAt ?? latest(clock.due, now)
      return {
        clock,
        target,
        calendar,
        exceptions: exceptionsIn(target, calendar, moments[0]?.incident.customer, run.startedAt, until),
        steps: stepsOf(run.stints, run.startedAt, until, clock, calendar, time, moments),
        counted: countedIn(time, run.stints, now),
      }
    })
    .sort((a, b) => rank(a.clock) - rank(b.clock))
}

/** One that ended under older agreements may stand otherwise than they would have it now. */
const sameTime = (a: Clock, b: Clock): boolean =>
  a.slot === b.slot &&
  a.within === b.within &&
  a.counted === b.counted &&
  a.due?.toString() === b.due?.toString()

/** What runs on after it was due is told up to now. */
const latest = (due: Temporal.Instant | undefined, now: Temporal.Instant): Temporal.Instant =>
  due === undefined || Temporal.Instant.compare(due, now) < 0 ? now : due

/** Those agreed with the customer or with all, of which a day lies between the two instants. */
const exceptionsIn = (
  { exceptions }: ServiceTarget,
  { zone }: BusinessCalendar,
  customer: string | undefined,
  from: Temporal.Instant,
  to: Temporal.Instant,
): readonly TargetException[] => {
  const [first, last] = [from, to].map((at) => at.toZonedDateTimeISO(zone).toPlainDate().toString())
  return exceptions.filter(
    (exception) =>
      (exception.customer === undefined || exception.customer === customer) &&
      exception.from <= (last ?? '') &&
      exception.to >= (first ?? ''),
  )
}

const rank = ({ state }: Clock): number => ['running', 'paused', 'met', 'stopped'].indexOf(state)

const stepsOf = (
  stints: readonly Stint[],
  startedAt: Temporal.Instant,
  until: Temporal.Instant,
  clock: Clock,
  calendar: BusinessCalendar,
  time: CountedTime,
  moments: readonly Moment[],
): readonly TraceStep[] => {
  const steps: { readonly at: Temporal.Instant; readonly step: TraceStep }[] = []
  let stood: Temporal.Instant | undefined = startedAt
  for (const { from, to } of stints) {
    if (stood !== undefined && Temporal.Instant.compare(stood, from) < 0)
      steps.push({ at: stood, step: still(stood, from, moments) })
    const end = to ?? (Temporal.Instant.compare(until, from) < 0 ? from : until)
    const days = countedDays(calendar, from, end)
    steps.push({ at: from, step: { kind: 'ran', from, to: end, days, ms: time.between(from, end) } })
    stood = to
  }
  if (clock.state === 'paused' && stood !== undefined)
    steps.push({ at: stood, step: still(stood, undefined, moments) })
  for (const { at, event, actor } of moments)
    if (changing.has(event.type)) steps.push({ at, step: { kind: 'changed', at, event, actor } })
  return steps.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at)).map(({ step }) => step)
}

const still = (
  from: Temporal.Instant,
  to: Temporal.Instant | undefined,
  moments: readonly Moment[],
): TraceStep => {
  const then = moments.findLast(({ at }) => Temporal.Instant.compare(at, from) <= 0) ?? moments[0]
  if (then === undefined) throw new Error('a clock without a history')
  return { kind: 'stood', from, ...(to === undefined ? {} : { to }), incident: then.incident }
}
