import type { IncomingMessage, ServerResponse } from 'node:http'
import { chatMethods } from './api-chat.ts'
import { conversationMethods } from './api-conversations.ts'
import { fileMethods } from './api-files.ts'
import { peopleMethods } from './api-people.ts'
import { viewMethods } from './api-views.ts'
import { readArgs } from './args.ts'
import { isFields, parsed, text } from './fields.ts'
import type { Fields } from './fields.ts'
import type { Faults } from './faults.ts'
import { answerJson, readBody } from './http.ts'
import { needScope } from './methods.ts'
import type { Methods } from './methods.ts'
import { ApiProblem } from './problem.ts'
import type { RateLimits } from './rate-limits.ts'
import type { World } from './world.ts'

export interface WebApiOptions {
  readonly world: World
  readonly botToken: string
  readonly appToken: string | undefined
  readonly faults: Faults
  readonly rateLimits: RateLimits | undefined
  /** Draws the address of a new Socket Mode connection. */
  readonly openSocket: () => string
}

const methods: Methods = {
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...peopleMethods,
  ...viewMethods,
}

/** Answers `/api/<method>`: docs.slack.dev/apis/web-api. */
export const createWebApi =
  (options: WebApiOptions) =>
  async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const name = url.pathname.slice('/api/'.length)
    const body = await readBody(request)
    const fault = options.faults.take(name)
    // A hanging call is never answered; closing the workspace ends the connection.
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'status') {
      const retry: Readonly<Record<string, string>> =
        fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
      const error = fault.error ?? (fault.status === 429 ? 'ratelimited' : 'internal_error')
      return answerJson(response, fault.status, { ok: false, error }, retry)
    }
    const answer = await answerTo(options, name, request, body, url)
    if (fault?.kind === 'lost') {
      request.socket.destroy()
      return
    }
    answerJson(response, answer.status, answer.body, answer.headers)
  }

interface Answer {
  readonly status: number
  readonly body: Fields
  readonly headers: Readonly<Record<string, string>>
}

const answerTo = async (
  options: WebApiOptions,
  name: string,
  request: IncomingMessage,
  body: string,
  url: URL,
): Promise<Answer> => {
  const { world } = options
  const headers = { 'x-oauth-scopes': [...world.manifest.scopes].join(',') }
  try {
    const { given, token } = readCall(request, body, url)
    if (token === undefined) throw new ApiProblem('not_authed')
    const isAppToken = options.appToken !== undefined && token === options.appToken
    if (token !== options.botToken && !isAppToken) throw new ApiProblem('invalid_auth')
    if (name === 'apps.connections.open') {
      if (!isAppToken) throw new ApiProblem('not_allowed_token_type')
      return { status: 200, body: { ok: true, url: options.openSocket() }, headers }
    }
    const method = methods[name]
    if (!method) throw new ApiProblem('unknown_method', { req_method: name })
    if (isAppToken) throw new ApiProblem('not_allowed_token_type')
    if (method.scope !== undefined) needScope(world, method.scope)
    const wait = options.rateLimits?.refuse(name, method.tier, text(given['channel']))
    if (wait !== undefined)
      return {
        status: 429,
        body: { ok: false, error: 'ratelimited' },
        headers: { ...headers, 'retry-after': String(wait) },
      }
    const result = await method.run(world, readArgs(given))
    return { status: 200, body: { ok: true, ...result }, headers }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    return { status: 200, body: { ok: false, error: error.code, ...error.more }, headers }
  }
}

/** The arguments and the token, from the query, a form, or JSON (whose token counts only in the header). */
const readCall = (
  request: IncomingMessage,
  body: string,
  url: URL,
): { readonly given: Fields; readonly token: string | undefined } => {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const query = Object.fromEntries(url.searchParams)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) {
    const json = body === '' ? {} : parsed(body)
    if (json === undefined) throw new ApiProblem('invalid_json')
    if (!isFields(json)) throw new ApiProblem('json_not_object')
    return { given: { ...query, ...json }, token: bearer }
  }
  if (body !== '' && !type.startsWith('application/x-www-form-urlencoded'))
    throw new ApiProblem('invalid_post_type')
  const given = { ...query, ...Object.fromEntries(new URLSearchParams(body)) }
  return { given, token: bearer ?? (given['token'] || undefined) }
}
