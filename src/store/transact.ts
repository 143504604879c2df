import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Actor, Decision, Meta, Via } from '../domain/decision.ts'
import type { Desk } from '../domain/desk.ts'
import type { Effect } from '../domain/effect.ts'
import type { Refusal } from '../domain/refusal.ts'
import { isUniqueViolation } from './errors.ts'
import { type Hashed, nextHash, noHash } from './hash-chain.ts'
import { placesOf } from './places.ts'
import type { RecordStore, Tx } from './record-store.ts'
import type { Database } from './schema.ts'

/** Who wants something, when (kept to the millisecond, so that what is hashed is what the database gives back), and from where. */
export interface Request {
  readonly actor: Actor
  readonly via: Via
  readonly now: Temporal.Instant
  /** The id of the act that asks: carried out once, however often it arrives. */
  readonly inbound?: string
  /** The words of the request stand at `via.place` already, as a message of the one who asks: no line repeats them there. */
  readonly saidThere?: boolean
}

/** What became of a command. `repeated`: it had been carried out before, and this is the record as it is now. */
export type Outcome<State> =
  | { readonly kind: 'done'; readonly state: State; readonly repeated: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly state?: State }
  | { readonly kind: 'no-such-record' }

export interface TransactServices {
  readonly db: Kysely<Database>
  readonly desk: () => Promise<Desk>
  /** Puts a wake-up call for each conversation into the queue, inside the transaction. */
  readonly enqueue: (tx: Tx, paceKeys: readonly string[]) => Promise<void>
  /** Called after the commit, so that the sender of this process need not wait for the queue. */
  readonly committed: (paceKeys: readonly string[]) => void
  readonly drawNumber: (sequence: string) => Promise<number>
}

interface Eventful {
  readonly type: string
}

/**
 * The one way in which a record changes. Locks the record, decides, and writes its row, its events, its places and
 * deliveries, the wake-up calls and the inbound id together, or nothing. With `id` undefined it begins a new record.
 * A refusal leaves nothing behind. Throws what the database throws; then nothing happened, unless the connection was
 * lost during the commit, which the inbound id settles at the next attempt.
 */
export const transact = async <
  State extends { readonly id: string; readonly version: number },
  Event extends Eventful,
>(
  services: TransactServices,
  store: RecordStore<State, Event>,
  id: string | undefined,
  asked: Request,
  decide: (state: State | undefined, meta: Meta) => Decision<Event, Effect, Refusal>,
): Promise<Outcome<State>> => {
  const desk = await services.desk()
  const request = { ...asked, now: asked.now.round('millisecond') }
  const meta: Meta = { now: request.now, actor: request.actor, desk, id: randomUUID() }
  const drawn = id === undefined ? decide(undefined, meta) : undefined
  if (drawn?.kind === 'refused') return refusedOrRepeated(services, store, request, drawn.refusal)
  const target = id ?? `${store.prefix}-${await services.drawNumber(store.sequence)}`
  try {
    const written = await services.db.transaction().execute(async (tx) => {
      const before = id === undefined ? undefined : await store.lock(tx, target)
      if (id !== undefined && before === undefined) return undefined
      const decision = drawn ?? decide(before?.state, meta)
      if (decision.kind === 'refused') return { refusal: decision.refusal, state: before?.state }
      const { state, chain, rows } = follow(store, target, before, decision.events, request)
      await (before === undefined ? store.insert(tx, state, chain) : store.update(tx, state, chain))
      const command = commandOf(target, request, meta.desk, decision.effects, rows)
      const { rows: kept } = await sql<{ keys: string[] }>`
        select keep_command(${JSON.stringify(command)}::jsonb) as keys`.execute(tx)
      const keys = [
        ...new Set([...(kept[0]?.keys ?? []), ...(await redraw(tx, decision.effects, request.now))]),
      ]
      await services.enqueue(tx, keys)
      return { state, keys }
    })
    if (written === undefined) return { kind: 'no-such-record' }
    if ('refusal' in written)
      return await refusedOrRepeated(services, store, request, written.refusal, written.state)
    services.committed(written.keys)
    return { kind: 'done', state: written.state, repeated: false }
  } catch (error) {
    const repeated = isUniqueViolation(error, 'inbox_pkey')
      ? await earlier(services, store, request)
      : undefined
    if (repeated === undefined) throw error
    return repeated
  }
}

