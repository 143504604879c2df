import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../src/embedded-postgres/start.ts'

/** A PostgreSQL that waits for the disk, and is gone with all its data when it is stopped. */
export const startOwnPostgres = async (): Promise<{
  readonly connection: string
  readonly stop: () => Promise<void>
}> => {
  const folder = await mkdtemp(join(tmpdir(), 'bellwire-bench-'))
  // As root the server runs as another account, which must be able to enter.
  await chmod(folder, 0o755)
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data') })
  return {
    connection: server.connection.connectionString,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
