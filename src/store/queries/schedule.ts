import { type Kysely, sql } from 'kysely'
import type { ScheduledChange } from '../../domain/change-schedule.ts'
import type { ChangeState } from '../../domain/change.ts'
import type { Database } from '../schema.ts'

/**
 * Changes that are approved or being made and whose window is not over: what others may collide with (9.2-e). With `near`, only
 * those that have time in common with that change: a click need not read the whole schedule.
 */
export const scheduledChanges = (
  db: Kysely<Database>,
  now: Temporal.Instant,
  near?: string,
): Promise<readonly ScheduledChange[]> => plannedChanges(db, ['approved', 'in-progress'], now, near)

/** Changes that wait for approval and whose window is not over; `near` as above. */
export const pendingChanges = (
  db: Kysely<Database>,
  now: Temporal.Instant,
  near?: string,
): Promise<readonly ScheduledChange[]> => plannedChanges(db, ['requested'], now, near)

const plannedChanges = async (
  db: Kysely<Database>,
  states: readonly ChangeState[],
  now: Temporal.Instant,
  near: string | undefined,
): Promise<readonly ScheduledChange[]> => {
  const rows = await db
    .selectFrom('changes')
    .select(['id', 'title', 'type', 'implementer', 'window_from', 'window_to'])
    .select([
      sql<readonly string[]>`content -> 'services'`.as('services'),
      sql<readonly string[]>`content -> 'components'`.as('components'),
    ])
    .where('state', 'in', states)
    .where('window_to', '>', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .$if(near !== undefined, (query) =>
      query
        .where('window_from', '<', (eb) =>
          eb
            .selectFrom('changes as mine')
            .select('mine.window_to')
            .where('mine.id', '=', near ?? ''),
        )
        .where('window_to', '>', (eb) =>
          eb
            .selectFrom('changes as mine')
            .select('mine.window_from')
            .where('mine.id', '=', near ?? ''),
        ),
    )
    .orderBy('window_from')
    .execute()
  return rows.flatMap(({ window_from: from, window_to: to, type, ...rest }) =>
    from === null || to === null
      ? []
      : [{ ...rest, type: type === 'emergency' ? type : 'normal', window: { from, to } }],
  )
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
