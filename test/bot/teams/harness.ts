import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { ConversationBook } from '../../../src/bot/chat-port.ts'
import type { Edge, EdgeServices, TurnedAway } from '../../../src/bot/edge.ts'
import type { Intent } from '../../../src/bot/intent.ts'
import type { Reply } from '../../../src/bot/reply.ts'
import { identityKey } from '../../../src/domain/person.ts'
import { createTeamsEdge } from '../../../src/bot/teams/edge.ts'
import type { TeamsSettings } from '../../../src/bot/teams/settings.ts'

export const appId = '0b7e5a52-6c44-4f0e-9f0f-5a9d4f5f2a01'
export const tenant = '5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10'
export const ada = { objectId: '11111111-1111-4111-8111-111111111111', id: '29:ada', name: 'Ada Lovelace' }
export const bob = { objectId: '22222222-2222-4222-8222-222222222222', id: '29:bob', name: 'Bob Noyce' }

const issuer = 'https://api.botframework.com'
// Drawn once: making keys takes longer than anything that is tested with them.
const own = await generateKeyPair('RS256')
const foreign = await generateKeyPair('RS256')

/** One request that the edge made of the Bot Connector. */
export interface Called {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly body: Json
}

// The tests look into payloads of every shape; what is not there is undefined, and the assertion says so.
export interface Json {
  readonly [key: string]: Json
}

export interface World {
  readonly edge: Edge
  readonly serviceUrl: string
  readonly intents: Intent[]
  readonly turnedAway: TurnedAway[]
  readonly logged: { level: string; fields: object; message: string }[]
  readonly calls: Called[]
  readonly tokens: { count: number }
  /** What the next intents are answered with. */
  answer: (intent: Intent) => Promise<Reply>
  /** How the connector answers; the default is success. */
  connector: (called: Called, response: ServerResponse) => boolean
  token(claims?: object, options?: TokenOptions): Promise<string>
  send(activity: object, headers?: Record<string, string>): Promise<{ status: number; body: Json }>
  close(): Promise<void>
}

export interface TokenOptions {
  readonly issuer?: string
  readonly audience?: string
  readonly expires?: number
  readonly foreignKey?: boolean
}

const listen = async (
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; url: string }> => {
  const server = createServer(handler)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return { server, url: `http://127.0.0.1:${address.port}` }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

const bookInMemory = (): ConversationBook => {
  const direct = new Map<string, string>()
  const urls = new Map<string, string>()
  return {
    direct: async (identity) => direct.get(identityKey(identity)),
    rememberDirect: async (identity, conversation) => void direct.set(identityKey(identity), conversation),
    serviceUrl: async (of) => urls.get(of),
    rememberServiceUrl: async (of, url) => void urls.set(of, url),
  }
}

/** The edge behind a real HTTP server, between a key set, a token endpoint and a connector on loopback. */
export const openWorld = async (overrides: Partial<TeamsSettings> = {}, patience = 2000): Promise<World> => {
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k1', use: 'sig', endorsements: ['msteams'] }
  const calls: Called[] = []
  const tokens = { count: 0 }
  let posted = 0

  const { server: platform, url } = await listen((request, response) => {
    const respond = async (): Promise<void> => {
      const text = await bodyOf(request)
      const path = decodeURIComponent(request.url ?? '')
      const json = (body: object): void => {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
      }
      if (path === '/keys/openid') return json({ issuer, jwks_uri: `${url}/keys/jwks` })
      if (path === '/keys/jwks') return json({ keys: [jwk] })
      if (path === '/token') {
        tokens.count += 1
        return json({ access_token: `outgoing-${tokens.count}`, expires_in: 3600 })
      }
      const { authorization } = request.headers
      const called = {
        method: request.method ?? '',
        path: path.replace('/teams/v3/', ''),
        authorization,
        body: text === '' ? {} : JSON.parse(text),
      }
      calls.push(called)
      if (world.connector(called, response)) return undefined
      const member = /members\/(.+)$/.exec(path)?.[1]
      const known = [ada, bob].find((person) => person.id === member || person.objectId === member)
      if (known !== undefined) {
        const email = `${known.name.split(' ')[0]?.toLowerCase()}@bellwire.example`
        return json({ id: known.id, name: known.name, aadObjectId: known.objectId, email, userRole: 'user' })
      }
      if (path.endsWith('/v3/conversations')) return json({ id: `a:direct-${called.body.members?.[0]?.id}` })
      posted += 1
      return json({ id: `posted-${posted}` })
    }
    respond().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })

  const serviceUrl = `${url}/teams/`
  const intents: Intent[] = []
  const turnedAway: TurnedAway[] = []
  const logged: World['logged'] = []
  const log = (level: string) => (fields: object, message: string) => {
    logged.push({ level, fields, message })
  }
  const services: EdgeServices = {
    converse: async (intent) => {
      intents.push(intent)
      return await world.answer(intent)
    },
    book: bookInMemory(),
    turnedAway: (attempt) => {
      turnedAway.push(attempt)
    },
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    now: () => Temporal.Now.instant(),
    patience,
  }
  const edge = createTeamsEdge(
    {
      appId,
      appPassword: 'outgoing-secret',
      appType: 'SingleTenant',
      tenantId: tenant,
      openIdMetadataUrl: `${url}/keys/openid`,
      tokenUrl: `${url}/token`,
      serviceUrls: [serviceUrl],
      ...overrides,
    },
    services,
  )
  const { server: desk, url: deskUrl } = await listen((request, response) => {
    void edge.handle(request, response)
  })

  const world: World = {
    edge,
    serviceUrl,
    intents,
    turnedAway,
    logged,
    calls,
    tokens,
    answer: async () => ({ kind: 'nothing' }),
    connector: () => false,
    token: async (claims = {}, options = {}) =>
      await new SignJWT({ serviceurl: serviceUrl, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer(options.issuer ?? issuer)
        .setAudience(options.audience ?? appId)
        .setIssuedAt(Math.floor(Date.now() / 1000) - 1000)
        .setExpirationTime(options.expires ?? Math.floor(Date.now() / 1000) + 3600)
        .sign(options.foreignKey === true ? foreign.privateKey : own.privateKey),
    send: async (activity, headers) => {
      const response = await fetch(`${deskUrl}/api/messages`, {
        method: 'POST',
        headers: headers ?? { authorization: `Bearer ${await world.token()}` },
        body: JSON.stringify(activity),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
    },
    close: async () => {
      await edge.stop()
      for (const server of [desk, platform]) {
        server.closeAllConnections()
        await new Promise((resolve) => {
          server.close(resolve)
        })
      }
    },
  }
  return world
}
