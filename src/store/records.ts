import { type Kysely, sql } from 'kysely'
import type { CommandRows, Eventful, Numbered } from './command-rows.ts'
import { createGroup } from './group.ts'
import { createNumbers } from './numbers.ts'
import type { RecordStore } from './record-store.ts'
import type { Database } from './schema.ts'

export interface WriteServices {
  readonly db: Kysely<Database>
  /** Puts a wake-up call for these conversations into the queue, inside the transaction. */
  readonly enqueue: (tx: Kysely<Database>, paceKeys: readonly string[]) => Promise<void>
  /** Called after the commit, so that the sender of this process need not wait for the queue. */
  readonly committed: (paceKeys: readonly string[]) => void
}

/** One kind of record, ready to be written. */
export interface Records<State extends Numbered, Event extends Eventful> {
  readonly store: RecordStore<State, Event>
  readonly drawNumber: () => Promise<number>
  /** Writes a new record with all that follows from it; resolves when it is committed. */
  readonly begin: (rows: CommandRows<State>) => Promise<void>
}

export const createRecords = <State extends Numbered, Event extends Eventful>(
  services: WriteServices,
  store: RecordStore<State, Event>,
): Records<State, Event> => ({
  store,
  drawNumber: createNumbers(services.db, store.sequence),
  begin: createGroup<CommandRows<State>>(async (group) => {
    const keys = await services.db.connection().execute((tx) => writeTogether(services, store, tx, group))
    services.committed(keys)
  }),
})

/** A transaction whose first statements go out together: a busy program would wait a turn for each answer between them. */
const writeTogether = async <State extends Numbered, Event extends Eventful>(
  services: WriteServices,
  store: RecordStore<State, Event>,
  tx: Kysely<Database>,
  group: readonly CommandRows<State>[],
): Promise<readonly string[]> => {
  try {
    const [, , keys] = await Promise.all([
      sql`begin`.execute(tx),
      store.insert(tx, group),
      keepCommands(tx, group),
    ])
    await services.enqueue(tx, keys)
    await sql`commit`.execute(tx)
    return keys
  } catch (error) {
    // On a connection that broke there is nothing left to roll back, and the error says so better than another would.
    await sql`rollback`.execute(tx).catch(() => undefined)
    throw error
  }
}

/** What the commands leave behind besides the records' rows; gives the conversations that have something to send. */
export const keepCommands = async (
  tx: Kysely<Database>,
  rows: readonly Pick<CommandRows<unknown>, 'command'>[],
): Promise<readonly string[]> => {
  const commands = JSON.stringify(rows.map(({ command }) => command))
  const { rows: kept } = await sql<{
    keys: string[]
  }>`select keep_commands(${commands}::jsonb) as keys`.execute(tx)
  return kept[0]?.keys ?? []
}
