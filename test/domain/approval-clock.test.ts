import { describe, expect, test } from 'vitest'
import { nextAbsenceChange } from '../../src/domain/approval-absence.ts'
import { type Actor, theDesk } from '../../src/domain/decision.ts'
import { thursday } from '../support/given.ts'
import {
  approve,
  away,
  cab,
  delegate,
  givenApproval,
  policyOf,
  reject,
  stage,
} from '../support/given-approval.ts'

const one = policyOf(stage([cab], 'majority'))
const at = (iso: string): Temporal.Instant => Temporal.Instant.from(iso)
const three = at('2026-03-12T14:00:00Z')
const monday = at('2026-03-16T09:00:00Z')
const remind = { type: 'remind' } as const
const expire = { type: 'expire' } as const
const tell = (to: 'requester' | 'implementer' | 'manager', person: string, event: number) =>
  ({ kind: 'tell', to, person, event }) as const

describe('9.2-c: reminders', () => {
  test('go to those who have not decided, deputies by their names', () => {
    const { after } = givenApproval(
      one,
      [
        ['ivo', approve()],
        ['fay', delegate('cleo')],
      ],
      { absences: [away('hana', 'eve')] },
    )
      .when(theDesk, remind, { now: three })
      .happens({ type: 'reminded', stage: 0, people: ['eve', 'cleo'], remindAt: '2026-03-13T10:00:00Z' })
      .follows(
        { kind: 'remind', person: 'eve', seat: '1.1', for: 'hana' },
        { kind: 'remind', person: 'cleo', seat: '1.3', for: 'fay' },
      )
    expect(after.remindAt).toEqual(at('2026-03-13T10:00:00Z'))
  })

  test('go on until it expires', () => {
    const { approval } = givenApproval(one, [
      [theDesk, remind, { now: three }],
      [theDesk, remind, { now: at('2026-03-13T10:00:00Z') }],
      [theDesk, remind, { now: at('2026-03-13T15:00:00Z') }],
    ])
    // Four hours after Friday 16:00 is Monday 12:00, when it is over.
    expect(approval.remindAt).toBeUndefined()
  })

  test('are put off by a late tick at night', () => {
    const { after } = givenApproval(one)
      .when(theDesk, remind, { now: at('2026-03-12T22:00:00Z') })
      .happens({ type: 'reminder-put-off', remindAt: '2026-03-13T08:00:00Z' })
      .follows()
    expect(after.remindAt).toEqual(at('2026-03-13T08:00:00Z'))
  })

  test('put seats right first', () => {
    givenApproval(one)
      .when(theDesk, remind, { now: three, absences: [away('hana', 'eve')] })
      .happens(
        { type: 'deputy-changed', stage: 0, seat: '1.1', for: 'hana', away: true, deputy: 'eve' },
        { type: 'reminded', stage: 0, people: ['eve', 'ivo', 'fay'], remindAt: '2026-03-13T10:00:00Z' },
      )
  })

  test('go to the change managers as long as nobody can decide', () => {
    givenApproval(policyOf(stage([])))
      .when(theDesk, remind, { now: three })
      .happens({ type: 'reminded', stage: 0, people: [], remindAt: '2026-03-13T10:00:00Z' })
      .follows(tell('manager', 'jo', 0))
  })

  test('start anew with every stage', () => {
    const { after } = givenApproval(policyOf(stage(['gil']), stage(['fay']))).when('gil', approve(), {
      now: thursday.add({ hours: 1 }),
    })
    expect(after.remindAt).toEqual(at('2026-03-12T15:00:00Z'))
  })

  test.each<[string, Temporal.Instant]>([
    ['before they are due', three.subtract({ milliseconds: 1 })],
    ['once it has expired', monday],
  ])('none %s', (_, now) => {
    givenApproval(one).when(theDesk, remind, { now }).isRefused({ code: 'nothing-due' })
  })

  test('none when it is over', () => {
    givenApproval(policyOf(stage(['gil'])), [['gil', reject()]])
      .when(theDesk, remind, { now: three })
      .isRefused({ code: 'nothing-due' })
  })
})

