import { describe, expect, test } from 'vitest'
import type { ApprovalRefusal } from '../../src/domain/approval-command.ts'
import { theDesk } from '../../src/domain/decision.ts'
import { thursday } from '../support/given.ts'
import {
  type Step,
  type World,
  approve,
  askForChanges,
  away,
  benAsks,
  cab,
  delegate,
  deskWithout,
  givenApproval,
  policyOf,
  reassign,
  seatsOf,
  stage,
} from '../support/given-approval.ts'

type Given = readonly Step[]

const one = policyOf(stage([cab], 'majority'))
const two = policyOf(
  stage([cab], 'any', { name: 'Authority' }),
  stage(['gil', 'ada'], 'all', { name: 'Lead' }),
)

const cannot = (person: string, because: Extract<ApprovalRefusal, { code: 'cannot-sit' }>['because']) =>
  ({ code: 'cannot-sit', person, because }) as const

describe('9.2-c: delegating', () => {
  test('the delegate is asked and named as deputy, and decides in their name', () => {
    const { after } = givenApproval(one)
      .when('hana', delegate('eve'))
      .happens({ type: 'delegated', stage: 0, seat: '1.1', from: 'hana', to: 'eve' })
      .follows(
        { kind: 'ask', person: 'eve', seat: '1.1', for: 'hana' },
        { kind: 'release', person: 'hana', seat: '1.1' },
      )
    expect(seatsOf(after)).toEqual(['hana>eve', 'ivo', 'fay'])
    const decided = givenApproval(one, [
      ['hana', delegate('eve')],
      ['eve', approve()],
    ])
    expect(seatsOf(decided.approval)).toEqual(['hana>eve=approved by eve', 'ivo', 'fay'])
  })

  test('the delegate may give it back', () => {
    const { after } = givenApproval(one, [['hana', delegate('eve')]])
      .when('eve', delegate('hana'))
      .happens({
        type: 'delegation-ended',
        stage: 0,
        seat: '1.1',
        delegate: 'eve',
        because: 'given-back',
      })
    expect(seatsOf(after)).toEqual(['hana', 'ivo', 'fay'])
  })

  test('a delegate who goes away has a deputy, and their own one back is asked again', () => {
    const given: readonly Step[] = [['hana', delegate('eve')]]
    const absences = [away('eve', 'gil')]
    const { after } = givenApproval(one, given).when(theDesk, { type: 'recheck' }, { absences })
    expect(seatsOf(after)).toEqual(['hana>gil', 'ivo', 'fay'])
    const back = givenApproval(one, [...given, [theDesk, { type: 'recheck' }, { absences }]])
    expect(seatsOf(back.when(theDesk, { type: 'recheck' }).after)).toEqual(['hana>eve', 'ivo', 'fay'])
  })

  test('when the delegate leaves, it is theirs again who gave it', () => {
    givenApproval(one, [['hana', delegate('eve')]])
      .when(theDesk, { type: 'recheck' }, { desk: deskWithout('eve') })
      .happens({ type: 'delegation-ended', stage: 0, seat: '1.1', delegate: 'eve', because: 'left' })
      .follows({ kind: 'ask', person: 'hana', seat: '1.1' }, { kind: 'release', person: 'eve', seat: '1.1' })
  })

  test.each<[string, string, string, ApprovalRefusal, Given?, World?]>([
    ['the requester', 'hana', 'ben', cannot('ben', 'requester')],
    ['the implementer', 'hana', 'carl', cannot('carl', 'implementer')],
    ['nobody the desk knows', 'hana', 'zoe', cannot('zoe', 'left')],
    ['nobody at all', 'hana', '', cannot('', 'left')],
    ['somebody disabled', 'hana', 'eve', cannot('eve', 'disabled'), [], { disabled: new Set(['eve']) }],
    ['themselves', 'hana', 'hana', cannot('hana', 'seated')],
    ['another approver', 'hana', 'ivo', cannot('ivo', 'seated')],
    ['a deputy of another', 'hana', 'eve', cannot('eve', 'seated'), [['ivo', delegate('eve')]]],
    ['one who has given theirs away', 'hana', 'ivo', cannot('ivo', 'seated'), [['ivo', delegate('eve')]]],
    ['one who has decided', 'hana', 'ivo', cannot('ivo', 'seated'), [['ivo', approve()]]],
    [
      'somebody away',
      'hana',
      'eve',
      { code: 'away', person: 'eve', until: thursday.add({ hours: 72 }) },
      [],
      { absences: [away('eve', 'gil')] },
    ],
    ['on, by a delegate', 'eve', 'gil', { code: 'only-a-deputy', for: 'hana' }, [['hana', delegate('eve')]]],
    [
      'on, by a deputy',
      'eve',
      'gil',
      { code: 'only-a-deputy', for: 'hana' },
      [],
      { absences: [away('hana', 'eve')] },
    ],
  ])('not to %s', (_, by, to, refusal, steps = [], world = {}) => {
    givenApproval(one, steps, world).when(by, delegate(to)).isRefused(refusal)
  })

  test('who gave it away takes no part in the stage, not even as a deputy', () => {
    const { after } = givenApproval(policyOf(stage([cab], 'all')), [['hana', delegate('eve')]]).when(
      theDesk,
      { type: 'recheck' },
      { absences: [away('ivo', 'hana')] },
    )
    expect(seatsOf(after)).toEqual(['hana>eve', 'ivo', 'fay'])
  })
})

