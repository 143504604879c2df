import { createChangeService } from '../../src/change-service.ts'
import type { AskedChange, ChangeCommand } from '../../src/domain/change-command.ts'
import type { Change, ChangeState } from '../../src/domain/change.ts'
import type { RaiseIncident } from '../../src/domain/incident-command.ts'
import { decideIncident } from '../../src/domain/incident-decide.ts'
import { decideRaise } from '../../src/domain/incident-raise.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { createIncidentChanges } from '../../src/incident-changes.ts'
import { type Database, connect } from '../../src/store/database.ts'
import { applyDesk, createDeskReader } from '../../src/store/desk-versions.ts'
import { incidents } from '../../src/store/incidents.ts'
import { migrateToLatest } from '../../src/store/migrate.ts'
import { createRecords } from '../../src/store/records.ts'
import type { Outcome } from '../../src/store/request.ts'
import { type TransactServices, transact } from '../../src/store/transact.ts'
import { type Template, freshDatabase } from '../support/database.ts'
import { type ChangeStep, asked, changeDesk, pasts } from '../support/given-change.ts'
import { report, thursday } from '../support/given.ts'

const { version: _, ...content } = changeDesk

/** Migrated, with a small desk in force that has agreements about changes. */
const withDesk: Template = {
  name: 'change_desk',
  prepare: async (connection) => {
    await migrateToLatest(connection)
    const owner = connect(connection, { owner: true, poolSize: 1 })
    await applyDesk(owner.db, content, { source: 'change desk', appliedBy: 'test', now: thursday })
    await owner.close()
  },
}

export interface ChangeStore extends Database {
  readonly owner: Database
  readonly clock: { now: Temporal.Instant }
  readonly changes: ReturnType<typeof createChangeService>
  readonly around: ReturnType<typeof createIncidentChanges>
  /** Proposed by ben and sent, unless told otherwise. */
  readonly proposed: (request?: Partial<AskedChange>, submit?: boolean) => Promise<Change>
  readonly act: (id: string, by: string, command: ChangeCommand) => Promise<Change>
  /** A new change in that state. */
  readonly inState: (state: ChangeState, request?: Partial<AskedChange>) => Promise<Change>
  readonly raised: (command?: Partial<RaiseIncident>) => Promise<Incident>
}

/** A database of its own, and the ways to change incidents and changes in it as the bot does. */
export const openChangeStore = async (): Promise<ChangeStore> => {
  const fresh = await freshDatabase(withDesk)
  const database = connect(fresh.connection, { poolSize: 20, onError: () => undefined })
  const owner = connect(fresh.connection, { owner: true, poolSize: 2, onError: () => undefined })
  const clock = { now: thursday }
  const services: TransactServices = {
    db: database.db,
    desk: createDeskReader(database.db).current,
    enqueue: () => Promise.resolve(() => undefined),
    covered: () => true,
    committed: () => undefined,
  }
  const changes = createChangeService(services, () => clock.now)
  const records = createRecords(services, incidents)
  const via = { how: 'form' }
  const around = createIncidentChanges({
    ...services,
    now: () => clock.now,
    act: (id, command, request) =>
      transact(services, records, id, request, (state, meta) => {
        if (state === undefined) throw new Error(`${id} was not locked`)
        return decideIncident(state, command, { ...meta, absences: [] })
      }),
  })
  const proposed: ChangeStore['proposed'] = async (request = {}, submit = true) =>
    done(await changes.propose({ ...asked, ...request }, submit, { actor: 'ben', via, now: clock.now }))
  const act: ChangeStore['act'] = async (id, actor, command) =>
    done(await changes.actOnChange(id, command, { actor, via, now: clock.now }))
  const step = async (id: string, [by, command, world]: ChangeStep): Promise<Change> => {
    clock.now = world?.now ?? clock.now
    return act(id, by, command)
  }
  return {
    ...database,
    owner,
    clock,
    changes,
    around,
    proposed,
    act,
    inState: async (state, request = {}) => {
      clock.now = thursday
      let change = await proposed(request, state !== 'draft')
      if (state !== 'draft') for (const one of pasts[state]) change = await step(change.id, one)
      return change
    },
    raised: async (command = {}) =>
      done(
        await transact(services, records, undefined, { actor: 'ada', via, now: clock.now }, (___, meta) =>
          decideRaise({ ...report, ...command }, meta),
        ),
      ),
    async close() {
      await Promise.all([database.close(), owner.close()])
      await fresh.close()
    },
  }
}

const done = <State>(outcome: Outcome<State, unknown>): State => {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
  return outcome.state
}
