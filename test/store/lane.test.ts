import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLane } from '../../src/store/lane.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore({ poolSize: 3 })
})
afterAll(() => store.close())

const process = sql<{ pid: number }>`select pg_backend_pid() as pid`

test('who comes together is on one connection, which is free again afterwards', async () => {
  const onLane = createLane(store.db)
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => onLane((connection) => process.execute(connection))),
  )
  expect(new Set(answers.map(({ rows }) => rows[0]?.pid)).size).toBe(1)
  expect(store.pool.idleCount).toBe(store.pool.totalCount)
})

test('a connection that breaks fails who is on it, and whoever comes then takes another', async () => {
  const onLane = createLane(store.db)
  const { promise: left, resolve: leave } = Promise.withResolvers<void>()
  const lingering = onLane(() => left)
  const { promise: entered, resolve: enter } = Promise.withResolvers<number>()
  const broken = onLane(async (connection) => {
    const { rows } = await process.execute(connection)
    enter(rows[0]?.pid ?? 0)
    await sql`select pg_sleep(60)`.execute(connection)
  })
  await store.owner.pool.query('select pg_terminate_backend($1)', [await entered])
  await expect(broken).rejects.toThrow('terminating connection')
  expect((await onLane((connection) => process.execute(connection))).rows).toHaveLength(1)
  leave()
  await lingering
  expect((await onLane((connection) => process.execute(connection))).rows).toHaveLength(1)
})

test('each statement is a transaction of its own: one that fails takes none along', async () => {
  const onLane = createLane(store.db)
  const run = (statement: string) =>
    onLane((connection) => sql.raw<{ one: number }>(statement).execute(connection))
  const outcomes = await Promise.allSettled([
    run('select 1 as one'),
    run('select 1 / 0'),
    run('select 1 as one'),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('where the database is away everybody is told so', async () => {
  const away = await openStore({ poolSize: 1 })
  const onLane = createLane(away.db)
  await away.close()
  const outcomes = await Promise.allSettled([1, 2].map(() => onLane((held) => process.execute(held))))
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
