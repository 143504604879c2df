import { Client } from 'pg'
import type { Connection } from './store/database.ts'
import { StartError, codeOf } from './start-error.ts'

/** In milliseconds. */
const patience = 10_000

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, and what the system says of addresses. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOENT: 'there is no such socket',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  '28P01': 'the user or the password is wrong',
  '28000': 'the user may not connect',
  '3D000': 'there is no such database on that server',
  '53300': 'it has no connection left',
  '57P03': 'it is just starting or stopping',
}

/**
 * Connects once, so that a wrong or sleeping database is told at the start and in one line. Throws `StartError`,
 * which names the database without its password.
 */
export const reachDatabase = async (connection: Connection): Promise<void> => {
  const client = new Client({ connectionString: connection, connectionTimeoutMillis: patience })
  // A connection that breaks is noticed by whoever uses it next.
  client.on('error', () => undefined)
  const { host, port, database } = client
  try {
    await client.connect()
    await client.end()
  } catch (error) {
    const code = codeOf(error)
    const reason = reasons[code ?? ''] ?? code ?? `no answer within ${patience / 1000} seconds`
    throw new StartError(
      `The database ${database ?? ''} at ${host}:${port} cannot be used: ${reason}. Check DATABASE_URL.`,
      { cause: error },
    )
  }
}
