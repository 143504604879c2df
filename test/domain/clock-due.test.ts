import { describe, expect, test } from 'vitest'
import { lateAfter } from '../../src/domain/clock-due.ts'
import type { IncidentEvent } from '../../src/domain/incident.ts'
import type { Life } from '../support/clock-life.ts'
import {
  clockIn,
  decidedIn,
  hour,
  inBerlin,
  live,
  lived,
  minute,
  prioritise,
  promising,
  reply,
  resolve,
  resume,
  take,
  target,
  waitFor,
  warning,
} from '../support/promised.ts'

const desk = promising(target())

type Passed = Extract<IncidentEvent, { type: 'clock-warned' | 'clock-breached' }>
const passedIn = ({ history }: Life): readonly Passed[] =>
  history.flatMap(({ event }) =>
    event.type === 'clock-warned' || event.type === 'clock-breached' ? [event] : [],
  )

describe('6.1-b: a tick', () => {
  test('decides what was passed, once, and the next tick nothing more', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T13:00', 'tick'],
      ['2026-03-12T13:00:10', 'tick'],
    )
    expect(passedIn(life)).toEqual([
      {
        type: 'clock-warned',
        slot: 'sla/resolution',
        run: 1,
        within: 8 * hour,
        target: 'resolution',
        threshold: '50%',
        told: [],
        at: '2026-03-12T12:00:00Z',
        due: '2026-03-12T16:00:00Z',
      },
    ])
    expect(clockIn(life, desk).next).toMatchObject({ threshold: '75%' })
    expect(life.incident.alerted).toBe(true)
  })

  test('before it is due decides nothing', () => {
    const life = lived(desk, '2026-03-12T09:00', ['2026-03-12T12:59:59.999', 'tick'])
    expect(passedIn(life)).toEqual([])
  })

  test('that comes late decides all that was passed, each marked with how late it is', () => {
    const life = lived(desk, '2026-03-12T09:00', ['2026-03-13T10:00', 'tick'])
    expect(decidedIn(life)).toEqual([
      'sla/resolution 50% 2026-03-12T13:00',
      'sla/resolution 75% 2026-03-12T15:00',
      'sla/resolution breach 2026-03-13T09:00:00.001',
    ])
    expect(passedIn(life).map(({ late }) => late)).toEqual([21 * hour, 19 * hour, hour - 1])
    expect(clockIn(life, desk)).toMatchObject({ missed: true, explained: false })
    expect(life.incident.unexplained).toEqual([{ slot: 'sla/resolution', run: 1, within: 8 * hour }])
  })

  test('within a minute is not called late', () => {
    const at = ['2026-03-12T13:01:00', '2026-03-12T13:01:00.001'].map(
      (time) => passedIn(lived(desk, '2026-03-12T09:00', [time, 'tick']))[0]?.late,
    )
    expect(at).toEqual([undefined, lateAfter + 1])
  })

  test('is late also when somebody said something a moment before', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T14:29:59', 'carl', reply],
      ['2026-03-12T14:30', 'tick'],
    )
    expect(passedIn(life)).toMatchObject([{ threshold: '50%', late: 90 * minute }])
  })

  test('is not late with what a change of priority put into the past', () => {
    const promised = promising(target({ within: { P1: 2 * hour, P3: 8 * hour } }))
    const life = lived(
      promised,
      '2026-03-12T09:00',
      ['2026-03-12T12:00', 'carl', prioritise('P1')],
      ['2026-03-12T12:00:08', 'tick'],
    )
    expect(passedIn(life).map(({ late }) => late)).toEqual([undefined, undefined, undefined])
    expect(decidedIn(life).at(-1)).toBe('sla/resolution breach 2026-03-12T11:00:00.001')
  })
})

describe('6.1-b: what ended, or stands still, between two ticks', () => {
  test('missed: decided all the same', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-13T09:30', 'carl', resolve],
      ['2026-03-13T09:30:10', 'tick'],
    )
    expect(decidedIn(life)).toEqual(['sla/resolution breach 2026-03-13T09:00:00.001'])
    expect(clockIn(life, desk)).toMatchObject({ state: 'met', missed: true })
    expect(clockIn(life, desk).next).toBeUndefined()
    // There is nothing left to be acknowledged, but a cause to be told.
    expect(life.incident).toMatchObject({ alerted: false, unexplained: [{ run: 1 }] })
  })

  test('missed, then suspended: decided all the same, and nothing else', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-13T09:05', 'gil', waitFor('requester')],
      ['2026-03-13T09:05:10', 'tick'],
    )
    expect(decidedIn(life)).toEqual(['sla/resolution breach 2026-03-13T09:00:00.001'])
    expect(clockIn(life, desk)).toMatchObject({ state: 'paused', missed: true })
  })

  test('nearly missed: nobody is warned any more', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T16:59', 'carl', resolve],
      ['2026-03-12T16:59:10', 'tick'],
    )
    expect(decidedIn(life)).toEqual([])
  })

  test('passed, suspended and resumed: warned when it goes on', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T13:00:05', 'gil', waitFor('requester')],
      ['2026-03-12T13:00:10', 'tick'],
      ['2026-03-13T11:00', 'carl', resume],
      ['2026-03-13T11:00:10', 'tick'],
    )
    expect(decidedIn(life)).toEqual(['sla/resolution 50% 2026-03-12T13:00'])
    expect(passedIn(life)[0]?.late).toBeUndefined()
  })
})

