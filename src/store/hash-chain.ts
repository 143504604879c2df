import { createHash } from 'node:crypto'

/** What the hash of an event covers, besides the hash of the event before it. */
export interface Hashed {
  readonly record: string
  readonly seq: number
  /** ISO instant, to the millisecond. */
  readonly at: string
  readonly actor: string
  readonly via: unknown
  readonly type: string
  readonly data: unknown
}

/** Before the first event of a record. */
export const noHash = Buffer.alloc(32)

/** SHA-256 over the hash before and the event in canonical JSON: the same bytes whatever order a database keeps keys in. */
export const nextHash = (before: Buffer, event: Hashed): Buffer =>
  createHash('sha256')
    .update(before)
    .update(canonical([event.record, event.seq, event.at, event.actor, event.via, event.type, event.data]))
    .digest()

/** JSON with the keys of every object in order, and without those that are undefined. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const object = value as Readonly<Record<string, unknown>>
    const keys = Object.keys(object)
      .filter((key) => object[key] !== undefined)
      .sort()
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`).join(',')}}`
  }
  return JSON.stringify(value)
}
