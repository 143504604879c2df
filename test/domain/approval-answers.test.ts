import { describe, expect, test } from 'vitest'
import type { ApprovalCommand, ApprovalRefusal } from '../../src/domain/approval-command.ts'
import { evolveApproval } from '../../src/domain/approval-evolve.ts'
import { thursday } from '../support/given.ts'
import {
  approve,
  askForChanges,
  away,
  cab,
  cabOf,
  givenApproval,
  opening,
  policyOf,
  reject,
  seatsOf,
  stage,
} from '../support/given-approval.ts'

const decided = (seat: string, answer: 'approved' | 'rejected', more: object = {}) => ({
  type: 'decided' as const,
  stage: Number(seat[0]) - 1,
  seat,
  answer,
  ...(answer === 'rejected' ? { reason: 'Too risky' } : {}),
  ...more,
})
const tellBen = (event: number) => ({ kind: 'tell', to: 'requester', person: 'ben', event }) as const
const tellCarl = (event: number) => ({ kind: 'tell', to: 'implementer', person: 'carl', event }) as const

describe('9.2-c: answers', () => {
  const all = policyOf(stage([cab], 'all'))

  test('one of three is recorded with who and when, and nobody else is bothered', () => {
    const { after } = givenApproval(all).when('hana', approve()).happens(decided('1.1', 'approved')).follows()
    expect(after.stages[0]?.seats[0]?.decision).toEqual({ by: 'hana', answer: 'approved', at: thursday })
    expect(after.state).toBe('open')
  })

  test('the last one approves it', () => {
    const { after } = givenApproval(all, [
      ['hana', approve()],
      ['ivo', approve()],
    ])
      .when('fay', approve())
      .happens(decided('1.3', 'approved'), { type: 'approved' })
      .follows(tellBen(1), tellCarl(1))
    expect(after.ending).toEqual({ by: 'fay', at: thursday })
    expect(after.remindAt).toBeUndefined()
  })

  test('the rejection after which not enough can approve ends it, with its reason on record', () => {
    const { after } = givenApproval(policyOf(stage([cab], 'majority')), [['hana', reject()]])
      .when('fay', reject())
      .happens(decided('1.3', 'rejected'), { type: 'rejected', because: 'impossible' })
      .follows(tellBen(1), tellCarl(1))
    expect(after.stages[0]?.seats[2]?.decision?.reason).toBe('Too risky')
  })

  test('a veto ends it where others could still make the quorum', () => {
    givenApproval(policyOf(stage([cab], 'any', { veto: true })))
      .when('fay', reject())
      .happens(decided('1.3', 'rejected'), { type: 'rejected', because: 'veto' })
  })

  test('asking for changes returns it with the remarks, whatever others said', () => {
    const { after } = givenApproval(all, [['hana', approve()]])
      .when('fay', askForChanges())
      .happens({ type: 'returned', seat: '1.3', remarks: 'Say how it is reversed' })
      .follows(tellBen(0), tellCarl(0))
    expect(after).toMatchObject({ state: 'returned', ending: { by: 'fay', words: 'Say how it is reversed' } })
  })

  test('a deputy answers in the name of whose seat it is', () => {
    givenApproval(all, [], { absences: [away('hana', 'eve')] })
      .when('eve', approve())
      .happens(decided('1.1', 'approved', { for: 'hana' }))
  })

  test('who is away may answer all the same', () => {
    givenApproval(all, [], { absences: [away('hana', 'eve')] })
      .when('hana', approve())
      .happens(decided('1.1', 'approved'))
      .follows()
  })

  test('one click answers for every seat that somebody holds, with a record of each', () => {
    const { after } = givenApproval(all, [['ivo', approve()]], { absences: [away('hana', 'fay')] })
      .when('fay', { type: 'approve', condition: 'By night', stage: 0 })
      .happens(
        decided('1.1', 'approved', { for: 'hana', condition: 'By night' }),
        decided('1.3', 'approved', { condition: 'By night' }),
        { type: 'approved' },
      )
    expect(after.conditions).toEqual([{ text: 'By night', by: 'fay' }])
  })

  test('who decided their own seat can still answer for another that becomes theirs', () => {
    const world = { absences: [away('hana', 'fay')] }
    givenApproval(all, [['fay', approve()]])
      .when('fay', approve(), world)
      .happens(
        { type: 'deputy-changed', stage: 0, seat: '1.1', for: 'hana', away: true, deputy: 'fay' },
        decided('1.1', 'approved', { for: 'hana' }),
      )
  })
})

