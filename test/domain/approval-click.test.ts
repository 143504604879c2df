import { describe, expect, test } from 'vitest'
import type { ApprovalRefusal } from '../../src/domain/approval-command.ts'
import { decideApproval } from '../../src/domain/approval-decide.ts'
import type { ApprovalPolicy } from '../../src/domain/change-policy.ts'
import { type Actor, theDesk } from '../../src/domain/decision.ts'
import { thursday } from '../support/given.ts'
import {
  type Step,
  type World,
  approvalMeta,
  approve,
  askForChanges,
  away,
  benAsks,
  cab,
  cabOf,
  delegate,
  deskWithout,
  givenApproval,
  policyOf,
  reassign,
  reject,
  stage,
} from '../support/given-approval.ts'

const one = policyOf(stage([cab], 'majority'))
const two = policyOf(
  stage([cab], 'any', { name: 'Authority' }),
  stage(['gil', 'fay'], 'all', { name: 'Lead' }),
)
const later = thursday.add({ hours: 24 })
const monday = Temporal.Instant.from('2026-03-16T09:00:00Z')
const thisMorning = { from: thursday.subtract({ hours: 9 }), to: thursday.add({ minutes: 1 }) }
const byHana = { code: 'already-decided', by: 'hana', answer: 'approved', at: thursday } as const

/** Given what happened under a policy, somebody clicks in a world that has moved on: what only they are told. */
interface Row {
  readonly what: string
  readonly policy?: ApprovalPolicy
  readonly given?: readonly Step[]
  readonly opened?: World
  readonly by: Actor
  /** The stage that the card shows that they click. */
  readonly shown?: number
  readonly now?: World
  readonly told: ApprovalRefusal
}

