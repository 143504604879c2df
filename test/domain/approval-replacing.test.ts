import { describe, expect, test } from 'vitest'
import { theDesk } from '../../src/domain/decision.ts'
import {
  type World,
  approve,
  away,
  benAsks,
  cab,
  cabOf,
  deskWithout,
  givenApproval,
  policyOf,
  reassign,
  seatsOf,
  stage,
} from '../support/given-approval.ts'

const one = policyOf(stage([cab], 'majority'))

describe('9.2-c: replaced by rule', () => {
  const recheck = { type: 'recheck' } as const

  test('by those whom the rule names now', () => {
    givenApproval(one)
      .when(theDesk, recheck, cabOf('ivo', 'fay', 'eve'))
      .happens({
        type: 'seat-replaced',
        stage: 0,
        seat: '1.1',
        because: 'lost-role',
        seatedBy: 'rule',
        from: 'hana',
        to: 'eve',
      })
      .follows({ kind: 'ask', person: 'eve', seat: '1.1' }, { kind: 'release', person: 'hana', seat: '1.1' })
  })

  test.each<[string, World, readonly string[]]>([
    ['else by their line manager', cabOf('ivo', 'fay'), ['kai', 'ivo', 'fay']],
    [
      'also when they have left, and the desk does not know it any more',
      { desk: deskWithout('hana') },
      ['kai', 'ivo', 'fay'],
    ],
    ['or that one’s manager', { ...cabOf('ivo', 'fay'), disabled: new Set(['kai']) }, ['gil', 'ivo', 'fay']],
    ['disabled', { disabled: new Set(['hana']) }, ['kai', 'ivo', 'fay']],
    [
      'but not by the requester',
      { ...cabOf('ivo', 'fay', 'eve'), subject: { ...benAsks, requester: 'eve' } },
      ['kai', 'ivo', 'fay'],
    ],
    ['and not by somebody who sits there', { desk: deskWithout('hana', 'kai') }, ['-', 'ivo', 'fay']],
    ['without a manager the seat is empty', cabOf('hana', 'fay'), ['hana', '-', 'fay']],
  ])('%s', (_, world, seats) => {
    expect(seatsOf(givenApproval(one).when(theDesk, recheck, world).after)).toEqual(seats)
  })

  test('whoever comes into a seat has a line manager too', () => {
    const joined = cabOf('ivo', 'fay', 'cleo')
    const byRule = givenApproval(one, [[theDesk, recheck, joined]])
    const byManager = givenApproval(one, [['jo', reassign('1.1', 'cleo')]])
    for (const given of [byRule, byManager]) {
      const { after } = given.when(theDesk, recheck, { ...joined, desk: deskWithout('cleo', 'hana') })
      expect(seatsOf(after)).toEqual(['dana', 'ivo', 'fay'])
    }
  })

  test('of an empty seat the change managers hear, once', () => {
    const world = cabOf('hana', 'fay')
    givenApproval(one)
      .when(theDesk, recheck, world)
      .follows(
        { kind: 'release', person: 'ivo', seat: '1.2' },
        { kind: 'tell', to: 'manager', person: 'jo', event: 0 },
      )
    givenApproval(one, [[theDesk, recheck, world]])
      .when(theDesk, recheck, world)
      .isRefused({ code: 'nothing-due' })
  })

  test('it is filled when a rule names somebody again', () => {
    const { after } = givenApproval(one, [[theDesk, recheck, cabOf('hana', 'fay')]]).when(
      'hana',
      approve(),
      cabOf('hana', 'fay', 'eve'),
    )
    expect(seatsOf(after)).toEqual(['hana=approved by hana', 'eve', 'fay'])
  })

  test('an empty seat still counts: nobody decides by the absence of others', () => {
    const { after } = givenApproval(policyOf(stage([cab], 'all')), [['hana', approve()]]).when(
      'fay',
      approve(),
      cabOf('hana', 'fay'),
    )
    expect(after.state).toBe('open')
    expect(seatsOf(after)).toEqual(['hana=approved by hana', '-', 'fay=approved by fay'])
  })

  test('what was decided stands, also when they leave afterwards', () => {
    const { after } = givenApproval(one, [['hana', approve()]]).when('fay', approve(), {
      desk: deskWithout('hana'),
    })
    expect(after.state).toBe('approved')
  })

  test('a deputy is asked from when an absence begins until it ends', () => {
    const absences = [away('hana', 'eve')]
    givenApproval(one)
      .when(theDesk, recheck, { absences })
      .happens({ type: 'deputy-changed', stage: 0, seat: '1.1', for: 'hana', away: true, deputy: 'eve' })
      .follows(
        { kind: 'ask', person: 'eve', seat: '1.1', for: 'hana' },
        { kind: 'release', person: 'hana', seat: '1.1' },
      )
    givenApproval(one, [], { absences })
      .when(theDesk, recheck, { absences: [] })
      .happens({ type: 'deputy-changed', stage: 0, seat: '1.1', for: 'hana', away: false })
      .follows({ kind: 'ask', person: 'hana', seat: '1.1' }, { kind: 'release', person: 'eve', seat: '1.1' })
  })
})
