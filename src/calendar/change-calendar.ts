import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { ChangeState } from '../domain/change.ts'
import type { ScheduledChange } from '../domain/change-schedule.ts'

/** A change as an event of a calendar. */
export interface CalendarChange extends Pick<ScheduledChange, 'id' | 'title' | 'window'> {
  /** Of the record: what calendars tell a newer event from an older one by. */
  readonly version: number
  readonly state: ChangeState
  /** When it got that version. */
  readonly changedAt: Temporal.Instant
  /** What there is to say about it, in lines: who makes it, which services. */
  readonly details: string
}

export interface CalendarOptions {
  /** What calendars call it. */
  readonly name: string
  /** The right side of the identity of events, `CHG-9@desk.example`: where this desk is, and stays. A host name. */
  readonly host: string
  /** How often whoever reads it should look again, in milliseconds; whole seconds. */
  readonly refreshEvery: number
}

/**
 * The schedule of change as iCalendar (RFC 5545), to be subscribed to: `text/calendar; charset=utf-8`. Which changes are in it
 * is for the caller to say; one that was withdrawn, rejected or expired after it had been in it belongs in it as cancelled, so
 * that calendars which keep events take it out. The same changes make the same text, whenever it is made. Times are UTC.
 * Throws when the host is none, or a window does not end after it starts.
 */
export const changeCalendar = (changes: readonly CalendarChange[], options: CalendarOptions): string => {
  if (!hostName.test(options.host)) throw new RangeError(`${options.host} is no host name`)
  const calendar = new ICalCalendar({
    prodId: { company: 'Bellwire', product: 'Schedule of change', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: Math.floor(options.refreshEvery / 1000),
    // Not as `name`, which the library writes as it is, line breaks and all. Calendars read this one.
    x: { 'X-WR-CALNAME': plain(options.name) },
  })
  for (const change of changes) calendar.createEvent(eventOf(change, options))
  return `${calendar.toString()}\r\n`
}

const hostName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i

const eventOf = (
  { id, title, window, version, state, changedAt, details }: CalendarChange,
  { host }: CalendarOptions,
) => {
  if (!number.test(id)) throw new RangeError(`${id} is no number of a change`)
  if (Temporal.Instant.compare(window.from, window.to) >= 0)
    throw new RangeError(`the window of ${id} is empty`)
  return {
    id: `${id}@${host}`,
    sequence: version,
    stamp: date(changedAt),
    lastModified: date(changedAt),
    start: date(window.from),
    end: date(window.to),
    summary: plain(`${id}: ${title}`),
    description: plain(details),
    status: statusOf[state],
  }
}

const number = /^[A-Z]+-\d+$/

const { TENTATIVE, CONFIRMED, CANCELLED } = ICalEventStatus

const statusOf: Readonly<Record<ChangeState, ICalEventStatus>> = {
  draft: TENTATIVE,
  requested: TENTATIVE,
  returned: TENTATIVE,
  approved: CONFIRMED,
  'in-progress': CONFIRMED,
  // It took place, whatever came of it.
  done: CONFIRMED,
  failed: CONFIRMED,
  'backed-out': CONFIRMED,
  reviewed: CONFIRMED,
  rejected: CANCELLED,
  expired: CANCELLED,
  withdrawn: CANCELLED,
}

const date = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds)

/**
 * Without what a text of a calendar may not have: control characters other than line breaks and tabs (RFC 5545, 3.1), halves of
 * characters. Line breaks of any kind become ordinary ones, which are then escaped.
 */
const plain = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    // oxlint-disable-next-line no-control-regex -- control characters are what it takes out
    .replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '')
