import { randomUUID } from 'node:crypto'
import { createChangeService } from '../src/change-service.ts'
import type { AskedChange } from '../src/domain/change-command.ts'
import type { ApprovalPolicy } from '../src/domain/change-policy.ts'
import { decideRaise } from '../src/domain/incident-raise.ts'
import type { Person } from '../src/domain/person.ts'
import { type Database, connect } from '../src/store/database.ts'
import { type DeskContent, applyDesk, createDeskReader } from '../src/store/desk-versions.ts'
import { incidents } from '../src/store/incidents.ts'
import { migrateToLatest } from '../src/store/migrate.ts'
import { openQueue } from '../src/store/queues.ts'
import { createRecords } from '../src/store/records.ts'
import { type TransactServices, transact } from '../src/store/transact.ts'

export const openApprovals = 1000
export const approversOfEach = 20
const hour = 3_600_000
const service = 'devices'

/** The demo organisation with twenty people, in both chats, who all have to approve whatever is changed. */
export const benchDesk = (demo: DeskContent, slackTeam: string, tenant: string): DeskContent => {
  const [someone] = demo.people
  if (someone === undefined || demo.changes === undefined)
    throw new Error('the example has people and changes')
  const approvers = Array.from({ length: approversOfEach }, (_, index): Person => ({
    id: `approver-${index}`,
    name: `Approver ${index}`,
    email: `approver-${index}@tidewater.example`,
    zone: someone.zone,
    customer: someone.customer,
    roles: [],
    identities: [
      { platform: 'slack', tenant: slackTeam, user: slackUserOf(index) },
      { platform: 'teams', tenant, user: teamsUserOf(index) },
    ],
  }))
  const [board, other] = demo.changes.authorities
  if (board === undefined || other === undefined) throw new Error('the example has two authorities')
  const policy: ApprovalPolicy = {
    authority: board.id,
    stages: [
      { name: 'Board', approvers: [{ kind: 'authority', authority: board.id }], needs: 'all', veto: false },
    ],
    calendar: 'round-the-clock',
    remindEvery: 100 * hour,
    expiresAfter: 400 * hour,
  }
  return {
    ...demo,
    people: [...demo.people, ...approvers],
    changes: {
      ...demo.changes,
      authorities: [
        {
          ...board,
          members: approvers.map(({ id }) => id),
          channels: [...board.channels, ...other.channels],
        },
      ],
      approvals: { minor: policy, significant: policy, major: policy },
      emergency: { ...demo.changes.emergency, authority: board.id, stages: policy.stages },
    },
  }
}

export const slackUserOf = (index: number): string => `U0APPROVER${index}`
export const teamsUserOf = (index: number): string =>
  `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`

export interface Filled {
  readonly changes: readonly { readonly id: string; readonly version: number }[]
  readonly incidents: readonly string[]
}

/** Migrates, puts the desk in force, and has it full of open approvals and as many open incidents, all told already. */
export const fill = async (connection: string, desk: DeskContent): Promise<Filled> => {
  await migrateToLatest(connection)
  const owner = connect(connection, { owner: true, poolSize: 1 })
  const database = connect(connection)
  const queue = await openQueue(database, () => undefined)
  try {
    const now = Temporal.Now.instant()
    await applyDesk(owner.db, desk, { source: 'bench', appliedBy: 'bench', now })
    const services: TransactServices = {
      db: database.db,
      desk: createDeskReader(database.db).current,
      enqueue: queue.enqueue,
      covered: queue.covered,
      committed: () => undefined,
    }
    const filled = { changes: await propose(services, now), incidents: await raise(services, now) }
    await tellAll(owner)
    return filled
  } finally {
    await queue.stop()
    await Promise.all([owner.close(), database.close()])
  }
}

const propose = async (services: TransactServices, now: Temporal.Instant): Promise<Filled['changes']> => {
  const { propose: ask } = createChangeService(services, () => now)
  return inGroups(async (turn) => {
    const request = { actor: 'fern', via: { how: 'form' }, now }
    const outcome = await ask(asked(turn, now), true, request)
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
    return { id: outcome.state.id, version: outcome.state.version }
  })
}

const raise = async (services: TransactServices, now: Temporal.Instant): Promise<readonly string[]> => {
  const records = createRecords(services, incidents)
  return inGroups(async () => {
    const request = { actor: 'fern', via: { how: 'form' }, now }
    const outcome = await transact(services, records, undefined, request, (_, meta) =>
      decideRaise(
        {
          title: 'The gangway scanner does not read passes',
          description: 'It beeps and shows a red light for every pass since the morning.',
          service,
          category: 'fault',
          impact: 'medium',
          urgency: 'high',
          affected: 'fern',
        },
        meta,
      ),
    )
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
    return outcome.state.id
  })
}

const inGroups = async <T>(make: (turn: number) => Promise<T>): Promise<readonly T[]> => {
  const made: T[] = []
  const group = 50
  for (let from = 0; from < openApprovals; from += group)
    made.push(...(await Promise.all(Array.from({ length: group }, (_, index) => make(from + index)))))
  return made
}

/** As many as a busy desk has in the weeks to come. */
const asked = (turn: number, now: Temporal.Instant): AskedChange => {
  const from = now.add({ hours: 24 + turn })
  return {
    title: `New firmware ${turn}`,
    scope: 'The firmware of both readers at the gangway, one after the other',
    reason: 'They freeze once a week, and passengers wait.',
    type: 'normal',
    services: [service],
    components: ['printing'],
    removal: false,
    risks: { reach: 'team', practice: 'often', reversal: 'minutes', trial: 'whole' },
    impact: 'None that anybody would notice',
    cost: '',
    assessment: 'Nothing changes in security, continuity or capacity.',
    plan: 'Load it, restart, try ten cards.',
    reversal: 'Load the old one again.',
    reversalTested: `On the spare reader, ${randomUUID()}`,
    from: from.toString(),
    to: from.add({ hours: 1 }).toString(),
    implementer: 'fern',
    links: [],
  }
}

/** As if every card and line stood where it belongs: only what clicks make is sent while they are measured. */
const tellAll = async ({ pool }: Database): Promise<void> => {
  await pool.query(`update deliveries set state = 'sent', done_at = now()`)
  await pool.query(`update message_refs set message = '1' || number || '.000100' from
    (select id, row_number() over () as number from message_refs) n where n.id = message_refs.id`)
  await pool.query('vacuum analyze')
}
