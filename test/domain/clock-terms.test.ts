import { describe, expect, test } from 'vitest'
import { tracesOf } from '../../src/domain/clock-trace.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { leftAt } from '../../src/domain/sla-clock.ts'
import type { Life } from '../support/clock-life.ts'
import {
  changed,
  clockIn,
  decidedIn,
  dueOf,
  hour,
  live,
  lived,
  office,
  promising,
  reopen,
  reply,
  resolve,
  take,
  target,
  when,
} from '../support/promised.ts'

const desk = promising(target(), target({ kind: 'response', hours: 2 }))
const withTargets = (...targets: Desk['targets']): Desk => changed(desk, { targets })
const longer = withTargets(target({ hours: 12 }), target({ kind: 'response', hours: 1 }))

const told = ({ history }: Life) =>
  history.flatMap(({ event }) => (event.type === 'terms-changed' ? [event] : []))

describe('6.1-b: a new desk file while clocks run', () => {
  test('moves what runs, and says so once', () => {
    const life = live(lived(desk, '2026-03-12T09:00'), longer, ['2026-03-12T09:30', 'tick'])
    expect(dueOf(life, longer)).toBe('2026-03-13T13:00')
    expect(told(life)).toEqual([
      {
        type: 'terms-changed',
        desk: 2,
        changes: [
          { slot: 'sla/resolution', from: '2026-03-12T16:00:00Z', to: '2026-03-13T12:00:00Z' },
          { slot: 'sla/response', from: '2026-03-12T10:00:00Z', to: '2026-03-12T09:00:00Z' },
        ],
      },
    ])
    expect(life.effects.slice(0, 2)).toEqual([
      { kind: 'tell', audience: 'triage', event: 0 },
      { kind: 'tell', audience: 'requester', event: 0 },
    ])
    expect(
      told(live(life, longer, ['2026-03-12T09:40', 'tick'], ['2026-03-12T09:50', 'carl', take])),
    ).toHaveLength(1)
  })

  test('says so also when somebody is quicker than the tick, before what they did', () => {
    const life = live(lived(desk, '2026-03-12T09:00'), longer, ['2026-03-12T09:30', 'carl', take])
    expect(life.history.map(({ event }) => event.type)).toEqual(['raised', 'terms-changed', 'taken'])
    expect(life.effects.at(-1)).toEqual({ kind: 'tell', audience: 'triage', event: 1 })
    expect(clockIn(life, longer, 'sla/response')).toMatchObject({
      state: 'met',
      within: hour,
      deskVersion: 2,
    })
    expect(told(live(life, longer, ['2026-03-12T09:31', 'tick']))).toHaveLength(1)
  })

  test('says nothing where nothing moved', () => {
    const same = changed(desk, { name: 'Another name' })
    const life = live(lived(desk, '2026-03-12T09:00'), same, ['2026-03-12T09:30', 'tick'])
    expect(told(life)).toEqual([])
    expect(life.clocks.map(({ deskVersion }) => deskVersion)).toEqual([2, 2])
  })

  test('a team’s own terms are no news for the requester', () => {
    const own = promising(target({ party: 'net' }))
    const next = changed(own, { targets: [target({ party: 'net', hours: 4 })] })
    const life = live(lived(own, '2026-03-12T09:00'), next, ['2026-03-12T09:30', 'tick'])
    expect(life.effects).toEqual([{ kind: 'tell', audience: 'triage', event: 0 }])
  })

  test('a target that is gone: nothing is promised any more', () => {
    const less = withTargets(target({ kind: 'response', hours: 2 }))
    const life = live(
      lived(desk, '2026-03-12T09:00'),
      less,
      ['2026-03-12T10:00', 'tick'],
      ['2026-03-20T10:00', 'tick'],
    )
    expect(life.clocks.find(({ slot }) => slot === 'sla/resolution')).toMatchObject({
      state: 'stopped',
      endedAt: when('2026-03-12T10:00'),
      missed: false,
    })
    expect(told(life)).toMatchObject([
      { changes: [{ slot: 'sla/resolution', from: '2026-03-12T16:00:00Z' }] },
    ])
    expect(decidedIn(life).some((one) => one.startsWith('sla/resolution'))).toBe(false)
  })

  test('and that comes back: runs as if it had never been away', () => {
    const less = withTargets(target({ kind: 'response', hours: 2 }))
    const back = { ...desk, version: 3 }
    const life = live(live(lived(desk, '2026-03-12T09:00'), less, ['2026-03-12T10:00', 'tick']), back, [
      '2026-03-12T11:00',
      'tick',
    ])
    expect(dueOf(life, back)).toBe('2026-03-12T17:00')
    expect(told(life)).toHaveLength(2)
  })

  test('a target that is added starts with the incident, and is late with nothing', () => {
    const none = promising()
    const next = changed(none, { targets: [target({ hours: 3 })] })
    const life = live(lived(none, '2026-03-12T09:00', ['2026-03-12T09:10', 'carl', take]), next, [
      '2026-03-12T13:00',
      'tick',
    ])
    expect(dueOf(life, next)).toBe('2026-03-12T12:00')
    expect(told(life)).toMatchObject([{ changes: [{ slot: 'sla/resolution', to: '2026-03-12T11:00:00Z' }] }])
    expect(decidedIn(life).at(-1)).toBe('sla/resolution breach 2026-03-12T12:00:00.001')
    expect(life.history.at(-1)?.event).not.toHaveProperty('late')
  })

  test('a target that is added does not judge what ended before it', () => {
    const only = promising(target())
    const next = changed(only, { targets: [target(), target({ kind: 'response', hours: 1 })] })
    const life = lived(only, '2026-03-12T09:00', ['2026-03-12T15:00', 'carl', take])
    const ticked = live(life, next, ['2026-03-12T15:01', 'tick'], ['2026-03-12T15:02', 'carl', reply])
    expect(ticked.clocks.map(({ slot }) => slot)).toEqual(['sla/resolution'])
    expect(decidedIn(ticked).some((one) => one.startsWith('sla/response'))).toBe(false)
  })
})

