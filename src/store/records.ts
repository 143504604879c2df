import type { Kysely } from 'kysely'
import type { CommandRows, Eventful, Numbered } from './command-rows.ts'
import { createGroup } from './group.ts'
import { keepCommands, together } from './keep-commands.ts'
import { createLane } from './lane.ts'
import { createNumberStock } from './number-stock.ts'
import { begin, commit, onOneConnection, underWay } from './pipeline.ts'
import type { Enqueue } from './queues.ts'
import type { RecordStore } from './record-store.ts'
import type { Database } from './schema.ts'

export interface WriteServices {
  readonly db: Kysely<Database>
  /** Puts a wake-up call into the queue, inside the transaction. */
  readonly enqueue: Enqueue
  /** Whether a call that was filed before will do for what is committed next. */
  readonly covered: () => boolean
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
  const onLane = createLane(services.db)

  const number = async (
    connection: Kysely<Database>,
    group: readonly MakeRows<State>[],
  ): Promise<readonly CommandRows<State>[]> => {
    const drawn = await numbers.take(connection, group.length)
    return group.map((make, index) => make(`${store.prefix}-${drawn[index]}`))
  }

  /** One statement is a transaction by itself: where there is no call to file, there is nothing else to write. */
  const writeAtOnce = (group: readonly MakeRows<State>[]): Promise<readonly CommandRows<State>[]> =>
    onLane(async (connection) => {
      const rows = await number(connection, group)
      const takeIn = numbers.drawing()
      // A single record is no sign that more will come.
      const draw = { sequence: store.sequence, count: rows.length > 1 ? rows.length : 0 }
      const kept = await keepCommands(connection, together(rows), draw)
      takeIn(kept.numbers)
      services.committed(kept.keys)
      return rows
    })

  const writeWithCall = (group: readonly MakeRows<State>[]): Promise<readonly CommandRows<State>[]> =>
    onOneConnection(services.db, async (tx) => {
      const rows = await number(tx, group)
      services.committed(await keepAndCommit(services, tx, rows, begin(tx)))
      return rows
    })

  const write = (group: readonly MakeRows<State>[]): Promise<readonly CommandRows<State>[]> =>
    services.covered() ? writeAtOnce(group) : writeWithCall(group)
  return { store, begin: createGroup(write) }
}

/**
 * Everything that accepted commands write, and the commit, in one round trip behind what was sent `before`; `save` writes
 * the rows of records that exist. Gives the conversations that have something to send.
 */
export const keepAndCommit = async <State extends Numbered>(
  services: WriteServices,
  tx: Kysely<Database>,
  group: readonly CommandRows<State>[],
  before: Promise<unknown>,
  save?: () => Promise<void>,
): Promise<readonly string[]> => {
  // The queue looks things up before it sends; what comes after its statement is sent after that.
  const { done } =
    group.length === 0
      ? { done: Promise.resolve(() => undefined) }
      : await underWay((sent) => services.enqueue(tx, sent))
  const [, filed, , { keys }] = await Promise.all([
    before,
    done,
    save?.(),
    keepCommands(tx, together(group)),
    commit(tx),
  ])
  filed()
  return keys
}
