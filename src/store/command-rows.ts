import { randomUUIDv7 } from 'node:crypto'
import type { Desk } from '../domain/desk.ts'
import type { Effect } from '../domain/effect.ts'
import type { Recorded } from '../domain/incident.ts'
import type { Clock } from '../domain/sla-clock.ts'
import { clockRows } from './clocks.ts'
import type { KeptRows } from './keep-commands.ts'
import { type Hashed, nextHash, noHash } from './hash-chain.ts'
import { type NewPlace, placesOf } from './places.ts'
import type { Accepted, RecordStore } from './record-store.ts'
import type { Request } from './request.ts'

export interface Eventful {
  readonly type: string
}

export interface Numbered {
  readonly id: string
  readonly version: number
}

/** What an accepted command writes: the record as it is after it, and what is left behind. The row of a new one is in that. */
export interface CommandRows<State> {
  readonly state: State
  readonly chain: Buffer
  readonly kept: KeptRows
}

/** A record as it is before a command: locked, with all that happened to it and its clocks. */
export interface Before<State, Event> {
  readonly state: State
  readonly chain: Buffer
  readonly history: readonly Recorded<Event>[]
  readonly clocks: readonly Clock[]
}

/** Plays the events of a decision on the state, chains their hashes, and turns its effects into places and deliveries. */
export const rowsOf = <State extends Numbered, Event extends Eventful>(
  store: RecordStore<State, Event>,
  target: string,
  before: Before<State, Event> | undefined,
  decision: Accepted<Event>,
  request: Request,
  desk: Desk,
): CommandRows<State> => {
  const { state, chain, rows } = follow(store, target, before, decision.events, request)
  const redrawn = decision.effects.flatMap((effect) => (effect.kind === 'redraw' ? [effect.record] : []))
  const at = request.now.toString()
  const kept = {
    ...(before === undefined ? { [store.table]: [store.row(state, chain)] } : {}),
    inbox: request.inbound === undefined ? [] : [{ id: request.inbound, received_at: at, record: target }],
    events: rows,
    cards: [target, ...redrawn].map((record) => ({ record, at })),
    ...timingOf(store, target, before, decision.events, rows, request, desk),
    ...tellingOf(target, request, desk, decision.effects, rows),
    ...store.kept?.(
      state,
      decision.events.map((event, index) => ({ seq: rows[index]?.seq ?? 0, event, actor: request.actor })),
    ),
  }
  return { state, chain, kept }
}

/** A row of `events`. */
interface EventRow extends Omit<Hashed, 'data'> {
  readonly data: unknown
  readonly hash: string
}

/** Plays the events on the state and chains their hashes. */
const follow = <State extends Numbered, Event extends Eventful>(
  store: RecordStore<State, Event>,
  target: string,
  before: Pick<Before<State, Event>, 'state' | 'chain'> | undefined,
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
    rows.push({ ...hashed, hash: `\\x${chain.toString('hex')}` })
  }
  if (state === undefined) throw new Error(`${target}: accepted without an event`)
  return { state, chain, rows }
}

/** The rows of the clocks that may stand otherwise now, and the marks of what was decided about them. */
const timingOf = <State extends Numbered, Event extends Eventful>(
  { clocks: keeper }: RecordStore<State, Event>,
  target: string,
  before: Before<State, Event> | undefined,
  events: readonly Event[],
  rows: readonly EventRow[],
  request: Request,
  desk: Desk,
): KeptRows => {
  if (keeper === undefined || !events.some((event) => keeper.moves(event))) return {}
  const happened = events.map((event, index) => ({
    record: target,
    seq: rows[index]?.seq ?? 0,
    at: request.now,
    actor: request.actor,
    event,
  }))
  const kept = before?.clocks ?? []
  const past = before?.history ?? []
  const standing = before && { clocks: kept, events: past.length }
  const clocks = keeper.after([...past, ...happened], desk, standing)
  const marks = happened.flatMap(({ event, seq }) => {
    const mark = keeper.markOf(event)
    if (mark === undefined) return []
    const { slot, run, within, threshold } = mark
    return [{ record: target, slot, run, within_ms: within, threshold, seq }]
  })
  const counted = clockRows(target, kept, clocks, request.now)
  return {
    ...(counted.length === 0 ? {} : { clocks: counted }),
    ...(marks.length === 0 ? {} : { marks }),
  }
}

/** New places, and what is told where. */
const tellingOf = (
  record: string,
  request: Request,
  desk: Desk,
  effects: readonly Effect[],
  rows: readonly EventRow[],
): KeptRows => {
  const { actor, via, now } = request
  const at = now.toString()
  const rowOf = (event: number): EventRow => {
    const row = rows[event]
    if (row === undefined) throw new Error(`${record}: an effect tells event ${event} of ${rows.length}`)
    return row
  }
  const places: NewPlace[] = []
  const notices: object[] = []
  const lines: object[] = []
  for (const effect of effects) {
    const opened = placesOf(effect, desk, via, actor, randomUUIDv7)
    places.push(...opened)
    if (effect.kind === 'write-to' || effect.kind === 'alert-person') {
      const kind = effect.kind === 'write-to' ? 'notice' : 'alert'
      for (const { id } of opened) notices.push({ id, at, kind, seq: rowOf(effect.event).seq })
    }
    if (effect.kind !== 'tell' && effect.kind !== 'alert') continue
    const { seq, type } = rowOf(effect.event)
    const kind = effect.kind === 'tell' ? 'line' : 'alert'
    const saidThere = request.saidThere === true && (type === 'commented' || type === 'noted')
    lines.push({
      record,
      at,
      kind,
      audience: effect.audience,
      seq,
      ...(saidThere ? { said: via.place } : {}),
    })
  }
  const retires = effects.some(({ kind }) => kind === 'open-triage') && rows[0]?.seq !== 1
  return {
    places: places.map((place) => ({ record, ...placeRow(place) })),
    lines,
    notices,
    ...(retires ? { retired: [{ record, places: places.map(({ id }) => id) }] } : {}),
  }
}

const placeRow = ({ directUser, ...place }: NewPlace): object => ({ ...place, direct_user: directUser })
