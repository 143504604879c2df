import { type Kysely, sql } from 'kysely'
import type { CommandRows, Eventful, Numbered } from './command-rows.ts'
import { createGroup } from './group.ts'
import type { Enqueue } from './queues.ts'
import type { RecordStore } from './record-store.ts'
import type { Database } from './schema.ts'

export interface WriteServices {
  readonly db: Kysely<Database>
  /** Puts a wake-up call for these records into the queue, inside the transaction. */
  readonly enqueue: Enqueue
  /** Called after the commit, so that the sender of this process need not wait for the queue. */
  readonly committed: (paceKeys: readonly string[]) => void
}

/** One kind of record, ready to be written. */
export interface Records<State extends Numbered, Event extends Eventful> {
  readonly store: RecordStore<State, Event>
  /** Writes a new record, made for the number it gets, with all that follows from it; resolves when it is committed. */
  readonly begin: (make: MakeRows<State>) => Promise<CommandRows<State>>
}

type MakeRows<State> = (id: string) => CommandRows<State>

export const createRecords = <State extends Numbered, Event extends Eventful>(
  services: WriteServices,
  store: RecordStore<State, Event>,
): Records<State, Event> => ({
  store,
  begin: createGroup<MakeRows<State>, CommandRows<State>>((group) =>
    services.db.connection().execute(async (tx) => {
      const ids = await drawIds(tx, store, group.length)
      const rows = group.map((make, index) => make(ids[index]!))
      services.committed(await writeTogether(services, store, tx, rows))
      return rows
    }),
  ),
})

/** Drawn outside of the transaction that uses them: one that fails leaves a gap, and nobody waits for anybody. */
const drawIds = async (
  tx: Kysely<Database>,
  { prefix, sequence }: { readonly prefix: string; readonly sequence: string },
  count: number,
): Promise<readonly string[]> => {
  const drawn = await sql<{ number: number }>`
    select nextval(${sequence}) as number from generate_series(1, ${count}::int)`.execute(tx)
  return drawn.rows.map(({ number }) => `${prefix}-${number}`)
}

/**
 * A transaction in one round trip: its statements go out together, and a commit behind one that failed only rolls back.
 * A busy program would wait a turn for each answer between them.
 */
const writeTogether = async <State extends Numbered, Event extends Eventful>(
  services: WriteServices,
  store: RecordStore<State, Event>,
  tx: Kysely<Database>,
  group: readonly CommandRows<State>[],
): Promise<readonly string[]> => {
  try {
    const begun = sql`begin`.execute(tx)
    const records = group.flatMap(({ about }) => about)
    // The queue looks things up before it sends; whatever must come after its statement waits for that.
    const { done: filed } = await underWay((sent) => services.enqueue(tx, records, sent))
    const [, , , keys] = await Promise.all([
      begun,
      filed,
      store.insert(tx, group),
      keepCommands(tx, group),
      sql`commit`.execute(tx),
    ])
    return keys
  } catch (error) {
    // On a connection that broke there is nothing left to roll back, and the error says so better than another would.
    await sql`rollback`.execute(tx).catch(() => undefined)
    throw error
  }
}

/** Begins `call` and waits until it says that its statement is sent, or ends without one. `done` may still fail. */
const underWay = async (
  call: (sent: () => void) => Promise<void>,
): Promise<{ readonly done: Promise<void> }> => {
  const { promise: sent, resolve } = Promise.withResolvers<void>()
  const done = call(resolve)
  await Promise.race([sent, done.catch(() => undefined)])
  return { done }
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
