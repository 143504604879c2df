import type { DueBatch } from '../../store/due-clocks.ts'
import type { EdgeLog } from '../edge.ts'

interface Services {
  readonly deskVersion: () => Promise<number>
  readonly decide: (now: Temporal.Instant, limit: number) => Promise<DueBatch>
  readonly recount: (
    now: Temporal.Instant,
    after: string,
    limit: number,
  ) => Promise<DueBatch & { readonly last: string | undefined }>
  readonly wake: (conversations: readonly string[]) => void
  readonly now: () => Temporal.Instant
  /** How late the oldest decision was, in seconds. */
  readonly ticked: (lag: number) => void
  readonly log: EdgeLog
}

const batch = 200

/** A tick whose oldest decision is later than this, in seconds, is an alarm: something kept the desk from ticking. */
const alarm = 60

/**
 * One tick over the clocks (6.1-b, 8.1-h): decides what is due, batch after batch, and reckons anew what runs under older
 * agreements. What is due is what lies in the past, so a late tick loses nothing and two at once repeat nothing. Those who
 * are to be told are told at its end, so that several things for one person become one message.
 */
export const createClockTick = (services: Services): (() => Promise<void>) => {
  let reckonedFor = 0

  const recountAll = async (keys: Set<string>): Promise<void> => {
    const version = await services.deskVersion()
    if (version === reckonedFor) return
    let after: string | undefined = ''
    let held = 0
    while (after !== undefined) {
      const done: DueBatch & { readonly last: string | undefined } = await services.recount(
        services.now(),
        after,
        batch,
      )
      for (const key of done.keys) keys.add(key)
      held += done.claimed - done.settled
      after = done.last
    }
    // What somebody was changing meanwhile has its turn at the next tick.
    if (held === 0) reckonedFor = version
  }

  const decideAll = async (keys: Set<string>): Promise<number> => {
    let lag = 0
    for (;;) {
      const now = services.now()
      const { claimed, settled, oldest, ...done } = await services.decide(now, batch)
      for (const key of done.keys) keys.add(key)
      if (oldest !== undefined) lag = Math.max(lag, now.since(oldest).total('seconds'))
      if (claimed === 0 || settled === 0) return lag
    }
  }

  return async () => {
    const keys = new Set<string>()
    try {
      await recountAll(keys)
      const lag = await decideAll(keys)
      services.ticked(lag)
      if (lag > alarm) services.log.error({ lag: Math.round(lag) }, 'service targets were decided late')
    } finally {
      services.wake([...keys])
    }
  }
}
