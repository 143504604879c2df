import type { IncomingMessage } from 'node:http'
import { timestampTolerance } from './guard.ts'

/** Tells requests that were let in before from those that come for the first time. It only tells; what counts once is decided in the store. */
export interface Replays {
  /** Undefined the first time; afterwards the reason to record. `now` in milliseconds. */
  recognize(headers: IncomingMessage['headers'], body: Buffer, now: number): Repetition | undefined
  /** It came to nothing: when it is sent once more, that is Slack trying again. */
  forget(headers: IncomingMessage['headers']): void
}

/** `repeated` where Slack itself may have sent it twice, `replayed` where somebody else must have. */
export type Repetition = 'replayed' | 'repeated'

/** Some megabytes; beyond it the oldest are forgotten, and their replays have no effect still. */
const remembered = 20_000

/**
 * A signature stands for a moment and for every byte of a body, so the same one is the same request again. Each is kept
 * for as long as its timestamp lets it in.
 */
export const createReplays = (most = remembered): Replays => {
  const known = new Map<string, number>()

  /** Goes on where it stopped: a new walk would pass by all that was deleted before it. */
  const walk = known.entries()
  let oldest: [string, number] | undefined

  const forgetOld = (now: number): void => {
    while (known.size > 0) {
      oldest ??= walk.next().value
      if (oldest === undefined || (oldest[1] >= now && known.size <= most)) return
      known.delete(oldest[0])
      oldest = undefined
    }
  }

  return {
    recognize(headers, body, now) {
      const signature = String(headers['x-slack-signature'])
      if (known.has(signature)) return mayComeTwice(headers, body) ? 'repeated' : 'replayed'
      const until = (Number(headers['x-slack-request-timestamp']) + timestampTolerance) * 1000
      known.set(signature, until)
      forgetOld(now)
      return undefined
    },
    forget: (headers) => void known.delete(String(headers['x-slack-signature'])),
  }
}

/**
 * Slack repeats events only and says so, in a header that is not signed (docs.slack.dev/apis/events-api#retries). Every
 * interaction and command has a trigger of its own, but for look-ups: the same letters typed twice within a second are the
 * same bytes.
 */
const mayComeTwice = (headers: IncomingMessage['headers'], body: Buffer): boolean =>
  isEvent(body) ? headers['x-slack-retry-num'] !== undefined : isLookUp(body)

/** By the body, which is signed: the content type is not. */
const isEvent = (body: Buffer): boolean => body[0] === '{'.charCodeAt(0)

/** A quotation mark that somebody typed would have a backslash before it. */
const isLookUp = (body: Buffer): boolean =>
  new URLSearchParams(body.toString()).get('payload')?.includes('"type":"block_suggestion"') ?? false
