import type { Text } from './card.ts'

/** A set of inputs, in neither platform's words: a Slack modal, a Teams dialog, or a card with inputs. */
export interface Form {
  /** The name of the intent that submitting it is, `incident.raise`. */
  readonly name: string
  readonly title: string
  readonly submitLabel: string
  /** Comes back unchanged with the values: ids, a version, and `form`, the id that makes a submission count once. */
  readonly state: FormState
  /** Said above the inputs. */
  readonly intro?: Text
  readonly inputs: readonly Input[]
  /** Said at the top, when the form comes back because something was wrong that no single input is to blame for. */
  readonly problem?: string
}

export type FormState = Readonly<Record<string, string>>

/** Input names to what was typed or chosen. An empty input is absent. */
export type FormValues = Readonly<Record<string, string>>

export type Input = TextInput | ChoiceInput | LookupInput

interface InputBase {
  readonly name: string
  readonly label: string
  readonly optional?: boolean
  readonly hint?: string
  /** Shown at this input when the form comes back. */
  readonly error?: string
}

export interface TextInput extends InputBase {
  readonly kind: 'text'
  readonly value?: string
  readonly multiline?: boolean
  /** In characters; both platforms enforce it and the domain checks it again. */
  readonly maxLength: number
}

/** One of a few options, all of them sent with the form. */
export interface ChoiceInput extends InputBase {
  readonly kind: 'choice'
  readonly value?: string
  readonly options: readonly Option[]
}

/** One of many options, found by typing: the platform asks for them with a `lookup` intent. */
export interface LookupInput extends InputBase {
  readonly kind: 'lookup'
  readonly source: LookupSource
  /** The option already chosen. */
  readonly chosen?: Option
}

export type LookupSource = 'people' | 'services'

export interface Option {
  readonly value: string
  readonly label: string
}

/** The same form as it was sent, filled in with what was typed and with the complaints beside the inputs. */
export const refill = (form: Form, values: FormValues, errors: Readonly<Record<string, string>>): Form => ({
  ...form,
  inputs: form.inputs.map((input) => {
    const value = values[input.name]
    const error = errors[input.name]
    const withError = error === undefined ? input : { ...input, error }
    if (value === undefined) return withError
    if (withError.kind === 'lookup') {
      // A lookup keeps its label only if the choice is the one that was shown; the platform keeps the rest.
      return withError.chosen?.value === value ? withError : { ...withError, chosen: { value, label: value } }
    }
    return { ...withError, value }
  }),
})
