/** A JSON object whose members nobody vouches for. */
export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object, or an empty one where there is none. */
export const object = (value: unknown): Json => (isObject(value) ? value : {})

/** The objects of an array; none where there is no array. */
export const objects = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter((item) => isObject(item)) : []

/** The string, or an empty one where there is none. */
export const string = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What JSON makes of it; undefined for what is not JSON. */
export const parsed = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
