import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { readDeskFile } from '../src/desk-file/read.ts'
import { connect } from '../src/store/database.ts'
import { applyDesk } from '../src/store/desk-versions.ts'
import { migrateToLatest } from '../src/store/migrate.ts'
import { slackSubmission, teamsExecute } from './acts.ts'
import { type Child, startChild } from './child.ts'
import { type Load, type Measured, measure } from './load.ts'
import { startOwnPostgres } from './own-postgres.ts'
import { startStandIns } from './stand-ins.ts'

const seconds = 3
const warmUp = 5
const rounds = 6
const platforms = ['slack', 'teams']

interface Candidate {
  readonly name: string
  readonly child: Child
  readonly path: string
  readonly next: Load['next']
}

/**
 * How many acts a second are acknowledged after their whole durable transaction, against the platform's SDK alone and
 * against the SDK plus one INSERT, one after the other in the same run, on a PostgreSQL that waits for the disk.
 * `wanted` may name one chat and numbers of connections: `slack 20`.
 */
export const benchAck = async (wanted: readonly string[]): Promise<void> => {
  const chosen = (name: string): boolean =>
    wanted.includes(name) || !wanted.some((word) => platforms.includes(word))
  const numbers = wanted.map(Number).filter((number) => number > 0)
  const connections = numbers.length === 0 ? [20, 100] : numbers
  const server = await startOwnPostgres()
  const url = server.connection
  const database = async (name: string): Promise<string> => {
    const client = new Client({ connectionString: url })
    await client.connect()
    await client.query(`create database ${name}`)
    await client.end()
    return url.replace(/\/bellwire\?/, `/${name}?`)
  }
  const desk = await readDemo()
  const slackUser = identityOf(desk, 'slack')
  const teamsUser = identityOf(desk, 'teams')
  const standIns = await startStandIns(slackUser.tenant)
  const children: Child[] = []
  const child = async (name: string, given: Readonly<Record<string, string>>): Promise<Child> => {
    const started = await startChild(name, given)
    children.push(started)
    return started
  }
  try {
    const secret = randomBytes(16).toString('hex')
    const appId = randomUUID()
    const token = await standIns.channelToken(appId)
    const deskConnection = await database('desk')
    await prepare(deskConnection, desk)
    const house = await child('desk', {
      signingSecret: secret,
      connection: deskConnection,
      slackApi: standIns.slackApi,
      team: slackUser.tenant,
      appId,
      tenant: teamsUser.tenant,
      openIdMetadataUrl: standIns.openIdMetadataUrl,
      tokenUrl: standIns.tokenUrl,
      serviceUrl: standIns.serviceUrl,
    })
    const { openIdMetadataUrl, serviceUrl } = standIns
    const slackNext = slackSubmission(secret, slackUser.tenant, slackUser.user)
    const teamsNext = teamsExecute({
      token,
      serviceUrl,
      appId,
      tenant: teamsUser.tenant,
      user: teamsUser.user,
    })
    const slack = { path: '/slack/events', next: slackNext }
    const teams = { path: '/api/messages', next: teamsNext }
    const bolt = await child('bolt', { signingSecret: secret })
    const boltInsert = await child('bolt', { signingSecret: secret, connection: await database('bolt') })
    const adapter = await child('cloud-adapter', { appId, openIdMetadataUrl })
    const adapterInsert = await child('cloud-adapter', {
      appId,
      openIdMetadataUrl,
      connection: await database('adapter'),
    })
    const slackCandidates = [
      { name: 'Bolt, empty', child: bolt, ...slack },
      { name: 'Bolt + one INSERT', child: boltInsert, ...slack },
      { name: 'Bellwire', child: house, ...slack },
    ]
    const teamsCandidates = [
      { name: 'CloudAdapter, empty', child: adapter, ...teams },
      { name: 'CloudAdapter + one INSERT', child: adapterInsert, ...teams },
      { name: 'Bellwire', child: house, ...teams },
    ]
    if (chosen('slack'))
      await compare('Slack: signed submission of Report a problem', connections, slackCandidates)
    if (chosen('teams'))
      await compare('Teams: Action.Execute of Report a problem', connections, teamsCandidates)
    await report(deskConnection)
  } finally {
    await Promise.all(children.map((one) => one.stop()))
    standIns.close()
    await server.stop()
  }
}

