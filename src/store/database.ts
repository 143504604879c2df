import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolConfig, types } from 'pg'
import { PreparingClient } from './preparing-client.ts'
import type { Database as Tables } from './schema.ts'

/** A PostgreSQL connection string; `postgresql://user@/database?host=/socket/folder` for a Unix socket. */
export type Connection = string

export interface Database {
  readonly db: Kysely<Tables>
  readonly pool: Pool
  close(): Promise<void>
}

interface Options {
  /** True to act as the owner of the schema: for migrations only. */
  readonly owner?: boolean
  readonly poolSize?: number
  /** Told of connections that broke, idle or not; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void
}

/**
 * Opens a pool. The running bot takes the role `bellwire_app`, which can add events and neither change nor remove
 * them; where that role could not be created it stays the owner, and the triggers hold alone.
 */
export const connect = (connection: Connection, options: Options = {}): Database => {
  const pool = new Pool({
    Client: PreparingClient,
    // For whoever does not wait for an answer before asking on: see `createRecords`.
    pipeline: true,
    connectionString: connection,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
    ...(options.owner === true ? {} : { onConnect: takeRole }),
  })
  const lost = (error: Error): void => options.onError?.(error)
  pool.on('error', lost)
  // The pool listens to idle connections only. One that breaks between two statements of a transaction would end the
  // whole program; its next statement fails, and that is how the transaction learns of it.
  pool.on('connect', (client) => client.on('error', lost))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}

/** The pool waits for what this returns, although its type says that it returns nothing. */
const takeRole: NonNullable<PoolConfig['onConnect']> = (client) =>
  client.query(`select set_config('role', 'bellwire_app', false)
    where exists (select from pg_roles where rolname = 'bellwire_app' and pg_has_role(oid, 'member'))`) as unknown as void

const oid = { int8: 20, timestamptz: 1184 }

/** Instants as Temporal, counts as numbers (they stay far below 2^53); all else as node-postgres does. */
const parserOf = (type: number, format?: 'text'): ((value: string) => unknown) => {
  if (type === oid.timestamptz) return instantOf
  if (type === oid.int8) return Number
  return types.getTypeParser(type, format)
}

/** PostgreSQL writes `2026-11-21 04:23:00.5+00`, with the session's offset. */
const instantOf = (value: string): Temporal.Instant =>
  Temporal.Instant.from(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
