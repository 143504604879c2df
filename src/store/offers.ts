import { type Kysely, sql } from 'kysely'
import type { PersonId } from '../domain/person.ts'
import type { Place } from '../domain/place.ts'
import { tidy } from '../domain/text.ts'
import type { Database } from './schema.ts'
import { isUuid } from './uuid.ts'

/** Words that were offered to become a record, until the person takes the offer up. */
export interface Offer {
  readonly person: PersonId
  readonly text: string
  readonly link?: string
  /** Where the record is to be answered, when that is a channel's thread. */
  readonly place?: Place
  /** An incident that the words may belong to instead. */
  readonly record?: string
}

/** Keeps the words under that id; does nothing when they are kept under it already. */
export const saveOffer = async (
  db: Kysely<Database>,
  id: string,
  offer: Offer,
  now: Temporal.Instant,
): Promise<void> => {
  const { person, ...rest } = offer
  const content = { ...rest, text: tidy(rest.text) }
  await db
    .insertInto('offers')
    .values({ id, person, content: JSON.stringify(content), created_at: now.toString() })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** The offer, if it was made to this person; an id that is not one is no offer. */
export const findOffer = async (
  db: Kysely<Database>,
  id: string,
  person: PersonId,
): Promise<Offer | undefined> => {
  if (!isUuid(id)) return undefined
  const row = await db
    .selectFrom('offers')
    .selectAll()
    .where('id', '=', id)
    .where('person', '=', person)
    .executeTakeFirst()
  return row === undefined ? undefined : { person, ...(row.content as Omit<Offer, 'person'>) }
}

/** Offers nobody took up, and ids of acts that no platform retries any more, are forgotten. */
export const forgetOld = async (db: Kysely<Database>, now: Temporal.Instant): Promise<void> => {
  const weekAgo = now.subtract({ hours: 7 * 24 }).toString()
  await db
    .deleteFrom('offers')
    .where('created_at', '<', sql<Temporal.Instant>`${weekAgo}::timestamptz`)
    .execute()
  await db
    .deleteFrom('inbox')
    .where('received_at', '<', sql<Temporal.Instant>`${weekAgo}::timestamptz`)
    .execute()
}
