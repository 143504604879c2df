import { type Kysely, type Selectable, sql } from 'kysely'
import type { Change } from '../domain/change.ts'
import type { Incident } from '../domain/incident.ts'
import { changeOf } from './changes.ts'
import { incidentOf } from './incidents.ts'
import type { ChangesTable, Database, IncidentsTable } from './schema.ts'

/** What is in force: the desk file's version, and how much was ever entered and taken back of absences. */
export interface InForce {
  readonly deskVersion: number
  readonly absences: number
}

/** That the seats of a waiting approval are right, as of a version of the change. */
export interface Check {
  readonly record: string
  readonly version: number
  /** When an absence next begins or ends that matters to it. */
  readonly again?: Temporal.Instant
}

/**
 * Changes with numbers after `after`, as text, that wait for a decision and may be asking the wrong people: something
 * happened to them, a desk file was applied, or an absence was entered or taken back, began or ended, since they were looked at.
 */
export const uncheckedChanges = async (
  db: Kysely<Database>,
  force: InForce,
  now: Temporal.Instant,
  after: string,
  limit: number,
): Promise<readonly Change[]> => {
  const { rows } = await sql<Selectable<ChangesTable>>`
    select r.* from changes r left join approval_checks k on k.record = r.id
    where r.state = 'requested' and ${isUnchecked(force, now, after)}
    order by r.id limit ${limit}`.execute(db)
  return rows.map(changeOf)
}

/** The same for incidents, of which somebody is asked to agree to something. */
export const uncheckedIncidents = async (
  db: Kysely<Database>,
  force: InForce,
  now: Temporal.Instant,
  after: string,
  limit: number,
): Promise<readonly Incident[]> => {
  const { rows } = await sql<Selectable<IncidentsTable>>`
    select r.* from incidents r left join approval_checks k on k.record = r.id
    where r.asked is not null and ${isUnchecked(force, now, after)}
    order by r.id limit ${limit}`.execute(db)
  return rows.map(incidentOf)
}

const isUnchecked = ({ deskVersion, absences }: InForce, now: Temporal.Instant, after: string) =>
  sql<boolean>`r.id > ${after} and (k.record is null or k.version <> r.version or k.desk_version < ${deskVersion}
    or k.absences < ${absences} or k.again_at <= ${now.toString()}::timestamptz)`

/** Keeps that they were looked at. What somebody changed meanwhile has another version, and is looked at again. */
export const saveChecks = async (
  db: Kysely<Database>,
  { deskVersion, absences }: InForce,
  checks: readonly Check[],
): Promise<void> => {
  if (checks.length === 0) return
  await db
    .insertInto('approval_checks')
    .values(
      checks.map(({ record, version, again }) => ({
        record,
        version,
        desk_version: deskVersion,
        absences,
        again_at: again?.toString() ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('record').doUpdateSet((eb) => ({
        version: eb.ref('excluded.version'),
        desk_version: eb.ref('excluded.desk_version'),
        absences: eb.ref('excluded.absences'),
        again_at: eb.ref('excluded.again_at'),
      })),
    )
    .execute()
}
