import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident.ts'
import { findIncident } from '../../src/store/incidents.ts'
import { historyOf } from '../../src/store/queries/history.ts'
import type { Outcome } from '../../src/store/request.ts'
import { type Store, contents, openStore } from './open-store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const twenty = Array.from({ length: 20 }, (_, index) => index)
const kinds = (outcomes: readonly Outcome<Incident>[]): Record<string, number> =>
  Object.fromEntries(
    Object.entries(
      Object.groupBy(outcomes, (outcome) =>
        outcome.kind === 'done' ? (outcome.repeated ? 'repeated' : 'done') : outcome.kind,
      ),
    ).map(([kind, all]) => [kind, all?.length ?? 0]),
  )
const numberOf = (outcome: Outcome<Incident>): string =>
  outcome.kind === 'no-such-record' ? '' : (outcome.state?.id ?? '')

test('8.1-a: the same act again, later, gets the same number and writes nothing', async () => {
  const first = await store.raise({}, { inbound: 'again' })
  const before = await contents(store)
  const second = await store.raise({}, { inbound: 'again' })
  expect(second).toMatchObject({ kind: 'done', repeated: true })
  expect(numberOf(second)).toBe(numberOf(first))
  expect(await contents(store)).toEqual(before)
})

test('8.1-a: twenty times at once it is still one record, and all twenty get its number', async () => {
  const outcomes = await Promise.all(twenty.map(() => store.raise({}, { inbound: 'twenty' })))
  expect(kinds(outcomes)).toEqual({ done: 1, repeated: 19 })
  expect(new Set(outcomes.map(numberOf)).size).toBe(1)
  const kept = await store.db.selectFrom('inbox').select('record').where('id', '=', 'twenty').execute()
  expect(kept).toEqual([{ record: numberOf(outcomes[0] ?? { kind: 'no-such-record' }) }])
  const withIt = await store.db
    .selectFrom('incidents')
    .select('id')
    .where('id', 'in', outcomes.map(numberOf))
    .execute()
  expect(withIt.length).toBe(1)
})

test('a retry of what was accepted is done, although it would be refused by now', async () => {
  const id = await store.raised()
  expect(await store.act(id, { type: 'take' }, 'carl', { inbound: 'take-1' })).toMatchObject({
    kind: 'done',
    repeated: false,
  })
  expect(await store.act(id, { type: 'take' }, 'carl', { inbound: 'take-1' })).toMatchObject({
    kind: 'done',
    repeated: true,
  })
  expect(await store.act(id, { type: 'take' }, 'carl', { inbound: 'take-2' })).toMatchObject({
    kind: 'refused',
    refusal: { code: 'already-yours' },
  })
})

test('a comment sent twenty times at once with one id is said once', async () => {
  const id = await store.raised()
  const comment = { type: 'comment', text: 'Hello?', files: 0 } as const
  const outcomes = await Promise.all(
    twenty.map(() => store.act(id, comment, 'ada', { inbound: 'comment-1' })),
  )
  expect(kinds(outcomes)).toEqual({ done: 1, repeated: 19 })
  expect((await historyOf(store.db, id)).length).toBe(2)
})

test('8.1-d: of two agents who click "Take it" at once one gets it and the other hears who did, time and again', async () => {
  for (let round = 0; round < 10; round += 1) {
    const id = await store.raised()
    const outcomes = await Promise.all(
      ['carl', 'cleo'].map((by) => store.act(id, { type: 'take', seen: 1 }, by)),
    )
    expect(kinds(outcomes)).toEqual({ done: 1, refused: 1 })
    const { assignee } = (await findIncident(store.db, id)) ?? {}
    expect(outcomes).toContainEqual(expect.objectContaining({ refusal: { code: 'taken', by: assignee } }))
  }
})

test('8.1-d: two clicks on "Take it" by one person at once: one takes it, the other hears that they have', async () => {
  const id = await store.raised()
  const outcomes = await Promise.all([1, 2].map(() => store.act(id, { type: 'take' }, 'carl')))
  expect(kinds(outcomes)).toEqual({ done: 1, refused: 1 })
  expect(outcomes).toContainEqual(expect.objectContaining({ refusal: { code: 'already-yours' } }))
})

test('8.1-d: two forms filled in against the same version: the first counts', async () => {
  const id = await store.raised()
  const over = { type: 'hand-over', to: 'apps', reason: 'x', seen: 1 } as const
  const outcomes = await Promise.all(['carl', 'cleo'].map((by) => store.act(id, over, by)))
  expect(kinds(outcomes)).toEqual({ done: 1, refused: 1 })
  expect(outcomes).toContainEqual(expect.objectContaining({ refusal: { code: 'changed-since' } }))
})

test('numbers are given once each, however many ask at once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 60 }, () => store.raise()))
  expect(kinds(outcomes)).toEqual({ done: 60 })
  expect(new Set(outcomes.map(numberOf)).size).toBe(60)
})

test('everybody may comment at once: nothing is lost and the versions count up without a gap', async () => {
  const id = await store.raised()
  const people = ['ada', 'carl', 'cleo', 'dana', 'gil', 'hana']
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      store.act(id, { type: 'comment', text: `${index}`, files: 0 }, people[index % people.length] ?? ''),
    ),
  )
  const history = await historyOf(store.db, id)
  expect(history.map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, index) => index + 1))
  const texts = history.flatMap(({ event }) => (event.type === 'commented' ? [Number(event.text)] : []))
  expect(texts.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index))
})
