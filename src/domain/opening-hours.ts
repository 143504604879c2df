import type { BusinessCalendar, CalendarEra, Span, Weekday } from './desk.ts'
import { boundary, dayAt, dayMs, dayOfDate, weekdayOfDay } from './wall-clock.ts'

/** Open from an instant up to but not including another, in milliseconds since 1970. */
export interface Run {
  readonly from: number
  readonly to: number
}

/** One agreed state of a calendar with the instants between which it applies. */
export interface Era {
  readonly zone: string
  readonly begins: number
  readonly ends: number
  /** The date that clocks show when it ends; Infinity for the last. */
  readonly lastDay: number
  /** Minutes after midnight, for each weekday from Monday on. */
  readonly week: readonly (readonly Run[])[]
  /** Names by the day's number. */
  readonly holidays: ReadonlyMap<number, string>
  readonly closed: readonly number[]
  /** Whether it never closes but on holidays. */
  readonly gapless: boolean
  readonly known: Map<number, readonly Run[]>
}

/** A calendar that does not open within two years is held not to open again. */
const patience = 731 * dayMs

/** A run that has no end is given this one, the last day of the year 9999. */
const never = Date.UTC(9999, 11, 31)

const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]

const prepared = new WeakMap<BusinessCalendar, readonly Era[]>()

/** The states of a calendar that ever apply, in order. The first applies since ever. */
export const erasOf = (calendar: BusinessCalendar): readonly Era[] => {
  const before = prepared.get(calendar)
  if (before !== undefined) return before
  const states: readonly CalendarEra[] = [...(calendar.earlier ?? []), calendar]
  const begins = states.map(({ from, zone }, index) =>
    index === 0 || from === undefined ? -Infinity : boundary(zone, dayOfDate(from), 0),
  )
  const eras = states
    // A date begins at other instants in other zones: whoever was agreed later wins.
    .map((state, index) => toEra(state, begins[index] ?? -Infinity, Math.min(...begins.slice(index + 1))))
    .filter((era) => era.begins < era.ends)
  prepared.set(calendar, eras)
  return eras
}

const toEra = ({ zone, hours, holidays }: CalendarEra, begins: number, ends: number): Era => {
  const week = weekdays.map((name) => hours[name].map(toMinutes))
  const named = new Map(holidays.map(({ date, name }) => [dayOfDate(date), name]))
  return {
    zone,
    begins,
    ends,
    lastDay: ends === Infinity ? Infinity : dayAt(zone, ends),
    week,
    holidays: named,
    closed: [...named.keys()].sort((a, b) => a - b),
    gapless: isGapless(week),
    known: new Map(),
  }
}

/** Minutes after midnight, the end after the start also where it is on the next date. */
export const toMinutes = (span: Span): Run => {
  const [from, to] = [minutesOf(span.from), minutesOf(span.to)]
  return { from, to: to > from ? to : to + 24 * 60 }
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const isGapless = (week: readonly (readonly Run[])[]): boolean => {
  if (week.some((day) => day.length === 0)) return false
  const spans = [...week, week[0] ?? []].flatMap((day, index) =>
    day.map(({ from, to }) => ({ from: from + index * 24 * 60, to: to + index * 24 * 60 })),
  )
  return spans.every(({ from }, index) => index === 0 || from <= (spans[index - 1]?.to ?? 0))
}

/**
 * The runs that start on a local date: none on a holiday, and only those that start while the era applies. One that
 * crosses midnight is whole, also where another era or a holiday has begun when it ends.
 */
const runsOn = (era: Era, day: number): readonly Run[] => {
  const before = era.known.get(day)
  if (before !== undefined) return before
  const runs = spansOf(era, day)
    .map(({ from, to }) => ({ from: boundary(era.zone, day, from), to: boundary(era.zone, day, to) }))
    .filter(({ from, to }) => from < to && from >= era.begins && from < era.ends)
  era.known.set(day, runs)
  return runs
}

const spansOf = (era: Era, day: number): readonly Run[] =>
  era.holidays.has(day) ? [] : (era.week[weekdayOfDay(day)] ?? [])

/** A local date on which something starts, with the zone it is a date of. */
export interface OpeningDay {
  readonly day: number
  readonly zone: string
  readonly runs: readonly Run[]
}

/**
 * The days that are over after `from`, in order. Ends when two years bring none. With `leap`, dates between which
 * nothing closes are given as one day with one run.
 */
export function* openingDays(calendar: BusinessCalendar, from: number, leap = false): Generator<OpeningDay> {
  let quiet = from
  for (const era of erasOf(calendar)) {
    // What started before it ended may last into the day after.
    if (era.ends < from - 3 * dayMs) continue
    for (let day = dayAt(era.zone, Math.max(from, era.begins)) - 1; day <= era.lastDay; day += 1) {
      if (day * dayMs > quiet + patience) return
      const last = leap ? lastBeforeClosing(era, day) : day
      const runs = last > day ? [unbroken(era, day, last)] : runsOn(era, day)
      const ends = runs.at(-1)?.to ?? -Infinity
      if (ends > from) yield { day, zone: era.zone, runs }
      quiet = Math.max(quiet, ends)
      if (ends >= never) return
      day = last
    }
  }
}

/** The last of the dates from `day` on over which an era that never closes is open without a break; else `day`. */
const lastBeforeClosing = (era: Era, day: number): number => {
  if (!era.gapless || era.holidays.has(day) || firstStart(era, day) < era.begins) return day
  const closing = era.closed.find((each) => each > day) ?? Infinity
  return Math.max(day, Math.min(closing, era.lastDay - 1) - 1)
}

const firstStart = (era: Era, day: number): number => boundary(era.zone, day, spansOf(era, day)[0]?.from ?? 0)

const unbroken = (era: Era, day: number, last: number): Run => ({
  from: firstStart(era, day),
  to: last === Infinity ? never : boundary(era.zone, last, spansOf(era, last).at(-1)?.to ?? 0),
})

/** The runs that end after `from`, ascending and disjoint, those that adjoin merged. Ends when two years bring none. */
export function* runsFrom(calendar: BusinessCalendar, from: number): Generator<Run> {
  let open: Run | undefined
  for (const { runs } of openingDays(calendar, from, true))
    for (const run of runs)
      if (run.to <= from) continue
      else if (open === undefined) open = run
      else if (run.from <= open.to) open = { from: open.from, to: Math.max(open.to, run.to) }
      else {
        yield open
        open = run
      }
  if (open !== undefined) yield open
}
