import { Client } from 'pg'
import { expect, inject, test } from 'vitest'
import { freshDatabase, type Template } from './database.ts'

const query = async (connection: string, text: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString: connection })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

test('a fresh database is migrated and shares nothing with the next', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
  await query(one.connection, 'create table only_here (id int)')
  const tables = `select table_name from information_schema.tables where table_schema = 'public' order by 1`
  const inOne = (await query(one.connection, tables)).map((row) => row['table_name'])
  const inOther = (await query(other.connection, tables)).map((row) => row['table_name'])
  expect(inOther.length).toBeGreaterThan(3)
  expect(inOne.filter((name) => name !== 'only_here')).toEqual(inOther)
  await Promise.all([one.close(), other.close()])
})

test('a database is gone once closed, also when somebody is still connected', async () => {
  const database = await freshDatabase()
  const lingering = new Client({ connectionString: database.connection })
  lingering.on('error', () => {})
  await lingering.connect()
  await database.close()
  await expect(query(database.connection, 'select 1')).rejects.toThrow(/does not exist/)
})

test('the server is the version that was asked for', async () => {
  const database = await freshDatabase()
  const [row] = await query(database.connection, 'show server_version_num')
  expect(Math.floor(Number(row?.['server_version_num']) / 10_000)).toBe(inject('postgres').majorVersion)
  await database.close()
})

test('a template is prepared once, and a failed preparation leaves none behind', async () => {
  let attempts = 0
  const template: Template = {
    name: 'once',
    prepare: async (connection) => {
      attempts += 1
      await query(connection, 'create table prepared (id int)')
      if (attempts === 1) throw new Error('the first attempt fails')
    },
  }
  await expect(freshDatabase(template)).rejects.toThrow('the first attempt fails')
  const databases = await Promise.all([freshDatabase(template), freshDatabase(template)])
  await Promise.all(databases.map((database) => query(database.connection, 'select * from prepared')))
  expect(attempts).toBe(2)
  await Promise.all(databases.map((database) => database.close()))
})
