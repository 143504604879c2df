import { describe, expect, test } from 'vitest'
import { nextTickOf } from '../../src/domain/change-clock.ts'
import type { AskedAction } from '../../src/domain/change-investigation.ts'
import { theDesk } from '../../src/domain/decision.ts'
import { action, approves, asked, changeIn, changeOf, starts, whenChange } from '../support/given-change.ts'
import { thursday } from '../support/given.ts'

const at = (iso: string): { readonly now: Temporal.Instant } => ({ now: Temporal.Instant.from(iso) })
const tick = { type: 'tick' } as const

describe('9.2-e: it is started', () => {
  const approved = changeIn('approved')
  test.each([
    [
      'before its window',
      '2026-03-12T11:59:59Z',
      { code: 'too-early', from: Temporal.Instant.from(asked.from) },
    ],
    ['when its window begins', asked.from, undefined],
    ['in the last moment', '2026-03-12T13:59:59Z', undefined],
    ['when its window is over', asked.to, { code: 'window-over', to: Temporal.Instant.from(asked.to) }],
  ] as const)('%s', (_, now, refusal) => {
    expect(whenChange(approved, 'carl', { type: 'start' }, at(now)).refusal()).toEqual(refusal)
  })

  test('9.2-f: what could not wait is put on record also when its window is over', () => {
    const emergency = changeOf([approves], { type: 'emergency' })
    expect(whenChange(emergency, 'carl', { type: 'start' }, at(asked.to)).refusal()).toBeUndefined()
  })

  test('not while it collides with what was approved since, nor in a freeze', () => {
    const other = {
      id: 'CHG-2',
      title: 'Other',
      type: 'normal',
      services: ['wifi'],
      components: [],
      implementer: 'cleo',
      window: { from: Temporal.Instant.from(asked.from), to: Temporal.Instant.from(asked.to) },
    } as const
    const world = { ...at('2026-03-12T12:30:00Z'), schedule: [other] }
    const refused = whenChange(approved, 'carl', { type: 'start' }, world).refusal()
    expect(refused).toMatchObject({
      code: 'conflicts',
      conflicts: [{ kind: 'same-service', change: 'CHG-2' }],
    })
    const allowed = whenChange(approved, 'jo', { type: 'override', reason: 'Other floor' }, world)
    expect(whenChange(allowed.after, 'carl', { type: 'start' }, world).refusal()).toBeUndefined()
    const elsewhere = { ...other, services: ['payroll'], implementer: 'eve' }
    expect(
      whenChange(approved, 'carl', { type: 'start' }, { ...world, schedule: [elsewhere] }).refusal(),
    ).toBeUndefined()
  })

  test('and not approved while it collides; the board is told of those that it collides with from then on', () => {
    const requested = changeIn('requested')
    const other = {
      id: 'CHG-2',
      title: 'Other',
      type: 'normal',
      services: ['wifi'],
      components: [],
      implementer: 'cleo',
      window: { from: Temporal.Instant.from(asked.from), to: Temporal.Instant.from(asked.to) },
    } as const
    const [by, approve] = approves
    expect(whenChange(requested, by, approve, { schedule: [other] }).refusal()).toMatchObject({
      code: 'conflicts',
    })
    expect(whenChange(requested, by, approve, { pending: [other] }).effects()).toContainEqual({
      kind: 'redraw',
      record: 'CHG-2',
    })
  })
})

/** What is said about an action, and what is wrong with it. */
const actions: readonly (readonly [said: AskedAction, field: string, problem: string])[] = [
  [{ ...action, owner: '' }, 'owner', 'missing'],
  [{ ...action, owner: 'zoe' }, 'owner', 'unknown'],
  [{ ...action, due: '' }, 'due', 'missing'],
  [{ ...action, due: 'soon' }, 'due', 'no-choice'],
  [{ ...action, due: '2026-03-12T08:00:00Z' }, 'due', 'in-the-past'],
  [{ ...action, action: 'x'.repeat(501) }, 'action', 'too-long'],
]

