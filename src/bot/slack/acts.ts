import { randomUUID } from 'node:crypto'
import type { EdgeLog } from '../edge.ts'

/** Everything that was let in and is not finished yet, so that a stop can wait for it. */
export interface Acts {
  /** Counts the work as an act in progress until it settles; gives the same promise back. */
  track<T>(work: Promise<T>): Promise<T>
  /** Starts work that nobody waits for; a failure of it is logged. */
  start(what: string, work: () => Promise<void>): void
  /** Resolves when nothing is in progress any more, what was started meanwhile included. */
  drain(): Promise<void>
}

export const createActs = (log: EdgeLog): Acts => {
  const inProgress = new Set<Promise<unknown>>()

  const track = <T>(work: Promise<T>): Promise<T> => {
    const settled: Promise<unknown> = work.then(
      () => inProgress.delete(settled),
      () => inProgress.delete(settled),
    )
    inProgress.add(settled)
    return work
  }

  return {
    track,
    start(what, work) {
      void track(
        work().catch((cause: unknown) => log.error({ err: cause, what }, 'An answer did not arrive')),
      )
    },
    async drain() {
      while (inProgress.size > 0) await Promise.all(inProgress)
    },
  }
}

/** A short reference that a person can quote and an operator can find in the log. */
export const newReference = (): string => randomUUID().slice(0, 8)
