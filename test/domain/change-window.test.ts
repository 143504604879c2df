import { describe, expect, test } from 'vitest'
import { nextTickOf } from '../../src/domain/change-clock.ts'
import { mayStartNow } from '../../src/domain/change-window.ts'
import { theDesk } from '../../src/domain/decision.ts'
import { approves, asked, changeIn, changeOf, finishes, starts, whenChange } from '../support/given-change.ts'

const tick = { type: 'tick' } as const
const at = (iso: string): { readonly now: Temporal.Instant } => ({ now: Temporal.Instant.from(iso) })
const ticked = (change: ReturnType<typeof changeOf>, iso: string) =>
  whenChange(change, theDesk, tick, at(iso))

/** Approved, and reminded of. */
const approved = ticked(changeIn('approved'), '2026-03-12T11:00:00Z').after
const open = ticked(approved, asked.from).after
const began = { type: 'window-began', until: asked.to }

describe('9.2-e: the window of a change', () => {
  test('begins to the second: whoever makes it is told, and only then it is offered to be started', () => {
    expect(nextTickOf(approved)?.toString()).toBe(asked.from)
    expect(ticked(approved, '2026-03-12T11:59:59Z').refusal()).toEqual({ code: 'nothing-due' })
    expect(mayStartNow(approved)).toBe(false)
    const decided = ticked(approved, asked.from)
    expect(decided.events()).toEqual([began])
    expect(decided.effects()).toEqual([{ kind: 'write-to', person: 'carl', event: 0 }])
    expect(mayStartNow(decided.after)).toBe(true)
  })

  test('has begun when it is approved in the middle of it', () => {
    const [by, command] = approves
    const late = whenChange(changeIn('requested'), by, command, at('2026-03-12T12:30:00Z'))
    expect(late.events().slice(-2)).toMatchObject([{ type: 'approved' }, began])
    expect(late.effects()).toContainEqual({
      kind: 'write-to',
      person: 'carl',
      event: late.events().length - 1,
    })
    expect(mayStartNow(late.after)).toBe(true)
    expect(nextTickOf(late.after)?.toString()).toBe(asked.to)
  })

  test.each([
    ['unstarted', open, false],
    ['while it is still being made', whenChange(open, 'carl', { type: 'start' }, at(asked.from)).after, true],
    ['unstarted, which a tick that comes late says without saying first that it began', approved, false],
  ] as const)('ends %s: all whom it concerns hear of it, once', (_, change, started) => {
    const decided = ticked(change, asked.to)
    expect(decided.events()).toEqual([{ type: 'window-ended', started }])
    expect(decided.effects()).toEqual([
      { kind: 'tell', audience: 'authority', event: 0 },
      ...['carl', 'ben', 'jo'].map((person) => ({ kind: 'write-to', person, event: 0 })),
    ])
    expect(nextTickOf(decided.after)).toBeUndefined()
    expect(mayStartNow(decided.after)).toBe(false)
  })

  test('9.2-f: has begun when somebody goes ahead in the middle of it', () => {
    const ahead = { type: 'go-ahead', reason: 'It burns', confirmed: true } as const
    const gone = whenChange(changeOf([], { type: 'emergency' }), 'gil', ahead, at('2026-03-12T12:30:00Z'))
    expect(gone.events().slice(-2)).toMatchObject([{ type: 'gone-ahead' }, began])
    expect(mayStartNow(gone.after)).toBe(true)
  })

  test('9.2-f: of an emergency may be over, and it is put on record all the same', () => {
    const emergency = changeOf([approves], { type: 'emergency' })
    expect(mayStartNow(ticked(emergency, asked.to).after)).toBe(true)
  })

  test('is nobody’s business once it is done, withdrawn, or not approved', () => {
    const done = changeOf([approves, starts, finishes()])
    const withdrawn = whenChange(open, 'ben', { type: 'withdraw', reason: 'Not now' }, at(asked.from)).after
    for (const change of [done, withdrawn, changeIn('requested'), changeIn('rejected')]) {
      const { after } = ticked(change, asked.to)
      expect(after.window).toBeUndefined()
      expect(mayStartNow(after)).toBe(false)
    }
  })
})
