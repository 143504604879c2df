import { randomBytes } from 'node:crypto'
import { ApiProblem } from './problem.ts'

/** What a trigger stands for: someone acted, perhaps in a view. */
export interface Trigger {
  readonly user: string
  readonly viewId: string | undefined
}

export interface Triggers {
  create(user: string, viewId?: string): string
  /** Throws what Slack answers to a trigger that is unknown, three seconds old or used before. */
  exchange(id: string): Trigger
}

/** A trigger can be exchanged for a view once, within this many milliseconds: docs.slack.dev/surfaces/modals. */
const life = 3000

export const createTriggers = (now: () => number, stale: () => boolean): Triggers => {
  const known = new Map<string, Trigger & { readonly until: number; used: boolean }>()
  return {
    create: (user, viewId) => {
      const id = `${Math.floor(now())}.${known.size + 1}.${randomBytes(16).toString('hex')}`
      known.set(id, { user, viewId, until: now() + life, used: false })
      return id
    },
    exchange: (id) => {
      const trigger = known.get(id)
      if (!trigger) throw new ApiProblem('invalid_trigger_id')
      if (trigger.used) throw new ApiProblem('exchanged_trigger_id')
      if (stale() || now() > trigger.until) throw new ApiProblem('expired_trigger_id')
      trigger.used = true
      return trigger
    },
  }
}
