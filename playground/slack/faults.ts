import type { Fault } from '../chat.ts'

/** Failures waiting to be played to the bot. */
export interface Faults {
  add(fault: Fault): void
  /** The next failure for this method, which is then used up. */
  take(method: string): Fault['how'] | undefined
}

export const createFaults = (): Faults => {
  const waiting: { readonly method: string; readonly how: Fault['how']; times: number }[] = []
  return {
    add: ({ method, how, times }) => void waiting.push({ method, how, times }),
    take: (method) => {
      const fault = waiting.find((each) => each.method === method && each.times > 0)
      if (fault) fault.times -= 1
      return fault?.how
    },
  }
}
