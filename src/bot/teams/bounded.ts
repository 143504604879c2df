/** A map that forgets what was set longest ago when it would grow beyond `most` entries. */
export const createBounded = <T>(most: number): Bounded<T> => {
  const entries = new Map<string, T>()
  return {
    get: (key) => entries.get(key),
    set: (key, value) => {
      entries.delete(key)
      entries.set(key, value)
      if (entries.size <= most) return
      const oldest = entries.keys().next()
      if (oldest.done !== true) entries.delete(oldest.value)
    },
    delete: (key) => {
      entries.delete(key)
    },
  }
}

export interface Bounded<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
}
