import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Decision, Meta } from '../domain/decision.ts'
import type { Effect } from '../domain/effect.ts'
import { isUniqueViolation } from './errors.ts'
import { clocksOfRecords } from './clocks.ts'
import { type Before, type Eventful, type Numbered, rowsOf } from './command-rows.ts'
import { type DeskInForce, byDeskInForce, holdAgainst } from './desk-in-force.ts'
import type { Outcome, Request } from './request.ts'
import { begin, commit, onOneConnection } from './pipeline.ts'
import { historiesOf } from './queries/history.ts'
import type { RecordStore } from './record-store.ts'
import { type Records, type WriteServices, keepAndCommit } from './records.ts'
import type { Database } from './schema.ts'

export interface TransactServices extends WriteServices {
  readonly desk: DeskInForce
}

/**
 * The one way in which a record changes. Locks the record, decides, and writes its row, its events, its places and
 * deliveries, the wake-up calls and the inbound id together, or nothing. With `id` undefined it begins a new record.
 * A refusal leaves nothing behind. Throws what the database throws; then nothing happened, unless the connection was
 * lost during the commit, which the inbound id settles at the next attempt.
 */
export const transact = async <State extends Numbered, Event extends Eventful, Refusal>(
  services: TransactServices,
  records: Records<State, Event>,
  id: string | undefined,
  asked: Request,
  decide: (state: State | undefined, meta: Meta) => Decision<Event, Effect, Refusal>,
): Promise<Outcome<State, Refusal>> => {
  const request = { ...asked, now: asked.now.round('millisecond') }
  try {
    const written = await byDeskInForce(services.desk, (desk) => {
      const meta: Meta = { now: request.now, actor: request.actor, desk, id: randomUUID() }
      return id === undefined
        ? beginOne(services, records, request, meta, decide)
        : change(services, records, id, request, meta, decide)
    })
    if (written === undefined) return { kind: 'no-such-record' }
    if ('refusal' in written) return await refusedOrRepeated(services, records, request, written)
    return { kind: 'done', state: written.state, repeated: false }
  } catch (error) {
    const repeated = isUniqueViolation(error, 'inbox_pkey')
      ? await earlier(services, records, request)
      : undefined
    if (repeated === undefined) throw error
    return repeated
  }
}

type Refused<State, Refusal> = { readonly refusal: Refusal; readonly state?: State }

/** A new record needs no lock, so those that come at the same moment are written together. */
const beginOne = async <State extends Numbered, Event extends Eventful, Refusal>(
  services: TransactServices,
  records: Records<State, Event>,
  request: Request,
  meta: Meta,
  decide: (state: State | undefined, meta: Meta) => Decision<Event, Effect, Refusal>,
): Promise<{ readonly state: State } | Refused<State, Refusal>> => {
  const decision = decide(undefined, meta)
  if (decision.kind === 'refused') return decision
  return records.begin((id) => rowsOf(records.store, id, undefined, decision, request, meta.desk))
}

const change = async <State extends Numbered, Event extends Eventful, Refusal>(
  services: TransactServices,
  records: Records<State, Event>,
  id: string,
  request: Request,
  meta: Meta,
  decide: (state: State | undefined, meta: Meta) => Decision<Event, Effect, Refusal>,
): Promise<{ readonly state: State } | Refused<State, Refusal> | undefined> => {
  const written = await onOneConnection(services.db, async (tx) => {
    const [, before] = await Promise.all([begin(tx), lockWhole(tx, records.store, id)])
    if (before === undefined) {
      await commit(tx)
      return undefined
    }
    holdAgainst(meta.desk, before.clocks)
    const decision = decide(before.state, meta)
    if (decision.kind === 'refused') {
      await commit(tx)
      return { refusal: decision.refusal, state: before.state }
    }
    const { clocks: keeper } = records.store
    // Clocks that it moves are reckoned by the desk in force.
    const told =
      keeper !== undefined && decision.events.some((event) => keeper.moves(event))
        ? keeper.withNewTerms(decision, before.history, before.clocks, meta.desk)
        : decision
    const rows = rowsOf(records.store, id, before, told, request, meta.desk)
    const save = (): Promise<void> => records.store.update(tx, rows.state, rows.chain, meta.desk)
    return { state: rows.state, keys: await keepAndCommit(services, tx, [rows], Promise.resolve(), save) }
  })
  if (written !== undefined && 'keys' in written) services.committed(written.keys)
  return written
}

/** The record with all that happened to it, locked: one round trip. */
const lockWhole = async <State extends Numbered, Event extends Eventful>(
  tx: Kysely<Database>,
  store: RecordStore<State, Event>,
  id: string,
): Promise<Before<State, Event> | undefined> => {
  const timed = store.clocks !== undefined
  const [held, histories, clocks] = await Promise.all([
    store.lock(tx, id),
    timed ? historiesOf<Event>(tx, [id]) : undefined,
    timed ? clocksOfRecords(tx, [id]) : undefined,
  ])
  if (held === undefined) return undefined
  return { ...held, history: histories?.get(id) ?? [], clocks: clocks?.get(id) ?? [] }
}

/** A refusal of what this same act did already is no refusal: the retry gets the first answer. */
const refusedOrRepeated = async <State extends Numbered, Event extends Eventful, Refusal>(
  services: TransactServices,
  records: Records<State, Event>,
  request: Request,
  { refusal, state }: Refused<State, Refusal>,
): Promise<Outcome<State, Refusal>> =>
  (await earlier(services, records, request)) ?? {
    kind: 'refused',
    refusal,
    ...(state === undefined ? {} : { state }),
  }

/** The record that this act was carried out on before, if it was. */
const earlier = async <State extends Numbered, Event extends Eventful>(
  services: TransactServices,
  records: Records<State, Event>,
  request: Request,
): Promise<Extract<Outcome<State>, { kind: 'done' }> | undefined> => {
  const { inbound } = request
  if (inbound === undefined) return undefined
  return services.db.transaction().execute(async (tx) => {
    const found = await tx.selectFrom('inbox').select('record').where('id', '=', inbound).executeTakeFirst()
    const held = found === undefined ? undefined : await records.store.lock(tx, found.record)
    return held === undefined ? undefined : { kind: 'done', state: held.state, repeated: true }
  })
}
