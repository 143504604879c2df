import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Account, chooseAccount } from './account.ts'
import { runnableBinaries } from './binaries.ts'
import { databaseName, mendOwnership, placeData, prepareData, roleName } from './data-folder.ts'
import { EmbeddedPostgresError, failure } from './failure.ts'
import { clearTheWay, isServerOf, readPidFile } from './pid-file.ts'
import { createSocketFolder, port } from './socket-folder.ts'
import { isStillWinding, launch, type RunningServer } from './supervise.ts'

/** How to reach the server: as fields for `pg.Pool`, or as one string for whoever wants a URL. */
export type SocketConnection = {
  /** The folder of the Unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly connectionString: string
}

export type EmbeddedPostgres = {
  readonly connection: SocketConnection
  /** Process id of the PostgreSQL server. */
  readonly pid: number
  /** Settles when the server has ended: after `stop()`, or by itself, which the program should not survive. */
  readonly ended: Promise<{ readonly code: number; readonly words: string }>
  /** Stops the server and waits for its end. End the connection pools before. Safe to call again. */
  readonly stop: () => Promise<void>
}

export type EmbeddedPostgresOptions = {
  /** Where the data is kept; created when it is not there. */
  readonly dataDir: string
  /** Gets a line where something is worth knowing, such as a place outside the project. */
  readonly log?: (line: string) => void
  /** Run the PostgreSQL of this folder instead of the packaged one. */
  readonly binDir?: string
  /** Where to put what the server's account cannot reach in the project; default: the system's place for that. */
  readonly outsideDir?: string
  /** False for data that may be lost with the machine's power, as in tests: no waiting for the disk. */
  readonly durable?: boolean
  /** More server settings, by PostgreSQL's names. */
  readonly settings?: Readonly<Record<string, string>>
}

const fast: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
}

const connectionTo = (socketDir: string): SocketConnection => ({
  host: socketDir,
  port,
  database: databaseName,
  user: roleName,
  connectionString: `postgresql://${roleName}@/${databaseName}?host=${encodeURIComponent(socketDir)}`,
})

/** Launches, and again for a moment while children of a killed server hold its shared memory. */
const launchWhenFree = async (
  options: EmbeddedPostgresOptions,
  place: { readonly dataDir: string; readonly binDir: string; readonly account: Account },
): Promise<{ server: RunningServer; socketDir: string }> => {
  const log = options.log ?? (() => {})
  for (let attempt = 1; ; attempt += 1) {
    const socketDir = await createSocketFolder(place.account)
    const settings = { ...(options.durable === false ? fast : {}), ...options.settings }
    try {
      return { server: await launch({ ...place, socketDir, settings, log }), socketDir }
    } catch (error) {
      await rm(socketDir, { recursive: true, force: true })
      if (attempt === 50 || !isStillWinding(error)) throw error
      await delay(100)
    }
  }
}

/**
 * Starts a real PostgreSQL on `dataDir`, reachable over a private Unix socket only; nothing listens on TCP.
 * The first start creates the database. The server ends with this process, however this process ends.
 *
 * Started as root, the server runs as another account, since PostgreSQL refuses root; what that account cannot
 * reach is kept outside the project, and the log says where.
 *
 * Rejects with an `EmbeddedPostgresError` whose message is one line for a person: no binaries for this machine,
 * the data folder in use by another program, foreign, or made by another version.
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  try {
    return await start(options)
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error
    throw failure(`The embedded PostgreSQL could not be set up: ${String(error)}.`, error)
  }
}

const start = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const wanted = resolve(options.dataDir)
  const log = options.log ?? (() => {})
  const account = await chooseAccount(wanted)
  const binDir = options.binDir ?? (await runnableBinaries({ account, outsideDir: options.outsideDir, log }))
  const dataDir = await placeData(wanted, account, options.outsideDir, log)
  await mendOwnership(dataDir, account)
  await clearTheWay(dataDir)
  await prepareData(dataDir, account, { binDir, durable: options.durable !== false })
  const { server, socketDir } = await launchWhenFree(options, { dataDir, binDir, account })
  return { connection: connectionTo(socketDir), pid: server.pid, ended: server.ended, stop: server.stop }
}

/**
 * The connection to a server that another process has running on `dataDir`, for commands used beside the bot;
 * undefined when none is. One that is just starting is waited for, up to two seconds.
 */
export const runningEmbeddedPostgres = async (dataDir: string): Promise<SocketConnection | undefined> => {
  const folder = resolve(dataDir)
  const began = performance.now()
  for (;;) {
    const found = await readPidFile(folder)
    if (!found || found.status === 'stopping' || !(await isServerOf(found.pid, folder))) return undefined
    if (found.status === 'ready') return connectionTo(found.socketDir)
    if (performance.now() - began > 2000) return undefined
    await delay(10)
  }
}
