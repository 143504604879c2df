import { type Kysely, type Selectable, sql } from 'kysely'
import type { Identity, Platform } from '../domain/person.ts'
import type { PostedMessage } from '../domain/place.ts'
import { keepCopy } from './card-copies.ts'
import type { Database, MessageRefsTable } from './schema.ts'

/** One message to send or edit, with where it goes. */
export interface Delivery {
  readonly id: number
  readonly kind: 'card' | 'line' | 'notice' | 'alert'
  readonly state: 'queued' | 'sending' | 'ambiguous'
  readonly attempts: number
  /** The event that a line, notice or alert is about. */
  readonly seq: number | undefined
  /** Said in the thread below a card, and no card itself. */
  readonly inThread: boolean
  readonly ref: Ref
}

export interface Ref {
  readonly id: string
  readonly record: string
  readonly audience: 'requester' | 'triage' | 'person' | 'authority' | 'approver'
  readonly platform: Platform
  readonly tenant: string
  /** Unknown until the direct chat was opened. */
  readonly conversation: string | undefined
  readonly direct: Identity | undefined
  readonly thread: string | undefined
  /** The card's message, once posted. */
  readonly message: string | undefined
  /** Other messages in the conversation that show the same card, posted before by a process that died. */
  readonly copies: readonly string[]
  /** False for the cards of a team that has handed the record over. */
  readonly active: boolean
}

/** How long a sender may be silent before another takes its conversation over, in seconds. */
const leaseSeconds = 25

/** Makes `holder` the only sender to a conversation; false while another process is. */
export const leaseConversation = async (
  db: Kysely<Database>,
  key: string,
  holder: string,
): Promise<boolean> => {
  const { rows } = await sql`
    insert into pace (key, leased_by, leased_until)
    values (${key}, ${holder}::uuid, now() + make_interval(secs => ${leaseSeconds}))
    on conflict (key) do update set leased_by = excluded.leased_by, leased_until = excluded.leased_until
    where pace.leased_by is null or pace.leased_by = excluded.leased_by or pace.leased_until < now()
    returning key`.execute(db)
  return rows.length > 0
}

/**
 * Gives a conversation up, unless something is due in it: then false, and the holder goes on. The row is locked before
 * looking, so that whoever was refused the lease has its delivery seen here. A holder that stops gives it up `evenIfDue`.
 */
export const releaseConversation = async (
  db: Kysely<Database>,
  key: string,
  holder: string,
  evenIfDue = false,
): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    const held = await tx
      .selectFrom('pace')
      .select('key')
      .where('key', '=', key)
      .where('leased_by', '=', holder)
      .forUpdate()
      .executeTakeFirst()
    if (held === undefined) return true
    if (!evenIfDue && (await nextDelivery(tx, key)) !== undefined) return false
    await tx.updateTable('pace').set({ leased_by: null, leased_until: null }).where('key', '=', key).execute()
    return true
  })

/** The oldest delivery of a conversation, if it is due; what comes after one that must wait waits with it. */
export const nextDelivery = async (db: Kysely<Database>, key: string): Promise<Delivery | undefined> => {
  const row = await db
    .selectFrom('deliveries')
    .innerJoin('message_refs', 'message_refs.id', 'deliveries.ref')
    .selectAll('message_refs')
    .select(['deliveries.id as delivery', 'kind', 'state', 'attempts', 'seq', 'not_before'])
    .select(
      sql<
        string[]
      >`array(select message from card_copies c where c.ref = message_refs.id order by message)`.as('copies'),
    )
    .where('deliveries.pace_key', '=', key)
    .where('deliveries.state', 'in', ['queued', 'sending', 'ambiguous'])
    .orderBy('deliveries.id')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { rows } = await sql<{
    due: boolean
  }>`select ${row.not_before?.toString() ?? null}::timestamptz > now() as due`.execute(db)
  if (rows[0]?.due === true) return undefined
  return {
    id: row.delivery,
    kind: row.kind as Delivery['kind'],
    state: row.state as Delivery['state'],
    attempts: row.attempts,
    seq: row.seq ?? undefined,
    inThread: row.kind === 'line' || (row.kind === 'alert' && row.audience !== 'person'),
    ref: refOf(row),
  }
}

/** What goes out as one message: the deliveries that are settled together, and the events that it tells. */
export interface Begun {
  readonly ids: readonly number[]
  /** Oldest first; of an alert all that wait for the same reader. */
  readonly events: readonly { readonly record: string; readonly seq: number }[]
}

/** Alerts that one message has room for. */
const mostAlerts = 20

/**
 * Marks a delivery as being sent. Waiting edits of the same card are taken along: one edit shows them all. So are alerts
 * that wait for the same reader, but for those that may have been sent already: their message is looked for as it was.
 */
