import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ApprovalCommand } from '../../src/domain/approval-command.ts'
import type { ApprovalEvent } from '../../src/domain/approval-event.ts'
import { beginApproval, evolveApproval } from '../../src/domain/approval-evolve.ts'
import type { Approval, Stage } from '../../src/domain/approval.ts'
import type { ApprovalPolicy } from '../../src/domain/change-policy.ts'
import {
  type Attempt,
  after as timesAfter,
  attempts,
  modelWorldOf,
  policy,
  startOf,
  worldOf,
} from '../support/approval-arbitrary.ts'
import { ofEngine, ofModel } from '../support/approval-held.ts'
import { type Model, modelAfter, newModel } from '../support/approval-model.ts'
import { opening, tryIt } from '../support/given-approval.ts'

interface Told {
  readonly at: Temporal.Instant
  readonly actor: string
  readonly event: ApprovalEvent
}

/** One attempt: what the engine and the model made of it. */
interface Look {
  readonly before: Approval
  readonly approval: Approval
  readonly model: Model
  readonly accepted: boolean
  readonly foreseen: boolean
  readonly happened: readonly Told[]
}

/** Tries everything in turn, in a world that moves on; calls back after every attempt. Gives all that happened. */
const live = (
  asked: ApprovalPolicy,
  tries: readonly Attempt[],
  look: (seen: Look) => void,
): readonly Told[] => {
  let times = startOf
  const opened = opening(asked, worldOf(times))
  let approval = opened.approval
  let model = newModel(asked, modelWorldOf(times, asked))
  const told: Told[] = opened.events.map((event) => ({ at: times.now, actor: 'ben', event }))
  for (const one of tries) {
    times = timesAfter(times, one)
    if ('news' in one) continue
    const before = approval
    const command = aimed(one.command, before.stage - one.shown)
    const { decision, after } = tryIt(before, one.by, command, worldOf(times))
    const accepted = decision.kind === 'accepted'
    const happened = accepted ? decision.events.map((event) => ({ at: times.now, actor: one.by, event })) : []
    // Only the clock knows when a reminder is due, and in what hours: the model knows what it puts right.
    const isMute = command.type === 'remind' && !happened.some(({ event }) => event.type === 'reminded')
    const next = isMute ? undefined : modelAfter(model, one.by, command, modelWorldOf(times, asked))
    model = next ?? model
    approval = after
    told.push(...happened)
    const foreseen = isMute ? accepted : next !== undefined
    look({ before, approval, model, accepted, foreseen, happened })
  }
  return told
}

const aimed = (command: ApprovalCommand, stage: number): ApprovalCommand =>
  'stage' in command ? { ...command, stage } : command

