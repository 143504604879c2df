import type { Fault } from '../chat.ts'

export type TeamsMethod = 'post' | 'update' | 'delete' | 'create' | 'member' | 'token'

const methods: readonly string[] = ['post', 'update', 'delete', 'create', 'member', 'token']

export interface Faults {
  /** Throws for a method that Teams does not have. */
  add(fault: Fault): void
  /** What happens to the call of this method that has just come, used up by asking. */
  next(method: TeamsMethod): Fault['how'] | undefined
}

export const createFaults = (): Faults => {
  const waiting: { readonly method: string; readonly how: Fault['how']; times: number }[] = []
  return {
    add: (fault) => {
      if (!methods.includes(fault.method)) throw new Error(`Teams has no ${fault.method} to fail`)
      waiting.push({ method: fault.method, how: fault.how, times: fault.times })
    },
    next: (method) => {
      const fault = waiting.find((candidate) => candidate.method === method && candidate.times > 0)
      if (fault === undefined) return undefined
      fault.times -= 1
      return fault.how
    },
  }
}