export const beginSending = async (db: Kysely<Database>, delivery: Delivery): Promise<Begun> => {
  const { ref, kind, state } = delivery
  const rows = await db
    .updateTable('deliveries')
    .set((eb) => ({ state: 'sending', attempts: eb('attempts', '+', 1) }))
    .where((eb) => {
      if (kind === 'card')
        return eb.and([
          eb('ref', '=', ref.id),
          eb('kind', '=', 'card'),
          eb('state', 'in', ['queued', 'sending', 'ambiguous']),
        ])
      if (kind !== 'alert') return eb('id', '=', delivery.id)
      const together = eb
        .selectFrom('deliveries as d')
        .innerJoin('message_refs as r', 'r.id', 'd.ref')
        .select('d.id')
        .where('d.pace_key', '=', paceKeyOf(ref))
        .where('d.kind', '=', 'alert')
        .where('d.state', 'in', state === 'queued' ? ['queued'] : ['sending', 'ambiguous'])
        .where((inner) =>
          ref.audience === 'person' ? inner('r.audience', '=', 'person') : inner('r.id', '=', ref.id),
        )
        .orderBy('d.id')
        .limit(mostAlerts)
      return eb('id', 'in', together)
    })
    .returning((eb) => [
      'id',
      'seq',
      eb
        .selectFrom('message_refs')
        .whereRef('message_refs.id', '=', 'deliveries.ref')
        .select('record')
        .as('record'),
    ])
    .execute()
  const ascending = rows.toSorted((a, b) => a.id - b.id)
  return {
    ids: ascending.map(({ id }) => id),
    events: ascending.flatMap(({ record, seq }) =>
      seq === null || record === null ? [] : [{ record, seq }],
    ),
  }
}

const paceKeyOf = ({ platform, tenant, direct, conversation }: Ref): string =>
  `${platform}/${tenant}/${direct?.user ?? conversation ?? ''}`

/** What became of deliveries that were settled together. */
export type Settlement =
  | { readonly state: 'sent'; readonly posted?: PostedMessage; readonly maybeTwice: boolean }
  | { readonly state: 'failed' | 'unreachable'; readonly error: string }
  /** Again after `wait` milliseconds. */
  | { readonly state: 'queued' | 'ambiguous'; readonly error: string; readonly wait: number }
  /** The message is not there any more: it is posted anew. */
  | { readonly state: 'queued'; readonly error: string; readonly wait: 0; readonly gone: true }

export const settle = async (
  db: Kysely<Database>,
  delivery: Delivery,
  ids: readonly number[],
  settlement: Settlement,
): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const { state } = settlement
    const over = state === 'sent' || state === 'failed' || state === 'unreachable'
    await tx
      .updateTable('deliveries')
      .set((eb) => ({
        state,
        error: 'error' in settlement ? settlement.error.slice(0, 500) : null,
        ...('maybeTwice' in settlement && settlement.maybeTwice ? { maybe_twice: true } : {}),
        ...(over ? { done_at: sql<string>`now()` } : {}),
        ...('wait' in settlement
          ? { not_before: sql<string>`now() + make_interval(secs => ${settlement.wait / 1000})` }
          : {}),
        // A platform that is merely busy has not failed us: that attempt does not count.
        ...('wait' in settlement && settlement.error === 'busy' ? { attempts: eb('attempts', '-', 1) } : {}),
      }))
      .where('id', 'in', ids)
      .execute()
    if ('gone' in settlement)
      await tx.updateTable('message_refs').set({ message: null }).where('id', '=', delivery.ref.id).execute()
    if (state !== 'sent' || settlement.posted === undefined || delivery.inThread) return
    const { place, message } = settlement.posted
    // Found meanwhile by a click on it: an earlier post that nobody had noted.
    const { message: earlier } = await tx
      .selectFrom('message_refs')
      .select('message')
      .where('id', '=', delivery.ref.id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    if (earlier !== null && earlier !== message) await keepCopy(tx, delivery.ref.id, place, earlier)
    await tx
      .updateTable('message_refs')
      .set({ conversation: place.conversation, message })
      .where('id', '=', delivery.ref.id)
      .execute()
  })

/**
 * Conversations with something due that no other living sender has: after a crash, a pause, or a wake-up call lost. What
 * `holder` has itself is among them: it may have lost the database while it was sending.
 */
export const forsakenConversations = async (
  db: Kysely<Database>,
  holder: string,
): Promise<readonly string[]> => {
  // Goes from key to key in the index, so that a long queue for one conversation costs one step.
  const { rows } = await sql<{ pace_key: string }>`
    with recursive waiting(pace_key) as (
      select min(pace_key) from deliveries where state in ('queued', 'sending', 'ambiguous')
      union all
      select (select min(d.pace_key) from deliveries d
        where d.state in ('queued', 'sending', 'ambiguous') and d.pace_key > w.pace_key)
      from waiting w where w.pace_key is not null
    )
    select w.pace_key from waiting w left join pace p on p.key = w.pace_key
    where w.pace_key is not null and (p.leased_by is null or p.leased_by = ${holder}::uuid or p.leased_until < now())
      and exists (select from (
        select d.not_before from deliveries d
        where d.pace_key = w.pace_key and d.state in ('queued', 'sending', 'ambiguous') order by d.id limit 1
      ) first where first.not_before is null or first.not_before <= now())`.execute(db)
  return rows.map((row) => row.pace_key)
}

/** How many deliveries are in each state that is not over, for the metrics. */
export const countWaiting = async (db: Kysely<Database>): Promise<number> => {
  const row = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', 'in', ['queued', 'sending', 'ambiguous'])
    .executeTakeFirstOrThrow()
  return row.count
}

const refOf = (row: Selectable<MessageRefsTable> & { readonly copies: readonly string[] }): Ref => ({
  id: row.id,
  record: row.record,
  audience: row.audience as Ref['audience'],
  platform: row.platform as Platform,
  tenant: row.tenant,
  conversation: row.conversation ?? undefined,
  direct:
    row.direct_user === null
      ? undefined
      : { platform: row.platform as Platform, tenant: row.tenant, user: row.direct_user },
  thread: row.thread ?? undefined,
  message: row.message ?? undefined,
  copies: row.copies,
  active: row.active,
})
