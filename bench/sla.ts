import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClockTick } from '../src/bot/jobs/tick-clocks.ts'
import { readDeskFile } from '../src/desk-file/read.ts'
import { nextOpen } from '../src/domain/business-time.ts'
import { decideDue } from '../src/domain/clock-due.ts'
import { decideRaise } from '../src/domain/incident-raise.ts'
import type { Incident, IncidentEvent } from '../src/domain/incident.ts'
import { calendarOf } from '../src/domain/sla-clock.ts'
import { type Database, connect } from '../src/store/database.ts'
import { applyDesk, createDeskReader } from '../src/store/desk-versions.ts'
import { type DueBatch, type DueServices, decideDueClocks, recountClocks } from '../src/store/due-clocks.ts'
import { incidents } from '../src/store/incidents.ts'
import { migrateToLatest } from '../src/store/migrate.ts'
import { type Queue, openQueue } from '../src/store/queues.ts'
import { createRecords } from '../src/store/records.ts'
import { type TransactServices, transact } from '../src/store/transact.ts'
import { startOwnPostgres } from './own-postgres.ts'

const sizes = [10_000, 1_000_000]
const dueAtOnce = 10_000
const looks = 30

/**
 * What a tick over the clocks costs: with nothing due, against a scan of all clocks in the same run, among few and among
 * many; and with many due at once.
 */
export const benchSla = async (): Promise<void> => {
  const server = await startOwnPostgres()
  const { connection } = server
  await migrateToLatest(connection)
  const owner = connect(connection, { owner: true, poolSize: 1 })
  const database = connect(connection)
  const queue = await openQueue(database, () => undefined)
  try {
    const now = Temporal.Now.instant().round('second')
    await applyDesk(owner.db, await demoDesk(), { source: 'bench', appliedBy: 'bench', now })
    const house = await openHouse(database, queue)
    const idle: number[] = []
    for (const size of sizes) {
      await fill(owner, size, now)
      const tick = await median(() => house.idle(now))
      const scan = await median(() => scanAll(database, now))
      idle.push(tick)
      process.stdout.write(
        `${size.toLocaleString('en')} running clocks, nothing due: a tick ${tick.toFixed(2)} ms, a scan of all ${scan.toFixed(2)} ms: ${(scan / tick).toFixed(0)} times less\n`,
      )
    }
    const [few = Number.NaN, many = Number.NaN] = idle
    process.stdout.write(
      `From ${sizes.map((size) => size.toLocaleString('en')).join(' to ')}: ${(many / few).toFixed(2)} times\n\n`,
    )
    await house.raise(dueAtOnce, now)
    const told = await house.tick(await house.opening(now.add({ hours: 24 * 30 })))
    process.stdout.write(
      `${dueAtOnce.toLocaleString('en')} records due at once, among those: ${told.decisions.toLocaleString('en')} warnings and breaches in ${(told.ms / 1000).toFixed(1)} s, ${told.batches} batches (${(told.ms / told.batches).toFixed(0)} ms each), memory ${told.before} MB before and ${told.peak} MB at its peak\n`,
    )
  } finally {
    await queue.stop()
    await Promise.all([owner.close(), database.close()])
    await server.stop()
  }
}

const demoDesk = async () => {
  const reading = readDeskFile(await readFile(join(import.meta.dirname, '../examples/desk.yaml'), 'utf8'))
  if (!reading.ok) throw new Error('the example desk file has mistakes')
  return reading.desk
}

/** Running clocks that are due some day within the next year, up to `size` in all. */
const fill = async ({ pool }: Database, size: number, now: Temporal.Instant): Promise<void> => {
  await pool.query(
    `insert into clocks (record, slot, tier, kind, target, calendar, desk_version, within_ms, run, state, started_at,
      counted_ms, running_since, due, missed, explained, next_threshold, next_at)
    select 'IDLE-' || n, 'sla/resolution', 'sla', 'resolution', 'restore', 'office', 1, 86400000, 1, 'running', $1, 0, $1,
      $1::timestamptz + make_interval(secs => 3600 + n % 31000000), false, false, '50%',
      $1::timestamptz + make_interval(secs => 3600 + n % 31000000)
    from generate_series((select count(*) from clocks) + 1, $2) n`,
    [now.toString(), size],
  )
  await pool.query('vacuum analyze clocks')
}

