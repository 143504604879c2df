import { type Kysely, sql } from 'kysely'
import { incidentOf } from '../incidents.ts'
import type { Database } from '../schema.ts'
import type { IncidentList, IncidentPage } from './incident-lists.ts'

type List = Extract<IncidentList, { of: 'breaching' }>

/**
 * Open records by the first of their running targets that is due, missed ones before all others. Of what is listed for its
 * team all targets count; of anything else those that were promised to customers.
 */
export const listBreaching = async (
  db: Kysely<Database>,
  { until, teams, services, person }: List,
  page: { readonly offset: number; readonly limit: number },
): Promise<IncidentPage> => {
  const first = db
    .selectFrom('clocks')
    .innerJoin('incidents', 'incidents.id', 'clocks.record')
    .select(['record', (eb) => eb.fn.min('clocks.due').as('due')])
    .where('clocks.state', '=', 'running')
    .where('clocks.due', '<=', sql<Temporal.Instant>`${until.toString()}::timestamptz`)
    .where('incidents.state', 'not in', ['closed', 'cancelled', 'resolved'])
    .where((eb) => {
      const promised = [
        eb('service', 'in', someOf(services)),
        ...(person === undefined ? [] : [eb('affected', '=', person), eb('raised_by', '=', person)]),
      ]
      return eb.or([eb('team', 'in', someOf(teams)), eb.and([eb('tier', '=', 'sla'), eb.or(promised)])])
    })
    .groupBy('record')
  const rows = await db
    .selectFrom('incidents')
    .innerJoin(first.as('first'), 'first.record', 'incidents.id')
    .selectAll('incidents')
    .select(['first.due', sql<number>`count(*) over ()`.as('total')])
    .orderBy('first.due')
    .orderBy('incidents.number')
    .limit(Math.min(page.limit, 50))
    .offset(page.offset)
    .execute()
  const due = new Map(rows.flatMap((row) => (row.due === null ? [] : [[row.id, row.due] as const])))
  return { incidents: rows.map(incidentOf), total: rows[0]?.total ?? 0, due }
}

/** An empty list would be no SQL; no id is empty. */
const someOf = (ids: readonly string[]): readonly string[] => (ids.length === 0 ? [''] : ids)
