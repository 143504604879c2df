import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSlackWorkspace } from '../../../playground/slack/workspace.ts'
import type { SlackWorkspace } from '../../../playground/slack/workspace.ts'
import type { SlackWorkspaceOptions } from '../../../playground/slack/options.ts'
import { fields, isFields, parsed } from '../../../playground/slack/fields.ts'
import type { Fields } from '../../../playground/slack/fields.ts'
import { signatureOf } from '../../../playground/slack/signed-http.ts'
import manifest from '../../../manifests/slack.json' with { type: 'json' }

export const team = 'T0BELLWIRE'
export const botToken = 'xoxb-test'
export const signingSecret = 'a secret for tests'

/** One request that the workspace sent, already taken apart. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The event envelope, the interaction payload, or the fields of the command. */
  readonly payload: Fields
  /** `event`, the type of the interaction, or `command`. */
  readonly kind: string
  readonly signed: boolean
}

export interface BotAnswer {
  readonly status?: number
  readonly body?: unknown
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Never answers. */
  readonly hang?: boolean
}

export interface TestBot {
  readonly url: string
  readonly received: Received[]
  /** Those of one kind; for events, also of one event type. */
  of(kind: string, event?: string): readonly Received[]
  /** What is answered from now on; an empty 200 unless set. */
  answer: (received: Received) => BotAnswer | Promise<BotAnswer>
  close(): Promise<void>
}

/** A small server in the place of the bot: it records and answers as told. */
export const startBot = async (): Promise<TestBot> => {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      void (async () => {
        const one = take(request.headers as Record<string, string>, Buffer.concat(chunks).toString('utf8'))
        received.push(one)
        const answer = await bot.answer(one)
        if (answer.hang === true) return
        const json = answer.body !== undefined
        response.writeHead(answer.status ?? 200, {
          ...(json ? { 'content-type': 'application/json' } : { 'content-type': 'text/plain' }),
          ...answer.headers,
        })
        response.end(json ? JSON.stringify(answer.body) : answer.text)
      })()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bot: TestBot = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    received,
    of: (kind, event) =>
      received.filter(
        (each) =>
          each.kind === kind && (event === undefined || fields(each.payload['event'])['type'] === event),
      ),
    answer: () => ({}),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
  return bot
}

const take = (headers: Readonly<Record<string, string>>, body: string): Received => {
  const signature = signatureOf(signingSecret, headers['x-slack-request-timestamp'] ?? '', body)
  const signed = headers['x-slack-signature'] === signature
  if (headers['content-type'] === 'application/json') {
    const payload = fields(parsed(body))
    const kind = payload['type'] === 'event_callback' ? 'event' : String(payload['type'])
    return { headers, body, payload, kind, signed }
  }
  const form = Object.fromEntries(new URLSearchParams(body))
  const payload = parsed(form['payload'] ?? '')
  return isFields(payload)
    ? { headers, body, payload, kind: String(payload['type']), signed }
    : { headers, body, payload: form, kind: 'command', signed }
}

/** The manifest with more scopes than the desk asks for, to reach the whole Web API. */
export const generousManifest = {
  ...manifest,
  oauth_config: {
    scopes: {
      bot: [
        ...manifest.oauth_config.scopes.bot,
        'channels:read',
        'groups:read',
        'im:read',
        'reactions:write',
        'team:read',
      ],
    },
  },
}

export const ada = 'U1ADA'
export const ben = 'U1BEN'
export const guest = 'U1GUEST'
export const stranger = 'U9STRANGER'
export const requests = 'C1REQUESTS'
export const secret = 'C1SECRET'
export const partners = 'C1PARTNERS'
export const elsewhere = 'C1ELSEWHERE'

export const startWorkspace = (
  requestUrl: SlackWorkspaceOptions['requestUrl'],
  options: Partial<SlackWorkspaceOptions> = {},
): Promise<SlackWorkspace> =>
  createSlackWorkspace({
    team,
    name: 'Bellwire Demo',
    botToken,
    signingSecret,
    manifest,
    requestUrl,
    users: [
      { id: ada, name: 'Ada Byron', email: 'ada@example.com', zone: 'Europe/Berlin' },
      { id: ben, name: 'Ben', email: 'ben@example.com', zone: 'America/New_York' },
      { id: guest, name: 'Gus Guest', email: 'gus@partner.example', guest: true },
      { id: stranger, name: 'Sam Stranger', email: 'sam@other.example', stranger: 'T9OTHER' },
    ],
    channels: [
      { id: requests, name: 'requests', members: [ada, ben, guest] },
      { id: secret, name: 'secret', private: true, members: [ada] },
      { id: partners, name: 'partners', members: [ada, stranger], shared: true },
      { id: elsewhere, name: 'elsewhere', members: [ada], desk: false },
    ],
    retryDelays: [0, 1, 1],
    rateLimits: false,
    patience: 1000,
    ...options,
  })
