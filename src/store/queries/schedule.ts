import { type Kysely, sql } from 'kysely'
import type { ScheduledChange } from '../../domain/change-schedule.ts'
import { scheduledOf } from '../../domain/change-rules.ts'
import { changeOf } from '../changes.ts'
import type { Database } from '../schema.ts'

/** Changes that are approved or being made and whose window is not over: what others may collide with (9.2-e). */
export const scheduledChanges = async (
  db: Kysely<Database>,
  now: Temporal.Instant,
): Promise<readonly ScheduledChange[]> => {
  const rows = await db
    .selectFrom('changes')
    .selectAll()
    .where('state', 'in', ['approved', 'in-progress'])
    .where('window_to', '>', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .orderBy('window_from')
    .execute()
  return rows.flatMap((row) => scheduledOf(changeOf(row)) ?? [])
}

/** Changes that wait for approval and whose window is not over. */
export const pendingChanges = async (
  db: Kysely<Database>,
  now: Temporal.Instant,
): Promise<readonly ScheduledChange[]> => {
  const rows = await db
    .selectFrom('changes')
    .selectAll()
    .where('state', '=', 'requested')
    .where('window_to', '>', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .execute()
  return rows.flatMap((row) => scheduledOf(changeOf(row)) ?? [])
}

/** Changes about which the clock has something to do, those that are due longest first. */
export const dueChanges = async (
  db: Kysely<Database>,
  now: Temporal.Instant,
  limit: number,
): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('changes')
    .select('id')
    .where('next_at', '<=', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .orderBy('next_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
