import type { Kysely } from 'kysely'
import type { PersonId } from '../domain/person.ts'
import type { Database } from './schema.ts'

/** When the person's link was made; undefined where they have none. */
export const calendarLinkOf = async (
  db: Kysely<Database>,
  person: PersonId,
): Promise<Temporal.Instant | undefined> =>
  (await db.selectFrom('calendar_links').select('made_at').where('person', '=', person).executeTakeFirst())
    ?.made_at

/** Gives the person a link by the SHA-256 of its secret. The one that they had is nobody's from then on. */
export const putCalendarLink = async (
  db: Kysely<Database>,
  person: PersonId,
  digest: Buffer,
  now: Temporal.Instant,
): Promise<void> => {
  const made_at = now.toString()
  await db
    .insertInto('calendar_links')
    .values({ person, digest, made_at })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ digest, made_at }))
    .execute()
}

/** The person's link is nobody's any more. */
export const endCalendarLink = async (db: Kysely<Database>, person: PersonId): Promise<void> => {
  await db.deleteFrom('calendar_links').where('person', '=', person).execute()
}

/**
 * Whose link it is, by the SHA-256 of its secret. Found by an index, whose time may tell how a digest begins and nothing of the
 * secret that it was made of.
 */
export const personOfCalendarLink = async (
  db: Kysely<Database>,
  digest: Buffer,
): Promise<PersonId | undefined> =>
  (await db.selectFrom('calendar_links').select('person').where('digest', '=', digest).executeTakeFirst())
    ?.person
