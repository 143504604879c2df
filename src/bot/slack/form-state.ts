import { z } from 'zod'
import { type Form, type FormState, type FormValues, textOf } from '../ui/form.ts'
import { slackLimits } from './limits.ts'

const coded = z.strictObject({
  f: z.string().min(1).max(80),
  s: z.record(z.string(), z.string()),
})

/** The form's name and state as a view's private metadata. Throws when they do not fit. */
export const writeFormState = (form: Form): string => {
  const metadata = JSON.stringify({ f: form.name, s: form.state })
  if (metadata.length > slackLimits.privateMetadata)
    throw new Error(`the state of the form ${form.name} does not fit in its metadata`)
  return metadata
}

/** The form's name and state from a view's private metadata, or undefined when it is not of ours. */
export const readFormState = (metadata: string): { form: string; state: FormState } | undefined => {
  try {
    const { f, s } = coded.parse(JSON.parse(metadata))
    return { form: f, state: s }
  } catch {
    return undefined
  }
}

/** The part of a view's state that says what was typed or chosen. */
export interface ViewValues {
  readonly [block: string]: {
    readonly [action: string]: {
      readonly value?: string | null
      readonly selected_option?: { readonly value: string } | null
      readonly selected_options?: readonly { readonly value: string }[] | null
      /** In seconds since 1970. */
      readonly selected_date_time?: number | null
    }
  }
}

/** What was typed or chosen, by input name. An empty input is absent. */
export const readValues = (values: ViewValues | undefined): FormValues => {
  const read: Record<string, string> = {}
  for (const [name, actions] of Object.entries(values ?? {})) {
    for (const state of Object.values(actions)) {
      const value = valueOf(state)
      if (typeof value === 'string' && value !== '') read[name] = value
    }
  }
  return read
}

const valueOf = (state: ViewValues[string][string]): string | null | undefined => {
  if (Array.isArray(state.selected_options)) return textOf(state.selected_options.map(({ value }) => value))
  if (typeof state.selected_date_time === 'number') return momentAt(state.selected_date_time)
  return state.selected_option?.value ?? state.value
}

/** What is no second that there ever will be is handed on as it is, for the form to be refused at its input. */
const momentAt = (seconds: number): string =>
  Number.isSafeInteger(seconds) && Math.abs(seconds) <= 8_640_000_000_000
    ? Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString()
    : String(seconds)
