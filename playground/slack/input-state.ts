import { fields, isFields, objects, text } from './fields.ts'
import type { Fields } from './fields.ts'

/** An element that holds a value, and where it stands. */
export interface Held {
  readonly block: Fields
  readonly element: Fields
  /** The block's and the element's ids together: the same after an update means the same input. */
  readonly key: string
}

/** Where Slack keeps the value of each kind of element, and what it starts with. */
const kept: Readonly<Record<string, { readonly value: string; readonly initial: string }>> = {
  plain_text_input: { value: 'value', initial: 'initial_value' },
  email_text_input: { value: 'value', initial: 'initial_value' },
  url_text_input: { value: 'value', initial: 'initial_value' },
  number_input: { value: 'value', initial: 'initial_value' },
  rich_text_input: { value: 'rich_text_value', initial: 'initial_value' },
  static_select: { value: 'selected_option', initial: 'initial_option' },
  external_select: { value: 'selected_option', initial: 'initial_option' },
  radio_buttons: { value: 'selected_option', initial: 'initial_option' },
  checkboxes: { value: 'selected_options', initial: 'initial_options' },
  multi_static_select: { value: 'selected_options', initial: 'initial_options' },
  multi_external_select: { value: 'selected_options', initial: 'initial_options' },
  users_select: { value: 'selected_user', initial: 'initial_user' },
  multi_users_select: { value: 'selected_users', initial: 'initial_users' },
  channels_select: { value: 'selected_channel', initial: 'initial_channel' },
  conversations_select: { value: 'selected_conversation', initial: 'initial_conversation' },
  datepicker: { value: 'selected_date', initial: 'initial_date' },
  timepicker: { value: 'selected_time', initial: 'initial_time' },
  datetimepicker: { value: 'selected_date_time', initial: 'initial_date_time' },
}

export const keyOf = (block: Fields, element: Fields): string =>
  `${text(block['block_id'])}\n${text(element['action_id'])}`

/** Every element with a value in these blocks, in order. */
export const heldIn = (blocks: unknown): readonly Held[] =>
  objects(blocks).flatMap((block) =>
    [...objects(block['elements']), fields(block['accessory']), fields(block['element'])]
      .filter((element) => text(element['type']) in kept)
      .map((element) => ({ block, element, key: keyOf(block, element) })),
  )

/** The value of an element that nobody has touched, as Slack sends it. */
export const untouched = (element: Fields): Fields => {
  const type = text(element['type'])
  const place = kept[type]
  if (!place) return { type }
  const empty = place.value === 'selected_options' || place.value === 'selected_users' ? [] : null
  return { type, [place.value]: element[place.initial] ?? empty }
}

/** The same element with this value. */
export const holding = (element: Fields, value: unknown): Fields => {
  const type = text(element['type'])
  const place = kept[type]
  return place ? { type, [place.value]: value } : { type }
}

export const heldValue = (state: Fields): unknown => {
  const place = kept[text(state['type'])]
  return place ? state[place.value] : undefined
}

/** Slack's `state.values`: block id, then action id. */
export const stateValues = (blocks: unknown, typed: ReadonlyMap<string, Fields>): Fields => {
  const values: Record<string, Record<string, Fields>> = {}
  for (const { block, element, key } of heldIn(blocks)) {
    const blockId = text(block['block_id'])
    values[blockId] = {
      ...values[blockId],
      [text(element['action_id'])]: typed.get(key) ?? untouched(element),
    }
  }
  return values
}

/** What of the typed values still has its input, after the blocks were replaced: Slack keeps those. */
export const surviving = (blocks: unknown, typed: ReadonlyMap<string, Fields>): Map<string, Fields> => {
  const left = new Map<string, Fields>()
  for (const { element, key } of heldIn(blocks)) {
    const state = typed.get(key)
    if (isFields(state) && state['type'] === element['type']) left.set(key, state)
  }
  return left
}

/** The blocks with an id for every block and element that had none, as Slack gives them out. */
export const withIds = (blocks: unknown, draw: () => string): readonly Fields[] =>
  objects(blocks).map((block) => {
    const named: Record<string, unknown> = { ...block, block_id: text(block['block_id']) || draw() }
    const name = (element: Fields): Fields =>
      text(element['type']) in kept || element['type'] === 'button' || element['type'] === 'overflow'
        ? { ...element, action_id: text(element['action_id']) || draw() }
        : element
    if (block['type'] === 'actions') named['elements'] = objects(block['elements']).map(name)
    if (isFields(block['accessory'])) named['accessory'] = name(block['accessory'])
    if (isFields(block['element'])) named['element'] = name(block['element'])
    return named
  })
