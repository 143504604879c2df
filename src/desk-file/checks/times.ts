import { weekdays } from '../weekdays.ts'
import { quote } from '../words.ts'
import { child, list, repeated, textAt } from './spot.ts'
import type { Check } from './spot.ts'

const spanPattern = /^(\d\d:\d\d)-(\d\d:\d\d)$/

/** Each span ends after it starts, and starts when the one before it has ended. */
export const hoursAscend: Check = function* (file) {
  for (const calendar of list(file, 'calendars'))
    for (const weekday of weekdays) {
      let ended = '00:00'
      for (const spot of list(child(calendar, 'hours'), weekday)) {
        const text = textAt(spot)
        const [, from, to] = spanPattern.exec(text ?? '') ?? []
        if (from === undefined || to === undefined) continue
        // Times of the same length compare as text.
        if (from >= to)
          yield {
            path: spot.path,
            message: `${quote(text)} ends before it starts; hours past midnight belong to the next day, after "…-24:00"`,
          }
        else if (from < ended)
          yield {
            path: spot.path,
            message: `${quote(text)} starts before ${ended}, when the span before it ends; spans of a day go in order and do not overlap`,
          }
        if (to > ended) ended = to
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
export const closingCalendarOpens: Check = function* (file) {
  const reference = child(child(file, 'closing'), 'calendar')
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
      message: `the calendar ${quote(id)} has no hours at all, so its business days never come; give it hours or choose another`,
    }
}
