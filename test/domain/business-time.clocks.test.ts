import { describe, expect, test } from 'vitest'
import { calendarIn, everyDay, weekdays } from '../support/calendars.ts'
import { due, firstSpan } from '../support/open-time.ts'

describe('where clocks are put forward', () => {
  test.each([
    [
      'opening in the skipped hour',
      'Europe/Berlin',
      '02:30-10:00',
      '2026-03-29',
      '2026-03-29T01:00Z 2026-03-29T08:00Z',
    ],
    ['closing in it', 'Europe/Berlin', '00:00-02:30', '2026-03-29', '2026-03-28T23:00Z 2026-03-29T01:00Z'],
    [
      'opening before it, closing after',
      'Europe/Berlin',
      '01:00-04:00',
      '2026-03-29',
      '2026-03-29T00:00Z 2026-03-29T02:00Z',
    ],
    [
      'opening as it ends',
      'Europe/Berlin',
      '03:00-04:00',
      '2026-03-29',
      '2026-03-29T01:00Z 2026-03-29T02:00Z',
    ],
    ['the whole day', 'Europe/Berlin', '00:00-24:00', '2026-03-29', '2026-03-28T23:00Z 2026-03-29T22:00Z'],
    ['London at one', 'Europe/London', '01:30-03:00', '2026-03-29', '2026-03-29T01:00Z 2026-03-29T02:00Z'],
    [
      'Azores at midnight',
      'Atlantic/Azores',
      '00:00-08:00',
      '2026-03-29',
      '2026-03-29T01:00Z 2026-03-29T08:00Z',
    ],
    ['Beirut at midnight', 'Asia/Beirut', '00:30-08:00', '2026-03-29', '2026-03-28T22:00Z 2026-03-29T05:00Z'],
    [
      'in the south: Auckland',
      'Pacific/Auckland',
      '02:30-10:00',
      '2026-09-27',
      '2026-09-26T14:00Z 2026-09-26T21:00Z',
    ],
    [
      'Santiago at midnight',
      'America/Santiago',
      '00:00-08:00',
      '2026-09-06',
      '2026-09-06T04:00Z 2026-09-06T11:00Z',
    ],
    [
      'São Paulo at midnight',
      'America/Sao_Paulo',
      '00:15-08:00',
      '2018-11-04',
      '2018-11-04T03:00Z 2018-11-04T10:00Z',
    ],
    [
      'half an hour: Lord Howe',
      'Australia/Lord_Howe',
      '02:15-10:00',
      '2026-10-04',
      '2026-10-03T15:30Z 2026-10-03T23:00Z',
    ],
    [
      'St John’s at a minute past',
      'America/St_Johns',
      '00:00-08:00',
      '2010-03-14',
      '2010-03-14T03:30Z 2010-03-14T10:30Z',
    ],
    [
      '… and opening in it',
      'America/St_Johns',
      '00:01-08:00',
      '2010-03-14',
      '2010-03-14T03:31Z 2010-03-14T10:30Z',
    ],
  ])('%s', (_, zone, span, date, expected) => {
    expect(firstSpan(calendarIn(zone, { sunday: [span] }), date)).toBe(expected)
  })

  test('a span within the skipped hour is none', () => {
    const calendar = calendarIn('Europe/Berlin', { sunday: ['02:15-02:45'] })
    expect(firstSpan(calendar, '2026-03-29')).toBe('2026-04-05T00:15Z 2026-04-05T00:45Z')
  })

  test('Cairo’s Friday without its first hour', () => {
    const calendar = calendarIn('Africa/Cairo', { friday: ['00:00-08:00'] })
    expect(firstSpan(calendar, '2026-04-24')).toBe('2026-04-23T22:00Z 2026-04-24T05:00Z')
  })

  test('Apia’s Friday that never was', () => {
    const calendar = calendarIn('Pacific/Apia', everyDay('09:00-17:00'))
    expect(due(calendar, '2011-12-29T09:00', 9)).toBe('2011-12-31T10:00+14:00')
  })
})