describe('9.2-c: conditions', () => {
  test('a conditional approval counts, and its condition is kept', () => {
    const policy = policyOf(stage(['hana', 'gil'], 'any'), stage(['fay']))
    const { approval } = givenApproval(policy, [
      ['hana', { type: 'approve', condition: ' Only by night ', stage: 0 }],
      ['fay', approve(1)],
    ])
    expect(approval.state).toBe('approved')
    expect(approval.conditions).toEqual([{ text: 'Only by night', by: 'hana' }])
    expect(approval.stages[0]?.seats[0]?.decision?.condition).toBe('Only by night')
  })

  test('blank is none', () => {
    givenApproval(policyOf(stage(['hana', 'gil'])))
      .when('hana', { type: 'approve', condition: '  ', stage: 0 })
      .happens(decided('1.1', 'approved'))
  })
})

describe('9.2-c: stages in order', () => {
  const policy = policyOf(stage(['hana', 'gil'], 'any'), stage(['fay', 'hana'], 'all'))

  test('a stage that passes makes place for the next, whose people are asked then', () => {
    const now = thursday.add({ hours: 2 })
    const { after } = givenApproval(policy)
      .when('hana', approve(), { now })
      .happens(decided('1.1', 'approved'), {
        type: 'stage-passed',
        stage: 0,
        remindAt: '2026-03-13T08:00:00Z',
      })
      .follows({ kind: 'ask', person: 'fay', seat: '2.1' }, { kind: 'ask', person: 'hana', seat: '2.2' })
    expect(after.stage).toBe(1)
  })

  test('the next stage is asked as it is then', () => {
    const { after } = givenApproval(policyOf(stage(['gil']), stage([cab], 'all')))
      .when('gil', approve(), { ...cabOf('ivo', 'fay', 'eve'), absences: [away('ivo', 'cleo')] })
      .follows(
        { kind: 'ask', person: 'eve', seat: '2.1' },
        { kind: 'ask', person: 'cleo', seat: '2.2', for: 'ivo' },
        { kind: 'ask', person: 'fay', seat: '2.3' },
      )
    expect(seatsOf(after)).toEqual(['eve', 'ivo>cleo', 'fay'])
  })

  test('a next stage that nobody is left for does not pass: the change managers are told', () => {
    const { after } = givenApproval(policyOf(stage(['gil']), stage([cab], 'all')), [], cabOf('eve'))
      .when('gil', approve(), cabOf())
      .happens(
        decided('1.1', 'approved'),
        { type: 'stage-passed', stage: 0, remindAt: '2026-03-12T14:00:00Z' },
        {
          type: 'seat-replaced',
          stage: 1,
          seat: '2.1',
          because: 'lost-role',
          seatedBy: 'rule',
          from: 'eve',
        },
        { type: 'stuck', stage: 1 },
      )
      .follows(
        { kind: 'tell', to: 'manager', person: 'jo', event: 2 },
        { kind: 'tell', to: 'manager', person: 'jo', event: 3 },
      )
    expect(after.state).toBe('open')
  })

  test('the same person decides each stage that they sit in', () => {
    const { approval } = givenApproval(policy, [
      ['hana', approve()],
      ['hana', approve(1)],
      ['fay', approve(1)],
    ])
    expect(approval.state).toBe('approved')
  })
})

test('what was opened is not opened again', () => {
  const { approval, events } = opening(policyOf(stage([cab])))
  const [first] = events
  if (first === undefined) throw new Error('nothing happened')
  expect(() => evolveApproval(approval, first, { at: thursday, actor: 'ben' })).toThrow('twice')
})

const missing = (field: string): ApprovalRefusal => ({ code: 'field', field, problem: { kind: 'missing' } })
const tooLong = (field: string, most: number): ApprovalRefusal => ({
  code: 'field',
  field,
  problem: { kind: 'too-long', most },
})

describe('9.2-c: what is said is looked at', () => {
  test.each<[string, ApprovalCommand, ApprovalRefusal]>([
    ['a rejection without a reason', { type: 'reject', reason: ' \n', stage: 0 }, missing('reason')],
    ['its length', { type: 'reject', reason: 'x'.repeat(501), stage: 0 }, tooLong('reason', 500)],
    ['remarks', { type: 'ask-for-changes', remarks: '', stage: 0 }, missing('remarks')],
    [
      'their length',
      { type: 'ask-for-changes', remarks: 'x'.repeat(3001), stage: 0 },
      tooLong('remarks', 3000),
    ],
    ['a condition', { type: 'approve', condition: 'x'.repeat(501), stage: 0 }, tooLong('condition', 500)],
  ])('%s', (_, command, refusal) => {
    givenApproval(policyOf(stage([cab])))
      .when('hana', command)
      .isRefused(refusal)
  })

  test('the right to decide is looked at first', () => {
    givenApproval(policyOf(stage([cab])))
      .when('gil', { type: 'reject', reason: '', stage: 0 })
      .isRefused({ code: 'not-approver' })
  })
})
