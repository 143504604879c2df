import { type Kysely, type Selectable, sql } from 'kysely'
import type { TargetKind, Tier } from '../domain/service-target.ts'
import { type Clock, breach } from '../domain/sla-clock.ts'
import { keptColumns } from './kept-columns.ts'
import { rowLiterals } from './row-literals.ts'
import type { ClocksTable, Database } from './schema.ts'

/** One row of `clocks`. */
const clockRow = (record: string, clock: Clock): object => ({
  record,
  slot: clock.slot,
  tier: clock.tier,
  kind: clock.kind,
  party: clock.party,
  target: clock.target,
  calendar: clock.calendar,
  desk_version: clock.deskVersion,
  within_ms: clock.within,
  run: clock.run,
  state: clock.state,
  started_at: clock.startedAt.toString(),
  counted_ms: clock.counted,
  running_since: clock.runningSince?.toString(),
  due: clock.due?.toString(),
  ended_at: clock.endedAt?.toString(),
  missed: clock.missed,
  explained: clock.explained,
  next_threshold: clock.next?.threshold,
  next_at: clock.next?.at.toString(),
  acknowledged_by: clock.acknowledgedBy,
})

/** All that a record's clocks write, when they stand as `after` says and stood as `kept` before. */
export const clockRows = (
  record: string,
  kept: readonly Clock[],
  after: readonly Clock[],
  now: Temporal.Instant,
): readonly object[] => [...after, ...goneFrom(kept, after, now)].map((clock) => clockRow(record, clock))

const goneFrom = (kept: readonly Clock[], after: readonly Clock[], now: Temporal.Instant): readonly Clock[] =>
  kept
    .filter(({ slot, endedAt }) => endedAt === undefined && !after.some((clock) => clock.slot === slot))
    .map((clock) => gone(clock, now))

/** A clock whose target holds no more: nothing is promised, and a miss that nobody was told of is none. */
export const gone = (clock: Clock, endedAt: Temporal.Instant): Clock => {
  const { runningSince: _, next, ...rest } = clock
  return { ...rest, missed: clock.missed && next?.threshold !== breach, state: 'stopped', endedAt }
}

export const clockOf = (row: Selectable<ClocksTable>): Clock => ({
  slot: row.slot,
  tier: row.tier as Tier,
  kind: row.kind as TargetKind,
  target: row.target,
  calendar: row.calendar,
  deskVersion: row.desk_version,
  within: row.within_ms,
  run: row.run,
  state: row.state as Clock['state'],
  startedAt: row.started_at,
  counted: row.counted_ms,
  missed: row.missed,
  explained: row.explained,
  ...(row.party === null ? {} : { party: row.party }),
  ...(row.running_since === null ? {} : { runningSince: row.running_since }),
  ...(row.due === null ? {} : { due: row.due }),
  ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  ...(row.next_at === null || row.next_threshold === null
    ? {}
    : { next: { threshold: row.next_threshold, at: row.next_at } }),
  ...(row.acknowledged_by === null ? {} : { acknowledgedBy: row.acknowledged_by }),
})

/** The clocks of these records, by record, in the order of their slots. */
export const clocksOfRecords = async (
  db: Kysely<Database>,
  records: readonly string[],
): Promise<ReadonlyMap<string, readonly Clock[]>> => {
  const rows = await db
    .selectFrom('clocks')
    .selectAll()
    .where('record', 'in', records)
    .orderBy('record')
    .orderBy('slot')
    .execute()
  const clocks = new Map<string, Clock[]>()
  for (const row of rows) clocks.set(row.record, [...(clocks.get(row.record) ?? []), clockOf(row)])
  return clocks
}

export const saveClocks = async (db: Kysely<Database>, rows: readonly object[]): Promise<void> => {
  if (rows.length > 0)
    await sql`select keep_clocks(${rowLiterals(keptColumns.clocks, rows)}::kept_clocks[])`.execute(db)
}
