/** Waits until it is one's turn: `every` milliseconds after the turn before it under the same key. */
export type Pacer = (key: string, every: number) => Promise<void>

/** Keeps turns in the order of asking. `sleep` and `clock` are milliseconds. */
export const createPacer = (
  clock: () => number = () => performance.now(),
  sleep: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Pacer => {
  const next = new Map<string, number>()
  return async (key, every) => {
    const now = clock()
    const turn = Math.max(now, next.get(key) ?? 0)
    next.set(key, turn + every)
    if (next.size > 5000) for (const [old, at] of next) if (at < now) next.delete(old)
    if (turn > now) await sleep(turn - now)
  }
}
