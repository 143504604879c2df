import { setTimeout as wait } from 'node:timers/promises'
import { text } from './fields.ts'
import type { Fields } from './fields.ts'
import { post, sign } from './signed-http.ts'
import type { Outcome, SignedRequest } from './signed-http.ts'

export type EnvelopeType = 'events_api' | 'interactive' | 'slash_commands'

export interface Envelope {
  readonly type: EnvelopeType
  readonly payload: Fields
  readonly retry?: { readonly number: number; readonly reason: string }
}

/** How the bot has taken what it was sent. */
export interface Deliveries {
  /** Requests sent, repetitions included. */
  readonly attempts: number
  readonly acknowledged: number
  /** Answered with something other than 2xx. */
  readonly refused: number
  readonly timedOut: number
  readonly unreachable: number
  /** How many of the attempts were repetitions of an event. */
  readonly retries: number
  /** Events that were given up. */
  readonly lost: number
  /** The longest the bot took to answer, in milliseconds. */
  readonly slowest: number
  readonly byType: Readonly<Record<EnvelopeType, number>>
}

/** What a test may do to the bot that Slack does only on a bad day. */
export interface Unfairness {
  /** Sends every event twice, though the first was acknowledged. */
  everyEventTwice: boolean
  /** Milliseconds that every request is held back before it is sent. */
  delay: number
  /** Every trigger has expired when the bot uses it. */
  staleTriggers: boolean
  /** How many more messages with an uploaded picture are refused, as while Slack still looks at the file. */
  unprocessedFiles: number
}

/** An open Socket Mode connection takes what would have been posted. */
export type Socket = (envelope: Envelope, patience: number) => Promise<Outcome> | undefined

export interface Deliverer {
  readonly unfairness: Unfairness
  deliver(envelope: Envelope): Promise<Outcome>
  /** Resolves when the event was acknowledged or given up; never rejects. */
  deliverEvent(payload: Fields): Promise<void>
  /** Sends the n-th last signed request again, byte for byte. */
  replay(n?: number): Promise<Outcome>
  /** Sends bytes of the caller's own making. */
  send(signed: SignedRequest): Promise<Outcome>
  statistics(): Deliveries
  /** Resolves when nothing is on its way to the bot. */
  settled(): Promise<void>
  close(): void
}

export interface DelivererOptions {
  readonly requestUrl: () => string
  readonly signingSecret: string
  readonly patience: number
  readonly retryDelays: readonly number[]
  readonly now: () => number
  readonly socket: Socket
}

const kept = 50

export const createDeliverer = (options: DelivererOptions): Deliverer => {
  const sent: SignedRequest[] = []
  const underWay = new Set<Promise<unknown>>()
  const closing = new AbortController()
  const unfairness: Unfairness = {
    everyEventTwice: false,
    delay: 0,
    staleTriggers: false,
    unprocessedFiles: 0,
  }
  const byType = { events_api: 0, interactive: 0, slash_commands: 0 }
  const counts = {
    attempts: 0,
    acknowledged: 0,
    refused: 0,
    timedOut: 0,
    unreachable: 0,
    retries: 0,
    lost: 0,
    slowest: 0,
  }

  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
    return work
  }

  const attempt = async (envelope: Envelope): Promise<Outcome> => {
    if (unfairness.delay > 0) await wait(unfairness.delay)
    const overSocket = options.socket(envelope, options.patience)
    if (overSocket) return overSocket
    const { body, contentType } = encode(envelope)
    const retry: Readonly<Record<string, string>> = envelope.retry
      ? { 'x-slack-retry-num': String(envelope.retry.number), 'x-slack-retry-reason': envelope.retry.reason }
      : {}
    const signed = sign(options.signingSecret, options.now(), body, contentType, retry)
    sent.push(signed)
    if (sent.length > kept) sent.shift()
    return post(options.requestUrl(), signed, options.patience)
  }

  const deliver = async (envelope: Envelope): Promise<Outcome> => {
    counts.attempts += 1
    byType[envelope.type] += 1
    if (envelope.retry) counts.retries += 1
    const began = performance.now()
    const outcome = await attempt(envelope)
    if (outcome.kind === 'timeout') counts.timedOut += 1
    else if (outcome.kind === 'unreachable') counts.unreachable += 1
    else {
      counts.slowest = Math.max(counts.slowest, performance.now() - began)
      if (isAcknowledged(outcome)) counts.acknowledged += 1
      else counts.refused += 1
    }
    return outcome
  }

  const persist = async (payload: Fields): Promise<void> => {
    let reason = ''
    for (let number = 0; number <= options.retryDelays.length; number++) {
      if (number > 0) {
        const delay = options.retryDelays[number - 1] ?? 0
        // On closing nothing more is sent: the event is lost, as it would be with Slack.
        if (delay > 0) await wait(delay, undefined, { signal: closing.signal, ref: false }).catch(() => {})
        if (closing.signal.aborted) break
      }
      const outcome = await deliver({
        type: 'events_api',
        payload,
        ...(number > 0 ? { retry: { number, reason } } : {}),
      })
      if (isAcknowledged(outcome)) return
      if (outcome.kind === 'answered' && outcome.noRetry) break
      reason =
        outcome.kind === 'timeout'
          ? 'http_timeout'
          : outcome.kind === 'unreachable'
            ? 'connection_failed'
            : 'http_error'
    }
    counts.lost += 1
  }

  return {
    unfairness,
    deliver: (envelope) => track(deliver(envelope)),
    deliverEvent: (payload) =>
      track(
        (async () => {
          await persist(payload)
          if (unfairness.everyEventTwice) await persist(payload)
        })(),
      ),
    replay: (n = 1) => {
      const signed = sent.at(-n)
      if (!signed) throw new Error(`there is no request ${n} back to replay`)
      return track(post(options.requestUrl(), signed, options.patience))
    },
    send: (signed) => track(post(options.requestUrl(), signed, options.patience)),
    statistics: () => ({ ...counts, slowest: Math.round(counts.slowest), byType: { ...byType } }),
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
    close: () => closing.abort(),
  }
}

export const isAcknowledged = (outcome: Outcome): boolean =>
  outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300

const encode = (envelope: Envelope): { body: string; contentType: string } => {
  if (envelope.type === 'events_api')
    return { body: JSON.stringify(envelope.payload), contentType: 'application/json' }
  const form =
    envelope.type === 'interactive'
      ? new URLSearchParams({ payload: JSON.stringify(envelope.payload) })
      : new URLSearchParams(Object.entries(envelope.payload).map(([name, value]) => [name, text(value)]))
  return { body: form.toString(), contentType: 'application/x-www-form-urlencoded' }
}
