import type { Filled, InputKind } from '../chat.ts'
import { instantIn, localTime } from '../local-time.ts'
import { fields, objects, text } from './fields.ts'
import type { Fields } from './fields.ts'
import { heldValue, holding } from './input-state.ts'
import type { State, User } from './state.ts'

/** The options an element carries itself; groups are flattened. */
export const ownOptions = (element: Fields): readonly Fields[] => [
  ...objects(element['options']),
  ...objects(element['option_groups']).flatMap((group) => objects(group['options'])),
]

export const optionLabel = (option: Fields): string => text(fields(option['text'])['text'])

/** The option as Slack sends it once it is chosen. */
const chosen = (option: Fields): Fields => ({
  text: option['text'],
  value: option['value'],
  ...(option['description'] === undefined ? {} : { description: option['description'] }),
})

/** What an input is to a person, whichever element it is. */
export const kindOf = ({ type }: Fields): InputKind => {
  const name = text(type)
  if (name === 'checkboxes' || name.startsWith('multi_')) return 'choices'
  if (name === 'static_select' || name === 'radio_buttons') return 'choice'
  if (name.endsWith('_select')) return 'lookup'
  if (name === 'datetimepicker') return 'moment'
  return name === 'datepicker' ? 'date' : name === 'timepicker' ? 'time' : 'text'
}

/** Who fills in, and where. */
export interface Filler {
  readonly state: State
  readonly user: User
}

/**
 * The element's state once the person has filled it in as `Filling` says; throws when there is no such option, and when
 * Slack's client lets nobody do that.
 */
export const fill = (
  element: Fields,
  filled: Filled,
  options: readonly Fields[],
  { state, user: person }: Filler,
): Fields => {
  const many = typeof filled === 'string' ? (filled === '' ? [] : [filled]) : filled
  if (kindOf(element) !== 'choices' && typeof filled !== 'string')
    throw new Error('only one value can be chosen here')
  const [value = ''] = many
  const pick = (label: string): Fields => {
    const option = options.find((each) => optionLabel(each) === label)
    if (option) return chosen(option)
    throw new Error(`there is no option "${label}", only: ${options.map(optionLabel).join(', ')}`)
  }
  const user = (name: string): string => {
    const found = [...state.users.values()].find((each) => each.name === name)
    if (!found) throw new Error(`there is no person "${name}"`)
    return found.id
  }
  switch (element['type']) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return holding(element, value === '' ? null : pick(value))
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return holding(element, many.map(pick))
    case 'users_select':
      return holding(element, value === '' ? null : user(value))
    case 'multi_users_select':
      return holding(element, many.map(user))
    case 'channels_select':
    case 'conversations_select':
      return holding(
        element,
        [...state.channels.values()].find((channel) => channel.name === value)?.id ?? null,
      )
    case 'datetimepicker':
      return holding(
        element,
        value === '' ? null : Math.floor(instantIn(value, person.zone).epochMilliseconds / 1000),
      )
    case 'rich_text_input':
      return holding(
        element,
        value === ''
          ? null
          : {
              type: 'rich_text',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: value }] }],
            },
      )
    default:
      return holding(element, value === '' ? null : value)
  }
}

/** The labels of what is chosen where several may be. */
export const chosenLabels = (state: Fields): readonly string[] => objects(heldValue(state)).map(optionLabel)

/** The state as the person sees it: text, the labels of what is chosen, the time on their clock. */
export const shown = (element: Fields, state: Fields, { state: workspace, user }: Filler): string => {
  const value = heldValue(state)
  switch (element['type']) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return optionLabel(fields(value))
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return chosenLabels(state).join(', ')
    case 'datetimepicker':
      return typeof value === 'number'
        ? localTime(Temporal.Instant.fromEpochMilliseconds(value * 1000), user.zone)
        : ''
    case 'users_select':
      return workspace.users.get(text(value))?.name ?? ''
    case 'multi_users_select':
      return (Array.isArray(value) ? value : [])
        .map((id) => workspace.users.get(text(id))?.name ?? '')
        .join(', ')
    case 'channels_select':
    case 'conversations_select':
      return workspace.channels.get(text(value))?.name ?? ''
    case 'rich_text_input':
      return objects(objects(fields(value)['elements'])[0]?.['elements'])
        .map((piece) => text(piece['text']))
        .join('')
    default:
      return typeof value === 'number' ? String(value) : text(value)
  }
}

/** What Slack's own client says before it sends a form; undefined when it would send it. */
export const refusedByClient = (element: Fields, state: Fields, optional: boolean): string | undefined => {
  const value = heldValue(state)
  const empty =
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  if (empty) return optional ? undefined : 'Please complete this required field.'
  const many = element['max_selected_items']
  if (Array.isArray(value) && typeof many === 'number' && value.length > many)
    return `Please choose at most ${many}.`
  if (typeof value !== 'string') return undefined
  const [least, most] = [element['min_length'], element['max_length']]
  if (typeof least === 'number' && value.length < least) return `Please use at least ${least} characters.`
  const longest = typeof most === 'number' ? most : 3000
  if (element['type'] === 'plain_text_input' && value.length > longest)
    return `Please use at most ${longest} characters.`
  if (element['type'] === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(value))
    return 'Please enter a valid email address.'
  if (element['type'] === 'url_text_input' && !/^https?:\/\/\S+$/.test(value))
    return 'Please enter a valid URL.'
  if (element['type'] === 'number_input' && !Number.isFinite(Number(value)))
    return 'Please enter a valid number.'
  return undefined
}
