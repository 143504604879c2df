import { describe, expect, test } from 'vitest'
import type { BusinessCalendar } from '../../src/domain/desk.ts'
import { type WrittenHours, calendarIn, everyDay, weekdays } from '../support/calendars.ts'
import {
  type Step,
  changed,
  clockIn,
  dueOf,
  hour,
  lived,
  office,
  promising,
  resume,
  target,
  waitFor,
  when,
} from '../support/promised.ts'
import { smallDesk } from '../support/small-desk.ts'

/** When an incident is due that is raised, waits and goes on at these times; all local times of the zone. */
const dueIn = (
  [zone, hours, holidays]: readonly [zone: string, hours: WrittenHours, holidays?: readonly string[]],
  within: number,
  raised: string,
  ...waits: readonly (readonly [from: string, to: string])[]
): string | undefined => {
  const calendar = { ...calendarIn(zone, hours, holidays), id: 'zoned' }
  const desk = {
    ...promising(target({ calendar: 'zoned', hours: within })),
    calendars: [office, calendar],
  }
  const local = (time: string): string => `${time}[${zone}]`
  const steps = waits.flatMap(([from, to]): Step[] => [
    [local(from), 'gil', waitFor('requester')],
    [local(to), 'carl', resume],
  ])
  return clockIn(lived(desk, local(raised), ...steps), desk)
    .due?.toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never', smallestUnit: 'minute' })
}

describe('6.1-b: pauses at the edges of hours', () => {
  const berlin = ['Europe/Berlin', weekdays('09:00-12:00', '13:00-17:00')] as const

  test.each([
    ['at closing, until opening', ['2026-03-12T17:00', '2026-03-13T09:00'], '2026-03-13T10:00+01:00'],
    ['at noon, over the lunch', ['2026-03-12T12:00', '2026-03-12T13:00'], '2026-03-13T10:00+01:00'],
    ['in the night', ['2026-03-12T20:00', '2026-03-12T23:00'], '2026-03-13T10:00+01:00'],
    ['at opening, for a moment', ['2026-03-13T09:00', '2026-03-13T09:00'], '2026-03-13T10:00+01:00'],
    [
      'from before closing until after opening',
      ['2026-03-12T16:30', '2026-03-13T09:30'],
      '2026-03-13T11:00+01:00',
    ],
    ['over the weekend', ['2026-03-12T16:00', '2026-03-16T10:00'], '2026-03-16T12:00+01:00'],
  ] as const)('%s', (_, wait, due) => {
    expect(dueIn(berlin, 8, '2026-03-12T09:00', wait)).toBe(due)
  })
})

describe('6.1-b: clocks that are put forward and back', () => {
  const night = everyDay('00:00-06:00')

  test('a pause over the hour that is skipped is an hour shorter', () => {
    // The night of 29 March has five hours; an hour before the gap and two and a half after it count.
    const due = dueIn(['Europe/Berlin', night], 3.5, '2026-03-29T00:00', [
      '2026-03-29T01:00',
      '2026-03-29T03:30',
    ])
    expect(due).toBe('2026-03-29T06:00+02:00')
  })

  test('a pause over the hour that comes twice is an hour longer', () => {
    // The night of 25 October has seven hours; the pause from 01:30 to 03:30 takes three of them.
    const due = dueIn(['Europe/Berlin', night], 4, '2026-10-25T00:00', [
      '2026-10-25T01:30',
      '2026-10-25T03:30',
    ])
    expect(due).toBe('2026-10-25T06:00+01:00')
  })

  test('resumed in the first or in the second of two same hours', () => {
    const promised = {
      ...promising(target({ calendar: 'zoned', hours: 4 })),
      calendars: [office, { ...calendarIn('Europe/Berlin', night), id: 'zoned' }],
    }
    const dueAfter = (resumed: string): string | undefined =>
      dueOf(
        lived(
          promised,
          '2026-10-25T00:00',
          ['2026-10-25T01:00', 'gil', waitFor('requester')],
          [resumed, 'carl', resume],
        ),
        promised,
      )
    expect(dueAfter('2026-10-25T02:30+02:00[Europe/Berlin]')).toBe('2026-10-25T04:30')
    expect(dueAfter('2026-10-25T02:30+01:00[Europe/Berlin]')).toBe('2026-10-25T05:30')
  })

  test.each([
    // Spring in October, autumn in April: the other half of the world.
    ['Australia/Sydney', '2026-10-04T00:00', 5, '2026-10-04T06:00+11:00'],
    ['Australia/Sydney', '2026-04-05T00:00', 7, '2026-04-05T06:00+10:00'],
    // Half an hour of summer time.
    ['Australia/Lord_Howe', '2026-10-04T00:00', 5.5, '2026-10-04T06:00+11:00'],
    ['Australia/Lord_Howe', '2026-04-05T00:00', 6.5, '2026-04-05T06:00+10:30'],
    // Five hours and three quarters, all the year.
    ['Asia/Kathmandu', '2026-03-29T00:00', 6, '2026-03-29T06:00+05:45'],
    // Midnight itself is skipped, or comes twice.
    ['America/Santiago', '2026-09-06T00:00', 5, '2026-09-06T06:00-03:00'],
    ['America/Santiago', '2026-04-04T00:00', 6, '2026-04-04T06:00-03:00'],
    ['Atlantic/Azores', '2026-03-29T00:00', 5, '2026-03-29T06:00+00:00'],
    ['Africa/Cairo', '2026-04-24T00:00', 5, '2026-04-24T06:00+03:00'],
  ])('%s on %s: a night of %s hours', (zone, raised, hours, due) => {
    expect(dueIn([zone, night], hours, raised)).toBe(due)
  })

  test('a night shift over the change is as long as the night is', () => {
    const shift = everyDay('22:00-06:00')
    expect(dueIn(['Europe/Berlin', shift], 7, '2026-03-28T22:00')).toBe('2026-03-29T06:00+02:00')
    expect(dueIn(['Europe/Berlin', shift], 9, '2026-10-24T22:00')).toBe('2026-10-25T06:00+01:00')
    expect(
      dueIn(['Australia/Lord_Howe', shift], 6.5, '2026-10-03T22:00', [
        '2026-10-04T00:30',
        '2026-10-04T01:30',
      ]),
    ).toBe('2026-10-04T06:00+11:00')
  })
})

