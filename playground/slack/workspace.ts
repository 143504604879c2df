import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { randomBytes } from 'node:crypto'
import type { SimulatedChat } from '../chat.ts'
import { createDeliverer, isAcknowledged } from './deliverer.ts'
import type { Deliveries, EnvelopeType, Unfairness } from './deliverer.ts'
import { createEvents } from './events.ts'
import { createFaults } from './faults.ts'
import { createFiles, uploadPath } from './files.ts'
import { fields, parsed } from './fields.ts'
import { answerJson, readBody, readBytes } from './http.ts'
import { readManifest } from './manifest.ts'
import type { SlackWorkspaceOptions } from './options.ts'
import { createPerson } from './person.ts'
import { createRateLimits } from './rate-limits.ts'
import { createResponseUrls } from './response-urls.ts'
import { post, sign, signatureOf } from './signed-http.ts'
import type { Outcome } from './signed-http.ts'
import { createSocketMode } from './socket-mode.ts'
import { createState } from './state.ts'
import { createTriggers } from './triggers.ts'
import { createViewBook } from './view-book.ts'
import { createWebApi } from './web-api.ts'
import { wireMessage } from './wire.ts'
import type { Installed, World } from './world.ts'

/** A Slack workspace with the app installed. The bot meets it over HTTP only. */
export interface SlackWorkspace extends SimulatedChat {
  /** What the bot takes for `https://slack.com/api/`; ends in `/api/`. */
  readonly apiUrl: string
  /** The bot's user id. */
  readonly botUser: string
  readonly unfairness: Unfairness
  deliveries(): Deliveries
  /** How many messages were posted again under the metadata key (`event_payload.key`) of an earlier one. */
  duplicates(): number
  /** Sends the n-th last signed request (1: the last) again, byte for byte. */
  replay(n?: number): Promise<Outcome>
  /** Sends a body to the request URL, signed as asked: for what must be refused. */
  send(body: string, how?: SendOptions): Promise<Outcome>
  /** Brings a payload of the caller's own making the way that Slack would: through an open socket, or signed over HTTP. */
  bring(type: EnvelopeType, payload: Readonly<Record<string, unknown>>): Promise<Outcome>
  /** Whether the bot echoes the challenge that Slack checks a request URL with. */
  verifyUrl(): Promise<boolean>
  /** Open Socket Mode connections; while there is one, it takes what would have been posted. */
  sockets(): number
  /** Asks the bot to come back on new connections, as Slack does every few hours (`warning` comes ten seconds before). */
  refreshSockets(reason?: 'warning' | 'refresh_requested'): void
  /** Resolves when nothing is on its way to the bot. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface SendOptions {
  readonly secret?: string
  /** In seconds since the epoch, as sent; `null` leaves the header out. */
  readonly timestamp?: string | null
  /** As sent; `null` leaves the header out. */
  readonly signature?: string | null
  readonly contentType?: string
}

const slackPatience = 3000
const slackRetryDelays = [0, 60_000, 300_000]

