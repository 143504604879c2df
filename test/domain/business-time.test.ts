import { describe, expect, test } from 'vitest'
import {
  afterOpen,
  countedDays,
  isOpenAt,
  nextOpen,
  openBetween,
  openSpans,
} from '../../src/domain/business-time.ts'
import { calendarIn, everyDay, weekdays } from '../support/calendars.ts'
import { at, due, firstSpan, hour, hoursBetween } from '../support/open-time.ts'

const office = calendarIn('Europe/Berlin', weekdays('09:00-17:00'))
const always = calendarIn('Europe/Berlin', everyDay('00:00-24:00'))

describe('what others got wrong', () => {
  test('a pause over a weekend is worth its open hours only (glpi-project/glpi#10594, #14937)', () => {
    expect(hoursBetween(office, '2026-03-13T16:00', '2026-03-16T10:00')).toBe(2)
    expect(due(office, '2026-03-13T16:00', 3)).toBe('2026-03-16T11:00+01:00')
  })

  test('so long before it is due is a business time too, not midnight (glpi-project/glpi#22678)', () => {
    expect(due(office, '2026-03-13T12:00', 8)).toBe('2026-03-16T12:00+01:00')
    expect(due(office, '2026-03-13T12:00', 8 - 4)).toBe('2026-03-13T16:00+01:00')
    expect(due(office, '2026-03-13T12:00', 8 - 2)).toBe('2026-03-16T10:00+01:00')
  })

  test('round the clock loses no minute of a night (zammad/zammad#3180)', () => {
    expect(hoursBetween(always, '2026-03-09T00:00', '2026-03-16T00:00')).toBe(7 * 24)
    expect(hoursBetween(always, '2026-03-09T23:58', '2026-03-10T00:02') * 60).toBeCloseTo(4, 9)
    expect(due(always, '2026-03-09T10:00', 10 * 24)).toBe('2026-03-19T10:00+01:00')
  })

  test('what is due at a local time stays there when summer time begins (zammad/zammad#2157)', () => {
    expect(due(office, '2026-03-27T16:00', 2)).toBe('2026-03-30T10:00+02:00')
    expect(due(office, '2026-10-23T16:00', 2)).toBe('2026-10-26T10:00+01:00')
  })

  test('a due time is a moment: who reads it where changes nothing (frappe/helpdesk#3776)', () => {
    const asked = [
      '2026-03-13T16:00+01:00[Europe/Berlin]',
      '2026-03-13T20:45+05:45[Asia/Kathmandu]',
      '2026-03-13T08:00-07:00[America/Los_Angeles]',
    ].map((from) => afterOpen(office, at(from), 2 * hour)?.toString())
    expect(new Set(asked)).toEqual(new Set(['2026-03-16T09:00:00Z']))
  })

  test('a hold is added to what was left, not to the beginning (frappe/helpdesk#2449)', () => {
    const [begun, held, resumed] = ['2026-03-12T09:00Z', '2026-03-12T11:00Z', '2026-03-16T09:00Z'].map(at)
    if (begun === undefined || held === undefined || resumed === undefined) throw new Error('no times')
    const left = 4 * hour - openBetween(office, begun, held)
    expect(afterOpen(office, resumed, left)?.toString()).toBe('2026-03-16T11:00:00Z')
  })

  test('hours count in business hours only (chatwoot/chatwoot#13392)', () => {
    expect(due(office, '2026-03-13T16:00', 4)).toBe('2026-03-16T12:00+01:00')
    expect(due(office, '2026-03-14T12:00', 4)).toBe('2026-03-16T13:00+01:00')
    expect(due(office, '2026-03-16T03:00', 4)).toBe('2026-03-16T13:00+01:00')
  })

  test('a calendar that never opens has a clear answer at once (OCA/project#73)', () => {
    const closed = calendarIn('Europe/Berlin', {})
    const from = at('2026-03-13T16:00Z')
    expect(afterOpen(closed, from, 1)).toBeUndefined()
    expect(nextOpen(closed, from)).toBeUndefined()
    expect(isOpenAt(closed, from)).toBe(false)
    expect([...openSpans(closed, from)]).toEqual([])
    expect(openBetween(closed, from, from.add({ hours: 24 * 3650 }))).toBe(0)
    expect(countedDays(closed, from, from.add({ hours: 24 }))).toHaveLength(2)
  })
})

