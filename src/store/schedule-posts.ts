import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type Place, conversationKey } from '../domain/place.ts'
import { endedSchedule, scheduleRecord } from '../domain/schedule-post.ts'
import type { Enqueue } from './queues.ts'
import type { Tx } from './record-store.ts'
import type { Database } from './schema.ts'

interface Post {
  readonly ref: string
  readonly key: string
  readonly drawnFor: string
}

/**
 * One post of the schedule in each of these places, drawn for that week and desk file; those elsewhere say that they are no longer
 * kept. What has to be posted or edited is left as deliveries, in one transaction. Gives the conversations that now have
 * something to send. Several processes may do this at once.
 */
export const keepSchedulePosts = async (
  db: Kysely<Database>,
  enqueue: Enqueue,
  places: readonly Place[],
  drawnFor: string,
  now: Temporal.Instant,
): Promise<readonly string[]> => {
  if (isInOrder(await postsNow(db), places, drawnFor)) return []
  const { keys, filed } = await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('schedule posts'))`.execute(tx)
    const there = await postsNow(tx)
    const wanted = new Set(places.map(conversationKey))
    const known = new Set(there.map(({ key }) => key))
    for (const place of places) if (!known.has(conversationKey(place))) await open(tx, place)
    for (const { ref, key } of there) if (!wanted.has(key)) await end(tx, ref)
    const due = [...(await draw(tx, drawnFor)), ...there.filter(({ key }) => !wanted.has(key))]
    if (due.length === 0) return { keys: [], filed: undefined }
    const rows = await tx
      .insertInto('deliveries')
      .columns(['ref', 'pace_key', 'kind', 'created_at'])
      .expression((eb) =>
        eb
          .selectFrom('message_refs')
          .select([
            'id',
            'pace_key',
            sql<string>`'card'`.as('kind'),
            sql<string>`${now.toString()}::timestamptz`.as('at'),
          ])
          .where(
            'id',
            'in',
            due.map(({ ref }) => ref),
          ),
      )
      .returning('pace_key')
      .execute()
    return { keys: rows.map(({ pace_key }) => pace_key), filed: await enqueue(tx) }
  })
  filed?.()
  return keys
}

const postsNow = async (db: Kysely<Database>): Promise<readonly Post[]> => {
  const rows = await db.selectFrom('schedule_posts').selectAll().orderBy('ref').execute()
  return rows.map(({ ref, platform, tenant, conversation, drawn_for }) => ({
    ref,
    key: `${platform}/${tenant}/${conversation}`,
    drawnFor: drawn_for,
  }))
}

const isInOrder = (posts: readonly Post[], places: readonly Place[], drawnFor: string): boolean => {
  const wanted = new Set(places.map(conversationKey))
  return (
    posts.length === wanted.size && posts.every((post) => wanted.has(post.key) && post.drawnFor === drawnFor)
  )
}

const open = async (tx: Tx, { platform, tenant, conversation }: Place): Promise<void> => {
  const id = randomUUID()
  await tx
    .insertInto('message_refs')
    .values({ id, record: scheduleRecord, audience: 'authority', platform, tenant, conversation })
    .execute()
  await tx
    .insertInto('schedule_posts')
    .values({ ref: id, platform, tenant, conversation, drawn_for: '' })
    .execute()
}

/** Its message stays, to say that it is no longer kept; another post in that place will be a new one. */
const end = async (tx: Tx, ref: string): Promise<void> => {
  await tx.deleteFrom('schedule_posts').where('ref', '=', ref).execute()
  await tx
    .updateTable('message_refs')
    .set({ record: endedSchedule, active: false })
    .where('id', '=', ref)
    .execute()
}

const draw = (tx: Tx, drawnFor: string): Promise<readonly { readonly ref: string }[]> =>
  tx
    .updateTable('schedule_posts')
    .set({ drawn_for: drawnFor })
    .where('drawn_for', '<>', drawnFor)
    .returning('ref')
    .execute()
