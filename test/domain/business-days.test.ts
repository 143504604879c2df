import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endOfBusinessDay } from '../../src/domain/business-days.ts'
import { countedDays } from '../../src/domain/business-time.ts'
import type { BusinessCalendar } from '../../src/domain/desk.ts'
import { officeHours } from '../support/small-desk.ts'

const office: BusinessCalendar = {
  id: 'office',
  zone: 'Europe/Berlin',
  hours: officeHours,
  holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
}
const never: BusinessCalendar['hours'] = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
}
const roundTheClock = [{ from: '00:00', to: '24:00' }]
const always: BusinessCalendar['hours'] = {
  monday: roundTheClock,
  tuesday: roundTheClock,
  wednesday: roundTheClock,
  thursday: roundTheClock,
  friday: roundTheClock,
  saturday: roundTheClock,
  sunday: roundTheClock,
}

const end = (calendar: BusinessCalendar, from: string, days: number): string =>
  endOfBusinessDay(calendar, Temporal.ZonedDateTime.from(from).toInstant(), days)
    .toZonedDateTimeISO(calendar.zone)
    .toString({ calendarName: 'never' })

test.each([
  ['the next day', office, '2026-03-09T10:00[Europe/Berlin]', 1, '2026-03-10T17:00:00+01:00[Europe/Berlin]'],
  [
    'three days, over a weekend',
    office,
    '2026-03-12T10:00[Europe/Berlin]',
    3,
    '2026-03-17T17:00:00+01:00[Europe/Berlin]',
  ],
  [
    'from a Saturday the Monday is the first',
    office,
    '2026-03-14T10:00[Europe/Berlin]',
    1,
    '2026-03-16T17:00:00+01:00[Europe/Berlin]',
  ],
  [
    'late in the evening it is still that day',
    office,
    '2026-03-09T23:59[Europe/Berlin]',
    1,
    '2026-03-10T17:00:00+01:00[Europe/Berlin]',
  ],
  [
    'a minute later it is the next',
    office,
    '2026-03-10T00:00[Europe/Berlin]',
    1,
    '2026-03-11T17:00:00+01:00[Europe/Berlin]',
  ],
  [
    'a holiday does not count',
    office,
    '2026-12-23T10:00[Europe/Berlin]',
    2,
    '2026-12-28T17:00:00+01:00[Europe/Berlin]',
  ],
  [
    'the day is the calendar’s, not the reader’s',
    office,
    '2026-03-09T23:30[America/New_York]',
    1,
    '2026-03-11T17:00:00+01:00[Europe/Berlin]',
  ],
  [
    'the wall clock stays when summer time begins',
    office,
    '2026-03-27T10:00[Europe/Berlin]',
    1,
    '2026-03-30T17:00:00+02:00[Europe/Berlin]',
  ],
  [
    'and when it ends',
    office,
    '2026-10-23T10:00[Europe/Berlin]',
    1,
    '2026-10-26T17:00:00+01:00[Europe/Berlin]',
  ],
  [
    'a day that ends at 24:00 ends with the midnight after it',
    { ...office, hours: always },
    '2026-03-09T10:00[Europe/Berlin]',
    1,
    '2026-03-11T00:00:00+01:00[Europe/Berlin]',
  ],
  [
    'also when clocks change in that night: Cairo’s Friday of 24 April 2026 begins at one',
    { ...office, zone: 'Africa/Cairo', hours: always },
    '2026-04-22T10:00[Africa/Cairo]',
    1,
    '2026-04-24T01:00:00+03:00[Africa/Cairo]',
  ],
  [
    'a day whose last span runs over midnight ends on the next date',
    { ...office, hours: { ...never, monday: [{ from: '22:00', to: '06:00' }] } },
    '2026-03-09T10:00[Europe/Berlin]',
    1,
    '2026-03-17T06:00:00+01:00[Europe/Berlin]',
  ],
  [
    'a holiday agreed later does not count, one agreed for days past does',
    {
      ...office,
      from: '2026-03-11',
      holidays: ['2026-03-10', '2026-03-12'].map((date) => ({ date, name: 'Strike' })),
      earlier: [office],
    },
    '2026-03-09T10:00[Europe/Berlin]',
    3,
    '2026-03-13T17:00:00+01:00[Europe/Berlin]',
  ],
  [
    'a zone far in the east',
    { ...office, zone: 'Pacific/Auckland' },
    '2026-03-12T20:00[UTC]',
    1,
    '2026-03-16T17:00:00+13:00[Pacific/Auckland]',
  ],
] as const)('8.1-f: %s', (_, calendar, from, days, due) => {
  expect(end(calendar, from, days)).toBe(due)
})

describe('a calendar without enough business days', () => {
  test('is an error that names it, not an endless search', () => {
    expect(() => end({ ...office, hours: never }, '2026-03-09T10:00[Europe/Berlin]', 1)).toThrow(
      /office.*1 business day/,
    )
  })
})

test('8.1-f: whatever the zone and the moment, exactly that many business days end after it, the last one with it', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Pacific/Apia',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2028, 0) }),
      fc.integer({ min: 1, max: 15 }),
      (zone, from, days) => {
        const calendar = { ...office, zone }
        const start = Temporal.Instant.fromEpochMilliseconds(from)
        const due = endOfBusinessDay(calendar, start, days).toZonedDateTimeISO(zone)
        const next = start.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 })
        expect(due.toPlainTime().toString()).toBe('17:00:00')
        const counted = countedDays(calendar, next.toZonedDateTime(zone).toInstant(), due.toInstant())
        expect(counted.filter(({ ms }) => ms > 0)).toHaveLength(days)
        expect(counted.at(-1)?.ms).toBe(7 * 3_600_000)
      },
    ),
  )
})
