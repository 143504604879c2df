import { isFields, objects } from '../fields.ts'
import { address, all, flag, listOf, oneOf, rule, shape, typed, words } from './shape.ts'
import type { Check } from './shape.ts'

// Composition objects: docs.slack.dev/reference/block-kit/composition-objects

const type: Check = words(255)

export const plainText = (most: number): Check =>
  all(
    rule((value) => (value['type'] === 'plain_text' ? undefined : 'must be a plain_text object')),
    shape({ type, text: words(most) }, { emoji: flag }),
  )

const mrkdwn = (most: number): Check => shape({ type, text: words(most) }, { verbatim: flag })

/** plain_text or mrkdwn. */
export const anyText = (most: number): Check =>
  typed(() => ({ plain_text: plainText(most), mrkdwn: mrkdwn(most) }), 'text type')

export const confirmation: Check = shape(
  { text: anyText(300) },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style: oneOf('primary', 'danger') },
)

/** An option of a select menu; `label` is what its text may be. */
export const option = (label: Check = plainText(75)): Check =>
  shape({ text: label, value: words(150) }, { description: plainText(75), url: address() })

const optionGroup: Check = shape({ label: plainText(75), options: listOf(option(), 100) })

/** `options` or `option_groups`, never both, and every option's value once. */
export const oneSourceOfOptions: Check = rule((value) => {
  const given = ['options', 'option_groups'].filter((name) => value[name] !== undefined)
  if (given.length !== 1) return 'exactly one of options, option_groups is required'
  const values = optionsOf(value).map((option) => option['value'])
  return new Set(values).size === values.length ? undefined : 'option values must be unique'
})

/** What is chosen at first must be one of the options, label and all. */
export const initialAmongOptions: Check = rule((value) => {
  const initial = [value['initial_option'], ...objects(value['initial_options'])].filter(isFields)
  const known = new Set(optionsOf(value).map(optionIdentity))
  return initial.every((option) => known.has(optionIdentity(option)))
    ? undefined
    : 'initial option must match one of the options'
})

export const optionLists = { options: listOf(option(), 100), option_groups: listOf(optionGroup, 100) }

const optionsOf = (element: Readonly<Record<string, unknown>>) => [
  ...objects(element['options']),
  ...objects(element['option_groups']).flatMap((group) => objects(group['options'])),
]

const optionIdentity = (option: Readonly<Record<string, unknown>>): string => {
  const label = option['text']
  return JSON.stringify([option['value'], isFields(label) ? label['text'] : undefined])
}
