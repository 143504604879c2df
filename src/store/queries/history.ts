import type { Kysely } from 'kysely'
import type { Via } from '../../domain/decision.ts'
import type { IncidentEvent, Recorded } from '../../domain/incident.ts'
import type { Database } from '../schema.ts'

/** One event of a record, or all of them from the first on. */
export const historyOf = async <Event = IncidentEvent>(
  db: Kysely<Database>,
  record: string,
  seq?: number,
): Promise<readonly (Recorded<Event> & { readonly via: Via })[]> => {
  let query = db.selectFrom('events').selectAll().where('record', '=', record).orderBy('seq')
  if (seq !== undefined) query = query.where('seq', '=', seq)
  const rows = await query.execute()
  return rows.map((row) => ({
    record: row.record,
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    via: row.via as Via,
    event: { type: row.type, ...(row.data as object) } as Event,
  }))
}

/** Everything that happened to these records, by record, from the first event on. */
export const historiesOf = async <Event>(
  db: Kysely<Database>,
  records: readonly string[],
): Promise<ReadonlyMap<string, readonly Recorded<Event>[]>> => {
  const rows = await db
    .selectFrom('events')
    .select(['record', 'seq', 'at', 'actor', 'type', 'data'])
    .where('record', 'in', records)
    .orderBy('record')
    .orderBy('seq')
    .execute()
  const histories = new Map<string, Recorded<Event>[]>()
  for (const { record, seq, at, actor, type, data } of rows) {
    const happened = { record, seq, at, actor, event: { type, ...(data as object) } as Event }
    const history = histories.get(record)
    if (history === undefined) histories.set(record, [happened])
    else history.push(happened)
  }
  return histories
}
