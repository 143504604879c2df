import * as fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import {
  type CalendarChange,
  type CalendarOptions,
  changeCalendar,
} from '../../src/calendar/change-calendar.ts'

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)

const change = (what: Partial<CalendarChange> = {}): CalendarChange => ({
  id: 'CHG-9',
  title: 'New firmware for the VPN gateway',
  window: { from: at('2026-12-01T20:00Z'), to: at('2026-12-01T22:30Z') },
  version: 4,
  state: 'approved',
  changedAt: at('2026-11-25T09:30:15.250Z'),
  details: 'Ben Okafor makes it.\nServices: Remote access (VPN)',
  ...what,
})

const options: CalendarOptions = {
  name: 'Changes of the desk',
  host: 'desk.example',
  refreshEvery: 3_600_000,
}

const write = (changes: readonly CalendarChange[], what: Partial<CalendarOptions> = {}): string =>
  changeCalendar(changes, { ...options, ...what })

/** As another program reads it. */
const read = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  const events = calendar.getAllSubcomponents('vevent')
  return {
    calendar,
    parts: calendar.getAllSubcomponents().map(({ name }) => name),
    events: events.map((event) =>
      Object.fromEntries(
        event.getAllProperties().map((property) => [property.name, String(property.getFirstValue())]),
      ),
    ),
  }
}

const linesOf = (text: string): readonly string[] => {
  expect(text.endsWith('\r\n')).toBe(true)
  return text.slice(0, -2).split('\r\n')
}

/** RFC 5545, 3.3.11. */
const escaped = (text: string): string =>
  text.replaceAll(/[\\;,]/g, (special) => `\\${special}`).replaceAll('\n', String.raw`\n`)

describe('9.2-e the schedule of change as iCalendar', () => {
  test('is to be subscribed to', () => {
    const { calendar, parts } = read(write([change(), change({ id: 'CHG-10' })]))
    expect(calendar.name).toBe('vcalendar')
    expect(parts).toEqual(['vevent', 'vevent'])
    const value = (name: string) => String(calendar.getFirstPropertyValue(name))
    expect([value('version'), value('method'), value('prodid')]).toEqual([
      '2.0',
      'PUBLISH',
      '-//Bellwire//Schedule of change//EN',
    ])
    expect(value('x-wr-calname')).toBe(options.name)
    expect([value('refresh-interval'), value('x-published-ttl')]).toEqual(['PT1H', 'PT1H'])
  })

  test('has an event for each change, with its number, window, version and when that was', () => {
    expect(read(write([change()])).events).toEqual([
      {
        uid: 'CHG-9@desk.example',
        sequence: '4',
        dtstamp: '2026-11-25T09:30:15Z',
        'last-modified': '2026-11-25T09:30:15Z',
        dtstart: '2026-12-01T20:00:00Z',
        dtend: '2026-12-01T22:30:00Z',
        summary: 'CHG-9: New firmware for the VPN gateway',
        description: 'Ben Okafor makes it.\nServices: Remote access (VPN)',
        status: 'CONFIRMED',
      },
    ])
  })

  test('says times in UTC only, and needs no zones', () => {
    const text = write([change()])
    expect(text).toContain('DTSTART:20261201T200000Z\r\n')
    expect(text).not.toMatch(/TZID|VTIMEZONE/)
  })

  test.each([
    ['requested', 'TENTATIVE'],
    ['returned', 'TENTATIVE'],
    ['approved', 'CONFIRMED'],
    ['in-progress', 'CONFIRMED'],
    ['done', 'CONFIRMED'],
    ['backed-out', 'CONFIRMED'],
    ['rejected', 'CANCELLED'],
    ['expired', 'CANCELLED'],
    ['withdrawn', 'CANCELLED'],
  ] as const)('a change that is %s is %s', (state, status) => {
    expect(read(write([change({ state })])).events).toMatchObject([{ status }])
  })

  test('of nothing is a calendar all the same', () => {
    expect(read(write([])).parts).toEqual([])
  })

  test('is the same text for the same changes', () => {
    expect(write([change()])).toBe(write([change()]))
  })

  test('refuses what is no host, no number and no window', () => {
    expect(() => write([], { host: 'desk.example\r\nBEGIN:VEVENT' })).toThrow(/no host name/)
    expect(() => write([change({ id: 'CHG-9\r\nX:1' })])).toThrow(/no number of a change/)
    const { from } = change().window
    expect(() => write([change({ window: { from, to: from } })])).toThrow(/is empty/)
  })
})

describe('whatever a text says, it stays a text', () => {
  test.each([
    [
      'line breaks',
      'One\r\nEND:VEVENT\rEND:VCALENDAR\nBEGIN:VEVENT',
      'One\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VEVENT',
    ],
    ['line breaks of other kinds', 'a\u2028b\u2029c\u0085d', 'a\nb\nc\nd'],
    [
      'commas, semicolons, colons and backslashes',
      String.raw`a, b; c: d \n \, \\ "e"`,
      String.raw`a, b; c: d \n \, \\ "e"`,
    ],
    ['what cannot be seen', 'a\0b\u0007c\u001bd\u007fe\u0090f\tg', 'abcdef\tg'],
    ['half a character', 'a\ud83d b', 'a\ufffd b'],
    ['long words of emoji', '👩🏽‍🚒é'.repeat(60), '👩🏽‍🚒é'.repeat(60)],
    ['long words of one octet', 'x'.repeat(500), 'x'.repeat(500)],
    ['a parameter', '";VALUE=X:y', '";VALUE=X:y'],
  ])('%s', (_, said, kept) => {
    const text = write([change({ title: said, details: said })], { name: said })
    for (const line of linesOf(text)) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line).not.toMatch(/[\r\n]/)
      expect(line.isWellFormed()).toBe(true)
    }
    const { calendar, parts, events } = read(text)
    expect(parts).toEqual(['vevent'])
    expect(events).toMatchObject([{ summary: `CHG-9: ${kept}`, description: kept }])
    // A name of its own is read as it is written, escaped as a text is.
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe(escaped(kept))
  })

  test('also what nobody thought of', () => {
    const crumb = fc.constantFrom(
      '\r\n',
      '\n',
      '\r',
      'END:VEVENT',
      ',',
      ';',
      ':',
      '"',
      '\\',
      '\\n',
      '\t',
      '😀',
      'é',
      '\0',
    )
    const said = fc
      .array(fc.oneof(crumb, fc.string({ unit: 'binary', maxLength: 20 })), { minLength: 1, maxLength: 30 })
      .map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(said, said, (title, details) => {
        const text = write([change({ title, details }), change({ id: 'CHG-10' })])
        expect(linesOf(text).every((line) => Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line))).toBe(
          true,
        )
        const { parts, events } = read(text)
        expect(parts).toEqual(['vevent', 'vevent'])
        expect(events.map((event) => Object.keys(event).sort())).toEqual(
          events.map(() => [
            'description',
            'dtend',
            'dtstamp',
            'dtstart',
            'last-modified',
            'sequence',
            'status',
            'summary',
            'uid',
          ]),
        )
      }),
      { numRuns: 200 },
    )
  })
})
