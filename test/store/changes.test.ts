import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nextTickOf } from '../../src/domain/change-clock.ts'
import type { ChangeState } from '../../src/domain/change.ts'
import { theDesk } from '../../src/domain/decision.ts'
import { findChange } from '../../src/store/changes.ts'
import { dueChanges } from '../../src/store/queries/schedule.ts'
import { action, asked, approves } from '../support/given-change.ts'
import { thursday } from '../support/given.ts'
import { type ChangeStore, openChangeStore } from './change-store.ts'

let store: ChangeStore
beforeAll(async () => {
  store = await openChangeStore()
})
afterAll(() => store.close())

const rows = async (text: string, values: readonly unknown[] = []): Promise<readonly unknown[]> =>
  (await store.owner.pool.query<object>(text, [...values])).rows

const states: readonly ChangeState[] = [
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
]

/** A window of its own for each, so that none is in another's way. */
const windowOf = (index: number) => ({
  from: thursday.add({ hours: 3 + 24 * 7 * index }).toString(),
  to: thursday.add({ hours: 5 + 24 * 7 * index }).toString(),
})

const slots = (id: string): Promise<readonly unknown[]> =>
  rows('select component, overridden from change_slots where change = $1 order by 1', [id])

const insert = (table: string, values: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> => {
  const names = Object.keys(values)
  return rows(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(values),
  )
}

describe('9.2-a: a change comes back from its row as it went there', () => {
  test.each(states)('%s', async (state) => {
    const change = await store.inState(state, { components: ['core'], services: ['wifi'], links: [] })
    expect(change.state).toBe(state)
    const found = await findChange(store.db, change.id)
    expect(JSON.parse(JSON.stringify(found))).toEqual(JSON.parse(JSON.stringify(change)))
    // Instants are instants again, also deep inside.
    expect(found?.requestedAt).toBeInstanceOf(Temporal.Instant)
    for (const at of [found?.startedAt, found?.outcome?.at, found?.reviewDue, found?.remindAt])
      expect(at === undefined || at instanceof Temporal.Instant).toBe(true)
    const decisions = (found?.approval?.stages ?? []).flatMap(({ seats }) =>
      seats.map((seat) => seat.decision?.at),
    )
    expect(decisions.every((at) => at === undefined || at instanceof Temporal.Instant)).toBe(true)
    const [row] = await rows(
      'select state, title, size, implementer, asked, next_at is not null as due from changes where id = $1',
      [change.id],
    )
    expect(row).toMatchObject({ state, title: 'New firmware', size: 'minor', implementer: 'carl' })
    expect(row).toHaveProperty('asked', state === 'requested' ? ['hana', 'ivo', 'fay'] : [])
    expect(row).toHaveProperty('due', nextTickOf(change) !== undefined)
    // Out of the way of the next one.
    if (state === 'approved')
      await store.act(change.id, 'ben', { type: 'withdraw', reason: 'Out of the way' })
    if (state === 'in-progress')
      await store.act(change.id, 'carl', { type: 'finish', how: 'done', text: 'Out of the way' })
  })

  test('an action with its owner and day comes back too, and the clock knows when it is due', async () => {
    const failed = await store.inState('failed')
    const reviewed = await store.act(failed.id, 'ben', {
      type: 'review',
      effective: 'no',
      text: 'Learnt',
      ...action,
    })
    expect((await findChange(store.db, failed.id))?.tasks).toEqual(reviewed.tasks)
    expect(await dueChanges(store.db, Temporal.Instant.from('2026-03-20T09:00:00Z'), 50)).toContain(failed.id)
    await store.act(failed.id, 'dana', { type: 'complete-task', task: reviewed.tasks[0]?.id ?? '' })
    expect(await dueChanges(store.db, Temporal.Instant.from('2027-03-20T09:00:00Z'), 50)).not.toContain(
      failed.id,
    )
  })

  test.each(['CHG-999999', 'CHG-', 'INC-1', 'CHG-1; drop table changes', ''])(
    '%s is no change',
    async (id) => {
      expect(await findChange(store.db, id)).toBeUndefined()
    },
  )
})

describe('9.2-e: the database holds what is to be made, whoever approves what at the same moment', () => {
  test('its components are occupied from its approval until it is over', async () => {
    store.clock.now = thursday
    const window = windowOf(1)
    const change = await store.proposed({ ...window, components: ['core', 'access-points'] })
    expect(await slots(change.id)).toEqual([])
    await store.act(change.id, ...stepOf())
    const both = [
      { component: 'access-points', overridden: false },
      { component: 'core', overridden: false },
    ]
    expect(await slots(change.id)).toEqual(both)
    store.clock.now = Temporal.Instant.from(window.from)
    await store.act(change.id, 'carl', { type: 'start' })
    expect(await slots(change.id)).toEqual(both)
    await store.act(change.id, 'carl', { type: 'finish', how: 'done', text: 'It runs' })
    expect(await slots(change.id)).toEqual([])
  })

  test('nothing, once it is withdrawn', async () => {
    store.clock.now = thursday
    const change = await store.proposed({ ...windowOf(2), components: ['core'] })
    await store.act(change.id, ...stepOf())
    await store.act(change.id, 'ben', { type: 'withdraw', reason: 'Not needed' })
    expect(await slots(change.id)).toEqual([])
  })

  test('two on one component at the same time: what is approved second is refused with the number of the first', async () => {
    store.clock.now = thursday
    const window = windowOf(3)
    const pair = await Promise.all(
      ['carl', 'cleo'].map((implementer) => store.proposed({ ...window, components: ['core'], implementer })),
    )
    const [winner, loser] = pair
    if (winner === undefined || loser === undefined) throw new Error('two were proposed')
    await store.act(winner.id, ...stepOf())
    const request = { actor: 'hana', via: { how: 'button' }, now: thursday }
    expect(await store.changes.actOnChange(loser.id, approves[1], request)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'conflicts', conflicts: [{ kind: 'same-component', change: winner.id }] },
    })
    // Whoever was refused occupies nothing, and may be allowed to with a reason that is kept.
    expect(await slots(loser.id)).toEqual([])
    await store.act(loser.id, 'jo', { type: 'override', reason: 'Other port' })
    await store.act(loser.id, ...stepOf())
    expect(await slots(loser.id)).toEqual([{ component: 'core', overridden: true }])
  })
})