describe('6.1-b: what ended', () => {
  const answered = lived(desk, '2026-03-12T09:00', ['2026-03-12T10:30', 'carl', take])

  test('keeps what was agreed when it ended, whatever is agreed since', () => {
    const life = live(answered, longer, ['2026-03-12T11:00', 'tick'], ['2026-03-12T12:00', 'carl', resolve])
    expect(clockIn(life, longer, 'sla/response')).toMatchObject({
      deskVersion: 1,
      within: 2 * hour,
      missed: false,
    })
    expect(clockIn(life, longer)).toMatchObject({ deskVersion: 2, within: 12 * hour })
  })

  test('also when its target is gone', () => {
    const none = withTargets()
    const life = live(answered, none, ['2026-03-12T11:00', 'tick'])
    expect(life.clocks).toMatchObject([
      { slot: 'sla/response', state: 'met', deskVersion: 1 },
      { slot: 'sla/resolution', state: 'stopped' },
    ])
  })

  test('and goes on under the agreements in force when it is reopened', () => {
    const resolved = live(answered, desk, ['2026-03-12T12:00', 'carl', resolve])
    const life = live(resolved, longer, ['2026-03-13T09:00', 'tick'], ['2026-03-13T10:00', 'ada', reopen])
    expect(clockIn(life, longer)).toMatchObject({
      state: 'running',
      within: 12 * hour,
      counted: 3 * hour,
      deskVersion: 2,
    })
    expect(told(life)).toEqual([])
  })

  test('missed under what was agreed then, it is told with a target that is gone by now', () => {
    const late = lived(desk, '2026-03-12T09:00', ['2026-03-12T11:30', 'carl', take])
    const life = live(late, withTargets(target()), ['2026-03-12T11:30:05', 'tick'])
    expect(decidedIn(life)).toContain('sla/response breach 2026-03-12T11:00:00.001')
  })
})

const tracesAt = (life: Life, of: Desk, now: string) => tracesOf(life.history, life.clocks, of, when(now))

describe('6.1-b: why it is due then', () => {
  test('what ran, stood and changed adds up to what was counted', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T10:30', 'carl', take],
      ['2026-03-12T11:00', 'gil', { type: 'suspend', waitingFor: 'requester', reason: 'Which?' }],
      ['2026-03-12T13:00', 'carl', { type: 'resume' }],
      ['2026-03-12T14:00', 'carl', { type: 'set-priority', to: 'P2', reason: 'Many' }],
    )
    const [resolution] = tracesAt(life, desk, '2026-03-12T15:00')
    expect(resolution?.steps.map((step) => (step.kind === 'ran' ? step.ms / hour : step.kind))).toEqual([
      2,
      'stood',
      6,
      'changed',
    ])
    expect(resolution?.counted).toBe(4 * hour)
  })

  test('what ran on after it was up is told up to now', () => {
    const [resolution] = tracesAt(lived(desk, '2026-03-12T09:00'), desk, '2026-03-13T12:00')
    expect(resolution?.steps).toMatchObject([{ kind: 'ran', ms: 11 * hour, to: when('2026-03-13T12:00') }])
    expect(resolution?.counted).toBe(11 * hour)
  })

  test('what ended under older agreements is not explained by newer ones', () => {
    const shorter = changed(desk, {
      calendars: [{ ...office, holidays: [{ date: '2026-03-12', name: 'Free' }] }],
    })
    const life = live(lived(desk, '2026-03-12T09:00', ['2026-03-12T10:30', 'carl', take]), shorter, [
      '2026-03-12T11:00',
      'tick',
    ])
    expect(tracesAt(life, shorter, '2026-03-12T12:00').map(({ clock }) => clock.slot)).toEqual([
      'sla/resolution',
    ])
  })

  test('a calendar that was taken out a moment ago takes nothing down', () => {
    const clock = clockIn(lived(desk, '2026-03-12T09:00'), desk)
    expect(leftAt({ ...desk, calendars: [] }, clock, 'north', when('2026-03-12T11:00'))).toBe(8 * hour)
  })
})
