import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/**
 * A transaction on one connection, whose statements may be sent without waiting for each other's answers: a busy program
 * would wait a turn for each. `work` begins and commits by itself; a commit behind a statement that failed only rolls back.
 */
export const onOneConnection = <T>(
  db: Kysely<Database>,
  work: (tx: Kysely<Database>) => Promise<T>,
): Promise<T> =>
  db.connection().execute(async (tx) => {
    try {
      return await work(tx)
    } catch (error) {
      // On a connection that broke there is nothing left to roll back, and the error says so better than another would.
      await sql`rollback`.execute(tx).catch(() => undefined)
      throw error
    }
  })

export const begin = (tx: Kysely<Database>): Promise<unknown> => sql`begin`.execute(tx)
export const commit = (tx: Kysely<Database>): Promise<unknown> => sql`commit`.execute(tx)

/**
 * Begins `call` and waits until it says that its statement is sent, or ends without one. `done` may still fail; what fails
 * without a statement fails here, since the server knows nothing of it and would commit what is sent behind it.
 */
export const underWay = async <T>(
  call: (sent: () => void) => Promise<T>,
): Promise<{ readonly done: Promise<T> }> => {
  const { promise: sent, resolve } = Promise.withResolvers<void>()
  const done = call(resolve)
  await Promise.race([sent, done])
  return { done }
}
