import { describe, expect, test } from 'vitest'
import { isStuck, neededOf, outcomeOf, tallyOf } from '../../src/domain/approval-quorum.ts'
import type { Seat, Stage } from '../../src/domain/approval.ts'
import type { Quorum } from '../../src/domain/change-policy.ts'
import { thursday } from '../support/given.ts'

/** `y` approved, `n` rejected, `.` waits, `-` nobody sits there. */
const stageOf = (answers: string, needs: Quorum, veto = false): Stage => ({
  name: 'CAB',
  needs,
  veto,
  seats: answers.split('').map((answer, index): Seat => {
    const base: Seat = { id: `1.${index + 1}`, rules: [0], seatedBy: 'rule', formerly: [] }
    if (answer === '-') return base
    const person = `p${index}`
    if (answer === '.') return { ...base, person }
    const decision = { by: person, answer: answer === 'y' ? 'approved' : 'rejected', at: thursday } as const
    return { ...base, person, decision }
  }),
})

describe('9.2-c: approvals needed', () => {
  test.each<[Quorum, readonly number[]]>([
    // Of 1, 2, 3, 4, 5 seats.
    ['any', [1, 1, 1, 1, 1]],
    ['all', [1, 2, 3, 4, 5]],
    ['majority', [1, 2, 2, 3, 3]],
    [{ atLeast: 2 }, [2, 2, 2, 2, 2]],
    [{ atLeast: 0 }, [1, 1, 1, 1, 1]],
    [{ atLeast: -3 }, [1, 1, 1, 1, 1]],
    [{ atLeast: 1.5 }, [2, 2, 2, 2, 2]],
    [{ atLeast: Number.NaN }, [Infinity, Infinity, Infinity, Infinity, Infinity]],
  ])('%j', (needs, wanted) => {
    expect([1, 2, 3, 4, 5].map((seats) => neededOf(needs, seats))).toEqual(wanted)
    expect(neededOf(needs, 0)).toBe(Infinity)
  })
})

const table = `
needs    | veto | answers | outcome
any      | -    | ...     | open
any      | -    | .y.     | passed
any      | -    | nn.     | open
any      | -    | nny     | passed
any      | -    | nnn     | impossible
any      | -    | nn-     | open, stuck
any      | -    | -       | open, stuck
any      | -    |         | open, stuck
any      | veto | n..     | vetoed
all      | -    | yy.     | open
all      | -    | yyy     | passed
all      | -    | yyn     | impossible
all      | -    | n..     | impossible
all      | -    | yy-     | open, stuck
all      | -    |         | open, stuck
majority | -    | y..     | open
majority | -    | y.y     | passed
majority | -    | ny.     | open
majority | -    | n.n     | impossible
majority | -    | yy..    | open
majority | -    | yyy.    | passed
majority | -    | nn..    | impossible
majority | -    | yn-     | open, stuck
majority | -    | yy-     | passed
majority | veto | yn.     | vetoed
2        | -    | y...    | open
2        | -    | y..y    | passed
2        | -    | nn..    | open
2        | -    | nnn.    | impossible
2        | -    | y--     | open, stuck
2        | -    | .       | open, stuck
99       | -    | yyy     | open, stuck
99       | -    | yyn     | impossible
`
const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))

describe('9.2-c: what decisions make of a stage', () => {
  test.each(rows)('%s, %s: %s is %s', (needs = '', veto, answers = '', wanted) => {
    const quorum = /^\d+$/.test(needs) ? { atLeast: Number(needs) } : (needs as Quorum)
    const stage = stageOf(answers, quorum, veto === 'veto')
    expect(outcomeOf(stage) + (isStuck(stage) ? ', stuck' : '')).toBe(wanted)
  })
})

test('9.2-c: a card can say "1 of 3"', () => {
  expect(tallyOf(stageOf('yn.-.', 'majority'))).toEqual({
    seats: 5,
    needed: 3,
    approved: 1,
    rejected: 1,
    waiting: 2,
    empty: 1,
  })
})
