import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { readDeskFile } from '../src/desk-file/read.ts'
import type { Platform } from '../src/domain/person.ts'
import { type Child, startChild } from './child.ts'
import { type Click, slackClick, teamsClick } from './clicks.ts'
import { type Load, type Measured, measure } from './load.ts'
import {
  type Filled,
  approversOfEach,
  benchDesk,
  fill,
  openApprovals,
  slackUserOf,
  teamsUserOf,
} from './open-approvals.ts'
import { startOwnPostgres } from './own-postgres.ts'
import { startStandIns } from './stand-ins.ts'

const connections = 20
const warmUp = 300
const rounds = 2
const slackTeam = 'T0BELLWIRE'
const tenant = '5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10'
const channel = 'C0CHANGES'

/**
 * How many *Approve* clicks a second are answered after their whole durable transaction, over a thousand open approvals with
 * twenty approvers each, against *Take it* over as many incidents, in the same run. Every click counts: it is the first of
 * that person on that change. `wanted` may name the number of clicks of a round.
 */
export const benchApprovals = async (wanted: readonly string[]): Promise<void> => {
  const clicks = wanted.map(Number).find((number) => number > 0) ?? 2000
  const inAll = warmUp + rounds * clicks
  if (inAll > openApprovals * (approversOfEach / 2))
    throw new Error(`${clicks} clicks are more than there are seats`)
  const server = await startOwnPostgres()
  const { connection } = server
  const reading = readDeskFile(await readFile(join(import.meta.dirname, '../examples/desk.yaml'), 'utf8'))
  if (!reading.ok) throw new Error('the example desk file has mistakes')
  const standIns = await startStandIns(slackTeam)
  const children: Child[] = []
  try {
    const filled = await fill(connection, benchDesk(reading.desk, slackTeam, tenant))
    process.stdout.write(`${openApprovals} open approvals with ${approversOfEach} approvers each\n`)
    const secret = randomBytes(16).toString('hex')
    const appId = randomUUID()
    const { slackApi, openIdMetadataUrl, tokenUrl, serviceUrl } = standIns
    const child = await startChild('desk', {
      signingSecret: secret,
      connection,
      slackApi,
      team: slackTeam,
      appId,
      tenant,
      openIdMetadataUrl,
      tokenUrl,
      serviceUrl,
    })
    children.push(child)
    const token = await standIns.channelToken(appId)
    const door = { token, serviceUrl, appId, tenant }
    const person = personIn(reading.desk.people)
    const chats = {
      slack: {
        url: `http://127.0.0.1:${child.port}/slack/events`,
        send: (click: Click) => slackClick({ secret, team: slackTeam, channel }, click),
        agents: ['emre', 'lena'].map((id) => person(id, 'slack')),
        approver: slackUserOf,
        first: 0,
      },
      teams: {
        url: `http://127.0.0.1:${child.port}/api/messages`,
        send: (click: Click) => teamsClick(door, click),
        agents: ['priya', 'lena'].map((id) => person(id, 'teams')),
        approver: teamsUserOf,
        first: approversOfEach / 2,
      },
    }
    process.stdout.write(`${''.padEnd(26)}clicks/s   p50 ms   p99 ms   failed\n`)
    for (const platform of ['slack', 'teams'] as const)
      await compare(platform, chats[platform], filled, clicks)
    await report(connection, 2 * inAll)
  } finally {
    await Promise.all(children.map((one) => one.stop()))
    standIns.close()
    await server.stop()
  }
}

interface Chat {
  readonly url: string
  readonly send: (click: Click) => ReturnType<Load['next']>
  /** Accounts that take a record from each other in turn. */
  readonly agents: readonly string[]
  /** The account of an approver. */
  readonly approver: (index: number) => string
  /** Half of them click in each chat. */
  readonly first: number
}

const personIn =
  (people: readonly { id: string; identities: readonly { platform: Platform; user: string }[] }[]) =>
  (id: string, platform: Platform): string => {
    const user = people
      .find((one) => one.id === id)
      ?.identities.find((identity) => identity.platform === platform)?.user
    if (user === undefined) throw new Error(`${id} is not in ${platform}`)
    return user
  }

/** One after the other, and again, so that a slow minute of the machine hits both. */
const compare = async (name: string, chat: Chat, filled: Filled, clicks: number): Promise<void> => {
  const { url, send, agents, approver, first } = chat
  let taken = 0
  const take = () => {
    const turn = taken++
    const record = filled.incidents[turn % filled.incidents.length] ?? ''
    const user = agents[Math.floor(turn / filled.incidents.length) % agents.length] ?? ''
    return send({ user, name: 'incident.take', record })
  }
  let approved = 0
  const approve = () => {
    const turn = approved++
    const { id = '', version } = filled.changes[turn % filled.changes.length] ?? {}
    const user = approver(first + Math.floor(turn / filled.changes.length))
    const button = { name: 'change.approve', argument: '0', ...(version === undefined ? {} : { version }) }
    return send({ user, record: id, ...button })
  }
  const candidates = [
    { name: `${name}: Take it`, next: take, runs: [] as Measured[] },
    { name: `${name}: Approve`, next: approve, runs: [] as Measured[] },
  ]
  for (const { next } of candidates) await measure({ url, connections, amount: warmUp, next })
  for (let round = 0; round < rounds; round += 1)
    for (const { next, runs } of candidates)
      runs.push(await measure({ url, connections, amount: clicks, next }))
  for (const { name: title, runs } of candidates)
    process.stdout.write(
      `  ${title.padEnd(22)}${[
        mean(runs, 'perSecond'),
        mean(runs, 'p50'),
        mean(runs, 'p99'),
        mean(runs, 'failed'),
      ]
        .map((figure) => figure.toFixed(0).padStart(9))
        .join('')}\n`,
    )
  const [takes, approvals] = candidates.map(({ runs }) => mean(runs, 'perSecond'))
  process.stdout.write(
    `  ${'of Take it'.padEnd(22)}${((approvals ?? 0) / (takes ?? 1)).toFixed(2).padStart(9)}\n`,
  )
}

const mean = (runs: readonly Measured[], figure: keyof Measured): number =>
  runs.reduce((sum, run) => sum + run[figure], 0) / runs.length

/** A click that was answered and did not count would show here. */
const report = async (connection: string, clicks: number): Promise<void> => {
  const client = new Client({ connectionString: connection })
  await client.connect()
  const { rows } = await client.query<Record<string, string>>(
    `select (select count(*) from approval_decisions) as decisions,
      (select count(*) from events where type = 'taken') as takes`,
  )
  await client.end()
  const { decisions, takes } = rows[0] ?? {}
  process.stdout.write(`\nRecorded: ${decisions} decisions and ${takes} takes for ${clicks} clicks each.\n`)
}