describe('where clocks are put back', () => {
  test.each([
    [
      'opening in the repeated hour',
      'Europe/Berlin',
      '02:30-10:00',
      '2026-10-25',
      '2026-10-25T00:30Z 2026-10-25T09:00Z',
    ],
    ['closing in it', 'Europe/Berlin', '00:00-02:30', '2026-10-25', '2026-10-24T22:00Z 2026-10-25T00:30Z'],
    [
      'opening before it, closing after',
      'Europe/Berlin',
      '01:00-04:00',
      '2026-10-25',
      '2026-10-24T23:00Z 2026-10-25T03:00Z',
    ],
    [
      'opening as it ends',
      'Europe/Berlin',
      '03:00-04:00',
      '2026-10-25',
      '2026-10-25T02:00Z 2026-10-25T03:00Z',
    ],
    ['the whole day', 'Europe/Berlin', '00:00-24:00', '2026-10-25', '2026-10-24T22:00Z 2026-10-25T23:00Z'],
    [
      'Azores: the first hour of the day twice',
      'Atlantic/Azores',
      '00:30-08:00',
      '2026-10-25',
      '2026-10-25T00:30Z 2026-10-25T09:00Z',
    ],
    [
      'in the south: Auckland',
      'Pacific/Auckland',
      '02:30-10:00',
      '2027-04-04',
      '2027-04-03T13:30Z 2027-04-03T22:00Z',
    ],
    [
      'half an hour: Lord Howe',
      'Australia/Lord_Howe',
      '01:45-10:00',
      '2027-04-04',
      '2027-04-03T14:45Z 2027-04-03T23:30Z',
    ],
    [
      'St John’s: midnight twice, the day begins with the first',
      'America/St_Johns',
      '00:00-08:00',
      '2010-11-07',
      '2010-11-07T02:30Z 2010-11-07T11:30Z',
    ],
    [
      '… what opens later, after the second',
      'America/St_Johns',
      '00:01-08:00',
      '2010-11-07',
      '2010-11-07T03:31Z 2010-11-07T11:30Z',
    ],
  ])('%s', (_, zone, span, date, expected) => {
    expect(firstSpan(calendarIn(zone, { sunday: [span] }), date)).toBe(expected)
  })

  test.each([
    [
      'Santiago, the last hour of Saturday twice',
      'America/Santiago',
      { saturday: ['20:00-24:00'] },
      '2027-04-03',
      '2027-04-03T23:00Z 2027-04-04T04:00Z',
    ],
    [
      '… closing in it',
      'America/Santiago',
      { saturday: ['20:00-23:30'] },
      '2027-04-03',
      '2027-04-03T23:00Z 2027-04-04T02:30Z',
    ],
    [
      '… a night across it',
      'America/Santiago',
      { saturday: ['22:00-06:00'] },
      '2027-04-03',
      '2027-04-04T01:00Z 2027-04-04T10:00Z',
    ],
    [
      'Cairo, the last hour of Thursday twice',
      'Africa/Cairo',
      { thursday: ['20:00-24:00'] },
      '2026-10-29',
      '2026-10-29T17:00Z 2026-10-29T22:00Z',
    ],
    [
      'Beirut, the last hour of Saturday twice',
      'Asia/Beirut',
      { saturday: ['23:00-24:00'] },
      '2026-10-24',
      '2026-10-24T20:00Z 2026-10-24T22:00Z',
    ],
  ])('%s', (_, zone, hours, date, expected) => {
    expect(firstSpan(calendarIn(zone, hours), date)).toBe(expected)
  })
})

test('Kathmandu is five hours and three quarters ahead', () => {
  const calendar = calendarIn('Asia/Kathmandu', weekdays('10:00-17:00'))
  expect(firstSpan(calendar, '2026-03-09')).toBe('2026-03-09T04:15Z 2026-03-09T11:15Z')
})
