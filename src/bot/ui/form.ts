import type { Text } from './card.ts'
import { momentOf, momentProblemText } from './moment.ts'

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

/**
 * Input names to what was typed or chosen. An empty input is absent. Of a moment it is an ISO instant, or what `momentOf`
 * finds wrong; of choices it is their values with commas between, which `valuesOf` takes apart.
 */
export type FormValues = Readonly<Record<string, string>>

export type Input = TextInput | ChoiceInput | ChoicesInput | LookupInput | MomentInput

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

/** Several of a few options, all of them sent with the form. Their values have no comma in them. */
export interface ChoicesInput extends InputBase {
  readonly kind: 'choices'
  readonly values?: readonly string[]
  readonly options: readonly Option[]
  /** So many may be chosen. Slack enforces it, Teams cannot: the hint should say it, and the domain checks it. */
  readonly most?: number
}

/**
 * A date and a time. In Slack the client shows it in the zone of its device; in Teams it is read in `zone`: a time that
 * the clocks leave out is the one they show instead, later by as much, and of a time that they show twice it is the first,
 * unless the value that was there before is left as it is.
 */
export interface MomentInput extends InputBase {
  readonly kind: 'moment'
  /** The IANA time zone of the person who fills it in. */
  readonly zone: string
  /** An ISO instant, `2026-11-25T22:00:00Z`; both platforms show its minute. */
  readonly value?: string
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

/** What was chosen in a choices input, each once, in the order in which it came. Any of it may be no option of the form. */
export const valuesOf = (text: string | undefined): readonly string[] => [
  ...new Set((text ?? '').split(',').flatMap((value) => value.trim() || [])),
]

/** Values of a choices input as `FormValues` hold them. */
export const textOf = (values: readonly string[]): string => values.join(',')

/** At most so many of the options, in their order; what is chosen is among them, whatever has to be left out. */
export const fewOf = (
  options: readonly Option[],
  values: readonly string[],
  most: number,
): readonly Option[] => {
  const isChosen = ({ value }: Option): boolean => values.includes(value)
  const chosen = options.filter(isChosen).slice(0, most)
  const others = options.filter((option) => !isChosen(option)).slice(0, most - chosen.length)
  const kept = new Set([...chosen, ...others])
  return options.filter((option) => kept.has(option))
}

/**
 * The same form as it was sent, filled in with what was typed and with the complaints beside the inputs. A moment that is
 * none is complained about in any case.
 */
export const refill = (form: Form, values: FormValues, errors: Readonly<Record<string, string>>): Form => ({
  ...form,
  inputs: form.inputs.map((input) => {
    const value = values[input.name]
    const error = errors[input.name] ?? (input.kind === 'moment' ? complaintAbout(value) : undefined)
    const withError = error === undefined ? input : { ...input, error }
    if (value === undefined) return withError
    if (withError.kind === 'lookup') {
      // A lookup keeps its label only if the choice is the one that was shown; the platform keeps the rest.
      return withError.chosen?.value === value ? withError : { ...withError, chosen: { value, label: value } }
    }
    return withError.kind === 'choices' ? { ...withError, values: valuesOf(value) } : { ...withError, value }
  }),
})

const complaintAbout = (moment: string | undefined): string | undefined => {
  const read = momentOf(moment)
  return typeof read === 'string' ? momentProblemText[read] : undefined
}
