import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Store, openStore } from './open-store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
  await store.raised()
  await store.db
    .insertInto('security_events')
    .values({
      at: '2026-03-12T09:00:00Z',
      reason: 'outsider',
      platform: 'slack',
      actor: null,
      record: null,
      detail: '{}',
    })
    .execute()
})
afterAll(() => store.close())

const count = async (table: string): Promise<number> => {
  const { rows } = await store.pool.query<{ count: number }>(`select count(*)::int as count from ${table}`)
  return rows[0]?.count ?? -1
}

describe.each(['events', 'security_events'])('what happened stays in %s', (table) => {
  const acts = [`update ${table} set at = now()`, `delete from ${table}`, `truncate ${table}`]

  test.each(acts)('the running bot may not %s', async (act) => {
    await expect(store.pool.query(act)).rejects.toThrow('permission denied')
    expect(await count(table)).toBe(1)
  })

  test.each(acts)('the owner of the schema is stopped from %s too', async (act) => {
    await expect(store.owner.pool.query(act)).rejects.toThrow(`${table} is append-only`)
    expect(await count(table)).toBe(1)
  })

  test('the running bot may not switch that off, nor drop the table', async () => {
    for (const act of [`alter table ${table} disable trigger all`, `drop table ${table}`])
      await expect(store.pool.query(act)).rejects.toThrow('must be owner')
    await expect(store.pool.query(`set session_replication_role = replica`)).rejects.toThrow(
      'permission denied',
    )
  })
})

test('the running bot can neither apply a past desk file anew nor change one that was applied', async () => {
  await expect(store.pool.query('update desk_versions set source = source')).rejects.toThrow(
    'permission denied',
  )
  await expect(store.pool.query('delete from desk_versions')).rejects.toThrow('permission denied')
})
