import { createClockTick } from '../../src/bot/jobs/tick-clocks.ts'
import { decideDue } from '../../src/domain/clock-due.ts'
import type { Incident, IncidentEvent } from '../../src/domain/incident.ts'
import { type DueServices, decideDueClocks, recountClocks } from '../../src/store/due-clocks.ts'
import { incidents } from '../../src/store/incidents.ts'
import type { TransactServices } from '../../src/store/transact.ts'

export const dueServices = (
  services: TransactServices,
  changes: Partial<DueServices<Incident, IncidentEvent>> = {},
): DueServices<Incident, IncidentEvent> => ({
  ...services,
  store: incidents,
  decide: ({ state, history, clocks }, meta) => decideDue(state, history, clocks, meta),
  failed: (record, error) => {
    throw new Error(`the clocks of ${record} cannot be decided`, { cause: error })
  },
  ...changes,
})

/** A tick as the running bot has it; `batch` is smaller than its own. */
export const clockTick = (
  due: DueServices<Incident, IncidentEvent>,
  now: () => Temporal.Instant,
  ticked: (lag: number) => void = () => undefined,
  batch = 200,
): (() => Promise<void>) =>
  createClockTick({
    deskVersion: async () => (await due.desk()).version,
    decide: (at, limit) => decideDueClocks(due, at, Math.min(limit, batch)),
    recount: (at, after, limit) => recountClocks(due, at, after, Math.min(limit, batch)),
    wake: (keys) => due.committed(keys),
    now,
    ticked,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
