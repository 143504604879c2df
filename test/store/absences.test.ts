import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type AbsenceCommand, type EnteredAbsence, decideAbsence } from '../../src/domain/absence.ts'
import type { ChangePolicy } from '../../src/domain/change-policy.ts'
import {
  OvertakenError,
  absenceOfAct,
  absencesOfPerson,
  findAbsence,
  presentAbsences,
  saveAbsence,
} from '../../src/store/absences.ts'
import { isExclusionViolation, isUniqueViolation } from '../../src/store/errors.ts'
import { demoDesk } from '../support/cast.ts'
import { thursday } from '../support/given.ts'
import { smallDesk } from '../support/small-desk.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
let changes: ChangePolicy
beforeAll(async () => {
  store = await openStore()
  const demo = await demoDesk()
  if (demo.changes === undefined) throw new Error('the demo desk has no changes')
  changes = { ...demo.changes, managers: ['jo'] }
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.owner.pool.query('alter table absences disable trigger all')
  await store.owner.pool.query('delete from absences; delete from inbox')
  await store.owner.pool.query('alter table absences enable trigger all')
})

const at = (hours: number): Temporal.Instant => thursday.add({ hours })
const via = { how: 'form' }

const save = async (
  command: AbsenceCommand,
  actor: string,
  now: Temporal.Instant,
  inbound?: string,
): Promise<EnteredAbsence> => {
  const desk = { ...smallDesk, changes }
  // What was entered at the same moment is not known to the decider: the database alone keeps them apart.
  const decision = decideAbsence(command, [], { now, actor, desk, id: randomUUID() })
  if (decision.kind === 'refused') throw new Error(JSON.stringify(decision.refusal))
  const request = { actor, via, now, ...(inbound === undefined ? {} : { inbound }) }
  await saveAbsence(store.db, decision, request, desk, store.services.enqueue)
  const [event] = decision.events
  if (event === undefined) throw new Error('nothing happened')
  return event.absence
}

const enter = (
  person: string,
  from: number,
  to: number,
  inbound?: string,
  deputy = '',
): Promise<EnteredAbsence> =>
  save(
    { type: 'enter', person, from: at(from).toString(), to: at(to).toString(), deputy },
    person,
    thursday,
    inbound,
  )

test.each([
  ['within', 2, 3],
  ['around', 0, 9],
  ['into the beginning of', 0, 2],
  ['from the end of', 4, 9],
  ['of the same hours as', 1, 5],
])('two absences of one person are kept apart by the database: one %s the other', async (_, from, to) => {
  await enter('ada', 1, 5)
  const error: unknown = await enter('ada', from, to).catch((thrown: unknown) => thrown)
  expect(isExclusionViolation(error)).toBe(true)
  expect(await absencesOfPerson(store.db, 'ada', thursday)).toHaveLength(1)
})

test('one after the other, and of two people, they stand beside each other', async () => {
  await enter('ada', 1, 5)
  await enter('ada', 5, 9)
  await enter('ben', 2, 3)
  expect((await presentAbsences(store.db, thursday)).absences).toHaveLength(3)
})

test('of many entered at the same moment one is kept', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => enter('ada', index, 20)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await absencesOfPerson(store.db, 'ada', thursday)).toHaveLength(1)
})

const insert = (columns: string, values: string): Promise<unknown> =>
  store.pool.query(
    `insert into absences (id, person, entered_by, entered_at, entered_via, from_at, to_at${columns})
     values (gen_random_uuid(), 'ada', 'ada', now(), '{}', ${values})`,
  )

test('neither end before start, nor oneself as deputy, nor one without whom took it back', async () => {
  await expect(insert('', 'now(), now()')).rejects.toThrow('check constraint')
  await expect(insert(', deputy', `now(), now() + interval '1 hour', 'ada'`)).rejects.toThrow(
    'check constraint',
  )
  await expect(insert(', taken_back_at', `now(), now() + interval '1 hour', now()`)).rejects.toThrow(
    'check constraint',
  )
})

test('taken back before it begins it makes place; while it goes on it ends then', async () => {
  const first = await enter('ada', 1, 5)
  await save({ type: 'take-back', absence: first }, 'ada', thursday)
  expect((await presentAbsences(store.db, thursday)).absences).toEqual([])
  const second = await enter('ada', 1, 5)
  await save({ type: 'take-back', absence: second }, 'jo', at(2))
  expect((await presentAbsences(store.db, at(1))).absences).toEqual([
    { person: 'ada', from: at(1), to: at(2) },
  ])
  expect((await presentAbsences(store.db, at(2))).absences).toEqual([])
  await enter('ada', 2, 5)
})

test('what is entered and taken back stays on record, with who and when', async () => {
  const absence = await enter('ada', 1, 5, undefined, 'ben')
  await save({ type: 'take-back', absence }, 'jo', at(2))
  expect(await findAbsence(store.db, absence.id)).toEqual({
    ...absence,
    takenBack: { by: 'jo', at: at(2) },
  })
  expect(await absencesOfPerson(store.db, 'ada', at(3))).toEqual([])
  const { rows } = await store.pool.query('select entered_via, taken_back_via from absences')
  expect(rows).toEqual([{ entered_via: via, taken_back_via: via }])
})

test('nothing else about it ever changes, and nothing is deleted', async () => {
  const absence = await enter('ada', 1, 5)
  const change = (set: string): Promise<unknown> => store.owner.pool.query(`update absences set ${set}`)
  await expect(change(`to_at = to_at + interval '1 hour'`)).rejects.toThrow('never changed')
  await expect(change(`deputy = 'ben'`)).rejects.toThrow('never changed')
  await expect(store.owner.pool.query('delete from absences')).rejects.toThrow('append-only')
  await expect(store.pool.query('delete from absences')).rejects.toThrow('permission denied')
  await save({ type: 'take-back', absence }, 'ada', at(2))
  await expect(change(`taken_back_at = null, taken_back_by = null, taken_back_via = null`)).rejects.toThrow(
    'never changed',
  )
})

test('two who take one back at the same moment: the second is told so', async () => {
  const absence = await enter('ada', 1, 5)
  await save({ type: 'take-back', absence }, 'ada', at(2))
  await expect(save({ type: 'take-back', absence }, 'jo', at(3))).rejects.toThrow(OvertakenError)
  expect((await findAbsence(store.db, absence.id))?.takenBack?.by).toBe('ada')
})

test('an act counts once, also together with what it said', async () => {
  const absence = await enter('ada', 1, 5, 'slack:act', 'ben')
  expect((await absenceOfAct(store.db, 'slack:act'))?.id).toBe(absence.id)
  expect(await absenceOfAct(store.db, 'slack:another')).toBeUndefined()
  const before = await store.pool.query('select count(*)::int as n from deliveries')
  const error: unknown = await enter('ada', 7, 8, 'slack:act', 'ben').catch((thrown: unknown) => thrown)
  expect(isUniqueViolation(error, 'inbox_pkey')).toBe(true)
  const after = await store.pool.query('select count(*)::int as n from deliveries')
  expect(after.rows).toEqual(before.rows)
})

test('the number known grows with each that is entered and each that is taken back', async () => {
  const known = async (): Promise<number> => (await presentAbsences(store.db, thursday)).known
  expect(await known()).toBe(0)
  const absence = await enter('ada', 1, 5)
  expect(await known()).toBe(1)
  await enter('ben', 1, 5)
  expect(await known()).toBe(2)
  await save({ type: 'take-back', absence }, 'ada', thursday)
  expect(await known()).toBe(3)
  // What is over is known all the same.
  expect((await presentAbsences(store.db, at(99))).known).toBe(3)
})
