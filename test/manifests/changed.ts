/**
 * A copy of the value in which what stands at the path is something else, or is gone when it is undefined. Throws when
 * the way there does not exist: a mistake that is made nowhere proves nothing.
 */
export const changed = (value: unknown, path: string, next: unknown): unknown => {
  const copy = structuredClone(value)
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let at: unknown = copy
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !(step in at)) throw new Error(`${path} leads nowhere`)
    at = Reflect.get(at, step)
  }
  if (typeof at !== 'object' || at === null) throw new Error(`${path} leads nowhere`)
  if (next === undefined) Reflect.deleteProperty(at, last)
  else Reflect.set(at, last, next)
  return copy
}
