import { type Kysely, sql } from 'kysely'
import { nextHash, noHash } from './hash-chain.ts'
import type { Database } from './schema.ts'

export interface Verified {
  readonly records: number
  readonly events: number
  /** The first event of each altered record that does not fit: changed, removed, inserted or cut off. */
  readonly altered: readonly Altered[]
}

export interface Altered {
  readonly record: string
  readonly seq: number
  readonly what: string
}

const batch = 5000

/** Recomputes the hash chain of every record and holds it against the events and against the record's own row. */
export const verifyChains = async (db: Kysely<Database>): Promise<Verified> => {
  const altered = new Map<string, Altered>()
  const complain = (record: string, seq: number, what: string): void => {
    if (!altered.has(record)) altered.set(record, { record, seq, what })
  }
  const ends = new Map<string, { seq: number; hash: Buffer }>()
  let events = 0
  let after = { record: '', seq: 0 }
  for (;;) {
    const rows = await db
      .selectFrom('events')
      .selectAll()
      .where(sql<boolean>`(record, seq) > (${after.record}, ${after.seq})`)
      .orderBy('record')
      .orderBy('seq')
      .limit(batch)
      .execute()
    for (const row of rows) {
      events += 1
      const end = ends.get(row.record) ?? { seq: 0, hash: noHash }
      if (row.seq !== end.seq + 1) complain(row.record, end.seq + 1, `event ${end.seq + 1} is missing`)
      const { record, seq, actor, via, type, data } = row
      const hash = nextHash(end.hash, { record, seq, at: row.at.toString(), actor, via, type, data })
      if (!hash.equals(row.hash)) complain(row.record, row.seq, `event ${row.seq} (${row.type}) was altered`)
      ends.set(row.record, { seq: row.seq, hash: row.hash })
    }
    const last = rows.at(-1)
    if (last === undefined) break
    after = { record: last.record, seq: last.seq }
  }
  const heads = await db
    .selectFrom('incidents')
    .select(['id', 'version', 'chain'])
    .unionAll(db.selectFrom('changes').select(['id', 'version', 'chain']))
    .execute()
  for (const head of heads) {
    const end = ends.get(head.id)
    if (end === undefined) complain(head.id, 1, 'all its events are missing')
    else if (end.seq < head.version) complain(head.id, end.seq + 1, `events after ${end.seq} are missing`)
    else if (end.seq > head.version || !end.hash.equals(head.chain))
      complain(head.id, end.seq, 'the record does not end where its events do')
    ends.delete(head.id)
  }
  for (const record of ends.keys()) complain(record, 1, 'it has events and no record')
  const byNumber = (a: Altered, b: Altered): number =>
    a.record.localeCompare(b.record, 'en', { numeric: true })
  return { records: heads.length, events, altered: [...altered.values()].sort(byNumber) }
}
