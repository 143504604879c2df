import type { BusinessCalendar } from './desk.ts'
import { openingDays } from './opening-hours.ts'
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
