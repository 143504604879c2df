import { describe, expect, test } from 'vitest'
import type { ApprovalSubject } from '../../src/domain/approval.ts'
import type { ApproverRule, StagePolicy } from '../../src/domain/change-policy.ts'
import { thursday } from '../support/given.ts'
import {
  type World,
  away,
  benAsks,
  cab,
  cabOf,
  deskWithout,
  opening,
  policyOf,
  seatsOf,
  stage,
} from '../support/given-approval.ts'

const gilAsks: ApprovalSubject = { ...benAsks, requester: 'gil' }
const hanaMakes: ApprovalSubject = { ...benAsks, implementer: 'hana' }
const net: ApproverRule = { kind: 'team', team: 'net' }

type Row = readonly [what: string, stage: StagePolicy, seats: string, world?: World]

/** Who gets a seat: `-` is an empty one, `a>b` is b asked as deputy of a. */
const rows: readonly Row[] = [
  ['a person', stage(['gil']), 'gil'],
  ['a role', stage([{ kind: 'role', role: 'desk-lead' }]), 'gil'],
  ['an authority', stage([cab]), 'hana ivo fay'],
  ['an authority that is gone', stage([{ kind: 'authority', authority: 'gone' }]), '-'],
  ['a team, but not the implementer', stage([net]), 'dana cleo'],
  ['a team lead', stage([{ kind: 'team-lead', team: 'apps' }]), 'fay'],
  ['a team that is gone', stage([{ kind: 'team-lead', team: 'gone' }]), '-'],
  ['owners of the services affected', stage([{ kind: 'service-owner' }]), 'hana'],
  [
    'owners of all services affected',
    stage([{ kind: 'service-owner' }]),
    'hana ivo',
    { subject: { ...benAsks, services: ['wifi', 'payroll'] } },
  ],
  ['representatives of all customers', stage([{ kind: 'customer-representative' }]), 'ada kai lou'],
  [
    'representatives of the customers affected',
    stage([{ kind: 'customer-representative' }]),
    'lou',
    { subject: { ...benAsks, customers: ['south'] } },
  ],
  ['the line manager of the requester', stage([{ kind: 'line-manager' }]), 'dana'],
  ['no line manager', stage([{ kind: 'line-manager' }]), '-', { subject: gilAsks }],
  ['several rules that name one person', stage(['fay', cab, 'ivo', 'gil']), 'fay hana ivo gil'],
  ['no rules at all', stage([]), '-'],
  ['never the requester', stage(['ben', 'gil']), 'gil'],
  ['never the implementer', stage(['carl', 'gil']), 'gil'],
  ['the requester alone', stage(['ben'], 'any'), '-'],
  ['the implementer alone', stage([{ kind: 'service-owner' }], 'any'), '-', { subject: hanaMakes }],
  ['who left', stage(['zoe', 'gil']), 'gil'],
  ['who has been disabled', stage([cab]), 'hana fay', { disabled: new Set(['ivo']) }],
  ['fewer than are needed', stage([cab], { atLeast: 5 }), 'hana ivo fay - -'],
  ['one of two, since the other asks', stage(['ben', 'gil'], { atLeast: 2 }), 'gil -'],
  ['more than anybody has', stage(['gil'], { atLeast: 1_000_000_000 }), 'gil'],
  ['away, with a deputy', stage([cab]), 'hana>eve ivo fay', { absences: [away('hana', 'eve')] }],
  ['away, without a deputy', stage([cab]), 'hana ivo fay', { absences: [away('hana')] }],
  [
    'away, and the deputy as well',
    stage(['hana']),
    'hana>gil',
    { absences: [away('hana', 'eve'), away('eve', 'gil')] },
  ],
  [
    'a circle of deputies',
    stage(['hana']),
    'hana',
    { absences: [away('hana', 'eve'), away('eve', 'gil'), away('gil', 'hana')] },
  ],
  [
    'a second deputy for where the first cannot',
    stage(['hana']),
    'hana>eve',
    { absences: [away('hana', 'ben'), away('hana', 'eve')] },
  ],
  ['the deputy asks for it', stage(['hana']), 'hana', { absences: [away('hana', 'ben')] }],
  ['the deputy makes it', stage(['hana']), 'hana', { absences: [away('hana', 'carl')] }],
  ['the deputy left', stage(['hana']), 'hana', { absences: [away('hana', 'zoe')] }],
  [
    'the deputy was disabled',
    stage(['hana']),
    'hana',
    { absences: [away('hana', 'eve')], disabled: new Set(['eve']) },
  ],
  [
    'the deputy sits there and heads are counted',
    stage([cab], 'majority'),
    'hana ivo fay',
    { absences: [away('hana', 'fay')] },
  ],
  [
    'two with one deputy, and heads are counted',
    stage([cab], { atLeast: 2 }),
    'hana>eve ivo fay',
    { absences: [away('hana', 'eve'), away('ivo', 'eve')] },
  ],
  [
    'the deputy sits there and each is asked',
    stage([cab], 'all'),
    'hana>fay ivo fay',
    { absences: [away('hana', 'fay')] },
  ],
  [
    'somebody who does not sit there is preferred',
    stage([cab], 'all'),
    'hana>eve ivo fay',
    { absences: [away('hana', 'fay'), away('hana', 'eve')] },
  ],
  [
    'an absence that is over, and one that is to come',
    stage(['hana', 'ivo']),
    'hana ivo',
    {
      absences: [
        { ...away('hana', 'eve'), to: thursday },
        { ...away('ivo', 'eve'), from: thursday.add({ milliseconds: 1 }) },
      ],
    },
  ],
]

