import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { SeenForm, SeenMessage, SimulatedChat } from '../../playground/chat.ts'
import { seedOf } from '../../playground/seeds.ts'
import { createSlackWorkspace } from '../../playground/slack/workspace.ts'
import { createTeamsTenant } from '../../playground/teams/tenant.ts'
import type { ChatPort, ConversationBook } from '../../src/bot/chat-port.ts'
import type { Edge, EdgeLog, EdgeServices } from '../../src/bot/edge.ts'
import type { Intent } from '../../src/bot/intent.ts'
import type { Reply } from '../../src/bot/reply.ts'
import { createSlackEdge } from '../../src/bot/slack/edge.ts'
import { createTeamsEdge } from '../../src/bot/teams/edge.ts'
import type { Card } from '../../src/bot/ui/card.ts'
import type { Form } from '../../src/bot/ui/form.ts'
import { type Identity, type Platform, identityKey } from '../../src/domain/person.ts'
import type { Place } from '../../src/domain/place.ts'
import { demoDesk } from '../support/cast.ts'
import { eventually } from '../support/desk-house.ts'

/** One platform: its renderers, its edge and its chat port, and the simulator that says what it makes of them. */
export interface Side {
  readonly platform: Platform
  readonly chat: ChatPort
  readonly simulated: SimulatedChat
  /** A channel with `reader` in it. */
  readonly place: Place
  readonly reader: Identity
  readonly guest: Identity
  /** The desk's own account. */
  readonly self: Identity
  readonly intents: Intent[]
  /** What the next intents are answered with. */
  answer: (intent: Intent) => Reply
  /** Posts the card and gives it as the reader sees it. Throws when the platform does not take it. */
  shows(card: Card): Promise<SeenMessage>
  /** Opens the form in front of the reader. Throws when the platform does not take it. */
  opens(form: Form): Promise<SeenForm>
  /** Answers the reader's visit of the home view with the card. */
  showsHome(card: Card): Promise<SeenMessage>
  close(): Promise<void>
}

export const platforms: readonly Platform[] = ['slack', 'teams']

const slackTenant = 'T0BELLWIRE'
const teamsTenant = '5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10'
const appId = '0b7e5a52-6c44-4f0e-9f0f-5a9d4f5f2a01'

/** The same two people in both chats. */
export const people = {
  slack: { reader: 'U0READER', guest: 'U0GUEST' },
  teams: { reader: '11111111-1111-4111-8111-111111111111', guest: '22222222-2222-4222-8222-222222222222' },
} as const

/** Those two, and everybody of the demo organisation. */
const users = async (platform: Platform) => [
  ...seedOf(await demoDesk(), platform).users,
  { id: people[platform].reader, name: 'Rhea Reader', email: 'rhea@bellwire.example', zone: 'UTC' },
  { id: people[platform].guest, name: 'Gus Guest', email: 'gus@elsewhere.example', zone: 'UTC', guest: true },
]

const manifest = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(`manifests/${name}`, 'utf8'))

const bookInMemory = (): ConversationBook => {
  const directs = new Map<string, string>()
  const urls = new Map<string, string>()
  return {
    direct: async (identity) => directs.get(identityKey(identity)),
    rememberDirect: async (identity, conversation) => void directs.set(identityKey(identity), conversation),
    serviceUrl: async (tenant) => urls.get(tenant),
    rememberServiceUrl: async (tenant, url) => void urls.set(tenant, url),
  }
}

