import { type TaskOptions, schedule } from 'node-cron'
import type { EdgeLog } from '../edge.ts'

/** Something done again and again: what is due, never what the clock says. */
export interface Tick {
  readonly name: string
  /** Cron with seconds, in UTC. */
  readonly when: string
  readonly work: () => Promise<unknown>
}

export interface Ticks {
  /** Resolves when no tick is running any more. */
  readonly stop: () => Promise<void>
}

/** Whoever asks for it while it is under way gets a run of its own behind that one, which sees all that was done before. */
export const oneAtATime = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const next = last.then(work, work)
    last = next
    return next
  }
}

/** What the scheduler itself has to say, such as that a run was left out because the one before it is not over, in the log of the rest. */
const loggerOf = (log: EdgeLog, tick: string): NonNullable<TaskOptions['logger']> => ({
  info: (message) => log.info({ tick }, message),
  warn: (message) => log.warn({ tick }, message),
  error: (message, error) => log.error({ tick, err: error ?? message }, 'the scheduler of a tick failed'),
  debug: () => undefined,
})

/** Runs ticks until stopped. Runs of one tick never overlap; a failed one is logged and the next tries again. */
export const startTicks = (ticks: readonly Tick[], log: EdgeLog): Ticks => {
  const running = new Set<Promise<void>>()
  const tasks = ticks.map(({ name, when, work }) => {
    const run = async (): Promise<void> => {
      try {
        await work()
      } catch (error) {
        log.error({ err: error, tick: name }, 'a tick failed; the next one tries again')
      }
    }
    return schedule(
      when,
      async () => {
        const one = run()
        running.add(one)
        await one
        running.delete(one)
      },
      { timezone: 'UTC', noOverlap: true, name, logger: loggerOf(log, name) },
    )
  })
  return {
    async stop() {
      for (const task of tasks) await task.stop()
      await Promise.all(running)
    },
  }
}
