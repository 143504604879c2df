import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Envelope, Socket } from './deliverer.ts'
import { fields, isFields, parsed, text } from './fields.ts'
import type { Outcome } from './signed-http.ts'
import { acceptWebSocket } from './websocket.ts'
import type { Connection } from './websocket.ts'

/** Socket Mode: docs.slack.dev/apis/events-api/using-socket-mode. */
export interface SocketMode {
  /** The path and ticket of a new connection, good for one use. */
  open(): string
  upgrade(request: IncomingMessage, socket: Duplex): void
  /** Goes to one of the open connections; undefined when there is none. */
  readonly send: Socket
  connections(): number
  /** Tells every connection to come back on a new one, as Slack does every few hours. */
  refresh(reason: 'warning' | 'refresh_requested'): void
  close(): void
}

const mostConnections = 10
const pingEvery = 5000

export const createSocketMode = (appId: string): SocketMode => {
  const tickets = new Set<string>()
  const open = new Map<Connection, Duplex>()
  /** Those told to go take nothing new. */
  const leaving = new Set<Connection>()
  const waiting = new Map<string, (outcome: Outcome) => void>()
  let turn = 0

  const debug = { host: 'applink', build_number: 1, approximate_connection_time: 18_060 }
  const acknowledge = (words: string): void => {
    const answer = parsed(words)
    if (!isFields(answer)) return
    const payload = fields(answer['payload'])
    waiting.get(text(answer['envelope_id']))?.({
      kind: 'answered',
      status: 200,
      contentType: 'application/json',
      body: Object.keys(payload).length === 0 ? '' : JSON.stringify(payload),
      noRetry: false,
    })
  }
  const pings = setInterval(() => {
    for (const connection of open.keys()) connection.ping()
  }, pingEvery)
  pings.unref()

  const carry = (connection: Connection, envelope: Envelope, patience: number): Promise<Outcome> =>
    new Promise((resolve) => {
      const id = randomUUID()
      const settle = (outcome: Outcome): void => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve(outcome)
      }
      const timer = setTimeout(() => settle({ kind: 'timeout' }), patience)
      waiting.set(id, settle)
      connection.send(
        JSON.stringify({
          envelope_id: id,
          type: envelope.type,
          payload: envelope.payload,
          accepts_response_payload: envelope.type !== 'events_api',
          ...(envelope.type === 'events_api'
            ? { retry_attempt: envelope.retry?.number ?? 0, retry_reason: envelope.retry?.reason ?? '' }
            : {}),
        }),
      )
    })

  return {
    open: () => {
      const ticket = randomBytes(12).toString('hex')
      tickets.add(ticket)
      return `/link/?ticket=${ticket}&app_id=${appId}`
    },
    upgrade: (request, socket) => {
      const ticket = new URL(request.url ?? '/', 'http://slack.invalid').searchParams.get('ticket') ?? ''
      if (!tickets.delete(ticket) || open.size >= mostConnections) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
        return
      }
      const connection = acceptWebSocket(request, socket, {
        message: acknowledge,
        closed: () => {
          if (!connection) return
          open.delete(connection)
          leaving.delete(connection)
        },
      })
      if (!connection) return
      open.set(connection, socket)
      connection.send(
        JSON.stringify({
          type: 'hello',
          num_connections: open.size,
          debug_info: debug,
          connection_info: { app_id: appId },
        }),
      )
    },
    send: (envelope, patience) => {
      const free = [...open.keys()].filter((connection) => !leaving.has(connection))
      const connection = free[turn++ % Math.max(1, free.length)]
      return connection ? carry(connection, envelope, patience) : undefined
    },
    connections: () => open.size,
    refresh: (reason) => {
      for (const connection of open.keys()) {
        leaving.add(connection)
        connection.send(JSON.stringify({ type: 'disconnect', reason, debug_info: debug }))
      }
    },
    close: () => {
      clearInterval(pings)
      for (const [connection, socket] of open) {
        connection.close(1001)
        socket.end()
      }
      for (const settle of waiting.values()) settle({ kind: 'unreachable' })
    },
  }
}