const rows: readonly Row[] = [
  {
    what: 'left the organisation',
    by: 'hana',
    now: { desk: deskWithout('hana') },
    told: { code: 'unfit', because: 'left' },
  },
  { what: 'never was in it', by: 'zoe', told: { code: 'unfit', because: 'left' } },
  {
    what: 'was disabled',
    by: 'hana',
    now: { disabled: new Set(['hana']) },
    told: { code: 'unfit', because: 'disabled' },
  },
  { what: 'is the requester', by: 'ben', told: { code: 'unfit', because: 'requester' } },
  { what: 'is the implementer', by: 'carl', told: { code: 'unfit', because: 'implementer' } },
  {
    what: 'has become the requester',
    by: 'hana',
    now: { subject: { ...benAsks, requester: 'hana' } },
    told: { code: 'unfit', because: 'requester' },
  },
  {
    what: 'has become the implementer',
    by: 'hana',
    now: { subject: { ...benAsks, implementer: 'hana' } },
    told: { code: 'unfit', because: 'implementer' },
  },
  {
    what: 'is the requester and deputy of an approver',
    by: 'ben',
    opened: { absences: [away('hana', 'ben')] },
    told: { code: 'unfit', because: 'requester' },
  },
  {
    what: 'lost the role, and nobody else has it',
    by: 'hana',
    now: cabOf('ivo', 'fay'),
    told: { code: 'seat-lost', because: 'lost-role', to: 'kai' },
  },
  {
    what: 'lost the role to somebody',
    by: 'hana',
    now: cabOf('ivo', 'fay', 'eve'),
    told: { code: 'seat-lost', because: 'lost-role', to: 'eve' },
  },
  {
    what: 'lost the role, and clicks again after their seat was given away',
    given: [[theDesk, { type: 'recheck' }, cabOf('ivo', 'fay', 'eve')]],
    by: 'hana',
    now: cabOf('ivo', 'fay', 'eve'),
    told: { code: 'seat-lost', because: 'lost-role', to: 'eve' },
  },
  {
    what: 'lost the role, and nobody is left',
    policy: policyOf(stage([cab])),
    opened: cabOf('eve'),
    by: 'eve',
    now: cabOf(),
    told: { code: 'seat-lost', because: 'lost-role' },
  },
  {
    what: 'seat reassigned',
    given: [['jo', reassign('1.1', 'gil')]],
    by: 'hana',
    told: { code: 'seat-lost', because: 'reassigned', to: 'gil' },
  },
  {
    what: 'delegation expired',
    opened: { absences: [{ person: 'hana', deputy: 'eve', ...thisMorning }] },
    by: 'eve',
    now: { now: thursday.add({ minutes: 1 }) },
    told: { code: 'delegation-over', for: 'hana' },
  },
  {
    what: 'delegation expired, and the clock saw it first',
    opened: { absences: [away('hana', 'eve')] },
    given: [[theDesk, { type: 'recheck' }, { absences: [] }]],
    by: 'eve',
    now: { absences: [] },
    told: { code: 'delegation-over', for: 'hana' },
  },
  {
    what: 'whoever delegated to them lost the role',
    given: [['hana', delegate('eve')]],
    by: 'eve',
    now: cabOf('ivo', 'fay'),
    told: { code: 'delegation-over', for: 'hana' },
  },
  {
    what: 'whoever delegated to them left',
    given: [['hana', delegate('eve')]],
    by: 'eve',
    now: { desk: deskWithout('hana') },
    told: { code: 'delegation-over', for: 'hana' },
  },
  {
    what: 'gave their seat back',
    given: [
      ['hana', delegate('eve')],
      ['eve', delegate('hana')],
    ],
    by: 'eve',
    told: { code: 'delegation-over', for: 'hana' },
  },
  {
    what: 'delegated it',
    given: [['hana', delegate('eve')]],
    by: 'hana',
    told: { code: 'delegated', to: 'eve' },
  },
  { what: 'decided already', given: [['hana', approve()]], by: 'hana', told: byHana },
  {
    what: 'decided already by their deputy',
    opened: { absences: [away('hana', 'eve')] },
    given: [['eve', approve()]],
    by: 'hana',
    told: { ...byHana, by: 'eve', for: 'hana' },
  },
  {
    what: 'decided already by whom they stand in for',
    opened: { absences: [away('hana', 'eve')] },
    given: [['hana', approve()]],
    by: 'eve',
    told: byHana,
  },
  {
    what: 'decided already by their delegate',
    given: [
      ['hana', delegate('eve')],
      ['eve', reject()],
    ],
    by: 'hana',
    told: { ...byHana, by: 'eve', for: 'hana', answer: 'rejected' },
  },
  {
    what: 'approved meanwhile',
    given: [
      ['hana', approve()],
      ['ivo', approve()],
    ],
    by: 'fay',
    told: { code: 'over', state: 'approved', by: 'ivo', at: thursday },
  },
  {
    what: 'rejected meanwhile',
    given: [
      ['hana', reject()],
      ['ivo', reject()],
    ],
    by: 'fay',
    told: { code: 'over', state: 'rejected', by: 'ivo', at: thursday },
  },
  {
    what: 'returned meanwhile',
    given: [['hana', askForChanges()]],
    by: 'hana',
    told: { code: 'over', state: 'returned', by: 'hana', at: thursday },
  },
  {
    what: 'withdrawn meanwhile',
    given: [['ben', { type: 'withdraw' }]],
    by: 'hana',
    told: { code: 'over', state: 'withdrawn', by: 'ben', at: thursday },
  },
  {
    what: 'expired',
    given: [[theDesk, { type: 'expire' }, { now: monday }]],
    by: 'hana',
    now: { now: monday },
    told: { code: 'over', state: 'expired', by: theDesk, at: monday },
  },
  {
    what: 'expired, and the clock has not ticked',
    by: 'hana',
    now: { now: monday },
    told: { code: 'expired', at: monday },
  },
  {
    what: 'their stage is not yet',
    policy: two,
    by: 'gil',
    told: { code: 'not-yet', waitsFor: 'Authority' },
  },
  {
    what: 'their stage is not yet, whatever their card shows',
    policy: two,
    by: 'gil',
    shown: 1,
    told: { code: 'not-yet', waitsFor: 'Authority' },
  },
  {
    what: 'their stage is over without them',
    policy: two,
    given: [['hana', approve()]],
    by: 'ivo',
    told: { code: 'stage-over', stage: 'Authority' },
  },
  {
    what: 'their stage is over without them, by a new card',
    policy: two,
    given: [['hana', approve()]],
    by: 'ivo',
    shown: 1,
    told: { code: 'stage-over', stage: 'Authority' },
  },
  {
    what: 'sits in both stages and clicks the first twice',
    policy: two,
    given: [['fay', approve()]],
    by: 'fay',
    told: { ...byHana, by: 'fay' },
  },
  { what: 'is no approver at all', by: 'gil', told: { code: 'not-approver' } },
  { what: 'manages changes, but is no approver', by: 'jo', told: { code: 'not-approver' } },
  {
    what: 'is the deputy of an approver who is here',
    opened: { absences: [{ ...away('hana', 'eve'), from: later }] },
    by: 'eve',
    told: { code: 'not-approver' },
  },
  {
    what: 'nobody is asked at all',
    policy: policyOf(stage([])),
    by: 'hana',
    told: { code: 'not-approver' },
  },
  { what: 'there are no stages', policy: policyOf(), by: 'hana', told: { code: 'not-approver' } },
  { what: 'a stage that is not there', by: 'hana', shown: 7, told: { code: 'not-approver' } },
  { what: 'the desk itself', by: theDesk, told: { code: 'unfit', because: 'left' } },
]

describe('9.2-c: every click is checked anew', () => {
  test.each(rows)('refused: $what', ({ policy = one, given = [], opened = {}, by, shown, now, told }) => {
    const clicks = [approve, reject, askForChanges, (stage: number) => delegate('cleo', stage)]
    for (const click of clicks)
      givenApproval(policy, given, opened)
        .when(by, click(shown ?? 0), now)
        .isRefused(told)
  })

  test('a refusal changes nothing, whatever was put right on the way to it', () => {
    const { approval } = givenApproval(one)
    const before = structuredClone(approval.stages)
    decideApproval(approval, approve(), approvalMeta('hana', cabOf('ivo')))
    expect(approval.stages).toEqual(before)
  })
})
