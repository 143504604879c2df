import {
  anyText,
  confirmation,
  initialAmongOptions,
  oneSourceOfOptions,
  option,
  optionLists,
  plainText,
} from './objects.ts'
import { richTextBlock } from './rich-text.ts'
import { address, all, flag, listOf, matching, oneOf, rule, shape, whole, words } from './shape.ts'
import type { Check, Properties } from './shape.ts'

// Block elements: docs.slack.dev/reference/block-kit/block-elements

const id = words(255)
const placeholder = plainText(150)
const date = matching(/^\d{4}-\d{2}-\d{2}$/, 'a date of the form YYYY-MM-DD')
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of the form HH:mm')

const common: Properties = { action_id: id, confirm: confirmation, focus_on_load: flag }
const quiet: Properties = { action_id: id, confirm: confirmation }
const typing: Properties = {
  action_id: id,
  focus_on_load: flag,
  placeholder,
  dispatch_action_config: shape(
    {},
    { trigger_actions_on: listOf(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
  ),
}

const element = (required: Properties, optional: Properties, ...rules: readonly Check[]): Check =>
  all(shape({ type: words(50), ...required }, optional), ...rules)

const initialFits: Check = rule((value) => {
  const [initial, least, most] = [value['initial_value'], value['min_length'], value['max_length']]
  if (typeof least === 'number' && typeof most === 'number' && least > most)
    return 'min_length must not be more than max_length'
  if (typeof initial !== 'string') return undefined
  if (typeof most === 'number' && initial.length > most) return 'initial_value is longer than max_length'
  return initial.length > 3000 ? 'initial_value must be less than 3001 characters' : undefined
})

const select = (initial: Properties, more: Properties = {}): Check =>
  element({}, { ...common, placeholder, ...initial, ...more })
const several = { max_selected_items: whole(1, 100) }

const noMoreThanAllowed: Check = rule((value) => {
  const [initial, most] = [value['initial_options'], value['max_selected_items']]
  return Array.isArray(initial) && typeof most === 'number' && initial.length > most
    ? 'initial_options must not be more than max_selected_items'
    : undefined
})

/** An image is either somewhere on the web or a file of the workspace. */
export const hasSource: Check = rule((value) => {
  const given = ['image_url', 'slack_file'].filter((name) => value[name] !== undefined)
  return given.length === 1 ? undefined : 'exactly one of image_url, slack_file is required'
})

/** docs.slack.dev/reference/block-kit/composition-objects/slack-file-object */
export const slackFile: Check = all(
  shape({}, { id: matching(/^F[A-Z0-9]{8,}$/, 'the id of a file'), url: address() }),
  rule((value) =>
    ['id', 'url'].filter((name) => value[name] !== undefined).length === 1
      ? undefined
      : 'exactly one of id, url is required',
  ),
)

export const image: Check = element(
  { alt_text: words(2000) },
  { image_url: address(), slack_file: slackFile },
  hasSource,
)

export const button: Check = element(
  { text: plainText(75) },
  {
    ...quiet,
    value: words(2000, 0),
    url: address(),
    style: oneOf('primary', 'danger'),
    accessibility_label: words(75),
  },
)

const choices = { options: listOf(option(anyText(75)), 10) }

const inBothPlaces: Readonly<Record<string, Check>> = {
  checkboxes: element(
    choices,
    { ...common, initial_options: listOf(option(anyText(75)), 10) },
    initialAmongOptions,
  ),
  radio_buttons: element(choices, { ...common, initial_option: option(anyText(75)) }, initialAmongOptions),
  datepicker: select({ initial_date: date }),
  timepicker: select({ initial_time: time, timezone: words(64) }),
  static_select: all(
    select({ initial_option: option() }, optionLists),
    oneSourceOfOptions,
    initialAmongOptions,
  ),
  multi_static_select: all(
    select({ initial_options: listOf(option(), 100) }, { ...optionLists, ...several }),
    oneSourceOfOptions,
    initialAmongOptions,
    noMoreThanAllowed,
  ),
  external_select: select({ initial_option: option(), min_query_length: whole(0, 3000) }),
  multi_external_select: select(
    { initial_options: listOf(option(), 100), min_query_length: whole(0, 3000) },
    several,
  ),
  users_select: select({ initial_user: id }),
  multi_users_select: select({ initial_users: listOf(id, 100) }, several),
  channels_select: select({ initial_channel: id, response_url_enabled: flag }),
  conversations_select: select({
    initial_conversation: id,
    default_to_current_conversation: flag,
    response_url_enabled: flag,
    filter: shape(
      {},
      {
        include: listOf(oneOf('im', 'mpim', 'private', 'public'), 4),
        exclude_external_shared_channels: flag,
        exclude_bot_users: flag,
      },
    ),
  }),
}

/** Of ten digits, and not beside the text of a section: docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element. */
const datetimepicker = element({}, { ...common, initial_date_time: whole(1_000_000_000, 9_999_999_999) })

const clickable = { button, overflow: element({ options: listOf(option(), 5) }, quiet) }

/** What may stand in an actions block. */
export const actionElements: Readonly<Record<string, Check>> = {
  ...inBothPlaces,
  ...clickable,
  datetimepicker,
}

/** What may stand beside the text of a section. */
export const accessories: Readonly<Record<string, Check>> = { ...inBothPlaces, ...clickable, image }

/** What an input block may hold. */
export const inputElements: Readonly<Record<string, Check>> = {
  ...inBothPlaces,
  datetimepicker,
  plain_text_input: element(
    {},
    {
      ...typing,
      initial_value: words(3000, 0),
      multiline: flag,
      min_length: whole(0, 3000),
      max_length: whole(1, 3000),
    },
    initialFits,
  ),
  email_text_input: element({}, { ...typing, initial_value: words(3000, 0) }),
  url_text_input: element({}, { ...typing, initial_value: words(3000, 0) }),
  number_input: element(
    { is_decimal_allowed: flag },
    { ...typing, initial_value: words(100), min_value: words(100), max_value: words(100) },
  ),
  rich_text_input: element({}, { ...typing, initial_value: richTextBlock }),
}
