import type { ChangeWindow } from './change-schedule.ts'
import { boundary, dayOfDate } from './wall-clock.ts'

/** The week of a date, by its Monday. */
export const mondayOf = (date: Temporal.PlainDate): Temporal.PlainDate =>
  date.subtract({ days: date.dayOfWeek - 1 })

/** The present week of somebody in that zone. */
export const weekAt = (now: Temporal.Instant, zone: string): Temporal.PlainDate =>
  mondayOf(now.toZonedDateTimeISO(zone).toPlainDate())

/** From the first moment of the Monday to that of the Monday after so many weeks, by the clocks of the zone. */
export const spanOfWeeks = (monday: Temporal.PlainDate, zone: string, weeks = 1): ChangeWindow => ({
  from: startOf(monday, zone),
  to: startOf(monday.add({ weeks }), zone),
})

const startOf = (date: Temporal.PlainDate, zone: string): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(boundary(zone, dayOfDate(date.toString()), 0))

/** Weeks whose days both chats can show. */
const years = { first: 2002, last: 2285 }

/** The Monday that is named as `2026-W50` (ISO 8601), or the one of the week of a date, `2026-12-07`; undefined for any other text. */
export const mondayNamed = (text: string): Temporal.PlainDate | undefined => {
  const [, year, week] = /^(\d{4})-?W(\d{1,2})$/i.exec(text) ?? []
  const monday = week === undefined ? mondayOfDate(text) : mondayOfWeek(Number(year), Number(week))
  return monday !== undefined && monday.year >= years.first && monday.year <= years.last ? monday : undefined
}

const mondayOfWeek = (year: number, week: number): Temporal.PlainDate | undefined => {
  // The fourth of January is always in the first week.
  const monday = mondayOf(new Temporal.PlainDate(year, 1, 4)).add({ weeks: week - 1 })
  return monday.yearOfWeek === year && monday.weekOfYear === week ? monday : undefined
}

const mondayOfDate = (text: string): Temporal.PlainDate | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  try {
    return mondayOf(Temporal.PlainDate.from(text, { overflow: 'reject' }))
  } catch {
    return undefined
  }
}
