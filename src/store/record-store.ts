import type { Kysely, Transaction } from 'kysely'
import type { Database } from './schema.ts'

export type Tx = Transaction<Database>

/** What `transact` must know of one kind of record. */
export interface RecordStore<State extends { readonly id: string; readonly version: number }, Event> {
  /** Of its numbers: `INC` of `INC-17`. */
  readonly prefix: string
  /** The sequence that its numbers are drawn from. */
  readonly sequence: string
  /** The present state, locked until the transaction ends, with the hash of its newest event. */
  lock(tx: Tx, id: string): Promise<{ readonly state: State; readonly chain: Buffer } | undefined>
  begin(id: string, event: Event, happened: Happened): State
  evolve(state: State, event: Event, happened: Happened): State
  /** All of them in one statement. */
  insert(
    tx: Kysely<Database>,
    rows: readonly { readonly state: State; readonly chain: Buffer }[],
  ): Promise<void>
  update(tx: Tx, state: State, chain: Buffer): Promise<void>
}

export interface Happened {
  readonly at: Temporal.Instant
  readonly actor: string
}
