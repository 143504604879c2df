import type { Kysely, Transaction } from 'kysely'
import type { Decision } from '../domain/decision.ts'
import type { Desk } from '../domain/desk.ts'
import type { Effect } from '../domain/effect.ts'
import type { ClockTerms, Recorded } from '../domain/incident.ts'
import type { Clock, Standing } from '../domain/sla-clock.ts'
import type { KeptRows } from './keep-commands.ts'
import type { Database } from './schema.ts'

export type Tx = Transaction<Database>

/** What `transact` must know of one kind of record. */
export interface RecordStore<State extends { readonly id: string; readonly version: number }, Event> {
  /** Of its numbers: `INC` of `INC-17`. */
  readonly prefix: string
  /** Of its rows. */
  readonly table: 'incidents' | 'changes'
  /** The sequence that its numbers are drawn from. */
  readonly sequence: string
  /** The present state, locked until the transaction ends, with the hash of its newest event. */
  lock(
    tx: Kysely<Database>,
    id: string,
  ): Promise<{ readonly state: State; readonly chain: Buffer } | undefined>
  /** The same for many; those that somebody else holds now are left out. */
  lockFree(
    tx: Kysely<Database>,
    ids: readonly string[],
  ): Promise<readonly { readonly state: State; readonly chain: Buffer }[]>
  begin(id: string, event: Event, happened: Happened): State
  evolve(state: State, event: Event, happened: Happened): State
  /** A new one, as `keep_commands` takes it. */
  row(state: State, chain: Buffer): object
  /** Sends all its statements before it waits: the commit is sent behind them, and what comes after that is not in it. */
  update(tx: Kysely<Database>, state: State, chain: Buffer, desk: Desk): Promise<void>
  /** All of them in one statement. */
  updateMany(
    tx: Kysely<Database>,
    rows: readonly { readonly state: State; readonly chain: Buffer }[],
    desk: Desk,
  ): Promise<void>
  /** Further rows that its events leave behind, by table, as `keep_commands` takes them. */
  readonly kept?: (
    state: State,
    events: readonly { readonly seq: number; readonly event: Event; readonly actor: string }[],
  ) => KeptRows
  /** Absent where nothing is promised for this kind. */
  readonly clocks?: ClockKeeper<Event>
}

export type Accepted<Event> = Extract<Decision<Event, Effect, never>, { kind: 'accepted' }>

/** What `transact` and ticks must know of the clocks of one kind of record. */
export interface ClockKeeper<Event> {
  /**
   * Locks records of which a clock is due, those that are due longest first, as many as hold `limit` such clocks; those that
   * somebody else holds now are left out. A record comes as often as a clock of it is due.
   */
  lockDue(
    tx: Kysely<Database>,
    now: Temporal.Instant,
    limit: number,
  ): Promise<readonly { readonly record: string; readonly at: Temporal.Instant }[]>
  /** Open records after `after` of which no clock was reckoned by this version of the desk file or a newer one. */
  outdated(tx: Kysely<Database>, version: number, after: string, limit: number): Promise<readonly string[]>
  /** Whether clocks can stand otherwise after it. */
  moves(event: Event): boolean
  /** All clocks after the whole history; `before` as they stood earlier in it. */
  after(history: readonly Recorded<Event>[], desk: Desk, before?: Standing): readonly Clock[]
  /** The decision, after what is to be told first where clocks were reckoned by an older desk file. */
  withNewTerms(
    decision: Accepted<Event>,
    history: readonly Recorded<Event>[],
    kept: readonly Clock[],
    desk: Desk,
  ): Accepted<Event>
  /** What the event decides about a clock, once and never again. */
  markOf(event: Event): Mark | undefined
}

export interface Mark extends ClockTerms {
  readonly threshold: string
}

export interface Happened {
  readonly at: Temporal.Instant
  readonly actor: string
}
