/** Calls allowed within a span of milliseconds. */
export interface Allowance {
  readonly calls: number
  readonly within: number
}

/** Per bot and conversation: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit. */
export const messageAllowances: readonly Allowance[] = [
  { calls: 7, within: 1_000 },
  { calls: 8, within: 2_000 },
  { calls: 60, within: 30_000 },
  { calls: 1_800, within: 3_600_000 },
]
export const memberAllowances: readonly Allowance[] = [
  { calls: 14, within: 1_000 },
  { calls: 16, within: 2_000 },
  { calls: 120, within: 30_000 },
  { calls: 3_600, within: 3_600_000 },
]
/** Per app and tenant, over every call. */
export const appAllowances: readonly Allowance[] = [{ calls: 50, within: 1_000 }]

export interface RateLimits {
  /** Counts a call; returns the seconds to wait when it is one too many, which is then not counted. */
  count(key: string, allowances: readonly Allowance[]): number | undefined
}

/** Sliding windows over `clock`, in milliseconds. */
export const createRateLimits = (clock: () => number): RateLimits => {
  const calls = new Map<string, number[]>()
  return {
    count: (key, allowances) => {
      const now = clock()
      const longest = Math.max(...allowances.map(({ within }) => within))
      const recent = (calls.get(key) ?? []).filter((at) => now - at < longest)
      calls.set(key, recent)
      for (const allowance of allowances) {
        const counted = recent.filter((at) => now - at < allowance.within)
        if (counted.length < allowance.calls) continue
        // Free again when so many have passed out of the window that one more fits.
        const oldest = counted[counted.length - allowance.calls] ?? now
        return Math.max(1, Math.ceil((oldest + allowance.within - now) / 1_000))
      }
      recent.push(now)
      return undefined
    },
  }
}
