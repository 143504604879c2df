import { type Kysely, type Selectable, sql } from 'kysely'
import type { RecordStore } from './record-store.ts'
import type { Database } from './schema.ts'

/** Tables of which each row is a record. */
type Table = 'incidents' | 'changes'

/** How the rows of one kind of record are locked: one that is waited for, or as many as nobody else holds now. */
export const lockedRows = <T extends Table, State extends { readonly id: string; readonly version: number }>(
  table: T,
  stateOf: (row: Selectable<Database[T]>) => State,
): Pick<RecordStore<State, never>, 'lock' | 'lockFree'> => {
  type Row = Selectable<Database[T]> & { readonly chain: Buffer }
  const held = (row: Row): { readonly state: State; readonly chain: Buffer } => ({
    state: stateOf(row),
    chain: row.chain,
  })
  return {
    async lock(tx, id) {
      const { rows } = await sql<Row>`select * from ${sql.table(table)} where id = ${id} for update`.execute(
        tx,
      )
      return rows[0] && held(rows[0])
    },
    async lockFree(tx, ids) {
      const { rows } = await sql<Row>`select * from ${sql.table(table)} where id = any(${ids}::text[])
        order by number for update skip locked`.execute(tx)
      return rows.map(held)
    },
  }
}

/** The record of that number as it is now, or undefined; what is no number of that kind, is no record. */
export const findRow =
  <T extends Table, State>(table: T, prefix: string, stateOf: (row: Selectable<Database[T]>) => State) =>
  async (db: Kysely<Database>, id: string): Promise<State | undefined> => {
    if (!id.startsWith(`${prefix}-`) || !/^\d{1,15}$/.test(id.slice(prefix.length + 1))) return undefined
    const { rows } = await sql<Selectable<Database[T]>>`select * from ${sql.table(table)}
      where id = ${id}`.execute(db)
    return rows[0] && stateOf(rows[0])
  }
