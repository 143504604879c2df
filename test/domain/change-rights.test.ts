import { describe, expect, test } from 'vitest'
import { mayReadChange, readsAllChanges } from '../../src/domain/change-rules.ts'
import type { ChangeCommand } from '../../src/domain/change-command.ts'
import type { ChangeState } from '../../src/domain/change.ts'
import { theDesk } from '../../src/domain/decision.ts'
import { action, asked, changeDesk, changeIn, changeOf, whenChange } from '../support/given-change.ts'

/** Every part that somebody can have in CHG-1, a change of `wifi` that ben asks for and carl makes. */
const parts = {
  requester: 'ben',
  implementer: 'carl',
  manager: 'jo',
  approver: 'ivo',
  'owner of the service, approver': 'hana',
  'named to go ahead alone': 'gil',
  'owner of its action': 'dana',
  'agent of another team': 'eve',
  'person of another customer': 'lou',
  'person who left': 'zoe',
} as const
type Part = keyof typeof parts

const groups: Readonly<Record<string, readonly Part[]>> = {
  '-': [],
  requester: ['requester'],
  makes: ['implementer', 'manager'],
  asks: ['requester', 'manager'],
  manager: ['manager'],
  decides: ['approver', 'owner of the service, approver'],
  alone: ['named to go ahead alone'],
  does: ['owner of its action', 'manager'],
  concerned: ['requester', 'implementer', 'manager', 'approver', 'owner of the service, approver'],
}

const columns = [
  'draft',
  'requested',
  'returned',
  'approved',
  'in-progress',
  'done',
  'failed',
  'backed-out',
  'reviewed',
  'rejected',
  'expired',
  'withdrawn',
] as const satisfies readonly ChangeState[]

/** Written by hand from 9.2-a to 9.2-g: who may do what in which state. Nothing collides; it is in the window. */
const table = `
9.2-a | revise        | requester | -         | requester | -         | -         | -         | -         | -         | -         | -         | -         | -
9.2-c | approve       | -         | decides   | -         | -         | -         | -         | -         | -         | -         | -         | -         | -
9.2-c | withdraw      | asks      | asks      | asks      | asks      | -         | -         | -         | -         | -         | -         | -         | -
9.2-e | start         | -         | -         | -         | makes     | -         | -         | -         | -         | -         | -         | -         | -
9.2-g | finish        | -         | -         | -         | -         | makes     | -         | -         | -         | -         | -         | -         | -
9.2-g | review        | -         | -         | -         | -         | -         | asks      | asks      | asks      | -         | -         | -         | -
9.2-c | comment       | concerned | concerned | concerned | concerned | concerned | concerned | concerned | concerned | concerned | concerned | concerned | concerned
9.2-f | go-ahead      | -         | alone     | -         | -         | -         | -         | -         | -         | -         | -         | -         | -
`
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([requirement = '', command = '', ...cells]) => ({ requirement, command, cells }))

const commands: Readonly<Record<string, ChangeCommand>> = {
  revise: { type: 'revise', asked, submit: true },
  approve: { type: 'approval', command: { type: 'approve', stage: 0 } },
  withdraw: { type: 'withdraw', reason: 'Not needed' },
  start: { type: 'start' },
  finish: { type: 'finish', how: 'done', text: 'It runs' },
  review: { type: 'review', effective: 'yes', text: 'It runs', ...action },
  comment: { type: 'comment', text: 'Soon?', files: 0 },
  'go-ahead': { type: 'go-ahead', reason: 'It burns', confirmed: true },
}

const now = Temporal.Instant.from('2026-03-12T12:30:00Z')

describe.each(table)('$requirement: $command', ({ command: name, cells }) => {
  const command = commands[name]
  test.each(columns.map((state, index) => ({ state, word: cells[index] ?? '' })))(
    'while $state: $word',
    ({ state, word }) => {
      const allowed = groups[word]
      if (command === undefined || allowed === undefined) throw new Error(`the table says ${name}, ${word}`)
      const change = changeIn(state, name === 'go-ahead' ? { type: 'emergency' } : {})
      const kinds = Object.entries(parts).map(
        ([part, who]) => [part, whenChange(change, who, command, { now }).decision.kind] as const,
      )
      const wanted = Object.keys(parts).map(
        (part) => [part, allowed.includes(part as Part) ? 'accepted' : 'refused'] as const,
      )
      expect(Object.fromEntries(kinds)).toEqual(Object.fromEntries(wanted))
    },
  )
})

