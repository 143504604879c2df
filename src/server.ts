import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { Edge, EdgeLog, TurnedAway } from './bot/edge.ts'
import { StartError, codeOf } from './start-error.ts'

export interface ServerOptions {
  readonly host: string
  readonly port: number
  /** The doors that are open by now. */
  readonly edges: () => readonly Edge[]
  /** Throws while the service cannot work. */
  readonly ready: () => Promise<void>
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>
  /** Calendars to subscribe to; true when the request was for one. */
  readonly calendar?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  /** The playground's page; true when the request was for it. */
  readonly page?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  /** Records what knocks where a platform's door would be, if it were on; must not throw and returns at once. */
  readonly turnedAway?: (attempt: TurnedAway) => void
  readonly log: EdgeLog
}

export interface RunningServer {
  readonly port: number
  /** No new requests; resolves when those that were let in are answered. */
  readonly stop: () => Promise<void>
}

/**
 * The one HTTP server: the platforms' doors, calendars, health, metrics, and in the playground its page. Throws `StartError` when
 * it may not listen there.
 */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const server = createServer((request, response) => void route(options, request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, options)))
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    stop: () => stop(server),
  }
}

const cannotListen = (error: Error, { host, port }: Pick<ServerOptions, 'host' | 'port'>): Error => {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} of ${host} is taken by another program. Stop it, or set PORT to a free one.`,
      )
    case 'EACCES':
      return new StartError(`Port ${port} may not be opened by this user. Set PORT to one above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`HOST ${host} is not an address of this machine.`)
    default:
      return error
  }
}

const route = async (
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  try {
    const path = (request.url ?? '/').split('?', 1)[0]
    const door = path === '/slack/events' ? 'slack' : path === '/api/messages' ? 'teams' : undefined
    const edge = options.edges().find(({ platform }) => platform === door)
    if (edge !== undefined) return await edge.handle(request, response)
    if (door !== undefined) {
      const from = request.socket.remoteAddress ?? 'unknown'
      options.turnedAway?.({ platform: door, reason: 'no-door', from })
    }
    if (request.method === 'GET' && path === '/healthz') return answer(response, 200, 'text/plain', 'ok\n')
    if (request.method === 'GET' && path === '/readyz') return await readiness(options, response)
    if (request.method === 'GET' && path === '/metrics') {
      const { contentType, text } = await options.metrics()
      return answer(response, 200, contentType, text)
    }
    if ((await options.calendar?.(request, response)) === true) return
    if ((await options.page?.(request, response)) === true) return
    answer(response, 404, 'text/plain', 'There is nothing here.\n')
  } catch (error) {
    options.log.error({ err: error }, 'a request failed')
    if (response.headersSent) response.destroy()
    else answer(response, 500, 'text/plain', 'Something went wrong.\n')
  }
}

const readiness = async ({ ready, log }: ServerOptions, response: ServerResponse): Promise<void> => {
  try {
    await ready()
    answer(response, 200, 'text/plain', 'ready\n')
  } catch (error) {
    log.warn({ err: error }, 'not ready')
    answer(response, 503, 'text/plain', 'The database does not answer, or no desk file was applied.\n')
  }
}

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
  response.end(body)
}

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    // A page that listens for changes would hold the server open for ever.
    setTimeout(() => server.closeAllConnections(), 3000).unref()
  })
