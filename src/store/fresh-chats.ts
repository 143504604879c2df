import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/**
 * For chats that were emptied, as the simulated ones are at every start: forgets where everything was posted, gives up
 * what was still to be said there, and has the cards of everything open posted anew. Returns how many.
 */
export const repostCards = async (db: Kysely<Database>): Promise<number> =>
  db.transaction().execute(async (tx) => {
    await sql`delete from direct_conversations`.execute(tx)
    await sql`delete from service_urls`.execute(tx)
    await sql`delete from pace`.execute(tx)
    await sql`update deliveries set state = 'failed', error = 'the chats were emptied', done_at = now()
      where state in ('queued', 'sending', 'ambiguous')`.execute(tx)
    await sql`update message_refs set message = null, thread = null,
      conversation = case when direct_user is null then conversation end`.execute(tx)
    await sql`update schedule_posts set drawn_for = ''`.execute(tx)
    const { rows } = await sql`
      insert into deliveries (ref, pace_key, kind, created_at)
      select r.id, r.pace_key, 'card', now() from message_refs r join (
        select id, number from incidents where state not in ('closed', 'cancelled')
        union all
        select id, number from changes where state not in ('reviewed', 'rejected', 'expired', 'withdrawn')
      ) open on open.id = r.record
      where r.audience <> 'person' and r.active
      order by open.number returning id`.execute(tx)
    return rows.length
  })
