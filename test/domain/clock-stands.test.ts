import { describe, expect, test } from 'vitest'
import type { Desk } from '../../src/domain/desk.ts'
import { clocksOf, leftAt } from '../../src/domain/sla-clock.ts'
import {
  acknowledge,
  cancel,
  clockIn,
  decidedIn,
  hour,
  inBerlin,
  lived,
  promising,
  resolve,
  resume,
  take,
  target,
  waitFor,
  when,
} from '../support/promised.ts'

const desk = promising(target())

/** The target that an incident of ada's Wi-Fi is held to. */
const heldTo = (...targets: Desk['targets']): string | undefined =>
  lived(promising(...targets), '2026-03-12T10:00').clocks[0]?.target

describe('6.1-b: what a clock says', () => {
  test('what it counts, from when it counts, and what comes next', () => {
    const life = lived(desk, '2026-03-12T10:00', ['2026-03-12T11:00', 'carl', take])
    expect(clockIn(life, desk)).toEqual({
      slot: 'sla/resolution',
      tier: 'sla',
      kind: 'resolution',
      target: 'resolution',
      calendar: 'office',
      deskVersion: 1,
      within: 8 * hour,
      run: 1,
      state: 'running',
      startedAt: when('2026-03-12T10:00'),
      counted: 0,
      runningSince: when('2026-03-12T10:00'),
      due: when('2026-03-13T10:00'),
      missed: false,
      explained: false,
      next: { threshold: '50%', at: when('2026-03-12T14:00') },
    })
  })

  test('the closest promise holds: for its customer, then for its service, then for all', () => {
    const all = target({ id: 'all', hours: 16 })
    const service = target({ id: 'service', hours: 4, services: ['wifi'] })
    const customer = target({ id: 'customer', hours: 8, customers: ['north'] })
    const both = target({ id: 'both', hours: 2, customers: ['north'], services: ['wifi'] })
    const others = target({ id: 'others', hours: 1, customers: ['south'], services: ['wifi'] })
    expect(heldTo(others, all)).toBe('all')
    expect(heldTo(all, service)).toBe('service')
    expect(heldTo(service, customer, all)).toBe('customer')
    expect(heldTo(customer, both, service)).toBe('both')
  })

  test('an incident for which nothing is promised has none', () => {
    expect(lived(promising(), '2026-03-12T10:00').clocks).toEqual([])
    expect(lived(promising(target({ within: { P1: hour } })), '2026-03-12T10:00').clocks).toEqual([])
    expect(lived(promising(target({ customers: ['south'] })), '2026-03-12T10:00').clocks).toEqual([])
  })

  test('resolved in the very moment in which it is due is in time, a millisecond later is not', () => {
    const punctual = lived(
      desk,
      '2026-03-12T09:30',
      ['2026-03-13T09:30', 'carl', resolve],
      ['2026-03-13T10:00', 'tick'],
    )
    expect(clockIn(punctual, desk)).toMatchObject({ state: 'met', counted: 8 * hour, missed: false })
    const late = lived(desk, '2026-03-12T09:30', ['2026-03-13T09:30:00.001', 'carl', resolve])
    expect(clockIn(late, desk)).toMatchObject({ state: 'met', counted: 8 * hour + 1, missed: true })
  })

  test('due at closing time and resolved before the next opening is in time, whether a tick came between or not', () => {
    const steps = [['2026-03-12T20:00', 'carl', resolve]] as const
    const unwatched = lived(desk, '2026-03-12T09:00', ...steps)
    const watched = lived(desk, '2026-03-12T09:00', ['2026-03-12T17:00:10', 'tick'], ...steps)
    for (const life of [unwatched, watched]) {
      expect(clockIn(life, desk)).toMatchObject({
        state: 'met',
        missed: false,
        due: when('2026-03-12T17:00'),
      })
      expect(decidedIn(life)).not.toContain('sla/resolution breach 2026-03-12T17:00:00.001')
    }
    const broken = lived(desk, '2026-03-12T09:00', ['2026-03-13T09:00:10', 'tick'])
    expect(decidedIn(broken).at(-1)).toBe('sla/resolution breach 2026-03-13T09:00:00.001')
  })

  test('paused when its time was just used up, it is broken by the next moment that counts', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T17:00', 'gil', waitFor('requester')],
      ['2026-03-13T08:00', 'tick'],
      ['2026-03-13T11:00', 'carl', resume],
      ['2026-03-13T11:00', 'tick'],
    )
    expect(clockIn(life, desk)).toMatchObject({ missed: false, next: { threshold: 'breach' } })
    expect(inBerlin(clockIn(life, desk).next?.at)).toBe('2026-03-13T11:00:00.001')
  })

  test('counted and left are what was promised, at any time', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T11:00', 'gil', waitFor('requester')],
      ['2026-03-12T15:00', 'carl', resume],
    )
    const left = [
      '2026-03-12T15:00',
      '2026-03-12T16:30',
      '2026-03-12T23:00',
      '2026-03-13T13:00',
      '2026-03-13T14:00',
    ].map((now) => leftAt(desk, clockIn(life, desk), 'north', when(now)) / hour)
    expect(left).toEqual([6, 4.5, 4, 0, -1])
  })

  test('who acknowledged is kept for this run', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T13:00:05', 'tick'],
      ['2026-03-12T13:10', 'carl', acknowledge],
    )
    expect(clockIn(life, desk)).toMatchObject({ acknowledgedBy: 'carl' })
    expect(life.incident.alerted).toBe(false)
  })

  test('cancelled: nobody asks for it any more', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'carl', cancel],
      ['2026-03-20T10:00', 'tick'],
    )
    expect(clockIn(life, desk)).toMatchObject({ state: 'stopped', counted: hour, missed: false })
    expect(decidedIn(life)).toEqual([])
  })

  test('of two acts that were written in another order than they came, no time counts twice', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T11:00:00.500', 'gil', waitFor('requester')],
      ['2026-03-12T11:00:00.200', 'ada', { type: 'comment', text: 'Here it is', files: 0 }],
      ['2026-03-12T12:00', 'carl', resolve],
    )
    expect(clocksOf(life.history, desk)).toMatchObject([{ counted: 3 * hour }])
  })
})
