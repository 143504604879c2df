import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connect } from '../../src/store/database.ts'
import { keptColumnsFile, keptColumnsText, schemaFile, schemaText } from '../../src/store/generate-schema.ts'
import { migrateToLatest } from '../../src/store/migrate.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'

let empty: FreshDatabase
beforeAll(async () => {
  empty = await freshDatabase({ name: 'empty', prepare: () => Promise.resolve() })
})
afterAll(() => empty.close())

const applied = async (connection: string): Promise<readonly string[]> => {
  const client = new Client({ connectionString: connection })
  await client.connect()
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name')
  await client.end()
  return rows.map(({ name }) => name)
}

test('three processes that start at once on an empty database migrate it once, and a later start finds nothing to do', async () => {
  await Promise.all([1, 2, 3].map(() => migrateToLatest(empty.connection)))
  const names = await applied(empty.connection)
  expect(names).toContain('0001_foundation')
  expect(new Set(names).size).toBe(names.length)
  await migrateToLatest(empty.connection)
  expect(await applied(empty.connection)).toEqual(names)
})

test('schema.ts and kept-columns.ts are what the migrations make: run `npm run schema` after a new one', async () => {
  const fresh = await freshDatabase()
  const owner = connect(fresh.connection, { owner: true, poolSize: 1 })
  const texts = [await schemaText(owner.db as never), await keptColumnsText(owner.db as never)]
  await owner.close()
  await fresh.close()
  const files = await Promise.all([schemaFile, keptColumnsFile].map((file) => readFile(file, 'utf8')))
  expect(texts).toEqual(files)
})

test('without the right to create roles the desk still migrates, and its tables still refuse to forget', async () => {
  const { user, host } = inject('postgres')
  const fresh = await freshDatabase({ name: 'empty', prepare: () => Promise.resolve() })
  const admin = new Client({ connectionString: fresh.connection })
  await admin.connect()
  await admin.query(
    `do $$ begin create role plain_owner login; exception when duplicate_object then null; end $$`,
  )
  const found = await admin.query<{ name: string }>('select current_database() as name')
  const name = found.rows[0]?.name ?? ''
  await admin.query(`alter database ${name} owner to plain_owner; grant all on schema public to plain_owner`)
  await admin.end()
  expect(user).not.toBe('plain_owner')
  const connection = `postgresql://plain_owner@/${name}?host=${encodeURIComponent(host)}`
  expect(await migrateToLatest(connection)).toEqual({ appendOnlyRole: false })
  const bot = connect(connection)
  const { rows } = await bot.pool.query<{ current_user: string }>('select current_user')
  expect(rows[0]?.current_user).toBe('plain_owner')
  await expect(bot.pool.query('delete from events')).rejects.toThrow('append-only')
  await bot.close()
  await fresh.close()
})

test('rights that were lost, or that a role made later never had, are given again at the next start', async () => {
  const fresh = await freshDatabase()
  const owner = connect(fresh.connection, { owner: true, poolSize: 1 })
  await owner.pool.query(`revoke all on all tables in schema public, pgboss from bellwire_app`)
  const bot = connect(fresh.connection)
  await expect(bot.pool.query('select 1 from incidents')).rejects.toThrow('permission denied')
  expect(await migrateToLatest(fresh.connection)).toEqual({ appendOnlyRole: true })
  await bot.pool.query('select 1 from incidents, pgboss.job')
  await expect(bot.pool.query(`update events set actor = 'ada'`)).rejects.toThrow('permission denied')
  await expect(bot.pool.query(`delete from desk_versions`)).rejects.toThrow('permission denied')
  await Promise.all([bot.close(), owner.close()])
  await fresh.close()
})