/** Has the cards of the other records that the effects name edited; gives the conversations that they stand in. */
const redraw = async (
  tx: Tx,
  effects: readonly Effect[],
  at: Temporal.Instant,
): Promise<readonly string[]> => {
  const others = effects.flatMap((effect) => (effect.kind === 'redraw' ? [effect.record] : []))
  if (others.length === 0) return []
  const edits = await tx
    .insertInto('deliveries')
    .columns(['ref', 'pace_key', 'kind', 'created_at'])
    .expression((eb) =>
      eb
        .selectFrom('message_refs')
        .where('record', 'in', others)
        .where('audience', '<>', 'person')
        .select([
          'id',
          'pace_key',
          sql.lit('card').as('kind'),
          sql<string>`${at.toString()}::timestamptz`.as('created_at'),
        ]),
    )
    .returning('pace_key')
    .execute()
  return edits.map((edit) => edit.pace_key)
}

/** A refusal of what this same act did already is no refusal: the retry gets the first answer. */
const refusedOrRepeated = async <State extends { readonly id: string; readonly version: number }, Event>(
  services: TransactServices,
  store: RecordStore<State, Event>,
  request: Request,
  refusal: Refusal,
  state?: State,
): Promise<Outcome<State>> =>
  (await earlier(services, store, request)) ?? {
    kind: 'refused',
    refusal,
    ...(state === undefined ? {} : { state }),
  }

/** The record that this act was carried out on before, if it was. */
const earlier = async <State extends { readonly id: string; readonly version: number }, Event>(
  services: TransactServices,
  store: RecordStore<State, Event>,
  request: Request,
): Promise<Outcome<State> | undefined> => {
  const { inbound } = request
  if (inbound === undefined) return undefined
  return services.db.transaction().execute(async (tx) => {
    const found = await tx.selectFrom('inbox').select('record').where('id', '=', inbound).executeTakeFirst()
    const held = found === undefined ? undefined : await store.lock(tx, found.record)
    return held === undefined ? undefined : { kind: 'done', state: held.state, repeated: true }
  })
}

interface EventRow {
  readonly seq: number
  readonly type: string
  readonly data: unknown
  readonly hash: string
}

/** Plays the events on the state and chains their hashes. */
const follow = <State extends { readonly id: string; readonly version: number }, Event extends Eventful>(
  store: RecordStore<State, Event>,
  target: string,
  before: { readonly state: State; readonly chain: Buffer } | undefined,
  events: readonly Event[],
  request: Request,
): { state: State; chain: Buffer; rows: EventRow[] } => {
  const happened = { at: request.now, actor: request.actor }
  let state = before?.state
  let chain = before?.chain ?? noHash
  const rows: EventRow[] = []
  for (const event of events) {
    state = state === undefined ? store.begin(target, event, happened) : store.evolve(state, event, happened)
    const { type, ...data } = event
    const hashed: Hashed = {
      record: target,
      seq: state.version,
      at: request.now.toString(),
      actor: request.actor,
      via: request.via,
      type,
      data,
    }
    chain = nextHash(chain, hashed)
    rows.push({ seq: state.version, type, data, hash: chain.toString('hex') })
  }
  if (state === undefined) throw new Error(`${target}: accepted without an event`)
  return { state, chain, rows }
}

/** The argument of the database function `keep_command`. */
const commandOf = (
  record: string,
  request: Request,
  desk: Desk,
  effects: readonly Effect[],
  rows: readonly EventRow[],
): object => {
  const { actor, via } = request
  const seqOf = (event: number): number => {
    const row = rows[event]
    if (row === undefined) throw new Error(`${record}: an effect tells event ${event} of ${rows.length}`)
    return row.seq
  }
  const places = []
  const notices = []
  const lines = []
  for (const effect of effects) {
    const opened = placesOf(effect, desk, via, actor, randomUUID)
    places.push(...opened)
    if (effect.kind === 'write-to')
      for (const place of opened) notices.push({ id: place.id, seq: seqOf(effect.event) })
    if (effect.kind !== 'tell') continue
    const type = rows[effect.event]?.type
    const saidThere = request.saidThere === true && (type === 'commented' || type === 'noted')
    lines.push({ audience: effect.audience, seq: seqOf(effect.event), saidThere })
  }
  return {
    record,
    at: request.now.toString(),
    actor,
    via,
    events: rows,
    places,
    lines,
    notices,
    ...(request.inbound === undefined ? {} : { inbound: request.inbound }),
    ...(via.place === undefined ? {} : { origin: via.place }),
    ...(effects.some((effect) => effect.kind === 'open-triage') && rows[0]?.seq !== 1
      ? { retire: true }
      : {}),
  }
}
