import { z } from 'zod'
import type { Form, FormState, FormValues } from '../ui/form.ts'
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
    }
  }
}

/** What was typed or chosen, by input name. An empty input is absent. */
export const readValues = (values: ViewValues | undefined): FormValues => {
  const read: Record<string, string> = {}
  for (const [name, actions] of Object.entries(values ?? {})) {
    for (const state of Object.values(actions)) {
      const value = state.selected_option?.value ?? state.value
      if (typeof value === 'string' && value !== '') read[name] = value
    }
  }
  return read
}