describe('9.2-c: what those without the right are told', () => {
  test.each([
    ['draft', 'carl', 'revise', { code: 'not-requester', requester: 'ben' }],
    ['requested', 'ben', 'revise', { code: 'change-state', state: 'requested' }],
    ['requested', 'lou', 'withdraw', { code: 'not-requester', requester: 'ben' }],
    ['approved', 'ben', 'start', { code: 'not-implementer', implementer: 'carl' }],
    ['requested', 'carl', 'start', { code: 'change-state', state: 'requested' }],
    ['in-progress', 'hana', 'finish', { code: 'not-implementer', implementer: 'carl' }],
    ['done', 'carl', 'review', { code: 'not-requester', requester: 'ben' }],
    ['in-progress', 'ben', 'review', { code: 'change-state', state: 'in-progress' }],
    ['requested', 'lou', 'comment', { code: 'not-involved' }],
    ['requested', 'hana', 'go-ahead', { code: 'not-alone' }],
    ['requested', 'gil', 'go-ahead', { code: 'change-state', state: 'requested' }],
    ['done', 'zoe', 'review', { code: 'not-involved' }],
  ] as const)('%s: %s, %s', (state, who, name, refusal) => {
    const command = commands[name]
    if (command === undefined) throw new Error(name)
    expect(whenChange(changeIn(state), who, command, { now }).refusal()).toEqual(refusal)
  })

  test('9.2-f: nobody goes ahead alone with what they ask for, or without confirming it', () => {
    const emergency = changeOf([], { type: 'emergency' })
    const mine = { ...emergency, requestedBy: 'gil' }
    const ahead = { type: 'go-ahead', reason: 'It burns', confirmed: true } as const
    expect(whenChange(mine, 'gil', ahead).refusal()).toEqual({ code: 'not-alone' })
    expect(whenChange(emergency, 'gil', { ...ahead, confirmed: false }).refusal()).toEqual({
      code: 'not-confirmed',
    })
    expect(whenChange(emergency, 'gil', { ...ahead, reason: ' ' }).refusal()).toMatchObject({
      field: 'reason',
    })
  })

  test('a command of the clock by anybody else is no command', () => {
    expect(() => whenChange(changeIn('approved'), 'jo', { type: 'tick' })).toThrow('not the desk')
    expect(whenChange(changeIn('approved'), theDesk, { type: 'tick' }).refusal()).toEqual({
      code: 'nothing-due',
    })
  })
})

describe('8.1-i: who reads changes', () => {
  const change = changeIn('requested')
  test.each([
    ['ben', 'asks for it', true],
    ['carl', 'makes it', true],
    ['eve', 'is an agent', true],
    ['jo', 'is an administrator', true],
    ['kai', 'audits', true],
    ['ivo', 'sits in an authority', true],
    ['hana', 'owns its service', true],
    ['ada', 'speaks for a customer of it', true],
    ['lou', 'speaks for another', true],
    ['mia', 'is a customer', false],
    ['zoe', 'has left', false],
    ['desk:clock', 'is the clock', false],
  ] as const)('%s, who %s: %s', (who, _, reads) => {
    expect(mayReadChange(change, who, changeDesk)).toBe(reads)
  })

  test('a customer reads what they ask for, and what they have to do; that is not everything', () => {
    const mine = changeOf([], { implementer: 'mia' })
    expect(mayReadChange(mine, 'mia', changeDesk)).toBe(true)
    expect(readsAllChanges('mia', changeDesk)).toBe(false)
    const tasks = [{ id: 'a', text: 'Test it', owner: 'mia' }]
    expect(mayReadChange({ ...change, tasks }, 'mia', changeDesk)).toBe(true)
  })
})
