import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterEach } from 'vitest'
import manifest from '../../../manifests/teams/manifest.json' with { type: 'json' }
import type { TeamsTenant, TeamsTenantOptions } from '../../../playground/teams/options.ts'
import { createTeamsTenant } from '../../../playground/teams/tenant.ts'

export const tenantId = '5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10'
export const appId = '11111111-2222-4333-8444-555555555555'
export const appPassword = 'correct horse battery staple'
export const ana = '00000000-0000-4000-8000-00000000000a'
export const ben = '00000000-0000-4000-8000-00000000000b'
export const gia = '00000000-0000-4000-8000-00000000000c'
export const fay = '00000000-0000-4000-8000-00000000000d'
export const requests = '19:requests@thread.tacv2'
export const triage = '19:triage@thread.tacv2'

export interface Activity {
  readonly type: string
  readonly id: string
  readonly name?: string
  readonly text?: string
  readonly value?: Record<string, unknown>
  readonly replyToId?: string
  readonly from: { readonly id: string; readonly aadObjectId: string }
  readonly conversation: { readonly id: string; readonly tenantId: string }
  readonly [more: string]: unknown
}

export interface Answer {
  readonly status?: number
  readonly body?: unknown
  /** Milliseconds before the answer. */
  readonly after?: number
}

/** A bot that checks tokens as the platform's documentation asks and answers as it is told. */
export interface TestBot {
  readonly got: Activity[]
  /** Statuses given, in order. */
  readonly statuses: number[]
  answer: (activity: Activity) => Answer | Promise<Answer>
}

export interface Rig {
  readonly bot: TestBot
  readonly tenant: TeamsTenant
  /** Calls the Bot Connector with a good token. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<Called>
  close(): Promise<void>
}

export interface Called {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly retryAfter: string | null
}

/** A tenant with the app installed and a bot that takes everything. */
export const createRig = async (altered: Partial<TeamsTenantOptions> = {}): Promise<Rig> => {
  const bot: TestBot = { got: [], statuses: [], answer: () => ({}) }
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined
  let tenant: TeamsTenant | undefined
  const isGood = async (request: IncomingMessage, activity: Activity): Promise<boolean> => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined || tenant === undefined) return false
    const metadata = (await (await fetch(tenant.openIdMetadataUrl)).json()) as { jwks_uri: string }
    keys ??= createRemoteJWKSet(new URL(metadata.jwks_uri))
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: 'https://api.botframework.com',
        audience: appId,
        algorithms: ['RS256'],
      })
      return payload['serviceurl'] === activity['serviceUrl']
    } catch {
      return false
    }
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    const finish = async (): Promise<void> => {
      const activity = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Activity
      const good = await isGood(request, activity)
      if (good) bot.got.push(activity)
      const { status = 200, body, after = 0 } = good ? await bot.answer(activity) : { status: 401 }
      bot.statuses.push(status)
      setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(body === undefined ? undefined : JSON.stringify(body))
      }, after)
    }
    request.on('end', () => void finish())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const opened = await createTeamsTenant({
    tenant: tenantId,
    name: 'Northwind',
    appId,
    appPassword,
    manifest,
    messagesUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    users: [
      { id: ana, name: 'Ana Lopez', email: 'ana@northwind.example', zone: 'Europe/Madrid' },
      { id: ben, name: 'Ben <b> Ode', email: 'ben@northwind.example', zone: 'America/New_York' },
      { id: gia, name: 'Gia Guest', email: 'gia@elsewhere.example', guest: true },
      { id: fay, name: 'Fay Far', email: 'fay@far.example', tenant: '99999999-0000-4000-8000-000000000000' },
    ],
    team: { id: '19:general@thread.tacv2', name: 'Service desk' },
    channels: [
      { id: requests, name: 'Requests', members: [ana, ben, gia, fay] },
      { id: triage, name: 'Triage', members: [ben] },
    ],
    retryDelays: [1, 1],
    homePatience: 50,
    ...altered,
  })
  tenant = opened
  let token: string | undefined
  return {
    bot,
    tenant: opened,
    call: async (method, path, body, given) => {
      token ??= await tokenFrom(opened)
      const response = await fetch(`${opened.serviceUrl}v3/${path}`, {
        method,
        headers: { authorization: `Bearer ${given ?? token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return {
        status: response.status,
        body: (await response.json()) as Record<string, unknown>,
        retryAfter: response.headers.get('retry-after'),
      }
    },
    close: async () => {
      await opened.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Makes rigs with the app installed, each closed when its test is over. */
export const useRigs = (): ((altered?: Partial<TeamsTenantOptions>) => Promise<Rig>) => {
  const rigs: Rig[] = []
  afterEach(async () => {
    for (const rig of rigs.splice(0)) await rig.close()
  })
  return async (altered) => {
    const rig = await createRig(altered)
    rigs.push(rig)
    await rig.tenant.install()
    return rig
  }
}

export const askToken = async (
  tenant: TeamsTenant,
  altered: Record<string, string> = {},
): Promise<Response> =>
  await fetch(tenant.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: appPassword,
      scope: 'https://api.botframework.com/.default',
      ...altered,
    }),
  })

export const tokenFrom = async (tenant: TeamsTenant): Promise<string> =>
  ((await (await askToken(tenant)).json()) as { access_token: string }).access_token

/** Path of a conversation's messages, its id encoded. */
export const activitiesOf = (conversation: string): string =>
  `conversations/${encodeURIComponent(conversation)}/activities`

/** A message with one Adaptive Card. */
export const cardMessage = (body: readonly unknown[], more: object = {}): Record<string, unknown> => ({
  type: 'message',
  summary: 'A card',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card(body, more) }],
})

export const card = (body: readonly unknown[], more: object = {}): Record<string, unknown> => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  ...more,
})

export const textBlock = (text: string): object => ({ type: 'TextBlock', text, wrap: true })

export const execute = (title: string, verb: string, more: object = {}): object => ({
  type: 'Action.Execute',
  title,
  verb,
  data: { record: 'INC-1' },
  ...more,
})

/** The one message that this read comes to. */
export const only = <T>(items: readonly T[]): T => {
  const [item] = items
  if (item === undefined || items.length !== 1) throw new Error(`There are ${items.length} and not one`)
  return item
}