describe('6.1-b: who reads it where', () => {
  test("the requester's zone and the team's change nothing: the calendar's counts", () => {
    const calendar = { ...calendarIn('America/New_York', weekdays('09:00-17:00')), id: 'office' }
    const due = ['Asia/Kathmandu', 'Europe/Berlin', 'America/Los_Angeles'].map((zone) => {
      const people = smallDesk.people.map((person) => ({ ...person, zone }))
      const desk = { ...promising(target()), calendars: [calendar], people }
      // Thursday noon in Berlin, seven in the morning in New York: summer time has begun there already.
      return clockIn(lived(desk, '2026-03-12T12:00'), desk).due?.toString()
    })
    expect(new Set(due)).toEqual(new Set(['2026-03-12T21:00:00Z']))
  })
})

const moving = { from: '2026-03-13', to: '2026-03-16', reason: 'They move' }

const dueFor = (customer?: string): string | undefined => {
  const exceptions = [{ ...moving, ...(customer === undefined ? {} : { customer }) }]
  const desk = promising(target({ exceptions }))
  return dueOf(lived(desk, '2026-03-12T13:00'), desk)
}

describe('6.1-b: agreed exceptions', () => {
  test('do not count, for the customer with whom they were agreed', () => {
    expect([dueFor('north'), dueFor(), dueFor('south')]).toEqual([
      '2026-03-17T13:00',
      '2026-03-17T13:00',
      '2026-03-13T13:00',
    ])
  })

  test('that overlap do not count twice, nor does a pause within one', () => {
    const exceptions = [moving, { ...moving, from: '2026-03-16', to: '2026-03-17' }]
    const desk = promising(target({ exceptions }))
    const life = lived(
      desk,
      '2026-03-12T13:00',
      ['2026-03-13T10:00', 'gil', waitFor('requester')],
      ['2026-03-16T10:00', 'carl', resume],
    )
    expect(dueOf(life, desk)).toBe('2026-03-18T13:00')
    expect(clockIn(life, desk)).toMatchObject({ counted: 4 * hour })
  })

  test('are dates of the zone that the calendar had then', () => {
    const { id: _, ...berlin } = office
    const moved: BusinessCalendar = {
      ...calendarIn('America/New_York', everyDay('00:00-24:00')),
      id: 'office',
      from: '2026-03-20',
      earlier: [{ ...berlin, hours: calendarIn('Europe/Berlin', everyDay('00:00-24:00')).hours }],
    }
    const exceptions = [{ from: '2026-03-13', to: '2026-03-13', reason: 'A day off' }]
    const desk = { ...promising(target({ exceptions, hours: 24 })), calendars: [moved] }
    expect(dueOf(lived(desk, '2026-03-12T12:00'), desk)).toBe('2026-03-14T12:00')
  })
})

describe('6.1-b: a calendar that changes while clocks run', () => {
  const desk = promising(target({ hours: 16 }))
  const before = lived(desk, '2026-03-12T09:00')
  const dueWith = (calendar: BusinessCalendar): string | undefined => {
    const next = changed(desk, { calendars: [calendar] })
    return dueOf(lived(next, '2026-03-12T09:00'), next)
  }

  test('counts each day by what was agreed for it', () => {
    const { id: _, ...old } = office
    const longer = { ...office, hours: calendarIn('', weekdays('07:00-19:00')).hours }
    expect(dueOf(before, desk)).toBe('2026-03-13T17:00')
    expect(dueWith({ ...longer, from: '2026-03-13', earlier: [old] })).toBe('2026-03-13T15:00')
    expect(dueWith({ ...longer, from: '2026-03-14', earlier: [old] })).toBe('2026-03-13T17:00')
  })

  test('a holiday that is added puts it off, one that is removed brings it forward', () => {
    const free = { ...office, holidays: [{ date: '2026-03-13', name: 'Moving day' }] }
    expect(dueWith(free)).toBe('2026-03-16T17:00')
    expect(dueWith(office)).toBe('2026-03-13T17:00')
    expect(when('2026-03-13T17:00')).toEqual(before.clocks[0]?.due)
  })
})
