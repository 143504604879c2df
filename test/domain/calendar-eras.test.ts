import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { carryCalendars } from '../../src/domain/calendar-eras.ts'
import type { BusinessCalendar } from '../../src/domain/desk.ts'
import { officeHours } from '../support/small-desk.ts'

const office: BusinessCalendar = { id: 'office', zone: 'Europe/Berlin', hours: officeHours, holidays: [] }
const holiday = (date: string) => ({ date, name: 'Holiday' })
/** The office with so many holidays: states that are told apart. */
const state = (count: number, from?: string): BusinessCalendar => ({
  ...office,
  holidays: Array.from({ length: count }, (_, index) => holiday(`2026-05-0${index + 1}`)),
  ...(from === undefined ? {} : { from }),
})

interface Applied {
  readonly on: string
  readonly said: BusinessCalendar
}

const applied = (files: readonly Applied[]): BusinessCalendar | undefined =>
  files.reduce<readonly BusinessCalendar[]>(
    (before, { on, said }) =>
      carryCalendars(
        before,
        [said],
        Temporal.PlainDateTime.from(on).toZonedDateTime('Europe/Berlin').toInstant(),
      ),
    [],
  )[0]

/** `holidays@from`, oldest first. */
const erasOf = (calendar: BusinessCalendar | undefined): string =>
  calendar === undefined
    ? 'none'
    : [...(calendar.earlier ?? []), calendar]
        .map(({ holidays, from }) => `${holidays.length}@${from ?? 'ever'}`)
        .join(' ')

test.each<readonly [string, readonly Applied[], string]>([
  ['a new calendar holds since ever', [{ on: '2026-03-10T10:00', said: state(0) }], '0@ever'],
  ['also where it says since when', [{ on: '2026-03-10T10:00', said: state(0, '2027-01-01') }], '0@ever'],
  [
    'the same again changes nothing',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-03-11T10:00', said: state(0) },
    ],
    '0@ever',
  ],
  [
    'a change holds from the day on which it is applied',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T00:30', said: state(1) },
      { on: '2026-05-11T10:00', said: state(1) },
      { on: '2026-06-11T10:00', said: state(2) },
    ],
    '0@ever 1@2026-04-11 2@2026-06-11',
  ],
  [
    'of several on one day the last wins',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1) },
      { on: '2026-04-11T11:00', said: state(2) },
    ],
    '0@ever 2@2026-04-11',
  ],
  [
    'a change taken back on the same day leaves no trace',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1) },
      { on: '2026-04-11T11:00', said: state(0) },
    ],
    '0@ever',
  ],
  [
    'taken back later, it does',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1) },
      { on: '2026-04-12T11:00', said: state(0) },
    ],
    '0@ever 1@2026-04-11 0@2026-04-12',
  ],
  [
    'a date in the future is a plan',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1, '2027-01-01') },
      { on: '2026-04-12T10:00', said: state(1, '2027-01-01') },
    ],
    '0@ever 1@2027-01-01',
  ],
  [
    'which stays when the date is no longer said',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1, '2027-01-01') },
      { on: '2026-04-12T10:00', said: state(1) },
    ],
    '0@ever 1@2027-01-01',
  ],
  [
    'and gives way to what is applied before it begins',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1, '2027-01-01') },
      { on: '2026-04-12T10:00', said: state(2) },
    ],
    '0@ever 2@2026-04-12',
  ],
  [
    'a plan that is dropped',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1, '2027-01-01') },
      { on: '2026-04-12T10:00', said: state(0) },
    ],
    '0@ever',
  ],
  [
    'a plan that is put off',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1, '2027-01-01') },
      { on: '2026-04-12T10:00', said: state(1, '2027-02-01') },
    ],
    '0@ever 1@2027-02-01',
  ],
  [
    'a plan beyond another leaves that one as it is',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1, '2027-01-01') },
      { on: '2026-04-12T10:00', said: state(2, '2027-02-01') },
    ],
    '0@ever 1@2027-01-01 2@2027-02-01',
  ],
  [
    'what is so already does not begin again',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1) },
      { on: '2026-04-20T10:00', said: state(1, '2026-04-15') },
    ],
    '0@ever 1@2026-04-11',
  ],
  [
    'it may have begun earlier, though',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1) },
      { on: '2026-04-20T10:00', said: state(1, '2026-04-05') },
    ],
    '0@ever 1@2026-04-05',
  ],
  [
    'a date in the past cuts what began later',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1) },
      { on: '2026-05-11T10:00', said: state(2) },
      { on: '2026-06-11T10:00', said: state(3, '2026-05-01') },
    ],
    '0@ever 1@2026-04-11 3@2026-05-01',
  ],
  [
    'whatever the date, the first is kept',
    [
      { on: '2026-03-10T10:00', said: state(0) },
      { on: '2026-04-11T10:00', said: state(1) },
      { on: '2026-06-11T10:00', said: state(2, '2020-01-01') },
    ],
    '0@ever 2@2020-01-01',
  ],
])('%s', (_, files, eras) => {
  expect(erasOf(applied(files))).toBe(eras)
})