describe('9.2-g: what did not succeed is looked into', () => {
  test.each(actions)('an action needs an owner and a day to come: %j', (said, field, kind) => {
    const refusal = { code: 'field', field, problem: { kind } }
    const underWay = changeIn('in-progress')
    expect(
      whenChange(underWay, 'carl', { type: 'finish', how: 'failed', text: 'No', ...said }).refusal(),
    ).toMatchObject(refusal)
    expect(
      whenChange(changeIn('failed'), 'ben', {
        type: 'review',
        effective: 'no',
        text: 'No',
        ...said,
      }).refusal(),
    ).toMatchObject(refusal)
  })

  test.each([
    ['done', 'yes', false],
    ['done', 'no', true],
    ['failed', 'yes', true],
    ['failed', 'no', true],
    ['backed-out', 'yes', true],
    ['backed-out', 'no', true],
  ] as const)('%s, effective %s: it needs an action is %s', (state, effective, needs) => {
    const review = { type: 'review', effective, text: 'Learnt' } as const
    const bare = whenChange(changeIn(state), 'ben', review)
    expect(bare.refusal()).toEqual(
      needs ? { code: 'field', field: 'action', problem: { kind: 'missing' } } : undefined,
    )
    const looked = whenChange(changeIn(state), 'ben', { ...review, ...action })
    expect(looked.after).toMatchObject({
      state: 'reviewed',
      tasks: [{ text: 'Test it before', owner: 'dana', due: action.due }],
    })
  })

  test('an action that was agreed at the end is enough; a condition of the approval is not', () => {
    const failed = changeOf([
      approves,
      starts,
      ['carl', { type: 'finish', how: 'failed', text: 'No', ...action }, at('2026-03-12T12:30:00Z')],
    ])
    expect(failed.tasks).toHaveLength(1)
    const review = { type: 'review', effective: 'no', text: 'Learnt' } as const
    expect(whenChange(failed, 'ben', review).after.state).toBe('reviewed')
    const conditional = {
      ...changeIn('failed'),
      tasks: [{ id: 'condition-1', text: 'Call first', owner: 'carl' }],
    }
    expect(whenChange(conditional, 'ben', review).refusal()).toMatchObject({ field: 'action' })
  })

  test('whoever does it is written to, unless they said it themselves', () => {
    const review = { type: 'review', effective: 'no', text: 'Learnt', ...action } as const
    const written = (by: string, owner: string): readonly unknown[] =>
      whenChange(changeIn('done'), by, { ...review, owner })
        .effects()
        .filter(({ kind }) => kind === 'write-to')
    expect(written('ben', 'dana')).toEqual([{ kind: 'write-to', person: 'dana', event: 1 }])
    expect(written('ben', 'ben')).toEqual([])
  })
})

