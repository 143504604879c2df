import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'

/** How a service kept what customers were promised, week by week. */
export interface ServiceCompliance {
  readonly service: string
  /** In the order of the weeks asked for; nothing where no target was kept or missed. */
  readonly weeks: readonly (WeekShare | undefined)[]
}

export interface WeekShare {
  readonly met: number
  readonly missed: number
}

export interface ComplianceQuery {
  /** Mondays, `YYYY-MM-DD`, oldest first; each week begins at 00:00 of it in `zone`. */
  readonly weeks: readonly string[]
  readonly zone: string
  /** Only what a team has. */
  readonly team?: string
}

/**
 * Targets for answers and resolutions that were promised to customers (6.1-c): each counts in the week in which it was kept,
 * or in which its time was up. What still runs in time counts nowhere yet. Services with most targets come first.
 */
export const complianceOf = async (
  db: Kysely<Database>,
  { weeks, zone, team }: ComplianceQuery,
): Promise<readonly ServiceCompliance[]> => {
  const [first = '1970-01-05'] = weeks
  const { rows } = await sql<{ service: string; week: string; met: number; missed: number }>`
    select i.service, to_char(date_trunc('week', c.settled at time zone ${zone}), 'YYYY-MM-DD') as week,
      count(*) filter (where not c.missed) as met, count(*) filter (where c.missed) as missed
    from (select record, missed, case when missed then due else ended_at end as settled from clocks
      where tier = 'sla' and kind <> 'update' and (state = 'met' or missed)) c
    join incidents i on i.id = c.record
    where c.settled >= (${first}::date)::timestamp at time zone ${zone}
      and (${team ?? null}::text is null or i.team = ${team ?? null})
    group by 1, 2`.execute(db)
  const services = [...new Set(rows.map(({ service }) => service))]
  const total = (service: string): number =>
    rows.filter((row) => row.service === service).reduce((sum, { met, missed }) => sum + met + missed, 0)
  return services
    .toSorted((a, b) => total(b) - total(a) || a.localeCompare(b))
    .map((service) => ({
      service,
      weeks: weeks.map((week) => {
        const row = rows.find((one) => one.service === service && one.week === week)
        return row === undefined ? undefined : { met: row.met, missed: row.missed }
      }),
    }))
}