test('the local date is that of the calendar’s own zone', () => {
  const kiritimati = { ...office, zone: 'Pacific/Kiritimati' }
  const late = Temporal.Instant.from('2026-04-11T12:00Z')
  expect(erasOf(carryCalendars([office], [kiritimati], late)[0])).toBe('0@ever 0@2026-04-12')
})

test('the order of holidays is no change, their names, hours and zones are', () => {
  const now = Temporal.Instant.from('2026-04-11T12:00Z')
  const before = state(2)
  const changed = (change: Partial<BusinessCalendar>): boolean =>
    carryCalendars([before], [{ ...before, ...change }], now)[0]?.earlier !== undefined
  expect(changed({ holidays: before.holidays.toReversed() })).toBe(false)
  expect(changed({ holidays: before.holidays.map((each) => ({ ...each, name: 'Other' })) })).toBe(true)
  expect(changed({ zone: 'Europe/Lisbon' })).toBe(true)
  expect(changed({ hours: { ...officeHours, sunday: officeHours.monday } })).toBe(true)
})

test('calendars go by their ids: a new one begins, a missing one is gone', () => {
  const now = Temporal.Instant.from('2026-04-11T12:00Z')
  const night = { ...office, id: 'night' }
  expect(carryCalendars([office], [night], now)).toEqual([night])
})

test('whatever is applied, dates ascend, neighbours differ, and the last file again changes nothing', () => {
  const file = fc.record({
    wait: fc.integer({ min: 0, max: 40 }),
    holidays: fc.integer({ min: 0, max: 3 }),
    from: fc.option(fc.integer({ min: -60, max: 120 }), { nil: undefined }),
  })
  const start = Temporal.PlainDate.from('2026-01-01')
  fc.assert(
    fc.property(fc.array(file, { minLength: 1, maxLength: 8 }), fc.nat(40), (files, wait) => {
      let day = start
      const all = files.map(({ wait, holidays, from }) => {
        day = day.add({ days: wait })
        const since = from === undefined ? undefined : day.add({ days: from }).toString()
        return { on: `${day.toString()}T12:00`, said: state(holidays, since) }
      })
      const calendar = applied(all)
      const last = all.at(-1)
      if (calendar === undefined || last === undefined) throw new Error('nothing was applied')
      const eras = [...(calendar.earlier ?? []), calendar]
      const dates = eras.slice(1).map(({ from }) => from ?? '')
      expect(eras[0]?.from).toBeUndefined()
      expect(dates).toEqual([...new Set(dates)].sort())
      eras.slice(1).forEach(({ holidays }, index) => expect(holidays).not.toEqual(eras[index]?.holidays))
      expect(calendar.holidays).toHaveLength(last.said.holidays.length)
      // It begins when it is said to, unless the same was so before already; unsaid, as planned at the latest.
      expect((calendar.from ?? '') <= (last.said.from ?? '9999')).toBe(true)
      const later = { on: `${day.add({ days: wait }).toString()}T12:00`, said: last.said }
      expect(applied([...all, later])).toEqual(calendar)
    }),
  )
})
