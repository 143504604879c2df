import { type Kysely, sql } from 'kysely'
import { suspectHours } from '../domain/change-nearby.ts'
import type { Change, ChangeState } from '../domain/change.ts'
import { changeOf } from './changes.ts'
import type { Database } from './schema.ts'

/** The changes that belong to a record, the newest first. */
export const linkedChanges = async (
  db: Kysely<Database>,
  record: string,
): Promise<readonly Pick<Change, 'id' | 'title' | 'state'>[]> => {
  const rows = await db
    .selectFrom('record_links')
    .innerJoin('changes', 'changes.id', 'record_links.change')
    .where('record_links.record', '=', record)
    .select(['changes.id', 'changes.title', 'changes.state'])
    .orderBy('changes.number', 'desc')
    .execute()
  return rows.map(({ id, title, state }) => ({ id, title, state: state as ChangeState }))
}

/** The numbers of what a change belongs to. */
export const recordsOfChange = async (db: Kysely<Database>, id: string): Promise<readonly string[]> => {
  const rows = await db.selectFrom('record_links').select('record').where('change', '=', id).execute()
  return rows.map(({ record }) => record)
}

/** The changes that work on any of these services between two moments: planned, being made, or made (8.1-i). */
export const changesOn = async (
  db: Kysely<Database>,
  services: readonly string[],
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<readonly Change[]> => {
  const rows = await db
    .selectFrom('changes')
    .selectAll()
    .where(
      'id',
      'in',
      sql<string>`(select t.change from unnest(${services}::text[]) s(id) join change_touches t on t.service = s.id
        and t.during && tstzrange(${from.toString()}::timestamptz, ${to.toString()}::timestamptz, '[]'))`,
    )
    .execute()
  return rows.map(changeOf)
}

/** Ends of changes that those who work on an incident have not been told of. */
export const untoldEnds = async (
  db: Kysely<Database>,
  limit: number,
): Promise<readonly { readonly change: Change; readonly incident: string }[]> => {
  const rows = await db
    .selectFrom('record_links')
    .innerJoin('changes', 'changes.id', 'record_links.change')
    .where('record_links.told', '=', false)
    .where('record_links.incident', 'is not', null)
    .where('changes.state', 'in', ['done', 'failed', 'backed-out', 'reviewed'])
    .selectAll('changes')
    .select('record_links.record')
    .orderBy('changes.number')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ change: changeOf(row), incident: row.record }))
}

/**
 * Incidents raised since `since` on a service that was changed within a day before, and that have not heard of changes yet:
 * what they hear is kept under `keyOf` among the acts that count once.
 */
export const raisedAfterChanges = async (
  db: Kysely<Database>,
  since: Temporal.Instant,
  limit: number,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select i.id from incidents i
    where i.raised_at > ${since.toString()}::timestamptz
      and exists (select from change_touches t where t.service = i.service
        and t.during && tstzrange(i.raised_at - make_interval(hours => ${suspectHours}::integer), i.raised_at, '[]'))
      and not exists (select from inbox where inbox.id = ${recentKey('')} || i.id)
    order by i.number limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Under which an incident hears once of what was changed shortly before it. */
export const recentKey = (incident: string): string => `recent-changes:${incident}`
/** Those who work on the incident know how the change ended. */
export const markTold = async (db: Kysely<Database>, change: string, record: string): Promise<void> => {
  await db
    .updateTable('record_links')
    .set({ told: true })
    .where('change', '=', change)
    .where('record', '=', record)
    .execute()
}
