import { afterOpen, openBetween } from './business-time.ts'
import type { BusinessCalendar } from './desk.ts'
import { type Era, erasOf } from './opening-hours.ts'
import type { TargetException } from './service-target.ts'
import { boundary, dayOfDate } from './wall-clock.ts'

/** A stretch in which a clock runs; without an end it runs now. */
export interface Stint {
  readonly from: Temporal.Instant
  readonly to?: Temporal.Instant
}

/** How the time of one clock counts: open time of its calendar, without what was excepted. */
export interface CountedTime {
  /** Milliseconds that count in [from, to). */
  readonly between: (from: Temporal.Instant, to: Temporal.Instant) => number
  /** When `ms` will have counted since `from`; undefined when the calendar does not open that much. */
  readonly after: (from: Temporal.Instant, ms: number) => Temporal.Instant | undefined
}

/** For one customer: exceptions name one, or hold for all. */
export const countedTimeOf = (
  calendar: BusinessCalendar,
  exceptions: readonly TargetException[],
  customer: string,
): CountedTime => {
  const breaks = breaksOf(calendar, exceptions, customer)
  if (breaks.length === 0)
    return {
      between: (from, to) => openBetween(calendar, from, to),
      after: (from, ms) => afterOpen(calendar, from, ms),
    }
  return {
    between: (from, to) =>
      breaks.reduce(
        (sum, pause) => sum - openBetween(calendar, latest(from, pause.from), earliest(to, pause.to)),
        openBetween(calendar, from, to),
      ),
    after: (from, ms) => {
      let start = from
      let left = ms
      for (const pause of breaks) {
        if (isBefore(pause.to, start)) continue
        const counted = openBetween(calendar, start, pause.from)
        if (counted >= left) break
        left -= counted
        start = latest(start, pause.to)
      }
      return afterOpen(calendar, start, left)
    },
  }
}

interface Break {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** Ascending and disjoint. */
const breaksOf = (
  calendar: BusinessCalendar,
  exceptions: readonly TargetException[],
  customer: string,
): readonly Break[] => {
  const eras = erasOf(calendar)
  const ascending = exceptions
    .filter((exception) => exception.customer === undefined || exception.customer === customer)
    .flatMap((exception) => eras.flatMap((era) => breakIn(era, exception)))
    .sort((a, b) => Temporal.Instant.compare(a.from, b.from))
  const joined: Break[] = []
  for (const next of ascending) {
    const last = joined.at(-1)
    if (last !== undefined && !isBefore(last.to, next.from))
      joined[joined.length - 1] = { from: last.from, to: latest(last.to, next.to) }
    else joined.push(next)
  }
  return joined
}

/** Its dates are those of the zone that the calendar had on them. */
const breakIn = ({ zone, begins, ends }: Era, exception: TargetException): readonly Break[] => {
  const from = Math.max(boundary(zone, dayOfDate(exception.from), 0), begins)
  const to = Math.min(boundary(zone, dayOfDate(exception.to) + 1, 0), ends)
  return from < to ? [{ from: instant(from), to: instant(to) }] : []
}

const instant = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms)

/** Milliseconds counted in the stints, those that run counted up to `now`. */
export const countedIn = (time: CountedTime, stints: readonly Stint[], now?: Temporal.Instant): number =>
  stints.reduce((sum, { from, to }) => {
    const end = to ?? now
    return end === undefined ? sum : sum + time.between(from, end)
  }, 0)

/** The instant at which `ms` had or will have counted; undefined when the clock stood still before. */
export const instantAt = (
  time: CountedTime,
  stints: readonly Stint[],
  ms: number,
): Temporal.Instant | undefined => {
  let left = ms
  for (const { from, to } of stints) {
    if (to === undefined) return time.after(from, left)
    const counted = time.between(from, to)
    if (counted >= left) return time.after(from, left)
    left -= counted
  }
  return undefined
}

export const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean =>
  Temporal.Instant.compare(a, b) < 0

const latest = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (isBefore(a, b) ? b : a)
const earliest = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (isBefore(a, b) ? a : b)
