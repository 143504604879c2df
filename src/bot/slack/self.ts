import { setTimeout as wait } from 'node:timers/promises'
import type { webApi } from '@slack/bolt'
import type { EdgeLog } from '../edge.ts'

/** Who the bot is: what Slack answers to `auth.test`. */
export interface Self {
  readonly user: string
  readonly team: string
}

export interface SelfFinder {
  /** Undefined until Slack has answered once; requests are handled all the same. */
  known(): Self | undefined
  /** Asks Slack now unless it is known. Rejects when Slack does not answer. */
  find(): Promise<Self>
  /** Goes on asking in the background until it is known or `stop` is called. */
  start(): void
  stop(): void
}

/** In milliseconds. */
const firstPause = 1000
const longestPause = 60_000

/** Finds out who the bot is without ever keeping anything else from starting. */
export const createSelfFinder = (client: webApi.WebClient, log: EdgeLog): SelfFinder => {
  let self: Self | undefined
  let asking: Promise<Self> | undefined
  const stopping = new AbortController()

  const ask = async (): Promise<Self> => {
    const { user_id: user, team_id: team } = await client.auth.test()
    if (user === undefined || team === undefined) throw new Error('Slack did not say who the bot is')
    self = { user, team }
    return self
  }

  const find = async (): Promise<Self> => {
    if (self !== undefined) return self
    asking ??= ask().finally(() => {
      asking = undefined
    })
    return asking
  }

  const goOn = async (): Promise<void> => {
    for (let pause = firstPause; !stopping.signal.aborted; pause = Math.min(pause * 2, longestPause)) {
      try {
        await find()
        return
      } catch (cause) {
        log.warn({ err: cause, again: pause }, 'Slack does not say who the bot is')
      }
      // An aborted wait means that the desk stops.
      await wait(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    }
  }

  return {
    known: () => self,
    find,
    start: () => void goOn(),
    stop: () => stopping.abort(),
  }
}
