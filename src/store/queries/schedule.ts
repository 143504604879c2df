import { type Kysely, sql } from 'kysely'
import type { ChangeWindow, ScheduledChange } from '../../domain/change-schedule.ts'
import type { Change, ChangeState } from '../../domain/change.ts'
import { changeOf } from '../changes.ts'
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

/** The most that one look at the schedule takes in. */
const most = 500

/** The most that a calendar has. */
const mostInCalendar = 2000

/** Changes in those states whose window touches the span, the first to start first. */
export const changesIn = async (
  db: Kysely<Database>,
  { from, to }: ChangeWindow,
  states: readonly ChangeState[],
): Promise<readonly Change[]> => {
  const rows = await db
    .selectFrom('changes')
    .selectAll()
    .where('state', 'in', states)
    .where('window_to', '>', sql<Temporal.Instant>`${from.toString()}::timestamptz`)
    .where('window_from', '<', sql<Temporal.Instant>`${to.toString()}::timestamptz`)
    .orderBy('window_from')
    .orderBy('number')
    .limit(most)
    .execute()
  return rows.map(changeOf)
}

/**
 * Changes for calendars, in that span: all that ever were put to those who decide, also those that will not be made, and when each
 * got its present version.
 */
export const changesForCalendars = async (
  db: Kysely<Database>,
  { from, to }: ChangeWindow,
): Promise<readonly { readonly change: Change; readonly changedAt: Temporal.Instant }[]> => {
  const rows = await db
    .selectFrom('changes')
    .innerJoin('events', (join) =>
      join.onRef('events.record', '=', 'changes.id').onRef('events.seq', '=', 'changes.version'),
    )
    .selectAll('changes')
    .select('events.at')
    .where('window_to', '>', sql<Temporal.Instant>`${from.toString()}::timestamptz`)
    .where('window_from', '<', sql<Temporal.Instant>`${to.toString()}::timestamptz`)
    .where('state', '<>', 'draft')
    .where(sql<boolean>`exists (select from events e where e.record = changes.id and e.type = 'submitted')`)
    .orderBy('window_from')
    .orderBy('number')
    .limit(mostInCalendar)
    .execute()
  return rows.map(({ at, ...row }) => ({ change: changeOf(row), changedAt: at }))
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
