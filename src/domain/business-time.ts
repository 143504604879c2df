import type { BusinessCalendar } from './desk.ts'
import { type Run, erasOf, runsFrom } from './opening-hours.ts'
import { boundary, dateOfDay, dayAt, dayMs } from './wall-clock.ts'

/**
 * Time that counts. Hours are wall-clock times in the calendar's zone. A boundary is the first instant at which clocks
 * show that date and time or later, so that what opens in a skipped hour opens when clocks are put forward, and a
 * repeated hour within a span counts as the two hours it is. A span belongs to the date on which it starts: on a holiday
 * nothing starts, and a shift that began the evening before ends as usual. It also belongs to the agreed state (era) that
 * applies at the instant at which it starts, and ends as that one says. Spans that adjoin are two, each with a start of its
 * own: where another era begins between their starts or with the second, as in the middle of a day when a calendar moves
 * to another zone, the second is no more. Where none does, they count as one span would. Instants are UTC; durations are
 * whole milliseconds, and what an instant has below a millisecond is left out.
 */

/** Open from `from` up to but not including `to`. */
export interface OpenSpan {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** No target lies further ahead than this, in milliseconds: 20 years. */
const horizon = 20 * 366 * dayMs

/**
 * Opening spans that end after `from`, ascending and disjoint, adjoining ones merged. The first may begin before `from`;
 * where that is more than a day before, when it really opened is not told. Lazy. Ends when the calendar never opens again
 * within two years; of a calendar that never closes again the last span ends with the year 9999.
 */
export function* openSpans(calendar: BusinessCalendar, from: Temporal.Instant): Generator<OpenSpan> {
  for (const run of runsFrom(calendar, from.epochMilliseconds)) yield toSpan(run)
}

/** Milliseconds of open time in [from, to); 0 when `to` is not after `from`. */
export const openBetween = (
  calendar: BusinessCalendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number => {
  const [start, end] = [from.epochMilliseconds, to.epochMilliseconds]
  if (end <= start) return 0
  let open = 0
  for (const run of runsFrom(calendar, start)) {
    if (run.from >= end) break
    open += Math.min(run.to, end) - Math.max(run.from, start)
    if (run.to >= end) break
  }
  return open
}

/**
 * The instant at which `ms` of open time have passed since `from`: at closing time where that is when they have, not the
 * next opening. With 0, `from` itself. Undefined when the calendar does not open that much: not within 20 years, or
 * never again for two. Throws when `ms` is negative or no whole number.
 */
export const afterOpen = (
  calendar: BusinessCalendar,
  from: Temporal.Instant,
  ms: number,
): Temporal.Instant | undefined => {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError(`${ms} is no number of milliseconds`)
  if (ms === 0) return from
  const start = from.epochMilliseconds
  let left = ms
  for (const run of runsFrom(calendar, start)) {
    const opened = Math.max(run.from, start)
    const done = opened + left
    if (done > start + horizon) return undefined
    if (done <= run.to) return Temporal.Instant.fromEpochMilliseconds(done)
    left -= run.to - opened
  }
  return undefined
}

export const isOpenAt = (calendar: BusinessCalendar, at: Temporal.Instant): boolean => {
  const [run] = runsFrom(calendar, at.epochMilliseconds)
  return run !== undefined && run.from <= at.epochMilliseconds
}

/** `at` itself when open, else the next opening; undefined when it never opens again (within two years). */
export const nextOpen = (calendar: BusinessCalendar, at: Temporal.Instant): Temporal.Instant | undefined => {
  const [run] = runsFrom(calendar, at.epochMilliseconds)
  if (run === undefined) return undefined
  return run.from <= at.epochMilliseconds ? at : Temporal.Instant.fromEpochMilliseconds(run.from)
}

/** What one local date contributed. */
export interface CountedDay {
  /** `YYYY-MM-DD` in `zone`, the calendar's zone as agreed for that date. */
  readonly date: string
  readonly zone: string
  /** What was open on it: from its midnight to the next. The morning end of a night shift is in the day it ends on. */
  readonly spans: readonly OpenSpan[]
  readonly ms: number
  /** The name of the holiday, if the date is one. */
  readonly holiday?: string
}

/**
 * What was counted day by day in [from, to), for explaining a due time: one entry for each local date touched, also those
 * on which nothing was open. Together they are `openBetween`. Where the calendar moved to another zone, its first date
 * there may be the last one here once more.
 */
export const countedDays = (
  calendar: BusinessCalendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): readonly CountedDay[] => {
  const runs = runsFrom(calendar, from.epochMilliseconds)
  let run = runs.next()
  const counted: CountedDay[] = []
  for (const { date, zone, holiday, from: start, to: stop } of datesBetween(calendar, from, to)) {
    const spans: Run[] = []
    while (!run.done && run.value.from < stop) {
      spans.push({ from: Math.max(run.value.from, start), to: Math.min(run.value.to, stop) })
      if (run.value.to > stop) break
      run = runs.next()
    }
    const open = spans.filter((span) => span.from < span.to)
    const ms = open.reduce((sum, span) => sum + span.to - span.from, 0)
    counted.push({ date, zone, spans: open.map(toSpan), ms, ...(holiday === undefined ? {} : { holiday }) })
  }
  return counted
}

interface LocalDate extends Run {
  readonly date: string
  readonly zone: string
  readonly holiday: string | undefined
}

function* datesBetween(
  calendar: BusinessCalendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Generator<LocalDate> {
  let at = from.epochMilliseconds
  const end = to.epochMilliseconds
  for (const era of erasOf(calendar)) {
    const until = Math.min(end, era.ends)
    if (at >= until) continue
    // Where clocks go back over midnight they show a date again that is over.
    for (let day = dayAt(era.zone, at); at < until; day += 1) {
      const next = Math.min(boundary(era.zone, day, 24 * 60), until)
      if (next <= at) continue
      const holiday = era.holidays.get(day)
      yield { date: dateOfDay(day), zone: era.zone, holiday, from: at, to: next }
      at = next
    }
  }
}

const toSpan = ({ from, to }: Run): OpenSpan => ({
  from: Temporal.Instant.fromEpochMilliseconds(from),
  to: Temporal.Instant.fromEpochMilliseconds(to),
})
