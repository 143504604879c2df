import { z } from 'zod'
import type { ButtonAction } from '../ui/card.ts'
import { datePrefix, readMoments, timePrefix } from './moments.ts'
import { inputPrefix, readValues } from './render-form.ts'
import type { FormState, FormValues } from '../ui/form.ts'

/** What a client sends back with a click or a form. Anyone can send anything: it is read strictly. */

/** In characters; longer than any input allows, so only a forged submission exceeds it. */
const mostTyped = 20_000
const mostInputs = 100
const prefixes = [inputPrefix, datePrefix, timePrefix]

const markSchema = z.string().max(100)

// Ids and a version, as in ButtonAction; never free text.
const actionSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9._-]{0,63}$/),
  record: z
    .string()
    .regex(/^[A-Z]{2,4}-[0-9]{1,9}$/)
    .optional(),
  version: z.int().min(0).optional(),
  argument: z
    .string()
    .max(200)
    .regex(/^[^\p{C}]*$/u)
    .optional(),
})

const stateSchema = z
  .record(z.string().max(64), z.string().max(2000))
  .refine((state) => Object.keys(state).length <= 32)

// Whoever forges a zone has their own date and time read in it, and could as well have typed another time.
const momentsSchema = z
  .record(
    z.string().max(64),
    z.strictObject({ zone: z.string().max(64), shown: z.string().max(64).optional() }),
  )
  .refine((moments) => Object.keys(moments).length <= mostInputs)

const submitSchema = z.strictObject({
  form: z.string().regex(/^[a-z][A-Za-z0-9._-]{0,63}$/),
  state: stateSchema,
  moments: momentsSchema.optional(),
})

const refreshSchema = z.object({ record: z.string().regex(/^[A-Z]{2,4}-[0-9]{1,9}$/) })

/** The action of a button, or undefined for what no button of ours carries. */
export const readAction = (data: unknown): ButtonAction | undefined => {
  const action = actionSchema.safeParse(asObject(data)?.['action']).data
  if (action === undefined) return undefined
  return {
    name: action.name,
    ...(action.record === undefined ? {} : { record: action.record }),
    ...(action.version === undefined ? {} : { version: action.version }),
    ...(action.argument === undefined ? {} : { argument: action.argument }),
  }
}

/** What the clicked card was posted with; undefined where it was not posted by a delivery, or has been edited since. */
export const readCardMark = (data: unknown): string | undefined =>
  markSchema.safeParse(asObject(data)?.['mark']).data

/** A submitted form, or undefined for what no form of ours sends. */
export const readSubmission = (
  data: unknown,
): { form: string; state: FormState; values: FormValues } | undefined => {
  const sent = asObject(data)
  if (sent === undefined) return undefined
  const submit = submitSchema.safeParse(sent['submit']).data
  if (submit === undefined) return undefined
  const { form, state, moments = {} } = submit
  const inputs = Object.entries(sent).filter(([key]) => prefixes.some((prefix) => key.startsWith(prefix)))
  const plausible =
    inputs.length <= mostInputs &&
    inputs.every(([, value]) => typeof value === 'string' && value.length <= mostTyped)
  if (!plausible) return undefined
  return { form, state, values: { ...readValues(sent), ...readMoments(sent, moments) } }
}

/** The record whose card asks for a person's own view. */
export const readRefresh = (data: unknown): string | undefined => refreshSchema.safeParse(data).data?.record

export const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  z.record(z.string(), z.unknown()).safeParse(value).data