describe('9.2-c: expiry', () => {
  test('ends it, and all whose matter it is are told', () => {
    const { after } = givenApproval(one, [['hana', approve()]])
      .when(theDesk, expire, { now: monday })
      .happens({ type: 'expired' })
      .follows(tell('requester', 'ben', 0), tell('implementer', 'carl', 0), tell('manager', 'jo', 0))
    expect(after).toMatchObject({ state: 'expired', ending: { by: theDesk, at: monday } })
  })

  test('not a moment earlier', () => {
    const now = monday.subtract({ milliseconds: 1 })
    givenApproval(one).when(theDesk, expire, { now }).isRefused({ code: 'nothing-due' })
    const { after } = givenApproval(policyOf(stage(['gil']))).when('gil', approve(), { now })
    expect(after.state).toBe('approved')
  })

  test('not twice', () => {
    givenApproval(one, [[theDesk, expire, { now: monday }]])
      .when(theDesk, expire, { now: monday })
      .isRefused({ code: 'nothing-due' })
  })

  test.each([expire, remind])('nobody but the clock says $type', (command) => {
    expect(() => givenApproval(one).when('jo', command, { now: monday })).toThrow('jo is not the clock')
  })
})

describe('9.2-c: withdrawing', () => {
  test.each<[string, Actor]>([
    ['the requester', 'ben'],
    ['a change manager', 'jo'],
  ])('by %s', (_, by) => {
    const { after } = givenApproval(one, [['hana', approve()]])
      .when(by, { type: 'withdraw', reason: ' Not needed ' })
      .happens({ type: 'withdrawn', reason: 'Not needed' })
    expect(after).toMatchObject({ state: 'withdrawn', ending: { by, words: 'Not needed' } })
  })

  test('the others are told', () => {
    givenApproval(one)
      .when('jo', { type: 'withdraw' })
      .happens({ type: 'withdrawn' })
      .follows(tell('requester', 'ben', 0), tell('implementer', 'carl', 0))
  })

  test.each(['hana', 'carl', 'gil', theDesk])('not by %s', (by) => {
    givenApproval(one).when(by, { type: 'withdraw' }).isRefused({ code: 'not-yours' })
  })

  test('not once it has expired', () => {
    givenApproval(one)
      .when('ben', { type: 'withdraw' }, { now: monday })
      .isRefused({ code: 'expired', at: monday })
  })
})

const hour = (hours: number): Temporal.Instant => thursday.add({ hours })
const from = (person: string, deputy: string, begin: number, end: number) => ({
  person,
  deputy,
  from: hour(begin),
  to: hour(end),
})

describe('9.2-c: when seats are looked at again', () => {
  test.each<[string, readonly ReturnType<typeof from>[], Temporal.Instant | undefined]>([
    ['never, where nobody goes away', [], undefined],
    ['when one begins', [from('hana', 'eve', 2, 9), from('ivo', 'eve', 3, 4)], hour(2)],
    ['when one ends', [from('hana', 'eve', -2, 9)], hour(9)],
    ['when the deputy of a deputy goes', [from('hana', 'eve', -2, 9), from('eve', 'gil', 1, 2)], hour(1)],
    ['not when somebody else goes', [from('gil', 'eve', 1, 2)], undefined],
    ['not for what is over', [from('hana', 'eve', -3, -2), from('hana', 'eve', -3, 0)], undefined],
  ])('%s', (_, absences, wanted) => {
    expect(nextAbsenceChange(givenApproval(one).approval, absences, thursday)).toEqual(wanted)
  })

  test('never again once it is over', () => {
    const { approval } = givenApproval(one, [['ben', { type: 'withdraw' }]])
    expect(nextAbsenceChange(approval, [from('hana', 'eve', 1, 2)], thursday)).toBeUndefined()
  })
})
