import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type SocketConnection, startEmbeddedPostgres } from '../../src/embedded-postgres/start.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server that all tests of this run share; tests take a database of their own from `freshDatabase`. */
    postgres: SocketConnection & { readonly majorVersion: number }
  }
}

const embeddedVersion = 18

/** BELLWIRE_TEST_PG=15 runs the tests on the oldest supported PostgreSQL, as Debian installs it. */
const chosenVersion = (): { majorVersion: number; binDir?: string } => {
  const asked = process.env['BELLWIRE_TEST_PG']
  if (!asked) return { majorVersion: embeddedVersion }
  const binDir = `/usr/lib/postgresql/${asked}/bin`
  if (!existsSync(binDir)) throw new Error(`BELLWIRE_TEST_PG=${asked}: there is no PostgreSQL in ${binDir}`)
  return { majorVersion: Number(asked), binDir }
}

/** Starts the server before the first test and stops it after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { majorVersion, binDir } = chosenVersion()
  const folder = await mkdtemp(join(tmpdir(), 'bellwire-test-'))
  // As root the server runs as another account, which must be able to enter.
  await chmod(folder, 0o755)
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    durable: false,
    settings: { max_connections: '200' },
    ...(binDir === undefined ? {} : { binDir }),
  })
  project.provide('postgres', { ...server.connection, majorVersion })
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