describe('9.2-c: who is asked', () => {
  const cases = rows.map(([what, policy, seats, world = {}]) => ({ what, policy, seats, world }))
  test.each(cases)('$what', ({ policy, seats, world }) => {
    expect(seatsOf(opening(policyOf(policy), world).approval).join(' ')).toBe(seats)
  })
})

test('9.2-c: those of the first stage are asked, deputies by their names', () => {
  const { effects } = opening(policyOf(stage(['hana', 'gil']), stage(['fay'])), {
    absences: [away('hana', 'eve')],
  })
  expect(effects).toEqual([
    { kind: 'ask', person: 'eve', seat: '1.1', for: 'hana' },
    { kind: 'ask', person: 'gil', seat: '1.2' },
  ])
})

test('9.2-c: where somebody is away and nobody stands in, they are asked and the change managers told', () => {
  const { effects } = opening(policyOf(stage(['hana'])), { absences: [away('hana', 'ben')] })
  expect(effects).toEqual([
    { kind: 'ask', person: 'hana', seat: '1.1' },
    { kind: 'tell', to: 'manager', person: 'jo', event: 1 },
  ])
})

describe('9.2-c: nobody valid never approves', () => {
  test.each<[string, readonly StagePolicy[], World]>([
    ['only the requester', [stage(['ben'], 'any')], {}],
    ['nobody', [stage([], 'all')], {}],
    ['an empty authority', [stage([cab], 'majority')], cabOf()],
    ['all left', [stage([cab])], { desk: deskWithout('hana', 'ivo', 'fay') }],
    ['fewer than the policy asks for', [stage(['gil'], { atLeast: 2 })], {}],
    ['no stages', [], {}],
  ])('%s', (_, stages, world) => {
    const { approval, events, effects } = opening(policyOf(...stages), world)
    expect(approval.state).toBe('open')
    expect(events.at(-1)).toEqual({ type: 'stuck', stage: 0 })
    expect(effects.at(-1)).toEqual({ kind: 'tell', to: 'manager', person: 'jo', event: 1 })
  })

  test('a later stage is told at once as well', () => {
    const { events } = opening(policyOf(stage(['gil']), stage(['ben'])))
    expect(events.slice(1)).toEqual([{ type: 'stuck', stage: 1 }])
  })

  test.each<[string, World, readonly string[]]>([
    ['a manager who asks for it hears as requester only', { managers: ['ben', 'jo'] }, ['jo']],
    ['without other managers the desk leads are told', { managers: ['ben'] }, ['gil']],
    ['or who is left of them', { managers: ['zoe', 'carl'] }, ['gil']],
  ])('%s', (_, world, told) => {
    const { effects } = opening(policyOf(stage([])), world)
    expect(effects.map((effect) => effect.person)).toEqual(told)
  })
})

describe('9.2-c: times are reckoned when it is opened', () => {
  test('reminder and expiry count open time', () => {
    const { approval } = opening(policyOf(stage(['gil'])))
    // Thursday 10:00 in Berlin: four hours later within hours is 15:00; fourteen are two days, Monday 10:00.
    expect(approval.remindAt?.toString()).toBe('2026-03-12T14:00:00Z')
    expect(approval.expiresAt?.toString()).toBe('2026-03-16T09:00:00Z')
  })

  test('nobody is reminded at closing time', () => {
    const now = Temporal.Instant.from('2026-03-12T12:00:00Z')
    expect(opening(policyOf(stage(['gil'])), { now }).approval.remindAt?.toString()).toBe(
      '2026-03-13T08:00:00Z',
    )
  })

  test('nobody is reminded once it has expired', () => {
    const policy = { ...policyOf(stage(['gil'])), remindEvery: 14 * 3_600_000 }
    expect(opening(policy).approval.remindAt).toBeUndefined()
  })

  test('a calendar that is not there is a mistake', () => {
    expect(() => opening({ ...policyOf(stage(['gil'])), calendar: 'gone' })).toThrow('gone')
  })
})

test('the events are plain JSON', () => {
  const { events } = opening(policyOf(stage([cab])), { absences: [away('hana', 'eve')] })
  expect(JSON.parse(JSON.stringify(events))).toEqual(events)
})