describe('9.2-g: an action is asked for until it is done', () => {
  // Due on a Friday evening: Monday at nine in Berlin is when somebody works again.
  const due = '2026-03-13T19:00:00Z'
  const monday = at('2026-03-16T08:00:00Z')
  const failed = changeOf([
    approves,
    starts,
    ['carl', { type: 'finish', how: 'failed', text: 'No', ...action, due }, at('2026-03-12T12:30:00Z')],
  ])
  // Without its review, so that nothing else is due.
  const { reviewDue: _, ...change } = failed

  test('not before it is due, and not when nobody works', () => {
    expect(change.tasks[0]).toMatchObject({ due, remindAt: '2026-03-16T08:00:00Z' })
    expect(whenChange(change, theDesk, tick, at('2026-03-16T07:59:59Z')).refusal()).toEqual({
      code: 'nothing-due',
    })
  })

  test('first whoever does it, a day later the change managers too, and so on', () => {
    const first = whenChange(change, theDesk, tick, monday)
    expect(first.events()).toEqual([
      {
        type: 'task-reminded',
        task: change.tasks[0]?.id,
        text: 'Test it before',
        owner: 'dana',
        due,
        next: '2026-03-17T08:00:00Z',
      },
    ])
    expect(first.effects()).toEqual([{ kind: 'write-to', person: 'dana', event: 0 }])
    expect(whenChange(first.after, theDesk, tick, monday).refusal()).toEqual({ code: 'nothing-due' })
    const second = whenChange(first.after, theDesk, tick, at('2026-03-17T08:00:00Z'))
    expect(second.effects()).toEqual([
      { kind: 'write-to', person: 'dana', event: 0 },
      { kind: 'write-to', person: 'jo', event: 0 },
    ])
    const done = whenChange(second.after, 'dana', { type: 'complete-task', task: change.tasks[0]?.id ?? '' })
    expect(done.after.tasks[0]).toMatchObject({ doneBy: 'dana', reminded: 2 })
    expect(whenChange(done.after, theDesk, tick, at('2026-04-30T08:00:00Z')).refusal()).toEqual({
      code: 'nothing-due',
    })
  })

  test('the clock knows when it is next needed, and when no more', () => {
    expect(nextTickOf(change)?.toString()).toBe('2026-03-16T08:00:00Z')
    expect(nextTickOf(failed)?.toString()).toBe('2026-03-13T08:00:00Z')
    const reviewed = whenChange(failed, 'ben', { type: 'review', effective: 'no', text: 'Learnt' }).after
    expect(nextTickOf(reviewed)?.toString()).toBe('2026-03-16T08:00:00Z')
    const task = reviewed.tasks[0]?.id ?? ''
    expect(nextTickOf(whenChange(reviewed, 'dana', { type: 'complete-task', task }).after)).toBeUndefined()
  })

  test('a tick that comes late, at night, waits for the morning', () => {
    const late = whenChange(change, theDesk, tick, at('2026-03-16T23:00:00Z'))
    expect(late.events()).toEqual([
      { type: 'task-put-off', task: change.tasks[0]?.id, until: '2026-03-17T08:00:00Z' },
    ])
    expect(late.effects()).toEqual([])
  })

  test('also once the change is reviewed', () => {
    const reviewed = whenChange(failed, 'ben', { type: 'review', effective: 'no', text: 'Learnt' }).after
    expect(whenChange(reviewed, theDesk, tick, monday).effects()).toEqual([
      { kind: 'write-to', person: 'dana', event: 0 },
    ])
  })

  test.each([
    ['dana', undefined],
    ['jo', undefined],
    ['carl', { code: 'not-task-owner', owner: 'dana' }],
  ] as const)('it is done by whoever does it, or by a change manager: %s', (who, refusal) => {
    const command = { type: 'complete-task', task: change.tasks[0]?.id ?? '' } as const
    const done = whenChange(change, who, command)
    expect(done.refusal()).toEqual(refusal)
    expect(whenChange(done.after, 'jo', { type: 'complete-task', task: 'gone' }).refusal()).toEqual({
      code: 'task-done',
    })
  })
})

