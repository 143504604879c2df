import { resolve } from 'node:path'
import type { Settings } from './config.ts'
import { runningEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/start.ts'
import { reachDatabase } from './reach-database.ts'
import type { Connection } from './store/database.ts'

/** Where the embedded PostgreSQL keeps its data: the playground's never beside a real desk's. */
export const dataDirOf = ({ mode }: Pick<Settings, 'mode'>): string =>
  resolve(import.meta.dirname, '../.data', mode === 'playground' ? 'playground' : 'postgres')

export interface OpenDatabase {
  readonly connection: Connection
  /** Settles when an embedded server ended by itself; never for a database of one's own. */
  readonly ended: Promise<{ readonly words: string }>
  readonly close: () => Promise<void>
}

/** The database of the settings, which must answer, or the embedded PostgreSQL, started here. */
export const openDatabase = async (
  settings: Pick<Settings, 'databaseUrl' | 'mode'>,
  log?: (line: string) => void,
): Promise<OpenDatabase> => {
  const { databaseUrl } = settings
  if (databaseUrl !== undefined) {
    await reachDatabase(databaseUrl)
    return { connection: databaseUrl, ended: new Promise(() => undefined), close: () => Promise.resolve() }
  }
  const server = await startEmbeddedPostgres({
    dataDir: dataDirOf(settings),
    ...(log === undefined ? {} : { log }),
  })
  return { connection: server.connection.connectionString, ended: server.ended, close: server.stop }
}

/** For commands beside the bot: uses the embedded server that the bot has running, or starts it for the while. */
export const withDatabase = async <T>(
  settings: Pick<Settings, 'databaseUrl' | 'mode'>,
  work: (connection: Connection) => Promise<T>,
): Promise<T> => {
  const running =
    settings.databaseUrl === undefined ? await runningEmbeddedPostgres(dataDirOf(settings)) : undefined
  if (running !== undefined) return work(running.connectionString)
  const database = await openDatabase(settings)
  try {
    return await work(database.connection)
  } finally {
    await database.close()
  }
}
