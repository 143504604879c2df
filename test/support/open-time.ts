import { afterOpen, openBetween, openSpans } from '../../src/domain/business-time.ts'
import type { BusinessCalendar } from '../../src/domain/desk.ts'

/** In milliseconds. */
export const hour = 3_600_000

/** An instant (`2026-03-09T10:00Z`), or what clocks show in a zone (`2026-03-09T10:00[Europe/Berlin]`). */
export const at = (text: string): Temporal.Instant =>
  text.endsWith(']') ? Temporal.ZonedDateTime.from(text).toInstant() : Temporal.Instant.from(text)

/** Hours of open time; `from` and `to` are local times of the calendar's zone. */
export const hoursBetween = (calendar: BusinessCalendar, from: string, to: string): number =>
  openBetween(calendar, at(`${from}[${calendar.zone}]`), at(`${to}[${calendar.zone}]`)) / hour

/** Where so many open hours after a local time lead, in local time. */
export const due = (calendar: BusinessCalendar, from: string, hours: number): string | undefined =>
  afterOpen(calendar, at(`${from}[${calendar.zone}]`), hours * hour)
    ?.toZonedDateTimeISO(calendar.zone)
    .toString({ timeZoneName: 'never', smallestUnit: 'minute' })

const said = (moment?: Temporal.Instant): string => moment?.toString({ smallestUnit: 'minute' }) ?? ''

/** The first span that ends after noon UTC of the day before. */
export const firstSpan = (calendar: BusinessCalendar, date: string): string => {
  const [span] = openSpans(calendar, at(`${date}T12:00Z`).subtract({ hours: 24 }))
  return span === undefined ? 'none' : `${said(span.from)} ${said(span.to)}`
}
