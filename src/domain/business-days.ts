import type { BusinessCalendar, Span, Weekday } from './desk.ts'

const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]

/** The spans of a local date: none on a holiday. */
export const spansOn = (calendar: BusinessCalendar, date: Temporal.PlainDate): readonly Span[] => {
  const name = weekdays[date.dayOfWeek - 1]
  if (name === undefined) throw new Error(`no weekday ${date.dayOfWeek}`)
  const closed = calendar.holidays.some((holiday) => holiday.date === date.toString())
  return closed ? [] : calendar.hours[name]
}

/**
 * The end of the `days`th business day after the local day of `from`: what "closes after 3 business days without an
 * answer" means. Throws for a calendar that has no business day within two years, which the desk file refuses.
 */
export const endOfBusinessDay = (
  calendar: BusinessCalendar,
  from: Temporal.Instant,
  days: number,
): Temporal.Instant => {
  let date = from.toZonedDateTimeISO(calendar.zone).toPlainDate()
  let left = days
  for (let looked = 0; looked < 730; looked += 1) {
    date = date.add({ days: 1 })
    const last = spansOn(calendar, date).at(-1)
    if (last === undefined) continue
    left -= 1
    if (left <= 0) return localInstant(calendar.zone, date, last.to)
  }
  throw new Error(`calendar ${calendar.id} has fewer than ${days} business days in two years`)
}

const localInstant = (zone: string, date: Temporal.PlainDate, time: string): Temporal.Instant => {
  const day = time === '24:00' ? date.add({ days: 1 }) : date
  const clock = time === '24:00' ? Temporal.PlainTime.from('00:00') : Temporal.PlainTime.from(time)
  return day.toZonedDateTime({ timeZone: zone, plainTime: clock }).toInstant()
}
