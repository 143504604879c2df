import { refreshCard } from './cards.ts'
import type { Click } from './cards.ts'
import { nothingTyped } from './inputs.ts'
import type { World } from './world.ts'

type Sight = Pick<Click, 'user' | 'spot' | 'message'>

/** Users' own views, asked for when they come to see a card. */
export interface Refreshes {
  /** Asks for the user's view of this version, once; returns at once. */
  onSight(sight: Sight): void
  byHand(sight: Sight): Promise<void>
  /** Resolves when the user's view of this message has come. */
  of(sight: Sight): Promise<void>
  settled(): Promise<void>
}

export const createRefreshes = (world: World): Refreshes => {
  const running = new Map<string, Promise<void>>()
  const run = async (sight: Sight, trigger: 'manual' | 'automatic'): Promise<void> =>
    await refreshCard(world, { ...sight, typing: nothingTyped() }, trigger)
  return {
    onSight: (sight) => {
      if (sight.message.refreshed.has(sight.user.id)) return
      sight.message.refreshed.add(sight.user.id)
      const key = keyOf(sight)
      const asked: Promise<void> = run(sight, 'automatic').finally(() => {
        if (running.get(key) === asked) running.delete(key)
      })
      running.set(key, asked)
    },
    byHand: async (sight) => await run(sight, 'manual'),
    of: async (sight) => await running.get(keyOf(sight)),
    settled: async () => {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

const keyOf = ({ user, message }: Sight): string => `${message.id}/${user.id}`
