import { z } from 'zod'
import type { ButtonAction } from '../ui/card.ts'
import { slackLimits } from './limits.ts'

/** Short keys, because a button's value has room for 2,000 characters only. */
const coded = z.strictObject({
  n: z
    .string()
    .regex(/^[a-z][a-z-]*(?:\.[a-z-]+)*$/i)
    .max(80),
  r: z
    .string()
    .regex(/^[A-Z]{1,8}-\d{1,12}$/)
    .optional(),
  v: z.int().nonnegative().optional(),
  a: z.string().min(1).max(1500).optional(),
})

/** The action as a button's value. Throws when it does not fit: a button carries ids only, so that is a mistake of ours. */
export const writeButton = (action: ButtonAction): string => {
  const value = JSON.stringify({ n: action.name, r: action.record, v: action.version, a: action.argument })
  if (value.length > slackLimits.buttonValue)
    throw new Error(`the button ${action.name} does not fit in a value`)
  return value
}

/** The action in a button's value, or undefined when it is not one that `writeButton` could have written. */
export const readButton = (value: unknown): ButtonAction | undefined => {
  if (typeof value !== 'string' || value.length > slackLimits.buttonValue) return undefined
  const parsed = coded.safeParse(fromJson(value))
  if (!parsed.success) return undefined
  const { n, r, v, a } = parsed.data
  return {
    name: n,
    ...(r !== undefined && { record: r }),
    ...(v !== undefined && { version: v }),
    ...(a !== undefined && { argument: a }),
  }
}

const fromJson = (value: string): unknown => {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
