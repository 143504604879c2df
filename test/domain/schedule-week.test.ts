import { expect, test } from 'vitest'
import { mondayNamed, spanOfWeeks, weekAt } from '../../src/domain/schedule-week.ts'

test.each([
  ['2026-W50', '2026-12-07'],
  ['2026w50', '2026-12-07'],
  ['2026-W1', '2025-12-29'],
  ['2026-W53', '2026-12-28'],
  ['2026-12-07', '2026-12-07'],
  ['2026-12-13', '2026-12-07'],
  ['2027-01-03', '2026-12-28'],
  ['2028-02-29', '2028-02-28'],
])('%s is the week of Monday %s', (text, monday) => {
  expect(mondayNamed(text)?.toString()).toBe(monday)
})

test.each([
  '2026-W54',
  '2025-W53',
  '2026-W0',
  '2026-W00',
  '2026-02-30',
  '2026-13-01',
  '0000-01-01',
  '9999-W10',
  '7',
  '',
  'W50',
])('“%s” is no week', (text) => {
  expect(mondayNamed(text)).toBeUndefined()
})

test('the present week is that of the person', () => {
  const now = Temporal.Instant.from('2026-12-06T12:00:00Z')
  expect(weekAt(now, 'Europe/Lisbon').toString()).toBe('2026-11-30')
  expect(weekAt(now, 'Pacific/Kiritimati').toString()).toBe('2026-12-07')
})

const hours = (monday: string, zone: string, weeks?: number): number => {
  const { from, to } = spanOfWeeks(Temporal.PlainDate.from(monday), zone, weeks)
  return to.since(from).total('hours')
}

test('a week is as long as its clocks make it', () => {
  expect(hours('2026-12-07', 'Europe/Berlin')).toBe(168)
  expect(hours('2026-03-23', 'Europe/Berlin')).toBe(167)
  expect(hours('2026-10-19', 'Europe/Berlin', 2)).toBe(337)
  expect(spanOfWeeks(Temporal.PlainDate.from('2026-12-07'), 'Asia/Tokyo').from.toString()).toBe(
    '2026-12-06T15:00:00Z',
  )
})
