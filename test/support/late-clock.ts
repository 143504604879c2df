import { sql } from 'kysely'
import type { Watch } from './watch.ts'

/** The desk's clock looks every twenty seconds for what is due and for seats to put right: whoever clicks after this is quicker. */
export const lateClock = async (db: Watch['db']): Promise<void> => {
  await db.updateTable('changes').set({ next_at: null }).execute()
  await db.updateTable('incidents').set({ next_at: null }).execute()
  await sql`insert into approval_checks (record, version, desk_version, absences)
    select id, version, 1000000, 1000000 from changes where state = 'requested'
    union all
    select id, version, 1000000, 1000000 from incidents where asked is not null
    on conflict (record) do update
    set version = excluded.version, desk_version = excluded.desk_version, absences = excluded.absences, again_at = null`.execute(
    db,
  )
}

/** From now on the clock puts seats right again. */
export const timelyClock = async (db: Watch['db']): Promise<void> => {
  await db.deleteFrom('approval_checks').execute()
}