type DemoDesk = Extract<ReturnType<typeof readDeskFile>, { ok: true }>['desk']

const readDemo = async (): Promise<DemoDesk> => {
  const reading = readDeskFile(await readFile(join(import.meta.dirname, '../examples/desk.yaml'), 'utf8'))
  if (!reading.ok) throw new Error('the example desk file has mistakes')
  return reading.desk
}

const prepare = async (connection: string, desk: DemoDesk): Promise<void> => {
  await migrateToLatest(connection)
  const database = connect(connection, { owner: true, poolSize: 1 })
  await applyDesk(database.db, desk, { source: 'bench', appliedBy: 'bench', now: Temporal.Now.instant() })
  await database.close()
}

const identityOf = ({ people }: DemoDesk, platform: 'slack' | 'teams') => {
  const found = people
    .flatMap((person) => person.identities)
    .find((identity) => identity.platform === platform)
  if (found === undefined) throw new Error(`nobody is on ${platform}`)
  return found
}

/** Measures the candidates in turn, and again in turn, so that a slow minute of the machine hits them all. */
const compare = async (
  title: string,
  numbers: readonly number[],
  candidates: readonly Candidate[],
): Promise<void> => {
  process.stdout.write(`\n${title}\n`)
  for (const connections of numbers) {
    const measured = new Map<string, Measured[]>()
    for (const { name, child, path, next } of candidates)
      await measure({
        url: `http://127.0.0.1:${child.port}${path}`,
        connections,
        seconds: warmUp,
        next,
      }).then(() => measured.set(name, []))
    for (let round = 0; round < rounds; round += 1)
      for (const { name, child, path, next } of candidates)
        measured
          .get(name)
          ?.push(await measure({ url: `http://127.0.0.1:${child.port}${path}`, connections, seconds, next }))
    const [empty = '', insert = ''] = candidates.map(({ name }) => name)
    process.stdout.write(
      `  ${connections} connections${' '.repeat(14)}req/s   p50 ms   p99 ms   of empty   of +INSERT   failed\n`,
    )
    for (const { name } of candidates) {
      const runs = measured.get(name) ?? []
      const rate = medianOf(runs, 'perSecond')
      const columns = [
        rate.toFixed(0).padStart(7),
        medianOf(runs, 'p50').toFixed(0).padStart(8),
        medianOf(runs, 'p99').toFixed(0).padStart(8),
        ratioOf(runs, measured.get(empty) ?? [])
          .toFixed(2)
          .padStart(10),
        ratioOf(runs, measured.get(insert) ?? [])
          .toFixed(2)
          .padStart(12),
        String(runs.reduce((sum, run) => sum + run.failed, 0)).padStart(8),
      ]
      process.stdout.write(`    ${name.padEnd(26)}${columns.join(' ')}\n`)
    }
  }
}

const medianOf = (runs: readonly Measured[], figure: 'perSecond' | 'p50' | 'p99'): number =>
  median(runs.map((run) => run[figure]))

/** Round against round, since what slows the machine slows both. */
const ratioOf = (runs: readonly Measured[], others: readonly Measured[]): number =>
  median(runs.map(({ perSecond }, round) => perSecond / (others[round]?.perSecond ?? Number.NaN)))

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** What the desk recorded meanwhile: an acknowledged act without a record would show here. */
const report = async (connection: string): Promise<void> => {
  const client = new Client({ connectionString: connection })
  await client.connect()
  const { rows } = await client.query<Record<string, string>>(
    `select (select count(*) from incidents) as incidents, (select count(*) from events) as events,
      (select count(*) from inbox) as acts`,
  )
  await client.end()
  const { incidents, events, acts } = rows[0] ?? {}
  process.stdout.write(`\nRecorded: ${incidents} incidents with ${events} events for ${acts} acts.\n`)
}
