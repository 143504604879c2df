import { type Kysely, sql } from 'kysely'
import { type CommandRows, type Eventful, type Numbered, together } from './command-rows.ts'
import { createGroup } from './group.ts'
import { createNumberStock } from './number-stock.ts'
import { begin, commit, onOneConnection, underWay } from './pipeline.ts'
import type { Enqueue } from './queues.ts'
import type { RecordStore } from './record-store.ts'
import type { Database } from './schema.ts'

export interface WriteServices {
  readonly db: Kysely<Database>
  /** Puts a wake-up call into the queue, inside the transaction. */
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
): Records<State, Event> => {
  const numbers = createNumberStock(store.sequence)
  const writeGroup = (group: readonly MakeRows<State>[]): Promise<readonly CommandRows<State>[]> =>
    onOneConnection(services.db, async (tx) => {
      const drawn = await numbers.take(tx, group.length)
      const rows = group.map((make, index) => make(`${store.prefix}-${drawn[index]}`))
      // A single record is no sign that more will come.
      const next = group.length > 1 ? numbers.refill(tx, group.length) : undefined
      const before = Promise.all([next, begin(tx)])
      services.committed(await keepAndCommit(services, tx, rows, before, () => store.insert(tx, rows)))
      return rows
    })
  return { store, begin: createGroup(writeGroup) }
}

/**
 * Everything that accepted commands write, and the commit, in one round trip behind what was sent `before`; `save` writes
 * the records' own rows. Gives the conversations that have something to send.
 */
export const keepAndCommit = async <State extends Numbered>(
  services: WriteServices,
  tx: Kysely<Database>,
  group: readonly CommandRows<State>[],
  before: Promise<unknown>,
  save: () => Promise<void>,
): Promise<readonly string[]> => {
  // The queue looks things up before it sends; what comes after its statement is sent after that.
  const { done } =
    group.length === 0
      ? { done: Promise.resolve(() => undefined) }
      : await underWay((sent) => services.enqueue(tx, sent))
  const [, filed, , keys] = await Promise.all([before, done, save(), keepCommands(tx, group), commit(tx)])
  filed()
  return keys
}

/** What the commands leave behind besides the records' rows. */
const keepCommands = async (
  tx: Kysely<Database>,
  rows: readonly Pick<CommandRows<unknown>, 'kept'>[],
): Promise<readonly string[]> => {
  const { rows: answers } = await sql<{
    keys: string[]
  }>`select keep_commands(${JSON.stringify(together(rows))}::jsonb) as keys`.execute(tx)
  return answers[0]?.keys ?? []
}