/** Starts the platform's simulator without rate limits, and its edge on a port of its own. */
export const openSide = async (platform: Platform): Promise<Side> => {
  const intents: Intent[] = []
  const problems: unknown[] = []
  const complain = (fields: object, message: string): void => void problems.push({ ...fields, message })
  const log: EdgeLog = { info: () => {}, warn: complain, error: complain }
  const services: EdgeServices = {
    converse: async (intent) => {
      intents.push(intent)
      return side.answer(intent)
    },
    book: bookInMemory(),
    turnedAway: (attempt) => void problems.push(attempt),
    log,
    now: () => Temporal.Now.instant(),
    patience: 2000,
  }
  let edge: Edge | undefined
  const server = createServer((request, response) => void edge?.handle(request, response))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const simulator = await (platform === 'slack' ? slackSide : teamsSide)(`http://127.0.0.1:${port}`, services)
  edge = simulator.edge
  await edge.start()
  await simulator.ready()

  const { reader } = people[platform]
  const { simulated, tenant } = simulator
  const identity = (user: string): Identity => ({ platform, tenant, user })
  const failure = (what: string): Error =>
    new Error(`${what}: ${[...problems, ...simulator.refusals()].map(describe).join('; ')}`)
  const complaints = (): number => problems.length + simulator.refusals().length
  /** What comes of it, or what was complained of instead. */
  const outcome = async <T>(what: string, look: () => T | undefined): Promise<T> => {
    const before = complaints()
    return eventually(() => {
      const seen = look()
      if (seen === undefined && complaints() > before) throw failure(`${platform} does not take ${what}`)
      return seen
    }, what)
  }

  const side: Side = {
    platform,
    simulated,
    chat: edge.chat,
    place: { platform, tenant, conversation: simulator.channel },
    reader: identity(reader),
    guest: identity(people[platform].guest),
    self: identity(simulator.self),
    intents,
    answer: () => ({ kind: 'nothing' }),
    shows: async (card) => {
      const posted = await side.chat.post(side.place, card, `key-${Math.random()}`)
      // By its thread, so that not everything else is read again.
      const seen = simulated.read(reader, simulator.channel, posted.message)[0]
      if (seen === undefined) throw failure('a message was posted and is not there')
      return seen
    },
    opens: async (form) => {
      if (simulated.form(reader) !== undefined) await simulated.closeForm(reader)
      side.answer = () => ({ kind: 'form', form })
      const action = { name: form.name }
      const opener = await side.shows({
        fallback: 'A form',
        elements: [{ kind: 'buttons', buttons: [{ label: 'Open', action, opensForm: true }] }],
      })
      await simulated.press(reader, opener, 'Open')
      return outcome('the form', () => simulated.form(reader))
    },
    showsHome: async (card) => {
      side.answer = () => ({ kind: 'home', card })
      const before = complaints()
      const seen = await simulated.home(reader)
      if (seen === undefined || complaints() > before) throw failure('the home view was not taken')
      return seen
    },
    close: async () => {
      await edge?.stop()
      await simulator.close()
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
  return side
}

interface Simulator {
  readonly edge: Edge
  readonly simulated: SimulatedChat
  readonly tenant: string
  readonly channel: string
  readonly self: string
  ready(): Promise<void>
  refusals(): readonly string[]
  close(): Promise<void>
}

const slackSide = async (address: string, services: EdgeServices): Promise<Simulator> => {
  const channel = 'C0COMMON'
  const settings = { botToken: 'xoxb-contract', signingSecret: 'signing-secret' }
  const workspace = await createSlackWorkspace({
    ...settings,
    team: slackTenant,
    name: 'Contract',
    manifest: await manifest('slack.json'),
    requestUrl: `${address}/slack/events`,
    users: await users('slack'),
    channels: [{ id: channel, name: 'common', members: Object.values(people.slack) }],
    rateLimits: false,
  })
  return {
    edge: createSlackEdge({ ...settings, apiUrl: workspace.apiUrl, teamIds: [slackTenant] }, services),
    simulated: workspace,
    tenant: slackTenant,
    channel,
    self: workspace.botUser,
    ready: async () => undefined,
    refusals: () => workspace.complaints(people.slack.reader),
    close: () => workspace.close(),
  }
}

const teamsSide = async (address: string, services: EdgeServices): Promise<Simulator> => {
  const channel = '19:common@thread.tacv2'
  const app = { appId, appPassword: 'app-password' }
  const tenant = await createTeamsTenant({
    ...app,
    tenant: teamsTenant,
    name: 'Contract',
    manifest: await manifest('teams/manifest.json'),
    messagesUrl: `${address}/api/messages`,
    users: await users('teams'),
    team: { id: '19:team@thread.tacv2', name: 'Contract' },
    channels: [{ id: channel, name: 'Common', members: Object.values(people.teams) }],
    rateLimits: false,
    retryDelays: [],
  })
  const settings = {
    ...app,
    appType: 'SingleTenant' as const,
    tenantId: teamsTenant,
    openIdMetadataUrl: tenant.openIdMetadataUrl,
    tokenUrl: tenant.tokenUrl,
    serviceUrls: [tenant.serviceUrl],
  }
  return {
    edge: createTeamsEdge(settings, services),
    simulated: tenant,
    tenant: teamsTenant,
    channel,
    self: tenant.botId,
    ready: () => tenant.install(),
    refusals: () => [...tenant.refusals(), ...tenant.complaints(people.teams.reader)],
    close: () => tenant.close(),
  }
}

const describe = (problem: unknown): string => {
  if (typeof problem !== 'object' || problem === null) return String(problem)
  return Object.values(problem)
    .map((value: unknown) =>
      value instanceof Error ? `${value.message} ${JSON.stringify(value)}` : String(value),
    )
    .join(' ')
}
