import { z } from 'zod'
import { ChatFailure } from '../chat-port.ts'
import type { Bearer } from './bearer.ts'

/**
 * The Bot Connector's REST (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference)
 * over plain fetch instead of botbuilder's ConnectorClient: four calls, and only the transport itself tells a message
 * that certainly was not sent (connection refused) from one that may have arrived (connection lost after sending).
 * It never retries by itself and follows no redirect: the token would go with it.
 */
export interface Connector {
  /** Resolves with the parsed answer. Throws `ChatFailure`. */
  call(request: ConnectorRequest): Promise<unknown>
}

export interface ConnectorRequest {
  readonly serviceUrl: string
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Segments below `v3/`, encoded here. */
  readonly path: readonly string[]
  readonly body?: object
  /** True when doing it twice does no harm: what has no answer is then `away` instead of `ambiguous`. */
  readonly repeatable: boolean
}

export interface ConnectorSettings {
  readonly bearer: Bearer
  readonly allowed: (serviceUrl: string) => boolean
  /** In milliseconds; ten seconds unless given. */
  readonly timeout?: number
}

export const createConnector = (settings: ConnectorSettings): Connector => ({
  call: async (request) => {
    if (!settings.allowed(request.serviceUrl)) {
      throw new ChatFailure('unreachable', 'The service URL is not one of the allowed ones.')
    }
    let token: string
    try {
      token = await settings.bearer.get()
    } catch (cause) {
      throw new ChatFailure('away', 'There is no token to speak to Teams with.', { cause })
    }
    const base = request.serviceUrl.endsWith('/') ? request.serviceUrl : `${request.serviceUrl}/`
    const url = `${base}v3/${request.path.map(encodeURIComponent).join('/')}`
    let response: Response
    let text: string
    try {
      response = await fetch(url, {
        method: request.method,
        redirect: 'manual',
        signal: AbortSignal.timeout(settings.timeout ?? 10_000),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      })
      text = await response.text()
    } catch (cause) {
      throw lost(cause, request.repeatable)
    }
    if (response.ok) return parse(text)
    if (response.status === 401) settings.bearer.drop()
    throw refusal(response, text, request.repeatable)
  },
})

// Everything that happens before the first byte of the request leaves: looked up in vain, refused, never connected.
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const codeSchema = z.object({ cause: z.object({ code: z.string() }) })

const lost = (cause: unknown, repeatable: boolean): ChatFailure => {
  const code = codeSchema.safeParse(cause).data?.cause.code ?? ''
  if (neverSent.has(code)) return new ChatFailure('away', 'Teams cannot be reached.', { cause })
  return new ChatFailure(repeatable ? 'away' : 'ambiguous', 'Teams did not answer.', { cause })
}

const errorSchema = z.object({ error: z.object({ code: z.string() }) })

/** learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages and .../rate-limit */
const refusal = (response: Response, text: string, repeatable: boolean): ChatFailure => {
  const code = errorSchema.safeParse(parse(text)).data?.error.code.slice(0, 100) ?? ''
  const message = `Teams answered ${response.status}${code === '' ? '' : ` ${code}`}.`
  switch (response.status) {
    case 412:
    case 429:
      return new ChatFailure('busy', message, { retryAfter: retryAfter(response.headers.get('retry-after')) })
    case 401:
      // Refused before it was looked at: with a fresh token it can be tried again.
      return new ChatFailure('away', message)
    case 403:
    case 404:
    case 410:
      return new ChatFailure('unreachable', message, { gone: code === 'ActivityNotFoundInConversation' })
    default:
      if (response.status < 500) return new ChatFailure('rejected', message)
      return new ChatFailure(repeatable ? 'away' : 'ambiguous', message)
  }
}

/** In milliseconds, out of seconds or a date; one second when the platform does not say. */
const retryAfter = (header: string | null): number => {
  if (header === null || header.trim() === '') return 1000
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1000))
  const until = Date.parse(header)
  return Number.isNaN(until) ? 1000 : Math.max(0, until - Date.now())
}

const parse = (text: string): unknown => {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return {}
  }
}
