import type { ChoicesInput, Form, FormState, FormValues, Input, LookupInput } from '../ui/form.ts'
import { fewOf, textOf } from '../ui/form.ts'
import { cut, limits } from '../ui/limits.ts'
import { adaptiveCardType, frame, verbs } from './render-card.ts'
import type { RenderedCard } from './render-card.ts'
import { type MomentData, momentData, renderMoment } from './moments.ts'
import { fit } from './limits.ts'
import { createMentionList, plainBlock, renderText } from './render-text.ts'
import type { CardJson } from './render-text.ts'

/** Set before an input's name, so that no input can pass for the form's own data. */
export const inputPrefix = 'i_'

/** What comes back unchanged with a submission. */
export interface SubmitData {
  readonly form: string
  readonly state: FormState
  /** How the date and the time of each moment are to be read, by input name. */
  readonly moments?: Readonly<Record<string, MomentData>>
}

/** How a form is shown: in a dialog, which carries the title itself, or as a card in the conversation. */
export type FormFrame = 'dialog' | 'inline'

/**
 * A form as an Adaptive Card 1.5 with inputs. Teams shows an input's own `errorMessage` only for what the client checks
 * itself, so what the desk found wrong is said in a line right after the input.
 */
export const renderForm = (form: Form, as: FormFrame): RenderedCard => {
  const moments = momentData(form.inputs)
  const submit: SubmitData = { form: form.name, state: form.state, ...(moments && { moments }) }
  return {
    attachment: {
      contentType: adaptiveCardType,
      content: fit((room) => {
        const mentions = createMentionList()
        const elements = [
          ...(as === 'inline'
            ? [plainBlock(cut(form.title, limits.header), { weight: 'bolder', size: 'large' })]
            : []),
          ...(form.problem === undefined
            ? []
            : [plainBlock(form.problem, { color: 'attention', weight: 'bolder' })]),
          ...(form.intro === undefined ? [] : renderText(form.intro, {}, mentions, room)),
          ...form.inputs.flatMap(renderInput),
        ]
        const title = cut(form.submitLabel, limits.buttonLabel)
        const action =
          as === 'inline'
            ? { type: 'Action.Execute', verb: verbs.submit, title, style: 'positive', data: { submit } }
            : { type: 'Action.Submit', title, style: 'positive', data: { submit } }
        return frame({ elements, entities: mentions.entities() }, form.title, { actions: [action] })
      }),
    },
    summary: form.title,
  }
}

/** `taskInfo` of a dialog with the form in it. */
export const renderDialog = (form: Form): CardJson => ({
  title: cut(form.title, limits.formTitle),
  width: 'medium',
  height: form.inputs.length > 3 || form.inputs.some(isTall) ? 'large' : 'medium',
  card: renderForm(form, 'dialog').attachment,
})

/** The inputs' values out of what a client sent beside the submit data: empty ones are absent. */
export const readValues = (data: Readonly<Record<string, unknown>>): FormValues =>
  Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) =>
      key.startsWith(inputPrefix) && typeof value === 'string' && value.trim() !== ''
        ? [[key.slice(inputPrefix.length), value] as const]
        : [],
    ),
  )

/** Several choices are drawn as a list of boxes to tick. */
const isTall = (input: Input): boolean =>
  input.kind === 'choices' || (input.kind === 'text' && input.multiline === true)

const renderInput = (input: Input): readonly CardJson[] => [
  renderBareInput(input),
  ...(input.error === undefined ? [] : [plainBlock(input.error, { color: 'attention', size: 'small' })]),
  ...(input.hint === undefined ? [] : [plainBlock(input.hint, { isSubtle: true, size: 'small' })]),
]

const renderBareInput = (input: Input): CardJson => {
  const label = cut(input.label, limits.inputLabel)
  const common = {
    id: `${inputPrefix}${input.name}`,
    label,
    isRequired: input.optional !== true,
    ...(input.optional === true ? {} : { errorMessage: `${label}: this is needed.` }),
  }
  if (input.kind === 'text') {
    return {
      type: 'Input.Text',
      ...common,
      maxLength: Math.min(input.maxLength, limits.textInput),
      isMultiline: input.multiline === true,
      ...(input.value === undefined ? {} : { value: input.value }),
    }
  }
  if (input.kind === 'moment') return renderMoment(input)
  if (input.kind === 'choices') return { type: 'Input.ChoiceSet', ...common, ...choicesOf(input) }
  if (input.kind === 'lookup') return { type: 'Input.ChoiceSet', ...common, ...lookupOf(input) }
  return {
    type: 'Input.ChoiceSet',
    ...common,
    style: 'compact',
    placeholder: 'Choose',
    choices: input.options.slice(0, limits.optionsPerChoice).map(choiceOf),
    ...(input.value === undefined ? {} : { value: input.value }),
  }
}

/** `filtered` is for a single choice only (github.com/microsoft/AdaptiveCards/pull/5994). */
const choicesOf = (input: ChoicesInput): CardJson => {
  const shown = fewOf(input.options, input.values ?? [], limits.optionsPerChoice)
  const chosen = shown.filter(({ value }) => input.values?.includes(value) === true)
  return {
    isMultiSelect: true,
    style: 'compact',
    wrap: true,
    choices: shown.map(choiceOf),
    ...(chosen.length > 0 && { value: textOf(chosen.map(({ value }) => value)) }),
  }
}

const lookupOf = (input: LookupInput): CardJson => ({
  style: 'filtered',
  placeholder: 'Type to search',
  choices: input.chosen === undefined ? [] : [choiceOf(input.chosen)],
  'choices.data': { type: 'Data.Query', dataset: input.source },
  ...(input.chosen === undefined ? {} : { value: input.chosen.value }),
})

const choiceOf = (option: { value: string; label: string }): CardJson => ({
  title: cut(option.label, limits.optionLabel),
  value: option.value,
})
