import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ApprovalCommand } from '../../src/domain/approval-command.ts'
import type { Approval } from '../../src/domain/approval.ts'
import type { StagePolicy } from '../../src/domain/change-policy.ts'
import { neededOf } from '../../src/domain/approval-quorum.ts'
import { approve, askForChanges, opening, policyOf, reject, stage, tryIt } from '../support/given-approval.ts'

const people = ['hana', 'ivo', 'fay', 'gil', 'eve', 'kai'] as const

type Vote = readonly [by: string, command: ApprovalCommand]

const needs: fc.Arbitrary<StagePolicy['needs']> = fc.oneof(
  fc.constantFrom('any' as const, 'all' as const, 'majority' as const),
  fc.record({ atLeast: fc.integer({ min: 1, max: 5 }) }),
)

/** A stage, what each of its people is going to answer, and two orders in which they come to it. */
const drawn = fc
  .record({ size: fc.integer({ min: 1, max: people.length }), needs })
  .chain(({ size, needs: quorum }) => {
    const asked = people.slice(0, size)
    const votes = fc.tuple(
      ...asked.map((by) => fc.boolean().map((yes): Vote => [by, yes ? approve() : reject()])),
    )
    const order = votes.chain((all) => {
      const shuffled = fc.shuffledSubarray(all, { minLength: size, maxLength: size })
      return fc.tuple(shuffled, shuffled)
    })
    return fc.record({ asked: fc.constant(asked), needs: fc.constant(quorum), orders: order })
  })

/** All click, one after the other; who comes after the end is refused. */
const afterAll = (start: Approval, votes: readonly Vote[]): Approval =>
  votes.reduce((state, [by, command]) => tryIt(state, by, command).after, start)

describe('9.2-c: the order in which people click', () => {
  test('does not change what becomes of a stage without a veto', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(drawn, ({ asked, needs: quorum, orders: [one, other] }) => {
        const { approval } = opening(policyOf(stage(asked, quorum)))
        const first = afterAll(approval, one).state
        expect(afterAll(approval, other).state).toBe(first)
        seen.add(first)
      }),
    )
    // Open: where a policy asks for more people than there are.
    expect([...seen].sort()).toEqual(['approved', 'open', 'rejected'])
  })

  test('with a veto it is what came first, the last approval needed or the first rejection', () => {
    fc.assert(
      fc.property(drawn, ({ asked, needs: quorum, orders: [votes] }) => {
        const { approval } = opening(policyOf(stage(asked, quorum, { veto: true })))
        const needed = neededOf(quorum, approval.stages[0]?.seats.length ?? 0)
        const answers = votes.map(([, { type }]) => type)
        const firstNo = answers.indexOf('reject')
        const yesBefore = (firstNo < 0 ? answers : answers.slice(0, firstNo)).length
        const wanted = yesBefore >= needed ? 'approved' : firstNo < 0 ? 'open' : 'rejected'
        expect(afterAll(approval, votes).state).toBe(wanted)
      }),
    )
  })

  test('who asks for changes ends it, unless it has ended before', () => {
    const { approval } = opening(policyOf(stage(['hana', 'ivo'], 'any')))
    const yes: Vote = ['hana', approve()]
    const back: Vote = ['ivo', askForChanges()]
    expect(afterAll(approval, [yes, back]).state).toBe('approved')
    expect(afterAll(approval, [back, yes]).state).toBe('returned')
  })
})
