import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { startEmbeddedPostgres } from '../src/embedded-postgres/start.ts'
import { connect } from '../src/store/database.ts'
import { writeSchema } from '../src/store/generate-schema.ts'
import { migrateToLatest } from '../src/store/migrate.ts'

// Writes src/store/schema.ts from the migrations, in a database that is thrown away.
const folder = await mkdtemp(join(tmpdir(), 'bellwire-schema-'))
const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), durable: false })
try {
  const { connectionString } = server.connection
  await migrateToLatest(connectionString)
  const database = connect(connectionString, { owner: true, poolSize: 1 })
  await writeSchema(database.db as unknown as Kysely<never>)
  await database.close()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
