import { type Kysely, sql } from 'kysely'
import { incidentOf } from '../incidents.ts'
import type { Database } from '../schema.ts'
import type { IncidentList, IncidentPage } from './incident-lists.ts'

type List = Extract<IncidentList, { of: 'breaching' }>

/** Open records by the first of their running targets that is due, missed ones before all others. */
export const listBreaching = async (
  db: Kysely<Database>,
  list: List,
  page: { readonly offset: number; readonly limit: number },
): Promise<IncidentPage> => {
  const first = db
    .selectFrom('clocks')
    .select(['record', (eb) => eb.fn.min('due').as('due')])
    .where('state', '=', 'running')
    .where('due', '<=', sql<Temporal.Instant>`${list.until.toString()}::timestamptz`)
    .$if('person' in list, (query) => query.where('tier', '=', 'sla'))
    .groupBy('record')
  const rows = await db
    .selectFrom('incidents')
    .innerJoin(first.as('first'), 'first.record', 'incidents.id')
    .selectAll('incidents')
    .select(['first.due', sql<number>`count(*) over ()`.as('total')])
    .where('state', 'not in', ['closed', 'cancelled', 'resolved'])
    .where((eb) =>
      'person' in list
        ? eb.or([eb('affected', '=', list.person), eb('raised_by', '=', list.person)])
        : eb('team', 'in', list.teams.length === 0 ? [''] : list.teams),
    )
    .orderBy('first.due')
    .orderBy('incidents.number')
    .limit(Math.min(page.limit, 50))
    .offset(page.offset)
    .execute()
  const due = new Map(rows.flatMap((row) => (row.due === null ? [] : [[row.id, row.due] as const])))
  return { incidents: rows.map(incidentOf), total: rows[0]?.total ?? 0, due }
}
