import type { Filled, InputKind, SeenInput } from '../chat.ts'
import { localTime } from '../local-time.ts'
import type { CardPart, InputPart } from './card-parts.ts'
import { isObject, object, objects, string } from './json.ts'
import type { Json } from './json.ts'

/** What a user typed on one card so far, by input id. */
export interface Typing {
  readonly values: Map<string, string>
  readonly errors: Map<string, string>
  /** Options that a lookup found. */
  readonly found: Map<string, readonly Choice[]>
}

export interface Choice {
  readonly title: string
  readonly value: string
}

export const nothingTyped = (): Typing => ({ values: new Map(), errors: new Map(), found: new Map() })

export const idOf = (input: Json): string => string(input['id'])

/** What the input is called on screen. */
export const labelOf = (input: Json): string =>
  string(input['label']) || string(input['title']) || string(input['placeholder']) || idOf(input)

export const choicesOf = (input: Json): readonly Choice[] =>
  objects(input['choices']).map((choice) => ({
    title: string(choice['title']),
    value: string(choice['value']),
  }))

/** The raw value as it would be sent. */
const valueOf = (input: Json, typing: Typing): string => {
  const typed = typing.values.get(idOf(input))
  if (typed !== undefined) return typed
  const given = input['value']
  if (input['type'] === 'Input.Toggle') return string(given) || string(input['valueOff']) || 'false'
  return typeof given === 'number' ? String(given) : string(given)
}

/** The inputs as they look: a choice shows the label of its option, and red words right under an input are its error. */
export const seenInputs = (parts: readonly CardPart[], typing: Typing): readonly SeenInput[] =>
  parts.flatMap((part, index) => {
    if (part.kind !== 'input') return []
    const { input } = part
    const next = parts[index + 1]
    const below = next?.kind === 'text' && next.alarming ? next.text : undefined
    const error = inputsOf(part).flatMap((each) => typing.errors.get(idOf(each)) ?? [])[0] ?? below
    const kind = kindOf(part)
    const value = inputsOf(part).map((each) => valueOf(each, typing))
    const chosen = labelsOf(input, value[0] ?? '', typing)
    const isChoice = input['type'] === 'Input.ChoiceSet'
    return [
      {
        label: labelOf(input),
        kind,
        value: isChoice ? chosen.join(', ') : value.every((each) => each === '') ? '' : value.join('T'),
        ...(kind === 'choices' ? { chosen } : {}),
        ...(error === undefined ? {} : { error }),
        ...(isChoice && kind !== 'lookup' ? { options: choicesOf(input).map(({ title }) => title) } : {}),
      },
    ]
  })

/** What the client keeps apart. */
const inputsOf = ({ input, time }: InputPart): readonly Json[] =>
  time === undefined ? [input] : [input, time]

const kindOf = ({ input, time }: InputPart): InputKind => {
  switch (input['type']) {
    case 'Input.ChoiceSet':
      if (input['choices.data'] !== undefined) return 'lookup'
      return input['isMultiSelect'] === true ? 'choices' : 'choice'
    case 'Input.Date':
      return time === undefined ? 'date' : 'moment'
    case 'Input.Time':
      return 'time'
    case 'Input.Toggle':
      return 'toggle'
    default:
      return 'text'
  }
}

const labelsOf = (input: Json, value: string, typing: Typing): readonly string[] => {
  const known = [...(typing.found.get(idOf(input)) ?? []), ...choicesOf(input)]
  return several(input, value).map((one) => known.find((choice) => choice.value === one)?.title ?? one)
}

const several = (input: Json, value: string): readonly string[] => {
  if (value === '') return []
  return input['isMultiSelect'] === true ? value.split(/,\s*/) : [value]
}

/** Words of a form that are neither an input's error nor on a button. */
export const wordsAround = (parts: readonly CardPart[]): string =>
  parts
    .flatMap((part, index) => {
      const under = parts[index - 1]?.kind === 'input'
      return part.kind === 'text' && part.text !== '' && !(part.alarming && under) ? [part.text] : []
    })
    .join('\n')

/** The input of that label; the time of a moment has one of its own as well. Throws when there is none. */
export const inputNamed = (parts: readonly CardPart[], label: string): InputPart => {
  const inputs = parts.filter((part) => part.kind === 'input')
  const found = inputs.find(({ input }) => labelOf(input) === label)
  if (found !== undefined) return found
  const time = inputs.find((part) => part.time !== undefined && labelOf(part.time) === label)?.time
  if (time === undefined) throw new Error(`There is no input "${label}"`)
  return { kind: 'input', input: time }
}

