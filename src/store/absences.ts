import { type Kysely, type Selectable, sql } from 'kysely'
import type { Absence } from '../domain/approval-absence.ts'
import type { AbsenceDecision, AbsenceEvent, EnteredAbsence } from '../domain/absence.ts'
import { personOf } from '../domain/authority.ts'
import type { Desk } from '../domain/desk.ts'
import type { PersonId } from '../domain/person.ts'
import { writeTo } from './notices.ts'
import type { Enqueue } from './queues.ts'
import type { Tx } from './record-store.ts'
import type { Request } from './request.ts'
import type { AbsencesTable, Database } from './schema.ts'
import { isUuid } from './uuid.ts'

/** What the deliveries of an absence carry instead of a record's number, and what they are about. */
export const absenceRecord = (id: string): string => `absence/${id}`
const seqOf: Readonly<Record<AbsenceEvent['type'], number>> = { entered: 1, 'taken-back': 2 }

/** Absences that are not over, and a number that grows with all that is ever entered and taken back: both of one moment. */
export interface PresentAbsences {
  readonly absences: readonly Absence[]
  readonly known: number
}

export const presentAbsences = async (
  db: Kysely<Database>,
  now: Temporal.Instant,
): Promise<PresentAbsences> => {
  const { rows } = await sql<{ known: number; absences: readonly Stored[] }>`
    select (select count(*) + count(taken_back_at) from absences) as known,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'person', person, 'deputy', deputy, 'from', lower(during), 'to', upper(during)) order by lower(during), id), '[]')
        from absences where upper(during) > ${now.toString()}::timestamptz) as absences`.execute(db)
  const [row] = rows
  return { known: row?.known ?? 0, absences: (row?.absences ?? []).map(absenceOf) }
}

interface Stored {
  readonly person: string
  readonly deputy: string | null
  readonly from: string
  readonly to: string
}

const absenceOf = ({ person, deputy, from, to }: Stored): Absence => ({
  person,
  ...(deputy === null ? {} : { deputy }),
  from: Temporal.Instant.from(from),
  to: Temporal.Instant.from(to),
})

/** What a person has entered, or others for them, that is not over, the next one first. */
export const absencesOfPerson = async (
  db: Kysely<Database>,
  person: PersonId,
  now: Temporal.Instant,
): Promise<readonly EnteredAbsence[]> => {
  const rows = await db
    .selectFrom('absences')
    .selectAll()
    .where('person', '=', person)
    .where(sql<boolean>`upper(during) > ${now.toString()}::timestamptz`)
    .orderBy('from_at')
    .execute()
  return rows.map(enteredOf)
}

/** The absence of that id, also one that is over; what is no id is no absence. */
export const findAbsence = async (db: Kysely<Database>, id: string): Promise<EnteredAbsence | undefined> => {
  if (!isUuid(id)) return undefined
  const row = await db.selectFrom('absences').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : enteredOf(row)
}

const enteredOf = (row: Selectable<AbsencesTable>): EnteredAbsence => ({
  id: row.id,
  person: row.person,
  ...(row.deputy === null ? {} : { deputy: row.deputy }),
  from: row.from_at,
  to: row.to_at,
  enteredBy: row.entered_by,
  enteredAt: row.entered_at,
  ...(row.taken_back_by === null || row.taken_back_at === null
    ? {}
    : { takenBack: { by: row.taken_back_by, at: row.taken_back_at } }),
})

/** Somebody else took it back at the same moment. */
export class OvertakenError extends Error {
  override name = 'OvertakenError'
}

/** The absence that this same act entered or took back before, if it did. */
export const absenceOfAct = async (
  db: Kysely<Database>,
  inbound: string,
): Promise<EnteredAbsence | undefined> => {
  const found = await db.selectFrom('inbox').select('record').where('id', '=', inbound).executeTakeFirst()
  const [, id] = found?.record.split('absence/') ?? []
  return id === undefined ? undefined : findAbsence(db, id)
}

/**
 * Writes what was decided: the absence, the act that asked for it, and messages to whom it concerns, or nothing. `paceKeys`
 * are the conversations that have something to send. Throws a unique violation of `inbox` when the same act is written at
 * the same moment, an exclusion violation when another absence of the person is, `OvertakenError` when it was taken back.
 */
export const saveAbsence = (
  db: Kysely<Database>,
  { events, effects }: Extract<AbsenceDecision, { kind: 'accepted' }>,
  request: Request,
  desk: Desk,
  enqueue: Enqueue,
): Promise<readonly string[]> =>
  db
    .transaction()
    .execute(async (tx) => {
      const { inbound, now } = request
      const paceKeys: string[] = []
      for (const { type, absence } of events) {
        const record = absenceRecord(absence.id)
        if (inbound !== undefined)
          await tx.insertInto('inbox').values({ id: inbound, received_at: now.toString(), record }).execute()
        await (type === 'entered' ? enter(tx, absence, request) : takeBack(tx, absence, request))
        const people = effects.flatMap(({ person }) => personOf(desk, person) ?? [])
        paceKeys.push(...(await writeTo(tx, { record, seq: seqOf[type] }, people, now)))
      }
      return { paceKeys, filed: paceKeys.length === 0 ? undefined : await enqueue(tx) }
    })
    .then(({ paceKeys, filed }) => {
      filed?.()
      return paceKeys
    })

const enter = async (tx: Tx, absence: EnteredAbsence, { via }: Request): Promise<void> => {
  // One at a time for each person: two that overlap would otherwise wait for each other.
  await sql`select pg_advisory_xact_lock(hashtext(${absenceRecord(absence.person)}))`.execute(tx)
  await tx
    .insertInto('absences')
    .values({
      id: absence.id,
      person: absence.person,
      deputy: absence.deputy ?? null,
      from_at: absence.from.toString(),
      to_at: absence.to.toString(),
      entered_by: absence.enteredBy,
      entered_at: absence.enteredAt.toString(),
      entered_via: JSON.stringify(via),
      taken_back_by: null,
      taken_back_at: null,
      taken_back_via: null,
    })
    .execute()
}

const takeBack = async (tx: Tx, { id, takenBack }: EnteredAbsence, { via }: Request): Promise<void> => {
  if (takenBack === undefined) throw new Error(`absence ${id} was not taken back`)
  const { numUpdatedRows } = await tx
    .updateTable('absences')
    .set({
      taken_back_by: takenBack.by,
      taken_back_at: takenBack.at.toString(),
      taken_back_via: JSON.stringify(via),
    })
    .where('id', '=', id)
    .where('taken_back_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new OvertakenError()
}
