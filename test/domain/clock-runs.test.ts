import { describe, expect, test } from 'vitest'
import {
  cancel,
  clockIn,
  decidedIn,
  dueOf,
  handTo,
  hour,
  live,
  lived,
  minute,
  prioritise,
  promising,
  reopen,
  reply,
  resolve,
  resume,
  take,
  target,
  waitFor,
  when,
} from '../support/promised.ts'

const apps = { ...resolve, service: 'payroll' } as const

describe('6.1-b: a reopened incident', () => {
  const steps = [
    ['2026-03-12T11:00', 'carl', resolve],
    ['2026-03-13T09:00', 'ada', reopen],
  ] as const

  test('goes on from where it stood', () => {
    const desk = promising(target({ reopening: 'continues' }))
    const life = lived(desk, '2026-03-12T09:00', ...steps)
    expect(clockIn(life, desk)).toMatchObject({ run: 1, state: 'running', counted: 2 * hour })
    expect(clockIn(life, desk).endedAt).toBeUndefined()
    expect(dueOf(life, desk)).toBe('2026-03-13T15:00')
  })

  test('or starts anew, by rule, and its thresholds count anew', () => {
    const desk = promising(target({ reopening: 'restarts' }))
    const warned = lived(desk, '2026-03-12T09:00', ['2026-03-12T13:00:05', 'tick'])
    const life = live(
      warned,
      desk,
      ['2026-03-12T14:00', 'carl', resolve],
      ['2026-03-13T09:00', 'ada', reopen],
      ['2026-03-13T13:00:05', 'tick'],
    )
    expect(clockIn(life, desk)).toMatchObject({ run: 2, counted: 0, startedAt: when('2026-03-13T09:00') })
    expect(dueOf(life, desk)).toBe('2026-03-13T17:00')
    expect(decidedIn(life)).toEqual([
      'sla/resolution 50% 2026-03-12T13:00',
      'sla/resolution 50% 2026-03-13T13:00',
    ])
  })

  test('that goes on is not warned of the same again', () => {
    const desk = promising(target())
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T13:00:05', 'tick'],
      ['2026-03-12T14:00', 'carl', resolve],
      ['2026-03-13T09:00', 'ada', reopen],
      ['2026-03-13T10:00:05', 'tick'],
    )
    expect(decidedIn(life)).toEqual([
      'sla/resolution 50% 2026-03-12T13:00',
      'sla/resolution 75% 2026-03-13T10:00',
    ])
  })

  test('was answered once and for all', () => {
    const desk = promising(target({ kind: 'response', hours: 1 }))
    const life = lived(desk, '2026-03-12T09:00', ['2026-03-12T09:10', 'carl', take], ...steps)
    expect(clockIn(life, desk, 'sla/response')).toMatchObject({
      state: 'met',
      endedAt: when('2026-03-12T09:10'),
    })
  })
})

describe('6.1-b: the first answer', () => {
  const desk = promising(target({ kind: 'response', hours: 1 }))

  test.each([
    ['that somebody takes it', 'carl', take],
    ['a comment of the desk', 'carl', reply],
    ['that it is resolved', 'carl', resolve],
  ] as const)('is %s', (_, by, command) => {
    const life = lived(desk, '2026-03-12T09:00', ['2026-03-12T09:30', by, command])
    expect(clockIn(life, desk, 'sla/response')).toMatchObject({ state: 'met', counted: 30 * minute })
  })

  test.each([
    ['a comment of the requester', 'ada', reply],
    ['a note', 'carl', { type: 'note', text: 'Odd' }],
    ['that it is given to somebody', 'dana', { type: 'assign', to: 'carl' }],
    ['that it goes to another team', 'carl', handTo('apps')],
  ] as const)('is not %s', (_, by, command) => {
    const life = lived(desk, '2026-03-12T09:00', ['2026-03-12T09:30', by, command])
    expect(clockIn(life, desk, 'sla/response')).toMatchObject({
      state: 'running',
      due: when('2026-03-12T10:00'),
    })
  })
})

describe('6.1-b: news for the requester', () => {
  const desk = promising(target({ kind: 'update', hours: 2 }))

  test('are due again from each time they are told, until it is resolved', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'carl', take],
      ['2026-03-12T11:30', 'carl', reply],
    )
    expect(clockIn(life, desk, 'sla/update')).toMatchObject({ run: 3, startedAt: when('2026-03-12T11:30') })
    expect(dueOf(life, desk, 'sla/update')).toBe('2026-03-12T13:30')
    const over = live(life, desk, ['2026-03-12T12:00', 'carl', resolve])
    expect(clockIn(over, desk, 'sla/update')).toMatchObject({ run: 3, state: 'met', counted: 30 * minute })
    const again = live(over, desk, ['2026-03-12T15:00', 'ada', reopen])
    expect(clockIn(again, desk, 'sla/update')).toMatchObject({ run: 4, state: 'running', counted: 0 })
  })

  test('a cycle that nobody kept is missed, and the next one is a new one', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T11:00:10', 'tick'],
      ['2026-03-12T11:30', 'carl', reply],
      ['2026-03-12T13:30:10', 'tick'],
    )
    expect(decidedIn(life).filter((one) => one.includes('breach'))).toEqual([
      'sla/update breach 2026-03-12T11:00:00.001',
      'sla/update breach 2026-03-12T13:30:00.001',
    ])
    expect(life.incident.unexplained).toMatchObject([{ run: 1 }, { run: 2 }])
  })

  test('that it waits is news, and nothing is due while it waits for the requester', () => {
    const life = lived(desk, '2026-03-12T09:00', ['2026-03-12T10:00', 'gil', waitFor('requester')])
    expect(clockIn(life, desk, 'sla/update')).toMatchObject({ run: 2, state: 'paused', counted: 0 })
    const back = live(life, desk, ['2026-03-13T09:00', 'carl', resume])
    expect(dueOf(back, desk, 'sla/update')).toBe('2026-03-13T11:00')
  })
})