/** Starts the workspace on a port of its own; throws when the manifest is not one that Slack would install. */
export const createSlackWorkspace = async (options: SlackWorkspaceOptions): Promise<SlackWorkspace> => {
  const manifest = readManifest(options.manifest)
  const now = options.now ?? Date.now
  const patience = options.patience ?? slackPatience
  const app: Installed = {
    team: options.team,
    teamName: options.name,
    domain: options.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    botUser: options.botUser ?? 'U0DESK',
    botId: 'B0DESK',
    appId: 'A0DESK',
  }
  const given = options.requestUrl
  const requestUrl = typeof given === 'string' ? () => given : given
  let base = ''
  const state = createState(options, app.botUser, manifest.botName)
  const socketMode = createSocketMode(app.appId)
  const deliverer = createDeliverer({
    requestUrl,
    signingSecret: options.signingSecret,
    patience,
    retryDelays: options.retryDelays ?? slackRetryDelays,
    now,
    socket: socketMode.send,
  })
  const events = createEvents(app, manifest, state, deliverer)
  const world: World = {
    app,
    manifest,
    state,
    deliverer,
    events,
    patience,
    triggers: createTriggers(now, () => deliverer.unfairness.staleTriggers),
    views: createViewBook(app, state, manifest.homeTab),
    files: createFiles({
      nextId: () => state.nextId('F'),
      base: () => base,
      unfairness: deliverer.unfairness,
    }),
    responseUrls: createResponseUrls({
      team: app.team,
      botUser: app.botUser,
      state,
      base: () => base,
      posted: (message) => void events.posted(message),
      edited: (message, before) => void events.edited(message, wireMessage(app, state, before)),
    }),
  }
  const faults = createFaults()
  const api = createWebApi({
    world,
    botToken: options.botToken,
    appToken: options.appToken,
    faults,
    rateLimits: options.rateLimits === false ? undefined : createRateLimits(now),
    openSocket: () => base.replace(/^http/, 'ws') + socketMode.open(),
  })

  const answerResponseUrl = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> => {
    const body = await readBody(request)
    const fault = faults.take('response_url')
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'status')
      return answerJson(response, fault.status, { ok: false, error: fault.error ?? 'internal_error' })
    const answer = world.responseUrls.take(path, body)
    if (fault?.kind === 'lost') request.socket.destroy()
    else answerJson(response, answer.status, answer.body)
  }

  const takeUpload = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> => {
    const bytes = await readBytes(request)
    const fault = faults.take('upload')
    if (fault?.kind === 'hang') return
    const answer =
      fault?.kind === 'status'
        ? { status: fault.status, body: fault.error ?? 'error' }
        : world.files.upload(path, bytes)
    if (fault?.kind === 'lost') request.socket.destroy()
    else response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(answer.body)
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://slack.invalid')
    const work = url.pathname.startsWith('/api/')
      ? api(request, response, url)
      : /^\/(commands|actions)\//.test(url.pathname) && request.method === 'POST'
        ? answerResponseUrl(request, response, url.pathname)
        : url.pathname.startsWith(uploadPath) && request.method === 'POST'
          ? takeUpload(request, response, url.pathname)
          : Promise.resolve(answerJson(response, 404, { ok: false, error: 'not_found' }))
    work.catch((error: unknown) => {
      // A body that broke off needs no answer; anything else is our own mistake and must be seen.
      if (!request.complete || response.headersSent) return
      answerJson(response, 500, { ok: false, error: 'fatal_error', detail: String(error) })
    })
  })
  server.on('upgrade', (request, socket) => socketMode.upgrade(request, socket))
  const host = options.host ?? '127.0.0.1'
  base = `http://${host}:${await listen(server, options.port ?? 0, host)}`

  return {
    ...createPerson(world),
    platform: 'slack',
    tenant: app.team,
    apiUrl: `${base}/api/`,
    botUser: app.botUser,
    file: (id) => world.files.bytes(id),
    unfairness: deliverer.unfairness,
    deliveries: () => deliverer.statistics(),
    duplicates: () => state.duplicates(),
    fault: (fault) => faults.add(fault),
    replay: (n) => deliverer.replay(n),
    send: (body, how = {}) => {
      const secret = how.secret ?? options.signingSecret
      const timestamp = how.timestamp === undefined ? String(Math.floor(now() / 1000)) : how.timestamp
      const signature =
        how.signature === undefined ? signatureOf(secret, timestamp ?? '', body) : how.signature
      return deliverer.send({
        body,
        headers: {
          'content-type': how.contentType ?? 'application/x-www-form-urlencoded',
          ...(timestamp === null ? {} : { 'x-slack-request-timestamp': timestamp }),
          ...(signature === null ? {} : { 'x-slack-signature': signature }),
        },
      })
    },
    bring: (type, payload) => deliverer.deliver({ type, payload }),
    verifyUrl: async () => {
      const challenge = randomBytes(16).toString('hex')
      const body = JSON.stringify({ token: 'not-to-be-trusted', challenge, type: 'url_verification' })
      const signed = sign(options.signingSecret, now(), body, 'application/json')
      const outcome = await post(requestUrl(), signed, patience)
      if (outcome.kind !== 'answered' || !isAcknowledged(outcome)) return false
      return outcome.body === challenge || fields(parsed(outcome.body))['challenge'] === challenge
    },
    settled: () => deliverer.settled(),
    sockets: () => socketMode.connections(),
    refreshSockets: (reason = 'refresh_requested') => socketMode.refresh(reason),
    close: async () => {
      deliverer.close()
      socketMode.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
