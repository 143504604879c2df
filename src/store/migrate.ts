import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import { type Kysely, sql } from 'kysely'
import { type Connection, connect } from './database.ts'
import { installQueues } from './queues.ts'
import { grantRights } from './rights.ts'

const folder = join(import.meta.dirname, '../../migrations')

/**
 * Brings a database to the newest schema, the queue's own tables included, under a lock, so that several processes may
 * start at once. Runs as the owner of the database. Throws with the name of the migration that failed; nothing of it stays.
 * Tells whether the running bot has a role that can only add events: see `grantRights`.
 */
export const migrateToLatest = async (
  connection: Connection,
): Promise<{ readonly appendOnlyRole: boolean }> => {
  const database = connect(connection, { owner: true, poolSize: 2 })
  try {
    const migrator = new Migrator({ db: database.db as Kysely<unknown>, provider: fromFiles })
    const { error, results } = await migrator.migrateToLatest()
    const failed = results?.find((result) => result.status === 'Error')
    if (error !== undefined)
      throw new Error(`migration ${failed?.migrationName ?? 'unknown'} failed`, { cause: error })
    await installQueues(connection)
    return { appendOnlyRole: await grantRights(database.pool) }
  } finally {
    await database.close()
  }
}

const fromFiles: MigrationProvider = {
  async getMigrations() {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
    const migrations: Record<string, Migration> = {}
    for (const file of files) {
      const text = await readFile(join(folder, file), 'utf8')
      migrations[file.replace(/\.sql$/, '')] = {
        up: async (db) => {
          await sql.raw(text).execute(db)
        },
      }
    }
    return migrations
  },
}
