import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'

/** Clocks of incidents that are due, the oldest first, their incidents locked; without those that somebody else holds. */
export const lockDueIncidents = async (
  tx: Kysely<Database>,
  now: Temporal.Instant,
  limit: number,
): Promise<readonly { readonly record: string; readonly at: Temporal.Instant }[]> => {
  // Who holds the incident holds its clocks: two that locked single clocks could wait for each other.
  const { rows } = await sql<{ record: string; at: Temporal.Instant }>`
    select c.record, coalesce(c.asleep_until, c.next_at) as at
    from clocks c join incidents i on i.id = c.record
    where c.next_at is not null and coalesce(c.asleep_until, c.next_at) <= ${now.toString()}::timestamptz
    order by coalesce(c.asleep_until, c.next_at) limit ${limit} for update of i skip locked`.execute(tx)
  return rows
}

/** Open incidents with numbers after `after`, as text, of which no clock was reckoned by this desk version or a newer one. */
export const outdatedIncidents = async (
  tx: Kysely<Database>,
  version: number,
  after: string,
  limit: number,
): Promise<readonly string[]> => {
  const rows = await tx
    .selectFrom('incidents')
    .select('id')
    .where('id', '>', after)
    .where('state', 'not in', ['resolved', 'closed', 'cancelled'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('clocks')
            .select('slot')
            .whereRef('clocks.record', '=', 'incidents.id')
            .where('desk_version', '>=', version),
        ),
      ),
    )
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
