import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Refusal } from './activity-rules.ts'
import { refusal } from './activity-rules.ts'
import { isRefusal } from './connector.ts'
import type { Connector } from './connector.ts'
import type { Faults, TeamsMethod } from './faults.ts'
import { isObject, parsed } from './json.ts'
import { grant } from './keys.ts'
import type { Keys } from './keys.ts'
import type { TeamsTenantOptions } from './options.ts'
import { appAllowances, createRateLimits, memberAllowances, messageAllowances } from './rate-limits.ts'
import { parted } from './rooms.ts'

export interface TenantServer {
  /** `http://127.0.0.1:port`, without a slash at its end. */
  readonly address: string
  /** Takes calls of the connector from now on. */
  serve(connector: Connector): void
  close(): Promise<void>
}

export const paths = {
  service: '/teams/',
  metadata: '/openid/.well-known/openidconfiguration',
  keys: '/openid/keys',
}

/** A call of the connector: what it is called in faults, what it is counted as, and its work. */
interface Call {
  readonly method: TeamsMethod
  readonly conversation: string
  readonly work: (connector: Connector) => object
}

/** Bodies above this are not even read, in bytes. */
const mostRead = 1_000_000

/** Serves the key set, the token endpoint and the Bot Connector. */
export const createTenantServer = async (
  options: TeamsTenantOptions,
  keys: Keys,
  faults: Faults,
  refused: (reason: string) => void,
): Promise<TenantServer> => {
  const limits = createRateLimits(options.clock ?? (() => performance.now()))
  let connector: Connector | undefined
  let address = ''

  const limited = (call: Call): number | undefined => {
    if (options.rateLimits === false) return undefined
    const wait = limits.count('app', appAllowances)
    if (wait !== undefined || call.method === 'update' || call.method === 'delete') return wait
    const members = call.method === 'member'
    return limits.count(
      `${members ? 'members' : 'messages'}/${parted(call.conversation).id}`,
      members ? memberAllowances : messageAllowances,
    )
  }

  const refuse = (response: ServerResponse, { status, code, message }: Refusal): void => {
    refused(`${status} ${code}: ${message}`)
    answer(response, status, { error: { code, message } })
  }

  /** Plays the fault that was asked for; true when the call is over with it. */
  const failed = (method: TeamsMethod, response: ServerResponse, work: () => unknown): boolean => {
    const how = faults.next(method)
    if (how === undefined) return false
    if (how.kind === 'hang') return true
    if (how.kind === 'lost') {
      work()
      response.destroy()
      return true
    }
    if (how.retryAfter !== undefined) response.setHeader('retry-after', String(how.retryAfter))
    answer(response, how.status, { error: { code: how.error ?? 'ServiceError', message: 'Asked to fail' } })
    return true
  }

  const token = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await read(request))
    if (failed('token', response, () => undefined)) return
    const granted = await grant(options, keys, form)
    if (granted.status !== 200) refused(`${granted.status} token: ${JSON.stringify(granted.body)}`)
    answer(response, granted.status, granted.body)
  }

  const connect = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const text = await read(request)
    if (!(await keys.isBot(request.headers.authorization)))
      return refuse(response, refusal(401, 'Unauthorized', 'Authorization has been denied for this request'))
    if (connector === undefined) return refuse(response, refusal(503, 'ServiceUnavailable', 'Not yet open'))
    const ready = connector
    const body = text === '' ? undefined : parsed(text)
    if (text !== '' && body === undefined)
      return refuse(response, refusal(400, 'BadSyntax', 'The body is not JSON'))
    const call = callOf(request.method ?? '', path, body)
    if (call === undefined) return refuse(response, refusal(404, 'NotFound', `${request.method} ${path}`))
    if (failed(call.method, response, () => call.work(ready))) return
    const wait = limited(call)
    if (wait !== undefined) {
      response.setHeader('retry-after', String(wait))
      return refuse(response, refusal(429, 'TooManyRequests', `Again in ${wait} s`))
    }
    const done = call.work(ready)
    if (isRefusal(done)) return refuse(response, done)
    answer(response, call.method === 'post' || call.method === 'create' ? 201 : 200, done)
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', address).pathname
    if (path === paths.metadata)
      return answer(response, 200, {
        issuer: 'https://api.botframework.com',
        jwks_uri: `${address}${paths.keys}`,
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
      })
    if (path === paths.keys) return answer(response, 200, keys.keySet)
    if (request.method === 'POST' && /^\/[^/]+\/oauth2\/v2\.0\/token$/.test(path))
      return await token(request, response)
    if (path.startsWith(`${paths.service}v3/`))
      return await connect(request, response, path.slice(paths.service.length))
    answer(response, 404, { error: { code: 'NotFound', message: path } })
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      refused(`500: ${String(error)}`)
      if (!response.headersSent)
        answer(response, 500, { error: { code: 'ServiceError', message: String(error) } })
    })
  })
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, host, resolve)
  })
  address = `http://${host}:${(server.address() as AddressInfo).port}`
  return {
    address,
    serve: (opened) => {
      connector = opened
    },
    close: async () =>
      await new Promise((resolve) => {
        server.close(() => resolve())
        // Calls that were asked to hang would hold it open for ever.
        server.closeAllConnections()
      }),
  }
}

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = chunk as Buffer
    length += bytes.length
    if (length > mostRead) throw new Error('The body is too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The routes of version 3; ids come URL-encoded. */
const callOf = (verb: string, path: string, body: unknown): Call | undefined => {
  const [version, what, conversation = '', part, id, more] = path.split('/').map(decodeURIComponent)
  if (version !== 'v3' || what !== 'conversations' || more !== undefined) return undefined
  const call = (method: TeamsMethod, work: Call['work'], at = conversation): Call => ({
    method,
    conversation: at,
    work,
  })
  const member = isObject(body) && Array.isArray(body['members']) ? JSON.stringify(body['members']) : ''
  switch (`${verb} ${part ?? ''}${id === undefined ? '' : '/id'}`) {
    case 'POST ':
      return conversation === ''
        ? call('create', (to) => to.create(body), channelOf(body) ?? member)
        : undefined
    case 'POST activities':
      return call('post', (to) => to.post(conversation, body))
    case 'POST activities/id':
      return call('post', (to) => to.post(conversation, body, id))
    case 'PUT activities/id':
      return call('update', (to) => to.update(conversation, id ?? '', body))
    case 'DELETE activities/id':
      return call('delete', (to) => to.remove(conversation, id ?? ''))
    case 'GET members':
      return call('member', (to) => to.members(conversation))
    case 'GET members/id':
      return call('member', (to) => to.member(conversation, id ?? ''))
    case 'GET pagedmembers':
      return call('member', (to) => {
        const members = to.members(conversation)
        return isRefusal(members) ? members : { members }
      })
    default:
      return undefined
  }
}

const channelOf = (body: unknown): string | undefined => {
  const data = isObject(body) ? body['channelData'] : undefined
  const channel = isObject(data) ? data['channel'] : undefined
  return isObject(channel) && typeof channel['id'] === 'string' ? channel['id'] : undefined
}

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
