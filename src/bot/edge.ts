import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Platform } from '../domain/person.ts'
import type { ChatPort, ConversationBook } from './chat-port.ts'
import type { Converse } from './intent.ts'

/** One platform's door: lets intents in, and messages out through its chat port. */
export interface Edge {
  readonly platform: Platform
  readonly chat: ChatPort
  /** Answers one HTTP request of the platform; never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  start(): Promise<void>
  /** Resolves when every act that was let in has been answered. */
  stop(): Promise<void>
}

/** What every edge is given. */
export interface EdgeServices {
  readonly converse: Converse
  readonly book: ConversationBook
  /** Records a request that was turned away at the door; must not throw and returns at once. */
  readonly turnedAway: (attempt: TurnedAway) => void
  readonly log: EdgeLog
  readonly now: () => Temporal.Instant
  /** How long an act may take before the person is told that it is still being saved, in milliseconds. */
  readonly patience: number
}

export interface TurnedAway {
  readonly platform: Platform
  /** Machine-readable: `unsigned`, `wrong-signature`, `old-timestamp`, `wrong-audience`, `wrong-tenant`, ... */
  readonly reason: string
  /** Remote address, or what else identifies the sender without being a secret. */
  readonly from: string
}

export interface EdgeLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Said while a slow database is still working on something that will be answered. */
export const stillSaving =
  'Still saving. You will be told here as soon as it is done; there is no need to send it again.'

/** Either what the work came to, or `late` when `patience` milliseconds passed first; the work goes on. */
export const within = async <T>(
  work: Promise<T>,
  patience: number,
): Promise<{ done: T } | { late: Promise<T> }> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<{ late: Promise<T> }>((resolve) => {
    timer = setTimeout(() => resolve({ late: work }), patience)
  })
  try {
    return await Promise.race([work.then((done) => ({ done })), late])
  } finally {
    clearTimeout(timer)
  }
}
