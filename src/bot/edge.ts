import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Platform } from '../domain/person.ts'
import { ChatFailure, type ChatPort, type ConversationBook } from './chat-port.ts'
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
  /** Records a request that was turned away at the door, or that came again; must not throw and returns at once. */
  readonly turnedAway: (attempt: TurnedAway) => void
  readonly log: EdgeLog
  readonly now: () => Temporal.Instant
  /** How long an act may take before the person is told that it is still being saved, in milliseconds. */
  readonly patience: number
}

export interface TurnedAway {
  readonly platform: Platform
  /** Machine-readable: `unsigned`, `wrong-signature`, `old-timestamp`, `wrong-audience`, `wrong-tenant`, `replayed`, ... */
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

/** Tries altogether, and the longest wait between two of them, in milliseconds. */
const tries = 3
const longestWait = 5000

/**
 * Does again what a chat refused only for coming too fast, which was then certainly not done: a person waits for this
 * answer, and nothing else will bring it. `failureOf` says what an error comes to. Throws what the last try threw.
 */
export const patiently = async <Done>(
  work: () => Promise<Done>,
  failureOf: (cause: unknown) => ChatFailure | undefined = (cause) =>
    cause instanceof ChatFailure ? cause : undefined,
): Promise<Done> => {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await work()
    } catch (cause) {
      const failure = failureOf(cause)
      if (failure?.kind !== 'busy' || left === 0) throw cause
      await new Promise((resolve) => setTimeout(resolve, Math.min(failure.retryAfter, longestWait)))
    }
  }
}