/** What a desk without stored instants would do at each tick. */
const scanAll = async ({ pool }: Database, now: Temporal.Instant): Promise<void> => {
  const client = await pool.connect()
  try {
    await client.query(
      'set enable_indexscan = off; set enable_bitmapscan = off; set enable_indexonlyscan = off',
    )
    await client.query(
      `select record, slot from clocks where state = 'running' and due <= '${now.toString()}'::timestamptz`,
    )
  } finally {
    await client.query('reset all; set role bellwire_app')
    client.release()
  }
}

const median = async (work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = []
  for (let look = 0; look < looks; look += 1) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(looks / 2)] ?? Number.NaN
}

interface House {
  /** One look that finds nothing. */
  readonly idle: (now: Temporal.Instant) => Promise<DueBatch>
  readonly raise: (count: number, now: Temporal.Instant) => Promise<void>
  /** When people work next: what is decided late waits for that. */
  readonly opening: (after: Temporal.Instant) => Promise<Temporal.Instant>
  readonly tick: (now: Temporal.Instant) => Promise<{
    readonly ms: number
    readonly batches: number
    readonly decisions: number
    readonly before: number
    readonly peak: number
  }>
}

const openHouse = async (database: Database, { enqueue, covered }: Queue): Promise<House> => {
  const { db } = database
  const desk = createDeskReader(db).current
  const services: TransactServices = { db, desk, enqueue, covered, committed: () => undefined }
  const records = createRecords(services, incidents)
  const due: DueServices<Incident, IncidentEvent> = {
    ...services,
    store: incidents,
    decide: ({ state, history, clocks }, meta) => decideDue(state, history, clocks, meta),
    failed: (record, error) => {
      throw new Error(`${record} cannot be decided`, { cause: error })
    },
  }
  const [requester] = (await desk()).people
  if (requester === undefined) throw new Error('nobody')
  return {
    idle: (now) => decideDueClocks(due, now, 200),
    raise: async (count, now) => {
      for (let from = 0; from < count; from += 500)
        await Promise.all(
          Array.from({ length: Math.min(500, count - from) }, () =>
            transact(
              services,
              records,
              undefined,
              { actor: requester.id, via: { how: 'form' }, now },
              (_, meta) =>
                decideRaise(
                  {
                    title: 'The gangway scanner does not read passes',
                    description: '',
                    service: 'devices',
                    category: 'fault',
                    impact: 'low',
                    urgency: 'low',
                    affected: requester.id,
                  },
                  meta,
                ),
            ),
          ),
        )
    },
    opening: async (after) => nextOpen(calendarOf(await desk(), 'office'), after) ?? after,
    tick: async (now) => {
      let batches = 0
      let peak = 0
      // The idle ones are left alone: they have no records to decide about.
      await database.pool.query(`update clocks set asleep_until = 'infinity' where record like 'IDLE-%'`)
      const counted = async (): Promise<number> =>
        (await database.pool.query<{ count: number }>('select count(*) from clock_marks')).rows[0]?.count ?? 0
      const before = memory()
      const began = performance.now()
      await createClockTick({
        deskVersion: () => Promise.resolve(0),
        decide: async (at, limit) => {
          batches += 1
          const batch = await decideDueClocks(due, at, limit)
          peak = Math.max(peak, memory())
          return batch
        },
        recount: (at, after, limit) => recountClocks(due, at, after, limit),
        wake: () => undefined,
        now: () => now,
        ticked: () => undefined,
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      })()
      return { ms: performance.now() - began, batches, decisions: await counted(), before, peak }
    },
  }
}

/** Resident, in MB. */
const memory = (): number => Math.round(process.memoryUsage.rss() / 1_000_000)