describe('9.2-c: reassigning', () => {
  test('by a change manager: the one is asked, the other not any more', () => {
    const { after } = givenApproval(one)
      .when('jo', reassign('1.2', 'gil'))
      .happens({ type: 'reassigned', stage: 0, seat: '1.2', from: 'ivo', to: 'gil' })
      .follows(
        { kind: 'ask', person: 'gil', seat: '1.2' },
        { kind: 'release', person: 'ivo', seat: '1.2' },
        { kind: 'tell', to: 'former-approver', person: 'ivo', event: 0 },
      )
    expect(seatsOf(after)).toEqual(['hana', 'gil', 'fay'])
  })

  test('the reason is kept with it; where one is asked for, none is refused', () => {
    givenApproval(one)
      .when('jo', { ...reassign('1.2', 'gil'), reason: '  Ivo is ill ' })
      .happens({
        type: 'reassigned',
        stage: 0,
        seat: '1.2',
        from: 'ivo',
        to: 'gil',
        reason: 'Ivo is ill',
      })
    givenApproval(one)
      .when('jo', { ...reassign('1.2', 'gil'), reason: ' ' })
      .isRefused({ code: 'field', field: 'reason', problem: { kind: 'missing' } })
  })

  test('both are told who had it: the one who is away, and their deputy', () => {
    const absences = [away('ivo', 'eve')]
    givenApproval(one, [[theDesk, { type: 'recheck' }, { absences }]])
      .when('jo', reassign('1.2', 'gil'), { absences })
      .follows(
        { kind: 'ask', person: 'gil', seat: '1.2' },
        { kind: 'release', person: 'eve', seat: '1.2' },
        { kind: 'tell', to: 'former-approver', person: 'ivo', event: 0 },
        { kind: 'tell', to: 'former-approver', person: 'eve', event: 0 },
      )
  })

  test('what a manager has given stays, though no rule names them', () => {
    givenApproval(one, [['jo', reassign('1.2', 'gil')]])
      .when(theDesk, { type: 'recheck' })
      .isRefused({ code: 'nothing-due' })
  })

  test('an empty seat, so that it can be decided at last', () => {
    const { approval } = givenApproval(policyOf(stage(['ben'], 'any')), [
      ['jo', reassign('1.1', 'gil')],
      ['gil', approve()],
    ])
    expect(approval.state).toBe('approved')
  })

  test('a seat of a later stage, which is asked when it comes', () => {
    const { after } = givenApproval(two).when('jo', reassign('2.1', 'eve')).follows()
    expect(seatsOf(after, 1)).toEqual(['eve', 'ada'])
  })

  test('to the one who has only delegated it, which takes it back', () => {
    const { after } = givenApproval(one, [['hana', delegate('eve')]])
      .when('jo', reassign('1.1', 'hana'))
      .happens({
        type: 'delegation-ended',
        stage: 0,
        seat: '1.1',
        delegate: 'eve',
        because: 'reassigned',
      })
    expect(seatsOf(after)).toEqual(['hana', 'ivo', 'fay'])
  })

  test('who lost a seat by it does not get another one by rule', () => {
    const given: readonly Step[] = [['jo', reassign('1.1', 'gil')]]
    const { after } = givenApproval(one, given).when(
      theDesk,
      { type: 'recheck' },
      { desk: deskWithout('ivo') },
    )
    expect(seatsOf(after)).toEqual(['gil', '-', 'fay'])
  })

  test('not even after they have been a deputy there', () => {
    const given = givenApproval(one, [
      ['jo', reassign('1.1', 'gil')],
      ['gil', delegate('hana')],
      ['hana', delegate('gil')],
    ])
    given.when('hana', approve()).isRefused({ code: 'delegation-over', for: 'gil' })
    const { after } = given.when(theDesk, { type: 'recheck' }, { desk: deskWithout('ivo') })
    expect(seatsOf(after)).toEqual(['gil', '-', 'fay'])
  })

  test.each<[string, string, string, string, ApprovalRefusal, Given?, World?]>([
    ['by an approver', 'hana', '1.2', 'gil', { code: 'not-change-manager' }],
    ['by the requester', 'ben', '1.2', 'gil', { code: 'not-change-manager' }],
    ['by a desk lead where there are managers', 'gil', '1.2', 'eve', { code: 'not-change-manager' }],
    [
      'by a manager for their own request',
      'jo',
      '1.2',
      'gil',
      { code: 'not-change-manager' },
      [],
      { subject: { ...benAsks, requester: 'jo' } },
    ],
    [
      'of a seat there is not',
      'jo',
      '7.7',
      'gil',
      { code: 'field', field: 'seat', problem: { kind: 'unknown' } },
    ],
    [
      'of a seat that is decided',
      'jo',
      '1.1',
      'gil',
      { code: 'already-decided', by: 'hana', answer: 'approved', at: thursday },
      [['hana', approve()]],
    ],
    ['to the requester', 'jo', '1.1', 'ben', { code: 'cannot-sit', person: 'ben', because: 'requester' }],
    [
      'to the implementer',
      'jo',
      '1.1',
      'carl',
      { code: 'cannot-sit', person: 'carl', because: 'implementer' },
    ],
    ['to another approver', 'jo', '1.1', 'fay', { code: 'cannot-sit', person: 'fay', because: 'seated' }],
    ['to whose it is', 'jo', '1.1', 'hana', { code: 'cannot-sit', person: 'hana', because: 'seated' }],
    [
      'of what is over',
      'jo',
      '1.1',
      'gil',
      { code: 'over', state: 'returned', by: 'hana', at: thursday },
      [['hana', askForChanges()]],
    ],
  ])('not %s', (_, by, seat, to, refusal, steps = [], world = {}) => {
    givenApproval(one, steps, world).when(by, reassign(seat, to)).isRefused(refusal)
  })

  test('not of a stage that is over', () => {
    givenApproval(two, [['hana', approve()]])
      .when('jo', reassign('1.2', 'gil'))
      .isRefused({ code: 'stage-over', stage: 'Authority' })
  })

  test('by a desk lead where no manager is left for it', () => {
    givenApproval(one, [], { managers: ['ben'] })
      .when('gil', reassign('1.2', 'eve'))
      .happens({ type: 'reassigned', stage: 0, seat: '1.2', from: 'ivo', to: 'eve' })
  })
})
