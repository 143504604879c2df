import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type Decision, type Meta, theDesk } from '../domain/decision.ts'
import type { Desk } from '../domain/desk.ts'
import type { Effect } from '../domain/effect.ts'
import type { Refusal } from '../domain/refusal.ts'
import { clockRows, clocksOfRecords, saveClocks } from './clocks.ts'
import { type Before, type CommandRows, type Eventful, type Numbered, rowsOf } from './command-rows.ts'
import { byDeskInForce, holdAgainst } from './desk-in-force.ts'
import { begin, commit, onOneConnection } from './pipeline.ts'
import { historiesOf } from './queries/history.ts'
import type { RecordStore } from './record-store.ts'
import { keepAndCommit } from './records.ts'
import type { Request } from './request.ts'
import type { Database } from './schema.ts'
import type { TransactServices } from './transact.ts'

/** What one batch came to. */
export interface DueBatch {
  /** Records that were claimed; fewer than asked for when there were no more. */
  readonly claimed: number
  /** Records whose clocks are settled for now: decided, put to sleep, or reckoned anew. */
  readonly settled: number
  /** Conversations that have something to send. */
  readonly keys: readonly string[]
  /** When the oldest of them was due. */
  readonly oldest?: Temporal.Instant
}

export type DecideDue<State, Event> = (
  before: Before<State, Event>,
  meta: Meta,
) => Decision<Event, Effect, Refusal> | { readonly kind: 'wait'; readonly until: Temporal.Instant }

export interface DueServices<State extends Numbered, Event extends Eventful> extends TransactServices {
  readonly store: RecordStore<State, Event>
  readonly decide: DecideDue<State, Event>
  /** A record whose clocks cannot be decided; it is tried again in a while, and keeps nobody else waiting. */
  readonly failed: (record: string, error: unknown) => void
}

/**
 * Decides what is due, at most `limit` clocks: their records are locked so that several processes share them without waiting
 * for each other, decided, and written with all that follows, in one transaction. A threshold that was decided before makes
 * the whole batch fail on its mark; that cannot happen while records are locked, and if it did nothing would be told twice.
 */
export const decideDueClocks = <State extends Numbered, Event extends Eventful>(
  services: DueServices<State, Event>,
  now: Temporal.Instant,
  limit: number,
): Promise<DueBatch> =>
  decideBatch(services, now, async (tx) => {
    const due = (await services.store.clocks?.lockDue(tx, now, limit)) ?? []
    return { records: [...new Set(due.map(({ record }) => record))], oldest: due[0]?.at }
  })

/** Reckons anew what is open and was reckoned under agreements older than the desk in force: a batch after `after`. */
export const recountClocks = async <State extends Numbered, Event extends Eventful>(
  services: DueServices<State, Event>,
  now: Temporal.Instant,
  after: string,
  limit: number,
): Promise<DueBatch & { readonly last: string | undefined }> => {
  let last: string | undefined
  const { version } = await services.desk()
  const batch = await decideBatch(services, now, async (tx) => {
    const records = (await services.store.clocks?.outdated(tx, version, after, limit)) ?? []
    last = records.at(-1)
    return { records, oldest: undefined }
  })
  return { ...batch, last }
}

interface Claim {
  readonly records: readonly string[]
  readonly oldest: Temporal.Instant | undefined
}

const nothing: DueBatch = { claimed: 0, settled: 0, keys: [] }

/** A batch that fails is decided record by record, so that one that cannot be written keeps no other from being told. */
const decideBatch = async <State extends Numbered, Event extends Eventful>(
  services: DueServices<State, Event>,
  now: Temporal.Instant,
  claim: (tx: Kysely<Database>) => Promise<Claim>,
): Promise<DueBatch> => {
  let claimed: Claim = { records: [], oldest: undefined }
  const once = async (tx: Kysely<Database>): Promise<Claim> => (claimed = await claim(tx))
  try {
    return await decideTogether(services, now, once)
  } catch (error) {
    const { records, oldest } = claimed
    const [only] = records
    if (only === undefined) throw error
    if (records.length === 1) {
      services.failed(only, error)
      await sleep(services.db, only, now, now.add(pause))
      return { claimed: 1, settled: 1, keys: [] }
    }
    const alone: DueBatch[] = []
    for (const record of records)
      alone.push(await decideBatch(services, now, () => Promise.resolve({ records: [record], oldest })))
    return {
      claimed: records.length,
      settled: alone.reduce((sum, { settled }) => sum + settled, 0),
      keys: alone.flatMap(({ keys }) => keys),
      ...(oldest === undefined ? {} : { oldest }),
    }
  }
}