describe('9.2-c: whatever people try, in whatever order', () => {
  test('the model makes the same of it: who sits where, who is asked, who decided what, and how it ended', () => {
    const ends = new Map<string, number>()
    const kinds = new Set<string>()
    fc.assert(
      fc.property(policy, attempts, (asked, tries) => {
        let last: Approval | undefined
        const told = live(asked, tries, ({ approval, model, accepted, foreseen }) => {
          expect(accepted).toBe(foreseen)
          expect(ofEngine(approval)).toEqual(ofModel(model))
          last = approval
        })
        for (const { event } of told) kinds.add(event.type)
        if (last !== undefined) ends.set(last.state, (ends.get(last.state) ?? 0) + 1)
      }),
      { numRuns: 600 },
    )
    // Otherwise the random clicks prove little.
    expect([...ends.keys()].sort()).toEqual([
      'approved',
      'expired',
      'open',
      'rejected',
      'returned',
      'withdrawn',
    ])
    expect([...kinds].sort()).toEqual([
      'approved',
      'decided',
      'delegated',
      'delegation-ended',
      'deputy-changed',
      'expired',
      'opened',
      'reassigned',
      'rejected',
      'reminded',
      'reminder-put-off',
      'returned',
      'seat-replaced',
      'stage-passed',
      'stuck',
      'withdrawn',
    ])
  })

  test('there is one outcome, and nothing happens after it', () => {
    fc.assert(
      fc.property(policy, attempts, (asked, tries) => {
        const told = live(asked, tries, ({ before, approval, happened }) => {
          // Over is over: nothing at all is different afterwards.
          const mayChange = before.state === 'open'
          expect(mayChange || (approval === before && happened.length === 0)).toBe(true)
        })
        const ends = told.flatMap(({ event }, index) => (endings.has(event.type) ? [index] : []))
        expect([[], [told.length - 1]]).toContainEqual(ends)
      }),
      { numRuns: 300 },
    )
  })

  test('each decides once and for one seat of a stage that counts heads; requester and implementer never', () => {
    let several = 0
    fc.assert(
      fc.property(policy, attempts, (asked, tries) => {
        const told = live(asked, tries, ({ approval, happened }) => {
          for (const { seats, needs } of approval.stages) {
            const countsHeads = needs !== 'any' && needs !== 'all'
            const by = seats.flatMap(({ decision }) => decision?.by ?? [])
            const sitting = seats.flatMap(({ person }) => person ?? [])
            expect(sitting).toEqual([...new Set(sitting)])
            expect(countsHeads ? by : []).toEqual(countsHeads ? [...new Set(by)] : [])
          }
          if (happened.filter(({ event }) => event.type === 'decided').length > 1) several += 1
        })
        const decided = told.filter(({ event }) => event.type === 'decided' || event.type === 'returned')
        const seats = told.flatMap(({ event }) => (event.type === 'decided' ? [event.seat] : []))
        expect(decided.filter(({ actor }) => actor === 'ben' || actor === 'carl')).toEqual([])
        expect(seats).toEqual([...new Set(seats)])
      }),
      { numRuns: 300 },
    )
    // One click for several seats is seldom, and is among these.
    expect(several).toBeGreaterThan(0)
  })

  test('it is approved by enough people in every stage, each in its turn, or not at all', () => {
    fc.assert(
      fc.property(policy, attempts, (asked, tries) => {
        const told = live(asked, tries, ({ approval }) => {
          const { stages, stage, state } = approval
          const passed = stages.slice(0, state === 'approved' ? stages.length : stage)
          const toCome = stages.slice(stage + 1).flatMap(({ seats }) => seats)
          expect(passed.filter((one) => !hasEnough(one))).toEqual([])
          expect(toCome.filter(({ decision }) => decision !== undefined)).toEqual([])
        })
        const order = told.flatMap(({ event }) => (event.type === 'decided' ? [event.stage] : []))
        expect(order).toEqual(order.toSorted((one, other) => one - other))
      }),
      { numRuns: 300 },
    )
  })

  test('the recorded events, as JSON keeps them, make the state again', () => {
    fc.assert(
      fc.property(policy, attempts, (asked, tries) => {
        let last = opening(asked).approval
        const told = live(asked, tries, ({ approval }) => {
          last = approval
        })
        const kept = told.map((one) => ({
          ...one,
          event: JSON.parse(JSON.stringify(one.event)) as ApprovalEvent,
        }))
        const [first, ...rest] = kept
        if (first?.event.type !== 'opened') throw new Error('it begins by being opened')
        const begun = beginApproval('A1', first.event, first)
        expect(rest.reduce((state, one) => evolveApproval(state, one.event, one), begun)).toEqual(last)
      }),
      { numRuns: 300 },
    )
  })
})

const endings: ReadonlySet<string> = new Set(['approved', 'rejected', 'returned', 'expired', 'withdrawn'])

const hasEnough = ({ needs, seats }: Stage): boolean => {
  const yes = seats.filter(({ decision }) => decision?.answer === 'approved').length
  if (yes === 0) return false
  if (typeof needs === 'object') return yes >= needs.atLeast
  return { any: true, all: yes === seats.length, majority: yes > seats.length - yes }[needs]
}
