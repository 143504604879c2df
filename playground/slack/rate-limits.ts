import type { Method } from './methods.ts'

/** Counts calls and says when there are too many. */
export interface RateLimits {
  /** Seconds to wait, as `Retry-After` says, or undefined when the call may be made. */
  refuse(name: string, tier: Method['tier'], channel: string): number | undefined
}

/** Calls per minute of each tier: docs.slack.dev/apis/web-api/rate-limits. */
const perMinute = { 2: 20, 3: 50, 4: 100 } as const
/** One post a second in each channel, with short bursts tolerated. */
const burst = 4

export const createRateLimits = (now: () => number): RateLimits => {
  const calls = new Map<string, number[]>()
  const channels = new Map<string, { tokens: number; at: number }>()

  const post = (channel: string): number | undefined => {
    const bucket = channels.get(channel) ?? { tokens: burst, at: now() }
    channels.set(channel, bucket)
    bucket.tokens = Math.min(burst, bucket.tokens + (now() - bucket.at) / 1000)
    bucket.at = now()
    if (bucket.tokens < 1) return Math.max(1, Math.ceil(1 - bucket.tokens))
    bucket.tokens -= 1
    return undefined
  }

  return {
    refuse: (name, tier, channel) => {
      if (tier === 'post') return post(channel)
      const minuteAgo = now() - 60_000
      const recent = (calls.get(name) ?? []).filter((at) => at > minuteAgo)
      calls.set(name, recent)
      const oldest = recent[0]
      if (oldest !== undefined && recent.length >= perMinute[tier])
        return Math.max(1, Math.ceil((oldest - minuteAgo) / 1000))
      recent.push(now())
      return undefined
    },
  }
}
