import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import nock from 'nock'
import type { EdgeServices, TurnedAway } from '../../../src/bot/edge.ts'
import type { Converse, Intent } from '../../../src/bot/intent.ts'
import type { Pace } from '../../../src/bot/slack/door.ts'
import { createSlackEdge } from '../../../src/bot/slack/edge.ts'
import type { SlackSettings } from '../../../src/bot/slack/settings.ts'
import { bot, home } from './payloads.ts'

export const signingSecret = 'shh'

export interface Called {
  readonly method: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A Slack edge behind a real HTTP server, with a Slack that says yes to everything and remembers what it was asked. */
export const openDoor = async (
  converse: Converse,
  options: { pace?: Partial<Pace>; settings?: Partial<SlackSettings>; answers?: Record<string, object> } = {},
) => {
  const intents: Intent[] = []
  const refused: TurnedAway[] = []
  const errors: { fields: object; message: string }[] = []
  const called: Called[] = []
  const said: { url: string; body: Record<string, unknown> }[] = []
  const directs = new Map<string, string>()

  nock.enableNetConnect('127.0.0.1')
  nock('https://slack.com')
    .persist()
    .post(/^\/api\//)
    .reply(200, async (request: Request) => {
      const method = new URL(request.url).pathname.slice('/api/'.length)
      called.push({ method, body: decoded(await request.text()) })
      return { ok: true, ...defaults[method], ...options.answers?.[method] }
    })
  nock('https://hooks.slack.com')
    .persist()
    .post(/.*/)
    .reply(200, async (request: Request) => {
      said.push({ url: new URL(request.url).pathname, body: JSON.parse(await request.text()) })
      return 'ok'
    })

  const services: EdgeServices = {
    converse: async (intent) => {
      intents.push(intent)
      return converse(intent)
    },
    book: {
      direct: async (identity) => directs.get(identity.user),
      rememberDirect: async (identity, conversation) => void directs.set(identity.user, conversation),
      serviceUrl: async () => undefined,
      rememberServiceUrl: async () => {},
    },
    turnedAway: (attempt) => void refused.push(attempt),
    log: {
      info: () => {},
      warn: () => {},
      error: (fields, message) => void errors.push({ fields, message }),
    },
    now: () => Temporal.Now.instant(),
    patience: 2000,
  }
  const settings: SlackSettings = {
    botToken: 'xoxb-test',
    signingSecret,
    apiUrl: 'https://slack.com/api/',
    teamIds: [home],
    ...options.settings,
  }
  const edge = createSlackEdge(settings, services, options.pace)
  const server = createServer((request, response) => void edge.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/slack/events`

  const send = async (body: string, type: string, headers: Record<string, string> = {}) => {
    const timestamp = String(Math.floor(Date.now() / 1000))
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': type,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': sign(timestamp, body),
        ...headers,
      },
    })
    const text = await response.text()
    return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined }
  }
  const form = 'application/x-www-form-urlencoded'

  return {
    edge,
    url,
    intents,
    refused,
    errors,
    called,
    said,
    command: (fields: Record<string, string>) => send(new URLSearchParams(fields).toString(), form),
    interact: (payload: object) =>
      send(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), form),
    event: (body: object, headers: Record<string, string> = {}) =>
      send(JSON.stringify(body), 'application/json', headers),
    callsOf: (method: string) => called.filter((call) => call.method === method).map((call) => call.body),
    /** Everything that was started has been answered. */
    settle: () => edge.stop(),
    async close() {
      await edge.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      nock.cleanAll()
    },
  }
}

export const sign = (timestamp: string, body: string, secret = signingSecret): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`

const defaults: Record<string, object> = {
  'auth.test': { user_id: bot, team_id: home },
  'conversations.open': { channel: { id: 'D0ADA' } },
  'chat.postMessage': { ts: '1700000009.000100', channel: 'C0' },
  'chat.getPermalink': { permalink: 'https://bellwire.slack.com/archives/C0REQUESTS/p1700000000000100' },
}

/** The Web API takes a form, with JSON in the fields that are not words. */
const decoded = (body: string): Record<string, unknown> => {
  const fields = Object.fromEntries(new URLSearchParams(body))
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, /^[[{]/.test(value) ? JSON.parse(value) : value]),
  )
}