describe('9.2-f, 9.2-g: the review is asked for until it is done', () => {
  test('by the end of the agreed time, in working hours, of whoever asked and the change managers', () => {
    // Eight hours by the clock after half past one are half past nine at night.
    const done = changeIn('done')
    expect(done.reviewDue?.toString()).toBe('2026-03-13T08:00:00Z')
    const reminded = whenChange(done, theDesk, tick, at('2026-03-13T08:00:00Z'))
    expect(reminded.events()).toEqual([{ type: 'reminded', of: 'review', next: '2026-03-16T08:00:00Z' }])
    expect(reminded.effects()).toEqual([
      { kind: 'write-to', person: 'ben', event: 0 },
      { kind: 'write-to', person: 'jo', event: 0 },
    ])
    const reviewed = whenChange(reminded.after, 'jo', {
      type: 'review',
      effective: 'yes',
      text: 'Runs',
    }).after
    expect(whenChange(reviewed, theDesk, tick, at('2026-03-30T08:00:00Z')).refusal()).toEqual({
      code: 'nothing-due',
    })
  })

  test('a tick that comes late, at night, waits for the morning', () => {
    const late = whenChange(changeIn('done'), theDesk, tick, at('2026-03-14T23:00:00Z'))
    expect(late.events()).toEqual([{ type: 'review-put-off', until: '2026-03-16T08:00:00Z' }])
    expect(late.effects()).toEqual([])
    expect(late.after.reviewDue?.toString()).toBe('2026-03-16T08:00:00Z')
  })

  const ahead = { type: 'go-ahead', reason: 'It burns', confirmed: true } as const
  const gone = changeOf([['gil', ahead]], { type: 'emergency' })

  test('an emergency that went ahead alone has its review from the start, and all it concerns are told at once', () => {
    expect(gone).toMatchObject({ state: 'approved', approval: { state: 'withdrawn' } })
    expect(gone.reviewDue?.toString()).toBe('2026-03-13T08:00:00Z')
    const told = whenChange(changeOf([], { type: 'emergency' }), 'gil', ahead)
      .effects()
      .flatMap((effect) => (effect.kind === 'write-to' ? [effect.person] : []))
    expect(told.toSorted()).toEqual(['ada', 'carl', 'fay', 'hana', 'ivo', 'jo', 'kai', 'lou'])
  })

  test('where nobody has said how it went, that is asked first', () => {
    const over = whenChange(gone, theDesk, tick, at('2026-03-13T08:00:00Z'))
    expect(over.events()).toEqual([{ type: 'window-ended', started: false }])
    const after = whenChange(over.after, theDesk, tick, at('2026-03-13T08:00:00Z'))
    expect(after.events()).toMatchObject([{ type: 'reminded', of: 'outcome' }])
    expect(after.effects()).toEqual(
      ['carl', 'ben', 'jo'].map((person) => ({ kind: 'write-to', person, event: 0 })),
    )
    const late = at('2026-03-13T09:00:00Z')
    const started = whenChange(after.after, 'carl', { type: 'start' }, late).after
    const finished = whenChange(started, 'carl', { type: 'finish', how: 'done', text: 'Out' }, late).after
    expect(finished.state).toBe('done')
    expect(finished.reviewDue?.toString()).toBe('2026-03-16T08:00:00Z')
  })

  test('what was withdrawn is not asked for', () => {
    const withdrawn = whenChange(gone, 'ben', { type: 'withdraw', reason: 'Out by itself' }).after
    expect(withdrawn.reviewDue).toBeUndefined()
    expect(whenChange(withdrawn, theDesk, tick, at('2026-03-30T08:00:00Z')).refusal()).toEqual({
      code: 'nothing-due',
    })
  })
})

describe('9.2-c, 9.2-e: what else comes due', () => {
  test('the implementer is reminded an hour before the window, once', () => {
    const approved = changeIn('approved')
    expect(approved.remindAt?.toString()).toBe('2026-03-12T11:00:00Z')
    const reminded = whenChange(approved, theDesk, tick, at('2026-03-12T11:00:00Z'))
    expect(reminded.events()).toEqual([{ type: 'reminded', of: 'start' }])
    expect(reminded.effects()).toEqual([{ kind: 'write-to', person: 'carl', event: 0 }])
    expect(whenChange(reminded.after, theDesk, tick, at('2026-03-12T11:30:00Z')).refusal()).toEqual({
      code: 'nothing-due',
    })
  })

  test('at once when the window begins sooner than that', () => {
    const soon = changeOf([approves], { from: thursday.add({ minutes: 30 }).toString() })
    expect(soon.remindAt).toEqual(thursday)
  })

  test('undecided, it reminds those who decide, and expires in the end', () => {
    const requested = changeIn('requested')
    const reminded = whenChange(requested, theDesk, tick, { now: requested.approval?.remindAt ?? thursday })
    expect(reminded.events()).toMatchObject([{ type: 'approval', event: { type: 'reminded' } }])
    const expired = whenChange(requested, theDesk, tick, { now: requested.approval?.expiresAt ?? thursday })
    expect(expired.after.state).toBe('expired')
  })
})
