import type { Converse } from './bot/intent.ts'
import type { Metrics } from './metrics.ts'

type Counted = Pick<Metrics, 'intent' | 'acknowledged'>

/** Counts every act with what came of it and how long it took. */
export const counting =
  (counted: Counted | undefined, converse: Converse): Converse =>
  async (intent) => {
    const { platform } = intent.identity
    const began = performance.now()
    try {
      const reply = await converse(intent)
      counted?.intent({ platform, kind: intent.kind, outcome: reply.kind === 'errors' ? 'refused' : 'done' })
      return reply
    } catch (error) {
      counted?.intent({ platform, kind: intent.kind, outcome: 'failed' })
      throw error
    } finally {
      counted?.acknowledged(platform, (performance.now() - began) / 1000)
    }
  }
