import { randomUUID } from 'node:crypto'
import type { EdgeLog } from '../edge.ts'

/** Everything that was let in and is not finished yet, so that a stop can wait for it. */
export interface Acts {
  /** Starts work that is an act in progress until it settles. Rejects as the work does, even when it throws at once. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Starts work that nobody waits for; a failure of it is logged. */
  start(what: string, work: () => Promise<void>): void
  /** Resolves when nothing is in progress any more, what was started meanwhile included. */
  drain(): Promise<void>
}

export const createActs = (log: EdgeLog): Acts => {
  const inProgress = new Set<Promise<unknown>>()

  const run = <T>(work: () => Promise<T>): Promise<T> => {
    const running = begin(work)
    const settled: Promise<unknown> = running.then(
      () => inProgress.delete(settled),
      () => inProgress.delete(settled),
    )
    inProgress.add(settled)
    return running
  }

  return {
    run,
    start(what, work) {
      run(work).catch((cause: unknown) => log.error({ err: cause, what }, 'An answer did not arrive'))
    },
    async drain() {
      while (inProgress.size > 0) await Promise.all(inProgress)
    },
  }
}

/** A short reference that a person can quote and an operator can find in the log. */
export const newReference = (): string => randomUUID().slice(0, 8)

const begin = async <T>(work: () => Promise<T>): Promise<T> => work()
