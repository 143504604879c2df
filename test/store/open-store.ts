import type { Via } from '../../src/domain/decision.ts'
import type { IncidentCommand, RaiseIncident } from '../../src/domain/incident-command.ts'
import { decideIncident } from '../../src/domain/incident-decide.ts'
import { decideRaise } from '../../src/domain/incident-raise.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { connect, type Database } from '../../src/store/database.ts'
import { applyDesk, createDeskReader, type DeskContent } from '../../src/store/desk-versions.ts'
import { incidents } from '../../src/store/incidents.ts'
import { migrateToLatest } from '../../src/store/migrate.ts'
import { createRecords } from '../../src/store/records.ts'
import type { Outcome, Request } from '../../src/store/request.ts'
import { type TransactServices, transact } from '../../src/store/transact.ts'
import { type FreshDatabase, type Template, freshDatabase } from '../support/database.ts'
import { report, thursday } from '../support/given.ts'
import { smallDesk } from '../support/small-desk.ts'

const { version: _, ...content } = smallDesk
/** The small desk as a file's content. */
export const deskContent: DeskContent = content

/** Migrated, with the small desk in force. */
const withDesk: Template = {
  name: 'small_desk',
  prepare: async (connection) => {
    await migrateToLatest(connection)
    const owner = connect(connection, { owner: true, poolSize: 1 })
    await applyDesk(owner.db, deskContent, { source: 'small desk', appliedBy: 'test', now: thursday })
    await owner.close()
  },
}

export interface Store extends Database {
  readonly connection: string
  /** As the owner of the schema, for what the bot itself may not do. */
  readonly owner: Database
  readonly services: TransactServices
  /** Conversations that were said to have something to send, in the order of the commits. */
  readonly woken: string[]
  readonly raise: (command?: Partial<RaiseIncident>, request?: Partial<Request>) => Promise<Outcome<Incident>>
  readonly act: (
    id: string,
    command: IncidentCommand,
    by: string,
    request?: Partial<Request>,
  ) => Promise<Outcome<Incident>>
  /** The number of a new incident. */
  readonly raised: (command?: Partial<RaiseIncident>, request?: Partial<Request>) => Promise<string>
}

const fromForm: Via = { how: 'form' }

/** A database of its own with the small desk, and the ways to change incidents in it as the bot does. */
export const openStore = async (
  options: {
    readonly enqueue?: (database: Database) => TransactServices['enqueue']
    readonly poolSize?: number
    /** How old the desk in force may be, in milliseconds. */
    readonly deskAge?: number
  } = {},
): Promise<Store> => {
  const fresh: FreshDatabase = await freshDatabase(withDesk)
  const database = connect(fresh.connection, { poolSize: options.poolSize ?? 20, onError: () => undefined })
  const owner = connect(fresh.connection, { owner: true, poolSize: 2, onError: () => undefined })
  const woken: string[] = []
  const services: TransactServices = {
    db: database.db,
    desk: createDeskReader(database.db, options.deskAge).current,
    enqueue: options.enqueue?.(database) ?? (() => Promise.resolve(() => undefined)),
    covered: () => options.enqueue === undefined,
    committed: (keys) => woken.push(...keys),
  }
  const records = createRecords(services, incidents)
  const raise: Store['raise'] = (command = {}, request = {}) =>
    transact(
      services,
      records,
      undefined,
      { actor: 'ada', via: fromForm, now: thursday, ...request },
      (_, meta) => decideRaise({ ...report, ...command }, meta),
    )
  return {
    ...database,
    connection: fresh.connection,
    owner,
    services,
    woken,
    raise,
    act: (id, command, actor, request = {}) =>
      transact(services, records, id, { actor, via: fromForm, now: thursday, ...request }, (state, meta) => {
        if (state === undefined) throw new Error(`${id} was not locked`)
        return decideIncident(state, command, { ...meta, absences: [] })
      }),
    raised: async (command, request) => {
      const outcome = await raise(command, request)
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
      return outcome.state.id
    },
    async close() {
      await Promise.all([database.close(), owner.close()])
      await fresh.close()
    },
  }
}

/** Everything that the tables of the desk hold, to be compared with what they hold later. */
export const contents = async ({
  pool,
}: Pick<Database, 'pool'>): Promise<Readonly<Record<string, unknown[]>>> => {
  const held: Record<string, unknown[]> = {}
  for (const table of ['incidents', 'events', 'message_refs', 'deliveries', 'inbox'])
    held[table] = (
      await pool.query<Record<string, unknown>>(`select t::text from ${table} t order by 1`)
    ).rows
  const jobs = await pool.query<{ count: number }>(`select count(*) from pgboss.job where name = 'deliver'`)
  held['jobs'] = jobs.rows
  return held
}
