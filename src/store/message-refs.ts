import { type Kysely, sql } from 'kysely'
import type { Place } from '../domain/place.ts'
import type { Database } from './schema.ts'

/** A record's thread that something was said in. */
export interface ThreadOf {
  readonly record: string
  readonly audience: 'requester' | 'triage' | 'authority'
}

/**
 * The record whose card starts this thread, or whose card stands in this thread; undefined for any other place. A
 * thread that was answered with several records belongs to the newest.
 */
export const recordInThread = async (db: Kysely<Database>, place: Place): Promise<ThreadOf | undefined> => {
  const { thread } = place
  if (thread === undefined) return undefined
  const row = (await ofCard(db, place, thread)) ?? (await ofCopy(db, place, thread))
  return row === undefined
    ? undefined
    : { record: row.record, audience: row.audience as ThreadOf['audience'] }
}

const ofCard = (db: Kysely<Database>, place: Place, thread: string) =>
  db
    .selectFrom('message_refs')
    .select(['message_refs.record', 'message_refs.audience'])
    .where('message_refs.platform', '=', place.platform)
    .where('message_refs.tenant', '=', place.tenant)
    .where('message_refs.conversation', '=', place.conversation)
    .where('message_refs.audience', 'not in', ['person', 'approver'])
    .where('message_refs.record', 'not like', 'link/%')
    .where('message_refs.record', 'not like', 'schedule%')
    .where((eb) => eb.or([eb('message_refs.message', '=', thread), eb('message_refs.thread', '=', thread)]))
    .orderBy(sql`substring(message_refs.record from '\\d+$')::bigint`, 'desc')
    .limit(1)
    .executeTakeFirst()

const ofCopy = (db: Kysely<Database>, { platform, tenant, conversation }: Place, thread: string) =>
  db
    .selectFrom('card_copies')
    .innerJoin('message_refs', 'message_refs.id', 'card_copies.ref')
    .select(['message_refs.record', 'message_refs.audience'])
    .where('card_copies.platform', '=', platform)
    .where('card_copies.tenant', '=', tenant)
    .where('card_copies.conversation', '=', conversation)
    .where('card_copies.message', '=', thread)
    .where('message_refs.audience', 'not in', ['person', 'approver'])
    .where('message_refs.record', 'not like', 'schedule%')
    .executeTakeFirst()

/** Messages of a record that did not arrive, for the desk to see: where to, how many, and why the last one failed. */
export interface Undelivered {
  readonly audience: string
  readonly platform: string
  readonly conversation: string
  readonly count: number
  readonly error: string
}

export const undeliveredOf = async (
  db: Kysely<Database>,
  record: string,
): Promise<readonly Undelivered[]> => {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('message_refs as ref', 'ref.id', 'deliveries.ref')
    .where('ref.record', '=', record)
    .where('deliveries.state', 'in', ['failed', 'unreachable'])
    .select((eb) => [
      'ref.audience',
      'ref.platform',
      eb.fn.coalesce('ref.direct_user', 'ref.conversation').as('conversation'),
      eb.fn.countAll<number>().as('count'),
      eb.fn.max('deliveries.error').as('error'),
    ])
    .groupBy(['ref.audience', 'ref.platform', 'ref.direct_user', 'ref.conversation'])
    .execute()
  return rows.map((row) => ({ ...row, conversation: row.conversation ?? '', error: row.error ?? '' }))
}