const stepOf = (): [string, (typeof approves)[1]] => [approves[0], approves[1]]

describe('9.2-c: an approval is decided once by one person, and ends once', () => {
  test('each click and each end leaves its row', async () => {
    const change = await store.inState('done', windowNow)
    const approval = change.approval?.id
    expect(
      await rows('select decided_by, stage, click from approval_decisions where approval = $1', [approval]),
    ).toEqual([{ decided_by: 'hana', stage: 0, click: true }])
    expect(await rows('select record, outcome from approval_ends where approval = $1', [approval])).toEqual([
      { record: change.id, outcome: 'approved' },
    ])
  })

  test.each([
    ['a seat twice', { seat: '1.1', decided_by: 'ivo', click: true }, 'approval_decisions_pkey'],
    [
      'a person twice in a stage',
      { seat: '1.9', decided_by: 'hana', click: true },
      'approval_decisions_once',
    ],
  ] as const)('refused: %s', async (_, more, constraint) => {
    const change = await store.inState('done', windowNow)
    const [decided] = await rows('select seat from approval_decisions where record = $1', [change.id])
    const seat = more.seat === '1.1' ? (decided as { seat: string }).seat : more.seat
    await expect(
      insert('approval_decisions', {
        record: change.id,
        approval: change.approval?.id,
        stage: 0,
        seq: 99,
        ...more,
        seat,
      }),
    ).rejects.toMatchObject({ code: '23505', constraint })
  })

  test('refused: a second end, an end that is none, and forgetting either', async () => {
    const change = await store.inState('rejected')
    const end = { record: change.id, approval: change.approval?.id, seq: 99 }
    await expect(insert('approval_ends', { ...end, outcome: 'approved' })).rejects.toMatchObject({
      constraint: 'approval_ends_pkey',
    })
    await expect(
      insert('approval_ends', { ...end, approval: 'other', outcome: 'forgotten' }),
    ).rejects.toMatchObject({ code: '23514' })
    for (const table of ['approval_decisions', 'approval_ends'])
      await expect(rows(`delete from ${table}`)).rejects.toThrow('append-only')
  })

  test('an approval that is asked for again is another one', async () => {
    const returned = await store.inState('returned')
    const again = await store.act(returned.id, 'ben', { type: 'revise', asked, submit: true })
    expect(again.approval?.id).not.toBe(returned.approval?.id)
    expect(await rows('select outcome from approval_ends where record = $1', [returned.id])).toEqual([
      { outcome: 'returned' },
    ])
  })
})

const windowNow = { from: '2026-03-12T12:00:00Z', to: '2026-03-12T14:00:00Z' }

describe('9.2-a: the database refuses what is no change', () => {
  test.each([
    ['a state that there is not', `state = 'forgotten'`],
    ['a window that ends before it starts', `window_from = window_to`],
    ['asking for approval without a window', `state = 'requested', window_from = null, window_to = null`],
    ['nobody who makes it', `implementer = 'nobody-at-all'`],
    ['a version before the first', `version = 0`],
  ])('%s', async (_, set) => {
    const change = await store.inState('withdrawn')
    await expect(rows(`update changes set ${set} where id = $1`, [change.id])).rejects.toMatchObject({
      code: expect.stringMatching(/^23/),
    })
  })

  test('the clock’s own commands come from the clock', async () => {
    store.clock.now = thursday
    const change = await store.proposed(windowOf(9))
    await expect(store.act(change.id, 'jo', { type: 'tick' })).rejects.toThrow('not the desk')
    await expect(store.act(change.id, theDesk, { type: 'tick' })).rejects.toThrow('nothing-due')
  })
})
