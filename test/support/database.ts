import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { migrateToLatest } from '../../src/store/migrate.ts'

/** A database that one test, or one file of tests, has for itself. */
export type FreshDatabase = {
  /** For `connect` of the store, or for node-postgres. */
  readonly connection: string
  /** Removes the database, whatever is still connected to it. */
  close(): Promise<void>
}

/** A way to fill a template: its name tells templates apart, its work is done once per test run. */
export type Template = { readonly name: string; readonly prepare: (connection: string) => Promise<void> }

const migrated: Template = {
  name: 'migrated',
  prepare: async (connection) => void (await migrateToLatest(connection)),
}

/** Any fixed number will do, as long as nothing else on the test server locks it. */
const templateLock = 734_211

const urlOf = (database: string): string => {
  const { user, host } = inject('postgres')
  return `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
}

const withClient = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: urlOf('postgres') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const exists = async (client: Client, database: string): Promise<boolean> => {
  const found = await client.query('select 1 from pg_database where datname = $1', [database])
  return found.rowCount === 1
}

/**
 * Makes the template unless another test worker has: under a lock of the server, and renamed to its name only
 * when it is complete, so that a failed attempt is not taken for a template.
 */
const ensureTemplate = async (client: Client, template: Template): Promise<string> => {
  const name = `template_${template.name}`
  if (await exists(client, name)) return name
  await client.query('select pg_advisory_lock($1)', [templateLock])
  try {
    if (await exists(client, name)) return name
    const unfinished = `unfinished_${template.name}`
    await client.query(`drop database if exists "${unfinished}" with (force)`)
    await client.query(`create database "${unfinished}" template template0`)
    await template.prepare(urlOf(unfinished))
    await client.query(`alter database "${unfinished}" rename to "${name}"`)
    return name
  } finally {
    await client.query('select pg_advisory_unlock($1)', [templateLock])
  }
}

const ready = new Map<string, Promise<string>>()

/**
 * A new database cloned from a template, by default the migrated and otherwise empty one; about 20 ms once the
 * template is there. Close it when done.
 */
export const freshDatabase = async (template: Template = migrated): Promise<FreshDatabase> => {
  const making = ready.get(template.name) ?? withClient((client) => ensureTemplate(client, template))
  ready.set(template.name, making)
  // The next caller may have more luck.
  making.catch(() => ready.delete(template.name))
  const source = await making
  const name = `test_${randomUUID().replaceAll('-', '')}`
  // Copying the files is quicker than the default, which writes every page to the log as well.
  await withClient((client) =>
    client.query(`create database ${name} template "${source}" strategy file_copy`),
  )
  return {
    connection: urlOf(name),
    close: async () => {
      await withClient((client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}
