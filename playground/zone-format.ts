const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * A moment (ms since the epoch) in words of that zone, in US English. A format is made once and kept: to make one costs a
 * hundred times what its use costs, and a chat that is looked at shows many times.
 */
export const inZone = (ms: number, zone: string, options: Intl.DateTimeFormatOptions): string => {
  const key = `${zone} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone })
  formats.set(key, known)
  return known.format(ms)
}
