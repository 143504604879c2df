import type { Finding, Path } from '../mistake.ts'

/**
 * A place in a desk file that may still have mistakes of shape: looking further in finds nothing rather than failing,
 * so that every check runs on whatever part of the file is in order.
 */
export interface Spot {
  readonly path: Path
  readonly value: unknown
}

export type Check = (file: Spot) => Iterable<Finding>

export const child = (spot: Spot, key: string): Spot => {
  const { value } = spot
  const found =
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
      ? (value as Record<string, unknown>)[key]
      : undefined
  return { path: [...spot.path, key], value: found }
}

export const items = (spot: Spot): readonly Spot[] =>
  Array.isArray(spot.value)
    ? spot.value.map((value: unknown, index) => ({ path: [...spot.path, index], value }))
    : []

export const list = (spot: Spot, key: string): readonly Spot[] => items(child(spot, key))

/** The text at the spot, if text is there. */
export const textAt = (spot: Spot): string | undefined =>
  typeof spot.value === 'string' ? spot.value : undefined

/** Every text that occurs a second time, with where it occurred first. */
export function* repeated(
  spots: Iterable<Spot>,
  message: (text: string) => string,
  same: (text: string) => string = (text) => text,
): Iterable<Finding> {
  const seen = new Map<string, Path>()
  for (const spot of spots) {
    const text = textAt(spot)
    if (text === undefined) continue
    const first = seen.get(same(text))
    if (first === undefined) seen.set(same(text), spot.path)
    else yield { path: spot.path, message: message(text), first }
  }
}