/** Fills in what `Filling` says, on the clock of that zone. Throws for what is not there to choose. */
export const type = ({ input, time }: InputPart, filled: Filled, typing: Typing, zone: string): void => {
  if (input['type'] === 'Input.ChoiceSet') return choose(input, [filled].flat(), typing)
  if (typeof filled !== 'string') throw new Error(`"${labelOf(input)}" takes one value only`)
  if (time === undefined) return typeOne(input, filled, typing)
  // The date may be filled in by itself: the two are two inputs to the client.
  const [date, hour] = localParts(filled, zone)
  typeOne(input, date, typing)
  if (hour !== undefined) typeOne(time, hour, typing)
}

const localParts = (filled: string, zone: string): readonly [string, string | undefined] => {
  if (filled === '') return ['', '']
  const local = filled.endsWith('Z') ? localTime(Temporal.Instant.from(filled), zone) : filled
  const [date = '', hour] = local.split('T')
  return [date, hour]
}

/** What date and time pickers let nobody type otherwise. */
const picked: Readonly<Record<string, RegExp>> = {
  'Input.Date': /^(?:\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))?$/,
  'Input.Time': /^(?:(?:[01]\d|2[0-3]):[0-5]\d)?$/,
}

const typeOne = (input: Json, value: string, typing: Typing): void => {
  if (picked[string(input['type'])]?.test(value) === false)
    throw new Error(`"${value}" cannot be picked for "${labelOf(input)}"`)
  typing.errors.delete(idOf(input))
  typing.values.set(idOf(input), value)
}

const choose = (input: Json, titles: readonly string[], typing: Typing): void => {
  const id = idOf(input)
  const wanted = titles.filter((title) => title !== '')
  if (wanted.length > 1 && input['isMultiSelect'] !== true)
    throw new Error(`"${labelOf(input)}" takes one option only`)
  typing.errors.delete(id)
  const known = [...(typing.found.get(id) ?? []), ...choicesOf(input)]
  const chosen = wanted.map((title) => {
    const choice = known.find((candidate) => candidate.title === title)
    if (choice === undefined) throw new Error(`"${labelOf(input)}" has no option "${title}"`)
    return choice.value
  })
  typing.values.set(id, chosen.join(','))
}

/** Checks what the client checks before anything is sent, and marks what is wrong; true when all is well. */
export const isValid = (parts: readonly CardPart[], typing: Typing): boolean => {
  typing.errors.clear()
  for (const part of parts) {
    if (part.kind !== 'input') continue
    for (const input of inputsOf(part)) {
      const value = valueOf(input, typing)
      // A real client lets nobody type beyond maxLength; who drives this one is told.
      if (isMissing(input, value) || isTooLong(input, value) || isUnfit(input, value))
        typing.errors.set(
          idOf(input),
          string(input['errorMessage']) || 'This is not filled in as it should be.',
        )
    }
  }
  return typing.errors.size === 0
}

const isMissing = (input: Json, value: string): boolean =>
  input['isRequired'] === true &&
  (input['type'] === 'Input.Toggle' ? value !== (string(input['valueOn']) || 'true') : value.trim() === '')

const isTooLong = (input: Json, value: string): boolean =>
  typeof input['maxLength'] === 'number' && value.length > input['maxLength']

const isUnfit = (input: Json, value: string): boolean => {
  if (value === '') return false
  if (input['type'] === 'Input.Number') {
    const number = Number(value)
    const { min, max } = input
    return (
      Number.isNaN(number) ||
      (typeof min === 'number' && number < min) ||
      (typeof max === 'number' && number > max)
    )
  }
  return typeof input['regex'] === 'string' && !new RegExp(input['regex'], 'u').test(value)
}

/** What the client sends: every input of the card, hidden ones too; a choice not made is left out. */
export const inputData = (card: Json, typing: Typing): Readonly<Record<string, string>> =>
  Object.fromEntries(
    inputsIn([card['body'], card['actions']])
      .map((input) => ({ input, value: valueOf(input, typing) }))
      .filter(({ input, value }) => value !== '' || input['type'] === 'Input.Text')
      .map(({ input, value }) => [idOf(input), value]),
  )

const inputsIn = (value: unknown): readonly Json[] => {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => inputsIn(item))
  if (!isObject(value)) return []
  if (string(value['type']).startsWith('Input.')) return [value]
  return Object.values(value).flatMap((member) => inputsIn(member))
}

/** An action's data with the inputs put in, which win; data that is no object is replaced by them. */
export const actionData = (action: Json, card: Json, typing: Typing): Json => ({
  ...object(action['data']),
  ...(takesInputs(action) ? inputData(card, typing) : {}),
})

export const takesInputs = (action: Json): boolean =>
  string(action['associatedInputs']).toLowerCase() !== 'none'
