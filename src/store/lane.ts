import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

/** One connection while anybody is on it. */
interface Lane {
  readonly connection: Promise<Kysely<Database>>
  readonly leave: () => void
  users: number
}

/**
 * A connection of its own for statements that are each a transaction: the next is on its way while the server carries one
 * out, and one server process does them all, with nobody to share locks and caches with. It goes back to the pool when
 * nobody uses it. After an error whoever comes takes another: it may have been the connection's.
 */
export const createLane = (
  db: Kysely<Database>,
): (<T>(work: (connection: Kysely<Database>) => Promise<T>) => Promise<T>) => {
  let open: Lane | undefined

  return async (work) => {
    const lane = (open ??= enter(db))
    lane.users += 1
    try {
      return await work(await lane.connection)
    } catch (error) {
      if (open === lane) open = undefined
      throw error
    } finally {
      lane.users -= 1
      if (lane.users === 0) {
        lane.leave()
        if (open === lane) open = undefined
      }
    }
  }
}

const enter = (db: Kysely<Database>): Lane => {
  const connection = Promise.withResolvers<Kysely<Database>>()
  const left = Promise.withResolvers<void>()
  db.connection()
    .execute((held) => {
      connection.resolve(held)
      return left.promise
    })
    .catch(connection.reject)
  return { connection: connection.promise, leave: left.resolve, users: 0 }
}
