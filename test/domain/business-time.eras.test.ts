import { describe, expect, test } from 'vitest'
import { countedDays, nextOpen, openBetween } from '../../src/domain/business-time.ts'
import type { BusinessCalendar } from '../../src/domain/desk.ts'
import { calendarIn, everyDay, hoursOf, weekdays } from '../support/calendars.ts'
import { at, due, hour, hoursBetween } from '../support/open-time.ts'

const office = calendarIn('Europe/Berlin', weekdays('09:00-17:00'))
const always = calendarIn('Europe/Berlin', everyDay('00:00-24:00'))

const named = (date: string) => ({ date, name: 'Bridge day' })

/** From Lisbon to Pyongyang, whose 27th begins at 15:00 UTC of the day before, when clocks in Lisbon show 16:00. */
const movedEast = (...spans: readonly string[]): BusinessCalendar => ({
  ...calendarIn('Asia/Pyongyang', everyDay()),
  from: '2013-10-27',
  earlier: [calendarIn('Europe/Lisbon', everyDay(...spans))],
})

const hoursOnTheDayBefore = (...spans: readonly string[]): number =>
  openBetween(movedEast(...spans), at('2013-10-25T23:00Z'), at('2013-10-28T00:00Z')) / hour

/** Other hours from the date that began when clocks in Pyongyang went from 23:30 to 00:00. */
const changedAtJump = (before: readonly string[], after: readonly string[]): BusinessCalendar => ({
  ...calendarIn('Asia/Pyongyang', everyDay(...after)),
  from: '2018-05-05',
  earlier: [calendarIn('Asia/Pyongyang', everyDay(...before))],
})

const hoursAcrossTheJump = (...change: Parameters<typeof changedAtJump>): number =>
  hoursBetween(changedAtJump(...change), '2018-05-04T12:00', '2018-05-05T12:00')

describe('what was agreed when (ServiceNow needs a repair after every edit of a schedule)', () => {
  test('a holiday added while something runs closes the day ahead and no day past', () => {
    const added: BusinessCalendar = {
      ...office,
      holidays: [named('2026-03-13'), named('2026-03-10')],
      from: '2026-03-11',
      earlier: [office],
    }
    expect(due(office, '2026-03-09T09:00', 36)).toBe('2026-03-13T13:00+01:00')
    expect(due(added, '2026-03-09T09:00', 36)).toBe('2026-03-16T13:00+01:00')
    expect(
      countedDays(added, at('2026-03-10T00:00Z'), at('2026-03-14T00:00Z')).map(({ date, ms, holiday }) => [
        date,
        ms / hour,
        holiday,
      ]),
    ).toEqual([
      ['2026-03-10', 8, undefined],
      ['2026-03-11', 8, undefined],
      ['2026-03-12', 8, undefined],
      ['2026-03-13', 0, 'Bridge day'],
      ['2026-03-14', 0, undefined],
    ])
  })

  test('one taken out opens the day ahead, and stays where it is past', () => {
    const before = { ...office, holidays: [named('2026-03-10'), named('2026-03-13')] }
    const { id: _, ...earlier } = before
    const removed: BusinessCalendar = { ...office, from: '2026-03-11', earlier: [earlier] }
    expect(hoursBetween(removed, '2026-03-10T00:00', '2026-03-11T00:00')).toBe(0)
    expect(hoursBetween(removed, '2026-03-13T00:00', '2026-03-14T00:00')).toBe(8)
  })

  test('other hours hold from their first midnight, and a shift of the night before ends as it was agreed', () => {
    const night = calendarIn('Europe/Lisbon', everyDay('22:00-06:00'))
    const later = calendarIn('Europe/Lisbon', everyDay('20:00-02:00'))
    const changed: BusinessCalendar = { ...later, from: '2026-06-10', earlier: [night] }
    expect(hoursBetween(changed, '2026-06-09T12:00', '2026-06-10T12:00')).toBe(8)
    expect(hoursBetween(changed, '2026-06-10T12:00', '2026-06-11T12:00')).toBe(6)
    expect(
      hoursBetween(
        { ...night, from: '2026-06-10', earlier: [later] },
        '2026-06-09T12:00',
        '2026-06-10T12:00',
      ),
    ).toBe(6)
  })

  test('another zone holds from its own midnight', () => {
    const moved: BusinessCalendar = {
      ...calendarIn('Asia/Tokyo', everyDay('09:00-17:00')),
      from: '2026-06-10',
      earlier: [calendarIn('Europe/Lisbon', everyDay('09:00-17:00'))],
    }
    const counted = countedDays(moved, at('2026-06-08T23:00Z'), at('2026-06-10T15:00Z'))
    expect(counted.map(({ date, zone, ms }) => [date, zone, ms / hour])).toEqual([
      ['2026-06-09', 'Europe/Lisbon', 7],
      // One hour of it is what Lisbon had begun when Tokyo's date began.
      ['2026-06-10', 'Asia/Tokyo', 9],
    ])
  })

  test('a span belongs to what is agreed at the moment when it starts, and of two that adjoin each does', () => {
    expect(hoursOnTheDayBefore('10:00-24:00')).toBe(14)
    expect(hoursOnTheDayBefore('10:00-15:59', '15:59-24:00')).toBe(14)
    expect(hoursOnTheDayBefore('10:00-16:00', '16:00-24:00')).toBe(6)
  })

  test('what opens at a time that is skipped before midnight starts when the next date begins, with what is agreed then', () => {
    expect(hoursAcrossTheJump(['23:00-01:00'], [])).toBe(1.5)
    expect(hoursAcrossTheJump(['23:00-23:30', '23:30-01:00'], [])).toBe(0.5)
    expect(hoursAcrossTheJump([], ['23:30-01:00'])).toBe(1)
  })

  test('the first holds since ever, whatever it says, and round the clock may end', () => {
    const opened: BusinessCalendar = { ...always, from: '2030-01-01' }
    expect(hoursBetween(opened, '2026-03-09T00:00', '2026-03-10T00:00')).toBe(24)
    const shut: BusinessCalendar = { ...always, hours: hoursOf({}), from: '2026-03-10', earlier: [always] }
    expect(hoursBetween(shut, '2026-03-01T00:00', '2030-01-01T00:00')).toBe(9 * 24)
    expect(nextOpen(shut, at('2026-03-12T00:00Z'))).toBeUndefined()
  })
})
