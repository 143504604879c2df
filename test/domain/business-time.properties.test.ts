import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterOpen, countedDays, isOpenAt, openBetween, openSpans } from '../../src/domain/business-time.ts'
import type { BusinessCalendar, CalendarEra, Span } from '../../src/domain/desk.ts'
import { type CalendarCase, calendarCase, part } from '../support/calendar-arbitrary.ts'
import { differencesOf, oracleCase } from '../support/oracle-differences.ts'

const dayMs = 86_400_000
const instant = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)
const compare = (one: Temporal.Instant, other: Temporal.Instant): number =>
  Temporal.Instant.compare(one, other)
const openMs = fc.integer({ min: 0, max: 60 * 3_600_000 })

/** Moments within the days of a case, in order. */
const moments = ({ from, days }: CalendarCase, parts: readonly number[]): readonly Temporal.Instant[] =>
  parts.toSorted((a, b) => a - b).map((each) => instant(Math.floor(from + each * days * dayMs)))

test('a walk by minutes finds the same (the long run: npm run oracle -- 100000)', () => {
  fc.assert(
    fc.property(oracleCase, (drawn) => {
      expect(differencesOf(drawn)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('open time adds up, and so do its days', () => {
  fc.assert(
    fc.property(calendarCase, part, part, part, (drawn, ...parts) => {
      const { calendar } = drawn
      const [a, b, c] = moments(drawn, parts)
      if (a === undefined || b === undefined || c === undefined) throw new Error('no moments')
      expect(openBetween(calendar, a, b) + openBetween(calendar, b, c)).toBe(openBetween(calendar, a, c))
      expect(countedDays(calendar, a, c).reduce((sum, { ms }) => sum + ms, 0)).toBe(
        openBetween(calendar, a, c),
      )
      expect(openBetween(calendar, c, a)).toBe(0)
    }),
  )
})

test('after so much open time, so much open time has passed, and not a moment earlier', () => {
  fc.assert(
    fc.property(calendarCase, part, openMs, (drawn, at, ms) => {
      const [from] = moments(drawn, [at])
      if (from === undefined) throw new Error('no moment')
      const due = afterOpen(drawn.calendar, from, ms)
      fc.pre(due !== undefined)
      expect(openBetween(drawn.calendar, from, due)).toBe(ms)
      if (ms > 0)
        // oxlint-disable-next-line vitest/no-conditional-expect -- nothing is earlier than no open time
        expect(openBetween(drawn.calendar, from, due.subtract({ milliseconds: 1 }))).toBe(ms - 1)
    }),
  )
})

test('more open time is never over earlier, nor is what started later', () => {
  fc.assert(
    fc.property(calendarCase, part, part, openMs, openMs, (drawn, one, other, ms, more) => {
      const [from, later] = moments(drawn, [one, other])
      if (from === undefined || later === undefined) throw new Error('no moments')
      const due = afterOpen(drawn.calendar, from, ms)
      const [longer, second] = [
        afterOpen(drawn.calendar, from, ms + more),
        afterOpen(drawn.calendar, later, ms),
      ]
      fc.pre(due !== undefined && longer !== undefined && second !== undefined)
      expect(compare(due, longer)).toBeLessThanOrEqual(0)
      expect(compare(due, second)).toBeLessThanOrEqual(0)
      // To pause for no time changes nothing.
      expect(afterOpen(drawn.calendar, due, more)).toEqual(longer)
    }),
  )
})

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** The span in two that adjoin on its own date, where that can be. */
const split = ({ from, to }: Span, where: number): readonly Span[] => {
  const [opens, closes] = [minutesOf(from), to > from ? minutesOf(to) : 24 * 60]
  const middle = timeOf(opens + Math.floor((closes - opens) * where))
  return middle === from || middle === to || middle === '24:00'
    ? [{ from, to }]
    : [
        { from, to: middle },
        { from: middle, to },
      ]
}

const inTwo = <State extends CalendarEra>(state: State, where: number): State => ({
  ...state,
  hours: Object.fromEntries(
    Object.entries(state.hours).map(([day, spans]) => [day, spans.flatMap((span) => split(span, where))]),
  ),
})

const halvesOf = (whole: BusinessCalendar, where: number): BusinessCalendar => ({
  ...inTwo(whole, where),
  ...(whole.earlier === undefined ? {} : { earlier: whole.earlier.map((state) => inTwo(state, where)) }),
})

test('a span in two that adjoin is the same span, while nothing else is agreed', () => {
  fc.assert(
    fc.property(calendarCase, part, part, part, (drawn, where, ...parts) => {
      const { earlier: _, from: __, ...whole } = drawn.calendar
      const [a, b] = moments(drawn, parts)
      if (a === undefined || b === undefined) throw new Error('no moments')
      expect(openBetween(halvesOf(whole, where), a, b)).toBe(openBetween(whole, a, b))
    }),
  )
})

test('two that adjoin each belong to what is agreed when they start', () => {
  fc.assert(
    fc.property(oracleCase, part, (drawn, where) => {
      expect(differencesOf({ ...drawn, calendar: halvesOf(drawn.calendar, where) })).toEqual([])
    }),
  )
})

test('where clocks do not change and nobody has a holiday, every week is like the other', () => {
  const zones = fc.constantFrom('UTC', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Tokyo', 'Etc/GMT+12')
  fc.assert(
    fc.property(
      calendarCase,
      zones,
      part,
      openMs,
      fc.integer({ min: 1, max: 60 }),
      (drawn, zone, at, ms, weeks) => {
        const { id, hours } = drawn.calendar
        const calendar: BusinessCalendar = { id, zone, hours, holidays: [] }
        const from = instant(Date.UTC(2026, 4, 1) + Math.floor(at * 7 * dayMs))
        const due = afterOpen(calendar, from, ms)
        fc.pre(due !== undefined)
        const shift = { milliseconds: weeks * 7 * dayMs }
        expect(afterOpen(calendar, from.add(shift), ms)).toEqual(ms === 0 ? from.add(shift) : due.add(shift))
      },
    ),
  )
})

test('opening spans ascend, do not touch, and are what is open', () => {
  fc.assert(
    fc.property(calendarCase, part, (drawn, at) => {
      const [from] = moments(drawn, [at])
      if (from === undefined) throw new Error('no moment')
      const spans = openSpans(drawn.calendar, from).take(20).toArray()
      const bounds = spans.flatMap((span) => [span.from, span.to])
      bounds.slice(1).forEach((bound, index) => expect(compare(bounds[index] ?? bound, bound)).toBe(-1))
      for (const span of spans) {
        expect(compare(span.to, from)).toBe(1)
        expect(isOpenAt(drawn.calendar, span.from)).toBe(true)
        expect(isOpenAt(drawn.calendar, span.to)).toBe(false)
      }
    }),
  )
})
