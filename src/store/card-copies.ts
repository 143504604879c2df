import { type Kysely, sql } from 'kysely'
import { type Place, type PostedMessage, conversationKey, readMark } from '../domain/place.ts'
import type { Database } from './schema.ts'

/**
 * Notes where a card stands that was clicked, from the mark that it was posted with (`port.post`). Usually known; news
 * when the process that posted it died, or lost the answer, before it could note it: then the card is this one, or,
 * where it was posted again meanwhile, a copy of it. A mark that is none of a card posted there says nothing.
 */
export const noteCard = async (
  db: Kysely<Database>,
  { place, message }: PostedMessage,
  mark: string,
): Promise<void> => {
  const marked = readMark(mark)
  if (marked === undefined) return
  await db.transaction().execute(async (tx) => {
    const { ref } = marked
    const row = await tx
      .selectFrom('message_refs')
      .select('message')
      .where('id', '=', ref)
      .where('platform', '=', place.platform)
      .where('tenant', '=', place.tenant)
      // A direct chat's conversation is noted along with the card.
      .where((eb) => eb.or([eb('conversation', '=', place.conversation), eb('conversation', 'is', null)]))
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('deliveries')
            .where('deliveries.id', '=', marked.delivery)
            .where('deliveries.ref', '=', ref)
            .where('deliveries.kind', '=', 'card'),
        ),
      )
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (row === undefined || row.message === message) return
    if (row.message === null)
      await tx
        .updateTable('message_refs')
        .set({ conversation: place.conversation, message })
        .where('id', '=', ref)
        .execute()
    else await keepCopy(tx, ref, place, message)
  })
}

/** Another message that shows the card of `ref`. */
export const keepCopy = async (
  tx: Kysely<Database>,
  ref: string,
  { platform, tenant, conversation }: Place,
  message: string,
): Promise<void> => {
  await tx
    .insertInto('card_copies')
    .values({ platform, tenant, conversation, message, ref })
    .onConflict((already) => already.doNothing())
    .execute()
}

/**
 * Whether a card is being posted to the conversation, or perhaps was: a thread there that nobody knows may be about
 * to become a record's.
 */
export const isPosting = async (db: Kysely<Database>, place: Place): Promise<boolean> => {
  const { rows } = await sql<{ posting: boolean }>`
    select exists (
      select from deliveries d join message_refs r on r.id = d.ref
      where d.pace_key = ${conversationKey(place)} and d.kind = 'card'
        and d.state in ('sending', 'ambiguous') and r.message is null
    ) as posting`.execute(db)
  return rows[0]?.posting === true
}
