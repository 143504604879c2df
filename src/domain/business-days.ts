import type { BusinessCalendar, Span } from './desk.ts'
import { openingDays, toMinutes } from './opening-hours.ts'
import { dayAt } from './wall-clock.ts'

/**
 * The end of the `days`th business day after the local day of `from`: what "closes after 3 business days without an
 * answer" means. A business day is a local date on which something opens; it ends when its last span does, which for one
 * over midnight is on the next date. Throws for a calendar that does not open for two years, which the desk file refuses.
 */
export const endOfBusinessDay = (
  calendar: BusinessCalendar,
  from: Temporal.Instant,
  days: number,
): Temporal.Instant => {
  const start = from.epochMilliseconds
  let left = days
  for (const { day, zone, runs } of openingDays(calendar, start)) {
    const last = runs.at(-1)
    if (last === undefined || day <= dayAt(zone, start)) continue
    left -= 1
    if (left <= 0) return Temporal.Instant.fromEpochMilliseconds(last.to)
  }
  throw new Error(
    `calendar ${calendar.id} has fewer than ${days} business days before it closes for two years`,
  )
}

/** Milliseconds of open time on a working day: what the calendar's week has, shared among the days on which it opens. */
export const workingDay = ({ hours }: Pick<BusinessCalendar, 'hours'>): number => {
  const days = Object.values(hours)
    .map((spans) => spans.reduce((sum, span) => sum + lengthOf(span), 0))
    .filter((length) => length > 0)
  return days.length === 0 ? 0 : Math.round(days.reduce((sum, length) => sum + length, 0) / days.length)
}

const lengthOf = (span: Span): number => {
  const { from, to } = toMinutes(span)
  return (to - from) * 60_000
}
