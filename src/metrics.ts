import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Platform } from './domain/person.ts'

/**
 * What the program counts. Every label has few possible values: nothing a person typed and no id of anybody ever
 * becomes one.
 */
export interface Metrics {
  /** Something a person asked for has been dealt with. `kind` is the intent's kind or command. */
  intent(labels: { platform: Platform; kind: string; outcome: Outcome }): void
  /** How long a platform waited for its answer, in seconds. */
  acknowledged(platform: Platform, seconds: number): void
  /** A delivery has come to this state. */
  delivery(platform: Platform, state: DeliveryState): void
  /** A request or an act was refused, or came again, for a machine-readable reason such as `wrong-signature`. */
  turnedAway(platform: Platform, reason: string): void
  /** A tick over the clocks has ended: how late the oldest of its decisions was, in seconds. */
  clockTick(lag: number): void
  /** From now on `depths` is asked at each scrape how many jobs wait, by queue. A failure leaves the gauge without values. */
  watchQueues(depths: () => Promise<Readonly<Record<string, number>>>): void
  /** Everything in the text format of Prometheus, and its content type. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>
}

export type Outcome = 'done' | 'refused' | 'failed' | 'repeated'
export type DeliveryState = 'queued' | 'sending' | 'sent' | 'failed' | 'unreachable' | 'ambiguous'

/** Slack gives up after 3 s and Teams after about 5 s; the last steps tell how far beyond. */
const ackSteps = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10]

/** Kinds and reasons come from our own code, in small letters; anything else would be a label without limit. */
const label = (text: string): string => (/^[a-z][a-z\d_-]{0,39}$/.test(text) ? text : 'other')

const noQueues = (): Promise<Readonly<Record<string, number>>> => Promise.resolve({})

/** How long the gauge of lags remembers, in milliseconds: longer than any usual pause between scrapes. */
const remembered = 5 * 60_000

/** Keeps values and gives the highest of the last five minutes; when there is none, the newest. */
const recentHighest = (clock: () => number) => {
  // Descending, since a value covers lower ones that came before it.
  let kept: readonly { readonly at: number; readonly value: number }[] = []
  return {
    keep: (value: number): void => {
      const at = clock()
      const higher = kept.filter((earlier) => earlier.value > value && earlier.at > at - remembered)
      kept = [...higher, { at, value }]
    },
    highest: (): number | undefined => {
      const since = clock() - remembered
      return (kept.find(({ at }) => at > since) ?? kept.at(-1))?.value
    },
  }
}

/** Makes the counters of one program in a registry of their own, with those of the process. `clock` gives milliseconds. */
export const createMetrics = (clock: () => number = () => performance.now()): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const intents = new Counter({
    name: 'bellwire_intents_total',
    help: 'What people asked for, by platform, kind and outcome',
    labelNames: ['platform', 'kind', 'outcome'] as const,
    registers,
  })
  const acks = new Histogram({
    name: 'bellwire_ack_seconds',
    help: 'Time until a platform had its answer',
    labelNames: ['platform'] as const,
    buckets: ackSteps,
    registers,
  })
  const deliveries = new Counter({
    name: 'bellwire_deliveries_total',
    help: 'Outgoing messages, by platform and the state they came to',
    labelNames: ['platform', 'state'] as const,
    registers,
  })
  const refused = new Counter({
    name: 'bellwire_turned_away_total',
    help: 'Requests and acts that were refused or came again, by platform and reason',
    labelNames: ['platform', 'reason'] as const,
    registers,
  })
  const lags = recentHighest(clock)
  // It registers itself and is asked at every scrape, as the depth of the queues is.
  const lag = new Gauge({
    name: 'bellwire_clock_tick_lag_seconds',
    help: 'How late the oldest decision of a tick over the clocks was, the highest of the last five minutes',
    registers,
    collect: () => {
      const highest = lags.highest()
      if (highest !== undefined) lag.set(highest)
    },
  })
  const ticked = new Gauge({
    name: 'bellwire_clock_last_tick_timestamp_seconds',
    help: 'When the last tick over the clocks ended, in Unix time',
    registers,
  })
  // Nothing is said about ticks before there was one.
  for (const gauge of [lag, ticked]) gauge.remove()
  let depths = noQueues
  const queues = new Gauge({
    name: 'bellwire_queue_depth',
    help: 'Jobs that wait, by queue',
    labelNames: ['queue'] as const,
    registers,
    collect: async () => {
      const found = await depths().catch(() => ({}))
      queues.reset()
      for (const [queue, depth] of Object.entries(found)) queues.set({ queue }, depth)
    },
  })
  return {
    intent: ({ platform, kind, outcome }) => intents.inc({ platform, kind: label(kind), outcome }),
    acknowledged: (platform, seconds) => acks.observe({ platform }, seconds),
    delivery: (platform, state) => deliveries.inc({ platform, state }),
    turnedAway: (platform, reason) => refused.inc({ platform, reason: label(reason) }),
    clockTick: (seconds) => {
      lags.keep(seconds)
      ticked.setToCurrentTime()
    },
    watchQueues: (ask) => {
      depths = ask
    },
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}
