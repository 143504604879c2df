/** A JSON object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects in what should be a list of objects. */
export const objects = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter(isFields) : []

export const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The object, or an empty one. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : {})

/** The parsed JSON, or undefined when it is none. */
export const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}