describe('hours', () => {
  test('a lunch does not count', () => {
    const lunch = calendarIn('Europe/Lisbon', weekdays('09:00-12:30', '13:30-18:00'))
    expect(due(lunch, '2026-01-05T12:00', 1)).toBe('2026-01-05T14:00+00:00')
    expect(due(lunch, '2026-01-05T12:00', 0.5)).toBe('2026-01-05T12:30+00:00')
    expect(nextOpen(lunch, at('2026-01-05T12:30Z'))).toEqual(at('2026-01-05T13:30Z'))
    expect(isOpenAt(lunch, at('2026-01-05T12:30Z'))).toBe(false)
    expect(isOpenAt(lunch, at('2026-01-05T13:30Z'))).toBe(true)
  })

  test('over midnight end on the next date, also from Sunday to Monday', () => {
    const night = calendarIn('Europe/Lisbon', everyDay('22:00-06:00'))
    expect(hoursBetween(night, '2026-01-05T00:00', '2026-01-06T00:00')).toBe(8)
    expect(due(night, '2026-01-04T23:00', 8)).toBe('2026-01-05T23:00+00:00')
    expect(isOpenAt(night, at('2026-01-05T05:59Z'))).toBe(true)
  })

  test('24:00, 00:00 and the next day’s first span adjoin', () => {
    const one = calendarIn('Europe/Lisbon', { monday: ['22:00-24:00'], tuesday: ['00:00-06:00'] })
    const other = calendarIn('Europe/Lisbon', { monday: ['22:00-00:00'], tuesday: ['00:00-06:00'] })
    const whole = calendarIn('Europe/Lisbon', { monday: ['22:00-06:00'] })
    for (const calendar of [one, other, whole])
      expect(firstSpan(calendar, '2026-01-05')).toBe('2026-01-05T22:00Z 2026-01-06T06:00Z')
  })

  test('round the clock is one span until the next holiday, and for ever without one', () => {
    const from = at('2026-03-10T12:00Z')
    const closing = calendarIn('UTC', everyDay('00:00-24:00'), ['2026-12-25'])
    expect([...openSpans(closing, from).take(2)].map(({ to }) => to.toString())).toEqual([
      '2026-12-25T00:00:00Z',
      '9999-12-31T00:00:00Z',
    ])
    for (const hours of ['00:00-24:00', '00:00-00:00', '07:30-07:30'])
      expect(openSpans(calendarIn('Europe/Lisbon', everyDay(hours)), from).toArray()).toHaveLength(1)
  })

  test('nothing open passes at once, and half a millisecond is none', () => {
    const from = at('2026-03-14T12:00:00.0004Z')
    expect(afterOpen(office, from, 0)).toBe(from)
    expect(openBetween(always, from, from.add({ microseconds: 500 }))).toBe(0)
    expect(() => afterOpen(office, from, -1)).toThrow('-1')
    expect(() => afterOpen(office, from, 0.5)).toThrow('0.5')
  })

  test('what takes more than twenty years is never', () => {
    const rare = calendarIn('UTC', { monday: ['09:00-09:01'] })
    expect(afterOpen(rare, at('2026-03-10T12:00Z'), 40 * hour)).toBeUndefined()
    expect(afterOpen(always, at('2026-03-10T12:00Z'), 19 * 365 * 24 * hour)?.toString()).toMatch(/^2045/)
    expect(afterOpen(always, at('2026-03-10T12:00Z'), 21 * 366 * 24 * hour)).toBeUndefined()
  })
})

const span = (from: string, to: string) => ({ from: at(from), to: at(to) })

describe('holidays', () => {
  const night = calendarIn('Europe/Lisbon', everyDay('22:00-06:00'), ['2026-12-25'])

  test('a shift that began the evening before ends as usual, and none begins', () => {
    expect(countedDays(night, at('2026-12-24T12:00Z'), at('2026-12-26T12:00Z'))).toEqual([
      {
        date: '2026-12-24',
        zone: 'Europe/Lisbon',
        ms: 2 * hour,
        spans: [span('2026-12-24T22:00Z', '2026-12-25T00:00Z')],
      },
      {
        date: '2026-12-25',
        zone: 'Europe/Lisbon',
        ms: 6 * hour,
        spans: [span('2026-12-25T00:00Z', '2026-12-25T06:00Z')],
        holiday: 'Holiday 2026-12-25',
      },
      { date: '2026-12-26', zone: 'Europe/Lisbon', ms: 0, spans: [] },
    ])
  })

  test('a holiday on a Sunday takes nothing away, one in the week a day', () => {
    const closed = { ...office, holidays: ['2026-03-15', '2026-03-17'].map((date) => ({ date, name: date })) }
    expect(due(closed, '2026-03-13T16:00', 10)).toBe('2026-03-18T10:00+01:00')
  })
})