const decideTogether = async <State extends Numbered, Event extends Eventful>(
  services: DueServices<State, Event>,
  now: Temporal.Instant,
  claim: (tx: Kysely<Database>) => Promise<Claim>,
): Promise<DueBatch> => {
  const request: Request = { actor: theDesk, via: { how: 'clock' }, now: now.round('millisecond') }
  const decide = (desk: Desk): Promise<DueBatch> =>
    onOneConnection(services.db, async (tx) => {
      const [, { records, oldest }] = await Promise.all([begin(tx), claim(tx)])
      if (records.length === 0) {
        await commit(tx)
        return nothing
      }
      const held = await lockAll(tx, services.store, records)
      for (const { clocks } of held) holdAgainst(desk, clocks)
      const { commands, clocks, asleep } = decideAll(services, held, request, desk)
      const save = async (): Promise<void> => {
        await Promise.all([
          services.store.updateMany(tx, commands, desk),
          saveClocks(tx, clocks),
          ...asleep.map(({ record, until }) => sleep(tx, record, now, until)),
        ])
      }
      const keys = await keepAndCommit(services, tx, commands, Promise.resolve(), save)
      const settled = held.length
      return { claimed: records.length, settled, keys, ...(oldest === undefined ? {} : { oldest }) }
    })
  return byDeskInForce(services.desk, decide)
}

/** Those of the records that nobody else holds now, with all that happened to them. */
const lockAll = async <State extends Numbered, Event extends Eventful>(
  tx: Kysely<Database>,
  store: RecordStore<State, Event>,
  records: readonly string[],
): Promise<readonly Before<State, Event>[]> => {
  const [locked, histories, clocks] = await Promise.all([
    store.lockFree(tx, records),
    historiesOf<Event>(tx, records),
    clocksOfRecords(tx, records),
  ])
  return locked.map((held) => ({
    ...held,
    history: histories.get(held.state.id) ?? [],
    clocks: clocks.get(held.state.id) ?? [],
  }))
}

interface Decided<State> {
  readonly commands: CommandRows<State>[]
  /** Rows of clocks of which nothing has to be said. */
  readonly clocks: object[]
  readonly asleep: { readonly record: string; readonly until: Temporal.Instant }[]
}

/** How long a record whose clocks cannot be decided is left alone. */
const pause = Temporal.Duration.from({ minutes: 5 })

const decideAll = <State extends Numbered, Event extends Eventful>(
  services: DueServices<State, Event>,
  held: readonly Before<State, Event>[],
  request: Request,
  desk: Desk,
): Decided<State> => {
  const decided: Decided<State> = { commands: [], clocks: [], asleep: [] }
  for (const before of held) {
    const { id } = before.state
    try {
      const meta: Meta = { now: request.now, actor: request.actor, desk, id: randomUUID() }
      const decision = services.decide(before, meta)
      if (decision.kind === 'accepted')
        decided.commands.push(rowsOf(services.store, id, before, decision, request, desk))
      else decided.clocks.push(...anew(services.store, before, request.now, desk))
      if (decision.kind === 'wait') decided.asleep.push({ record: id, until: decision.until })
    } catch (error) {
      services.failed(id, error)
      decided.asleep.push({ record: id, until: request.now.add(pause) })
    }
  }
  return decided
}

const anew = <State extends Numbered, Event extends Eventful>(
  { clocks: keeper }: RecordStore<State, Event>,
  { state, history, clocks }: Before<State, Event>,
  now: Temporal.Instant,
  desk: Desk,
): readonly object[] =>
  keeper === undefined
    ? []
    : clockRows(state.id, clocks, keeper.after(history, desk, { clocks, events: history.length }), now)

const sleep = async (
  db: Kysely<Database>,
  record: string,
  now: Temporal.Instant,
  until: Temporal.Instant,
): Promise<void> => {
  await db
    .updateTable('clocks')
    .set({ asleep_until: until.toString() })
    .where('record', '=', record)
    .where('next_at', '<=', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .execute()
}