describe('6.1-b: decided late when nobody works', () => {
  test('waits for the next opening', () => {
    const night = lived(desk, '2026-03-12T09:00', ['2026-03-12T23:00', 'tick'])
    expect(decidedIn(night)).toEqual([])
    expect(inBerlin(night.asleepUntil)).toBe('2026-03-13T09:00')
    const morning = live(night, desk, ['2026-03-13T04:00', 'tick'], ['2026-03-13T09:00', 'tick'])
    expect(decidedIn(morning)).toEqual([
      'sla/resolution 50% 2026-03-12T13:00',
      'sla/resolution 75% 2026-03-12T15:00',
    ])
    expect(passedIn(morning).map(({ late }) => late)).toEqual([20 * hour, 18 * hour])
  })

  test('and is told no more when it is resolved before', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T23:00', 'tick'],
      ['2026-03-13T08:00', 'carl', resolve],
      ['2026-03-13T09:00', 'tick'],
    )
    expect(decidedIn(life)).toEqual([])
  })

  test('does not keep back what is due by another calendar', () => {
    const both = promising(target(), target({ kind: 'update', calendar: 'always', hours: 10, warnings: [] }))
    const life = lived(both, '2026-03-12T09:00', ['2026-03-12T23:00', 'tick'], ['2026-03-13T09:00', 'tick'])
    expect(decidedIn(life)).toEqual([
      'sla/update breach 2026-03-12T19:00:00.001',
      'sla/resolution 50% 2026-03-12T13:00',
      'sla/resolution 75% 2026-03-12T15:00',
    ])
  })

  test('is told at once where the calendar never opens again', () => {
    const last = {
      ...promising(target({ hours: 1 })),
      calendars: promising().calendars.map((calendar) => ({
        ...calendar,
        ...(calendar.id === 'office'
          ? {
              from: '2026-03-13',
              hours: { ...calendar.hours, monday: [], tuesday: [], wednesday: [], thursday: [], friday: [] },
              earlier: [{ zone: calendar.zone, hours: calendar.hours, holidays: [] }],
            }
          : {}),
      })),
      closing: { businessDays: 1, calendar: 'always' },
    }
    const life = lived(last, '2026-03-12T16:30', ['2026-03-13T12:00', 'tick'])
    expect(decidedIn(life)).toEqual(['sla/resolution 50% 2026-03-12T17:00'])
  })
})

describe('6.1-b: priorities that go up and down', () => {
  const within = { P1: 2 * hour, P2: 4 * hour, P3: 8 * hour, P4: 16 * hour }
  const promised = promising(target({ within }))

  test('thresholds count anew under new terms, and those of the same terms never again', () => {
    const life = lived(
      promised,
      '2026-03-12T09:00',
      ['2026-03-12T13:00:05', 'tick'],
      ['2026-03-12T14:00', 'gil', prioritise('P4')],
      ['2026-03-12T14:00:05', 'tick'],
      ['2026-03-12T14:30', 'gil', prioritise('P3')],
      ['2026-03-12T15:30', 'tick'],
    )
    expect(decidedIn(life)).toEqual([
      'sla/resolution 50% 2026-03-12T13:00',
      'sla/resolution 75% 2026-03-12T15:00',
    ])
    const lower = live(
      life,
      promised,
      ['2026-03-12T16:00', 'gil', prioritise('P4')],
      ['2026-03-12T17:00', 'tick'],
    )
    expect(decidedIn(lower).slice(2)).toEqual(['sla/resolution 50% 2026-03-12T17:00'])
  })

  test('broken under one and kept under the other', () => {
    const life = lived(
      promised,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'carl', prioritise('P1')],
      ['2026-03-12T11:30', 'tick'],
      ['2026-03-12T12:00', 'gil', prioritise('P3')],
      ['2026-03-12T13:30', 'carl', resolve],
    )
    expect(decidedIn(life).at(-1)).toBe('sla/resolution breach 2026-03-12T11:00:00.001')
    expect(clockIn(life, promised)).toMatchObject({ within: 8 * hour, missed: false })
    expect(life.incident.unexplained).toEqual([{ slot: 'sla/resolution', run: 1, within: 2 * hour }])
  })
})

describe('6.1-c: why it was missed', () => {
  test('told once, it is told', () => {
    const explain = {
      type: 'explain-miss',
      slot: 'sla/response',
      cause: 'unnoticed',
      text: 'Nobody looked',
    } as const
    const promised = promising(target({ kind: 'response', hours: 1, warnings: [warning({ percent: 50 })] }))
    const life = lived(
      promised,
      '2026-03-12T09:00',
      ['2026-03-12T10:30', 'tick'],
      ['2026-03-12T11:00', 'carl', take],
      ['2026-03-12T11:05', 'carl', explain],
    )
    expect(clockIn(life, promised, 'sla/response')).toMatchObject({ missed: true, explained: true })
    expect(life.incident.unexplained).toEqual([])
  })
})
