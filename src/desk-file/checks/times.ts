import { weekdays } from '../weekdays.ts'
import { quote } from '../words.ts'
import type { Finding } from '../mistake.ts'
import { child, list, repeated, textAt } from './spot.ts'
import type { Check, Spot } from './spot.ts'

const spanPattern = /^(\d\d:\d\d)-(\d\d:\d\d)$/

interface WrittenSpan {
  readonly spot: Spot
  readonly text: string
  readonly from: string
  readonly to: string
  /** Ends on the next date. Times of the same length compare as text. */
  readonly overnight: boolean
}

/** The spans of a day whose shape is right. */
const spansOf = (calendar: Spot, weekday: string): readonly WrittenSpan[] =>
  list(child(calendar, 'hours'), weekday).flatMap((spot) => {
    const text = textAt(spot) ?? ''
    const [, from, to] = spanPattern.exec(text) ?? []
    return from === undefined || to === undefined ? [] : [{ spot, text, from, to, overnight: to <= from }]
  })

/** Each span of a day starts when the one before it has ended. */
export const hoursAscend: Check = function* (file) {
  for (const calendar of list(file, 'calendars'))
    for (const weekday of weekdays) {
      let ended = '00:00'
      let night: WrittenSpan | undefined
      for (const span of spansOf(calendar, weekday)) {
        if (night !== undefined)
          yield {
            path: span.spot.path,
            message: `${quote(span.text)} stands after ${quote(night.text)}, which runs over midnight; such a span is the last of its day`,
          }
        else if (span.from < ended)
          yield {
            path: span.spot.path,
            message: `${quote(span.text)} starts before ${ended}, when the span before it ends; spans of a day go in order and do not overlap`,
          }
        if (span.overnight) night ??= span
        else if (span.to > ended) ended = span.to
      }
    }
}

/** What runs over midnight has ended when the next day opens. Told at the span that opens it. */
export const nightsEndBeforeMornings: Check = function* (file) {
  for (const calendar of list(file, 'calendars'))
    for (const [index, weekday] of weekdays.entries()) {
      const eve = weekdays.at(index - 1) ?? weekday
      const night = spansOf(calendar, eve).find(({ overnight }) => overnight)
      const [morning] = spansOf(calendar, weekday)
      if (night === undefined || morning === undefined || morning.from >= night.to) continue
      yield {
        path: morning.spot.path,
        message: `${quote(morning.text)} starts before ${night.to}, when ${quote(night.text)} of ${eve} ends; spans do not overlap`,
        first: night.spot.path,
      }
    }
}

export const holidaysAreUnique: Check = function* (file) {
  for (const calendar of list(file, 'calendars'))
    yield* repeated(
      list(calendar, 'holidays').map((holiday) => child(holiday, 'date')),
      (date) => `${quote(date)} is a holiday of this calendar already`,
    )
}

/** Business days that never come would keep incidents open for ever. */
export const closingCalendarOpens: Check = (file) =>
  calendarOpens(file, child(child(file, 'closing'), 'calendar'), 'its business days never come')

/** Whatever is counted in a calendar needs one with hours. `so` says what comes of it that there are none. */
export function* calendarOpens(file: Spot, reference: Spot, so: string): Iterable<Finding> {
  const id = textAt(reference)
  const calendar = list(file, 'calendars').find((each) => id !== undefined && child(each, 'id').value === id)
  if (calendar === undefined) return
  const hours = child(calendar, 'hours').value
  if (typeof hours !== 'object' || hours === null || Array.isArray(hours)) return
  // Where a day is misspelt or is no list, hours were meant, and that is told already.
  const closed = Object.entries(hours).every(
    ([day, spans]) => weekdays.some((each) => each === day) && Array.isArray(spans) && spans.length === 0,
  )
  if (closed)
    yield {
      path: reference.path,
      message: `the calendar ${quote(id)} has no hours at all, so ${so}; give it hours or choose another`,
    }
}