describe("6.1-b: a team's own target", () => {
  const desk = promising(
    target({ party: 'net', hours: 4 }),
    target({ party: 'apps', hours: 4 }),
    target({ kind: 'response', party: 'net', hours: 1 }),
  )
  const net = 'ola/net/resolution'

  test('counts while the team has it, and goes on when it gets it back', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'carl', handTo('apps')],
      ['2026-03-12T14:00', 'eve', handTo('net')],
    )
    expect(clockIn(life, desk, net)).toMatchObject({ run: 1, state: 'running', counted: hour })
    expect(dueOf(life, desk, net)).toBe('2026-03-12T17:00')
    expect(clockIn(life, desk, 'ola/apps/resolution')).toMatchObject({ state: 'paused', counted: 4 * hour })
  })

  test('starts when the team gets it, not when it was raised', () => {
    const life = lived(desk, '2026-03-12T09:00', ['2026-03-12T10:00', 'carl', handTo('apps')])
    expect(clockIn(life, desk, 'ola/apps/resolution')).toMatchObject({ startedAt: when('2026-03-12T10:00') })
    expect(dueOf(life, desk, 'ola/apps/resolution')).toBe('2026-03-12T14:00')
  })

  test('is over when another team resolves it, and goes on should it come back', () => {
    const elsewhere = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T09:30', 'carl', handTo('apps')],
      ['2026-03-12T10:00', 'eve', apps],
    )
    for (const slot of [net, 'ola/net/response'])
      expect(clockIn(elsewhere, desk, slot)).toMatchObject({
        state: 'stopped',
        counted: 30 * minute,
        missed: false,
      })
    const back = live(
      elsewhere,
      desk,
      ['2026-03-12T11:00', 'ada', reopen],
      ['2026-03-12T12:00', 'eve', handTo('net')],
    )
    for (const slot of [net, 'ola/net/response'])
      expect(clockIn(back, desk, slot)).toMatchObject({ run: 1, state: 'running', counted: 30 * minute })
    expect(dueOf(back, desk, net)).toBe('2026-03-12T15:30')
  })

  test('does not change with a priority that was raised after the team handed it over', () => {
    const within = { P1: 30 * minute, P3: 4 * hour }
    const promised = promising(target({ party: 'net', within }), target({ within }))
    const life = lived(
      promised,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'carl', handTo('apps')],
      ['2026-03-12T10:10', 'eve', prioritise('P1')],
      ['2026-03-12T10:11', 'tick'],
    )
    expect(clockIn(life, promised, net)).toMatchObject({ within: 4 * hour, missed: false })
    expect(decidedIn(life).some((one) => one.startsWith('ola'))).toBe(false)
    const back = live(life, promised, ['2026-03-12T10:20', 'eve', handTo('net')])
    expect(clockIn(back, promised, net)).toMatchObject({ within: 30 * minute })
  })

  test('is stopped when it is cancelled, wherever it is', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'carl', handTo('apps')],
      ['2026-03-12T11:00', 'eve', cancel],
    )
    expect(life.clocks.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped'])
  })
})

describe("6.1-b: a supplier's target", () => {
  const orbit = target({ tier: 'uc', party: 'orbit', hours: 8, calendar: 'always', services: ['wifi'] })
  const desk = promising(orbit)
  const slot = 'uc/orbit/resolution'

  test('counts each wait for the supplier for itself', () => {
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'gil', waitFor('supplier')],
      ['2026-03-12T12:00', 'carl', resume],
    )
    expect(clockIn(life, desk, slot)).toMatchObject({ run: 1, state: 'met', counted: 2 * hour })
    const again = live(life, desk, ['2026-03-12T16:00', 'gil', waitFor('supplier')])
    expect(clockIn(again, desk, slot)).toMatchObject({ run: 2, state: 'running', counted: 0 })
    expect(dueOf(again, desk, slot)).toBe('2026-03-13T00:00')
  })

  test('does not count while it waits for somebody else', () => {
    const life = lived(desk, '2026-03-12T09:00', ['2026-03-12T10:00', 'gil', waitFor('requester')])
    expect(life.clocks).toEqual([])
  })

  test('holds the supplier to the service that it was waited for, whatever it turned out to be', () => {
    const classification = { service: 'payroll', category: 'fault', impact: 'high', urgency: 'high' }
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'gil', waitFor('supplier')],
      ['2026-03-12T19:00', 'gil', { type: 'classify', classification, reason: 'It is payroll' }],
    )
    expect(clockIn(life, desk, slot)).toMatchObject({ state: 'met', counted: 9 * hour, missed: true })
  })

  test('ends with whatever ends the wait', () => {
    const waiting = lived(desk, '2026-03-12T09:00', ['2026-03-12T10:00', 'gil', waitFor('supplier')])
    for (const command of [resolve, handTo('apps')])
      expect(clockIn(live(waiting, desk, ['2026-03-12T11:00', 'carl', command]), desk, slot)).toMatchObject({
        state: 'met',
        counted: hour,
      })
    expect(clockIn(live(waiting, desk, ['2026-03-12T11:00', 'carl', cancel]), desk, slot)).toMatchObject({
      state: 'stopped',
    })
  })
})
