import type { Desk } from '../../src/domain/desk.ts'
import type { IncidentCommand } from '../../src/domain/incident-command.ts'
import type { Incident, IncidentEvent } from '../../src/domain/incident.ts'
import type { Clock } from '../../src/domain/sla-clock.ts'
import { clocksOfRecords } from '../../src/store/clocks.ts'
import type { Database } from '../../src/store/database.ts'
import { applyDesk } from '../../src/store/desk-versions.ts'
import type { DueServices } from '../../src/store/due-clocks.ts'
import { historyOf } from '../../src/store/queries/history.ts'
import type { TransactServices } from '../../src/store/transact.ts'
import { clockTick, dueServices } from '../support/clock-ticks.ts'
import { when } from '../support/promised.ts'
import { type Store, openStore } from './open-store.ts'

/** Puts a desk in force as a file with that content would be; gives its version. */
export const putInForce = async ({ owner }: Pick<Store, 'owner'>, desk: Desk): Promise<number> => {
  const { version: _, ...content } = desk
  const source = JSON.stringify(content)
  return (await applyDesk(owner.db, content, { source, appliedBy: 'test', now: when('2026-03-01T09:00') }))
    .version
}

export interface ClockStore extends Store {
  /** As a tick of the running bot at that time, in the same process as all ticks before it. */
  readonly tick: (time: string) => Promise<void>
  /** Raised by ada at that time. */
  readonly raisedAt: (time: string, command?: Parameters<Store['raised']>[0]) => Promise<string>
  readonly does: (time: string, by: string, id: string, command: IncidentCommand) => Promise<void>
  readonly clocks: (id: string) => Promise<readonly Clock[]>
  /** Decisions about clocks in the history, as `50% 2026-03-12T12:00:00Z`, with ` late` where they are. */
  readonly decided: (id: string) => Promise<readonly string[]>
  /** Alerts that were to be sent about a record: ` CNET`, `UDANA`, as often as they are. */
  readonly alerts: (id: string) => Promise<readonly string[]>
  readonly failed: string[]
  /** How late the oldest decision of each tick was, in seconds. */
  readonly lags: number[]
}

/** A store with that desk in force, and ticks. */
export const openClockStore = async (
  desk: Desk,
  options: {
    readonly changes?: Partial<DueServices<Incident, IncidentEvent>>
    readonly enqueue?: (database: Database) => TransactServices['enqueue']
    readonly batch?: number
  } = {},
): Promise<ClockStore> => {
  const { enqueue, changes, batch } = options
  const store = await openStore({ deskAge: 0, ...(enqueue === undefined ? {} : { enqueue }) })
  await putInForce(store, desk)
  const failed: string[] = []
  const lags: number[] = []
  let now = when('2026-03-01T09:00')
  const due = dueServices(store.services, { failed: (record) => failed.push(record), ...changes })
  const tick = clockTick(
    due,
    () => now,
    (lag) => lags.push(lag),
    batch,
  )
  return {
    ...store,
    failed,
    lags,
    async tick(time) {
      now = when(time)
      await tick()
    },
    raisedAt: (time, command) => store.raised(command, { now: when(time) }),
    async does(time, by, id, command) {
      const outcome = await store.act(id, command, by, { now: when(time) })
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
    },
    clocks: async (id) => (await clocksOfRecords(store.db, [id])).get(id) ?? [],
    decided: async (id) =>
      (await historyOf(store.db, id)).flatMap(({ event }) => {
        if (event.type !== 'clock-warned' && event.type !== 'clock-breached') return []
        const threshold = event.type === 'clock-warned' ? event.threshold : 'breach'
        return [`${threshold} ${event.at}${event.late === undefined ? '' : ' late'}`]
      }),
    alerts: async (id) => {
      const rows = await store.db
        .selectFrom('deliveries')
        .innerJoin('message_refs', 'message_refs.id', 'deliveries.ref')
        .select(['conversation', 'direct_user', 'seq'])
        .where('record', '=', id)
        .where('kind', '=', 'alert')
        .orderBy('deliveries.id')
        .execute()
      return rows.map((row) => `${row.conversation ?? row.direct_user ?? ''} ${row.seq}`)
    },
  }
}
