import type { types } from '@slack/bolt'
import type {
  ChoiceInput,
  ChoicesInput,
  Form,
  Input,
  LookupInput,
  LookupSource,
  MomentInput,
  Option,
  TextInput,
} from '../ui/form.ts'
import { fewOf } from '../ui/form.ts'
import { cut, limits } from '../ui/limits.ts'
import { instantOf } from '../ui/moment.ts'
import { writeFormState } from './form-state.ts'
import { slackLimits } from './limits.ts'
import { literal } from './render-card.ts'
import type { Blocks } from './render-card.ts'
import { richBlock, richElements } from './rich-text.ts'

/** All forms have the same callback id: which form it is stands in the private metadata, with its state. */
export const formCallback = 'bellwire.form'

/** Block ids that cannot be the name of an input. */
const reserved = (name: string): string => `_${name}`

/** What is typed in a lookup goes to the desk under this action id, which names the source. */
export const lookupAction = (source: LookupSource): string => `lookup.${source}`

export const sourceOfLookup = (action: string): LookupSource | undefined =>
  action === lookupAction('people') ? 'people' : action === lookupAction('services') ? 'services' : undefined

/** The form as a modal. Throws when its state does not fit into the 3,000 characters that Slack gives back. */
export const renderForm = (form: Form): types.ModalView => {
  const blocks: Blocks = []
  if (form.problem !== undefined) blocks.push(...problemBlocks(form.problem))
  const intro = form.intro === undefined ? undefined : richBlock(richElements(form.intro, limits.text))
  if (intro !== undefined) blocks.push({ ...intro, block_id: reserved('intro') })
  blocks.push(...form.inputs.flatMap(inputBlocks))
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: writeFormState(form),
    title: literal(form.title, slackLimits.viewTitle),
    submit: literal(form.submitLabel, slackLimits.viewButton),
    close: literal('Cancel'),
    blocks: blocks.slice(0, slackLimits.blocksPerView),
  }
}

/** What is wrong with the form as a whole, said at its top. */
export const problemBlocks = (problem: string): types.RichTextBlock[] => {
  const elements: types.RichTextElement[] = [
    { type: 'emoji', name: 'warning' },
    ...richElements([{ text: ` ${problem}`, bold: true }], limits.text),
  ]
  return [
    {
      type: 'rich_text',
      block_id: reserved('problem'),
      elements: [{ type: 'rich_text_section', elements }],
    },
  ]
}

export const isProblemBlock = (block: { block_id?: string }): boolean =>
  block.block_id === reserved('problem')

/** The complaints beside the inputs, as the answer to a submission carries them. */
export const inputErrors = (form: Form): Record<string, string> =>
  Object.fromEntries(
    form.inputs.flatMap((input) =>
      input.error === undefined ? [] : [[input.name, cut(input.error, slackLimits.inputError)] as const],
    ),
  )

const inputBlocks = (input: Input): Blocks => {
  const element = inputElement(input)
  const blocks: Blocks =
    element === undefined
      ? // Slack refuses a menu without options; the person is told instead of finding no form at all.
        [{ type: 'context', elements: [literal(`${input.label}: there is nothing to choose from.`)] }]
      : [
          {
            type: 'input',
            block_id: input.name,
            label: literal(input.label, limits.inputLabel),
            optional: input.optional === true,
            element,
            ...(input.hint !== undefined &&
              input.hint !== '' && { hint: literal(input.hint, slackLimits.inputHint) }),
          },
        ]
  if (input.error !== undefined) {
    blocks.push({
      type: 'context',
      block_id: reserved(`error.${input.name}`),
      elements: [literal(`⚠ ${input.error}`, slackLimits.inputError)],
    })
  }
  return blocks
}

const inputElement = (input: Input): types.InputBlockElement | undefined => {
  switch (input.kind) {
    case 'text':
      return textElement(input)
    case 'choice':
      return choiceElement(input)
    case 'choices':
      return choicesElement(input)
    case 'lookup':
      return lookupElement(input)
    case 'moment':
      return momentElement(input)
  }
}

const textElement = (input: TextInput): types.PlainTextInput => {
  const most = Math.min(input.maxLength, limits.textInput)
  return {
    type: 'plain_text_input',
    action_id: 'text',
    multiline: input.multiline === true,
    max_length: most,
    ...(input.value !== undefined && input.value !== '' && { initial_value: cut(input.value, most) }),
  }
}

const choiceElement = (input: ChoiceInput): types.StaticSelect | undefined => {
  const { options, chosen } = offered(input.options, input.value === undefined ? [] : [input.value])
  const [initial] = chosen
  if (options.length === 0) return undefined
  return {
    type: 'static_select',
    action_id: 'choice',
    options,
    ...(initial !== undefined && { initial_option: initial }),
  }
}

const choicesElement = (input: ChoicesInput): types.MultiStaticSelect | undefined => {
  const most = Math.max(1, Math.min(input.most ?? slackLimits.options, slackLimits.options))
  const { options, chosen } = offered(input.options, input.values ?? [])
  if (options.length === 0) return undefined
  return {
    type: 'multi_static_select',
    action_id: 'choices',
    options,
    ...(chosen.length > 0 && { initial_options: chosen.slice(0, most) }),
    ...(input.most !== undefined && { max_selected_items: most }),
  }
}

/** The options that Slack shows; what is chosen must be among them, else it refuses the view. */
const offered = (
  all: readonly Option[],
  values: readonly string[],
): { options: types.PlainTextOption[]; chosen: types.PlainTextOption[] } => {
  const shown = fewOf(all.filter(isUsable), values, slackLimits.options)
  const chosen = shown.filter(({ value }) => values.includes(value))
  return { options: shown.map(renderOption), chosen: chosen.map(renderOption) }
}

/** docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element: for modals' input blocks too. */
const momentElement = (input: MomentInput): types.DateTimepicker => {
  const at = instantOf(input.value ?? '')
  return {
    type: 'datetimepicker',
    action_id: 'moment',
    ...(at !== undefined && { initial_date_time: Math.floor(at.epochMilliseconds / 1000) }),
  }
}

const lookupElement = (input: LookupInput): types.ExternalSelect => ({
  type: 'external_select',
  action_id: lookupAction(input.source),
  // There are few services and many people: the services are offered before anything is typed.
  min_query_length: input.source === 'services' ? 0 : 1,
  ...(input.chosen !== undefined && { initial_option: renderOption(input.chosen) }),
})

/** Options of a select or of the answer to a lookup; one whose value Slack could not give back is left out. */
export const renderOptions = (options: readonly Option[]): types.PlainTextOption[] =>
  options.filter(isUsable).slice(0, slackLimits.options).map(renderOption)

const isUsable = ({ value }: Option): boolean => value !== '' && value.length <= slackLimits.optionValue

const renderOption = (option: Option): types.PlainTextOption => ({
  text: literal(option.label === '' ? option.value : option.label, slackLimits.optionLabel),
  value: option.value,
})
