import { describe, expect, test } from 'vitest'
import { leftAt } from '../../src/domain/sla-clock.ts'
import { calendarIn } from '../support/calendars.ts'
import {
  clockIn,
  decidedIn,
  dueOf,
  hour,
  lived,
  minute,
  prioritise,
  promising,
  reply,
  resolve,
  resume,
  target,
  waitFor,
  warning,
  when,
} from '../support/promised.ts'

const desk = promising(target())
const response = target({ kind: 'response', hours: 2 })
const update = target({ kind: 'update', hours: 4 })

describe('6.1-b: what others got wrong', () => {
  test('a pause over a weekend is credited with its open hours only (glpi-project/glpi#10594, #14937)', () => {
    const life = lived(
      desk,
      '2026-03-13T10:00',
      ['2026-03-13T16:00', 'gil', waitFor('requester')],
      ['2026-03-16T10:00', 'carl', resume],
    )
    // Six hours on Friday, two left on Monday: the weekend gives nothing.
    expect(clockIn(life, desk)).toMatchObject({ state: 'running', counted: 6 * hour })
    expect(dueOf(life, desk)).toBe('2026-03-16T12:00')
  })

  test('a change of priority keeps earlier pauses, and starts when the incident was raised (glpi-project/glpi#6902, #15605)', () => {
    const within = { P1: 4 * hour, P2: 6 * hour, P3: 8 * hour, P4: 16 * hour }
    const promised = promising(target({ within }))
    const life = lived(
      promised,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'gil', waitFor('requester')],
      ['2026-03-12T12:00', 'carl', resume],
      ['2026-03-12T13:00', 'carl', prioritise('P1')],
    )
    expect(clockIn(life, promised)).toMatchObject({ within: 4 * hour, startedAt: when('2026-03-12T09:00') })
    expect(dueOf(life, promised)).toBe('2026-03-12T15:00')
  })

  test('nothing fires while it is suspended (glpi-project/glpi#24481)', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T12:59', 'gil', waitFor('requester')],
      ['2026-03-12T13:30', 'tick'],
      ['2026-03-20T13:30', 'tick'],
    )
    expect(decidedIn(life)).toEqual([])
    expect(clockIn(life, desk)).toMatchObject({ state: 'paused', counted: 4 * hour - minute, missed: false })
    expect(clockIn(life, desk).next).toBeUndefined()
    expect(clockIn(life, desk).due).toBeUndefined()
  })

  test('so long before it is due lands in business time, not at midnight (glpi-project/glpi#22678)', () => {
    const early = promising(target({ warnings: [warning({ left: 4 * hour }), warning({ left: 2 * hour })] }))
    const life = lived(early, '2026-03-13T12:00', ['2026-03-13T17:30', 'tick'], ['2026-03-16T12:00', 'tick'])
    expect(dueOf(life, early)).toBe('2026-03-16T12:00')
    expect(decidedIn(life)).toEqual([
      'sla/resolution PT4H 2026-03-13T16:00',
      'sla/resolution PT2H 2026-03-16T10:00',
    ])
  })

  test('round the clock loses no minute of a night (zammad/zammad#3180)', () => {
    const promised = promising(target({ calendar: 'always', hours: 240 }))
    const life = lived(promised, '2026-03-09T10:00')
    expect(dueOf(life, promised)).toBe('2026-03-19T10:00')
    const left = leftAt(promised, clockIn(life, promised), 'north', when('2026-03-10T00:02'))
    expect(240 * hour - left).toBe(14 * hour + 2 * minute)
  })

  test('targets of one incident do not stand in for each other (zammad/zammad#5177)', () => {
    const all = promising(target(), response, update)
    const before = lived(all, '2026-03-12T09:00')
    expect(['response', 'update', 'resolution'].map((kind) => dueOf(before, all, `sla/${kind}`))).toEqual([
      '2026-03-12T11:00',
      '2026-03-12T13:00',
      '2026-03-12T17:00',
    ])
    const answered = lived(all, '2026-03-12T09:00', ['2026-03-12T10:30', 'carl', reply])
    expect(clockIn(answered, all, 'sla/response')).toMatchObject({ state: 'met', counted: 1.5 * hour })
    expect(clockIn(answered, all, 'sla/update')).toMatchObject({ run: 2, state: 'running' })
    expect(dueOf(answered, all, 'sla/update')).toBe('2026-03-12T14:30')
    expect(dueOf(answered, all, 'sla/resolution')).toBe('2026-03-12T17:00')
  })

  test('nothing escalates after the answer (zammad/zammad#3140)', () => {
    const promised = promising(response)
    const life = lived(
      promised,
      '2026-03-12T09:00',
      ['2026-03-12T09:30', 'carl', reply],
      ['2026-03-12T10:30', 'tick'],
      ['2026-03-13T12:00', 'tick'],
    )
    expect(decidedIn(life)).toEqual([])
    expect(clockIn(life, promised, 'sla/response')).toMatchObject({ state: 'met', missed: false })
  })

  test('what is due at a local time stays there when summer time begins (zammad/zammad#2157)', () => {
    const life = lived(desk, '2026-03-27T16:00')
    expect(dueOf(life, desk)).toBe('2026-03-30T16:00')
    expect(clockIn(life, desk).due?.toString()).toBe('2026-03-30T14:00:00Z')
  })

  test('whoever reads it where, a moment is a moment (frappe/helpdesk#3776)', () => {
    const lives = [
      '2026-03-13T16:00+01:00[Europe/Berlin]',
      '2026-03-13T20:45+05:45[Asia/Kathmandu]',
      '2026-03-13T15:00Z',
    ]
    const due = lives.map((raised) => dueOf(lived(desk, raised), desk))
    expect(new Set(due)).toEqual(new Set(['2026-03-16T16:00']))
  })

  test('resolved while it waits keeps what the wait was worth (frappe/helpdesk#3776)', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T16:00', 'gil', waitFor('requester')],
      ['2026-03-16T16:00', 'carl', resolve],
    )
    expect(clockIn(life, desk)).toMatchObject({ state: 'met', counted: 7 * hour, missed: false })
  })

  test('a hold is added once, and to what was left (frappe/helpdesk#2449)', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T11:00', 'gil', waitFor('requester')],
      ['2026-03-12T12:00', 'carl', resume],
      ['2026-03-12T13:00', 'carl', reply],
      ['2026-03-12T14:00', 'carl', prioritise('P2')],
    )
    expect(dueOf(life, desk)).toBe('2026-03-13T10:00')
    expect(clockIn(life, desk).startedAt).toEqual(when('2026-03-12T09:00'))
  })

  test('hours count in business hours only (chatwoot/chatwoot#13392)', () => {
    expect(dueOf(lived(desk, '2026-03-14T12:00'), desk)).toBe('2026-03-16T17:00')
    expect(dueOf(lived(desk, '2026-03-16T03:00'), desk)).toBe('2026-03-16T17:00')
  })

  test('a higher priority starts at the beginning with all its pauses, and does not break at once (ServiceNow)', () => {
    const promised = promising(target({ within: { P1: 2 * hour, P3: 16 * hour } }))
    const life = lived(
      promised,
      '2026-03-12T09:00',
      ['2026-03-12T09:30', 'gil', waitFor('requester')],
      ['2026-03-13T09:30', 'carl', resume],
      ['2026-03-13T10:00', 'carl', prioritise('P1')],
      ['2026-03-13T10:00:10', 'tick'],
    )
    expect(decidedIn(life)).toEqual(['sla/resolution 50% 2026-03-13T10:00'])
    expect(dueOf(life, promised)).toBe('2026-03-13T11:00')
  })

  test('a calendar that never opens has a clear answer at once (OCA/project#73)', () => {
    const closed = {
      ...promising(target({ calendar: 'calendar' })),
      calendars: [calendarIn('Europe/Berlin', {})],
    }
    const life = lived(
      { ...closed, closing: { businessDays: 1, calendar: 'calendar' } },
      '2026-03-12T09:00',
      ['2036-03-12T09:00', 'tick'],
    )
    const clock = clockIn(life, closed)
    expect(clock).toMatchObject({ state: 'running', counted: 0, missed: false })
    expect([clock.due, clock.next]).toEqual([undefined, undefined])
    expect(leftAt(closed, clock, 'north', when('2036-03-12T09:00'))).toBe(8 * hour)
  })
})
