import type { Json } from './json.ts'
import { isObject, object, objects, string } from './json.ts'
import { inputProblems } from './input-rules.ts'
import { pictureProblem } from './picture-rules.ts'

/** The newest Adaptive Card version that Teams takes from bots. */
const newest = [1, 5]
/** learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards */
const mostRefreshed = 60

type Kind = 'string' | 'array' | 'object'
type Required = Readonly<Record<string, Kind>>

/** Types and what each must carry: adaptivecards.io/explorer, version 1.5. */
const elementTypes: Readonly<Record<string, Required>> = {
  TextBlock: { text: 'string' },
  RichTextBlock: { inlines: 'array' },
  TextRun: { text: 'string' },
  Image: { url: 'string' },
  Media: { sources: 'array' },
  ImageSet: { images: 'array' },
  Container: { items: 'array' },
  ColumnSet: {},
  Column: {},
  FactSet: { facts: 'array' },
  Table: { columns: 'array' },
  TableRow: {},
  TableCell: { items: 'array' },
  ActionSet: { actions: 'array' },
  'Input.Text': { id: 'string' },
  'Input.Number': { id: 'string' },
  'Input.Date': { id: 'string' },
  'Input.Time': { id: 'string' },
  'Input.Toggle': { id: 'string', title: 'string' },
  'Input.ChoiceSet': { id: 'string' },
}
const actionTypes: Readonly<Record<string, Required>> = {
  'Action.Execute': { verb: 'string' },
  'Action.Submit': {},
  'Action.OpenUrl': { url: 'string' },
  'Action.ShowCard': { card: 'object' },
  'Action.ToggleVisibility': { targetElements: 'array' },
}
/** Where children stand that have to be elements or actions; a missing type is the one given. */
const childElements: Readonly<Record<string, string | undefined>> = {
  body: undefined,
  items: undefined,
  inlines: 'TextRun',
  columns: 'Column',
  images: 'Image',
  rows: 'TableRow',
  cells: 'TableCell',
}
const values: Readonly<Record<string, readonly string[]>> = {
  color: ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'],
  size: ['default', 'small', 'medium', 'large', 'extralarge', 'auto', 'stretch'],
  weight: ['default', 'lighter', 'bolder'],
}

/** Everything wrong with a card, each with where it stands; empty for a card that Teams takes. */
export const cardProblems = (card: unknown): readonly string[] => {
  if (!isObject(card)) return ['the card is not an object']
  const problems: string[] = []
  if (card['type'] !== 'AdaptiveCard') problems.push('type is not AdaptiveCard')
  if (!isKnownVersion(card['version'])) problems.push(`version ${string(card['version'])} is not 1.0 to 1.5`)
  checkCard(card, 'card', problems)
  checkRefresh(card, problems)
  const inputs = idsOfInputs(card)
  for (const id of new Set(inputs.filter((id, index) => inputs.indexOf(id) !== index)))
    problems.push(`two inputs have the id ${id}`)
  return problems
}

const isKnownVersion = (version: unknown): boolean => {
  const found = /^(\d+)\.(\d+)$/.exec(string(version))
  return found !== null && Number(found[1]) === newest[0] && Number(found[2]) <= (newest[1] ?? 0)
}

const checkCard = (card: Json, path: string, problems: string[]): void => {
  if (card['body'] !== undefined && !Array.isArray(card['body']))
    problems.push(`${path}.body is not an array`)
  checkChildren(card, path, problems)
}

const checkChildren = (parent: Json, path: string, problems: string[]): void => {
  for (const [name, assumed] of Object.entries(childElements)) {
    const children = parent[name]
    // A Table's columns say how wide they are, and are no elements.
    if (!Array.isArray(children) || (name === 'columns' && parent['type'] === 'Table')) continue
    children.forEach((child: unknown, index) => {
      // A run of plain text may stand as a bare string.
      if (name === 'inlines' && typeof child === 'string') return
      checkElement(child, assumed, `${path}.${name}[${index}]`, problems)
    })
  }
  for (const name of ['actions', 'inlineAction', 'selectAction']) {
    const found = parent[name]
    if (found === undefined) continue
    const actions: readonly unknown[] = Array.isArray(found) ? found : [found]
    actions.forEach((action, index) => checkAction(action, `${path}.${name}[${index}]`, problems))
  }
}

const checkElement = (
  element: unknown,
  assumed: string | undefined,
  path: string,
  problems: string[],
): void => {
  if (!isObject(element)) {
    problems.push(`${path} is not an object`)
    return
  }
  const type = string(element['type']) || (assumed ?? '')
  checkRequired(element, elementTypes[type], type, path, problems)
  if (type === 'FactSet')
    objects(element['facts']).forEach((fact, index) =>
      checkRequired(fact, { title: 'string', value: 'string' }, 'Fact', `${path}.facts[${index}]`, problems),
    )
  if (type === 'Image') {
    const problem = pictureProblem(string(element['url']))
    if (problem !== undefined) problems.push(`${path}.url ${problem}`)
  }
  if (type === 'Input.ChoiceSet') checkChoices(element, path, problems)
  problems.push(...inputProblems(element).map((problem) => `${path}.${problem}`))
  if (type.startsWith('Input.') && element['isRequired'] === true && string(element['label']) === '')
    problems.push(`${path} is required and has no label`)
  for (const [name, allowed] of Object.entries(values)) {
    const value = element[name]
    if (typeof value === 'string' && type !== 'Image' && !allowed.includes(value.toLowerCase()))
      problems.push(`${path}.${name} cannot be ${value}`)
  }
  checkChildren(element, path, problems)
}

const checkChoices = (element: Json, path: string, problems: string[]): void => {
  const query = element['choices.data']
  if (query !== undefined && object(query)['type'] !== 'Data.Query')
    problems.push(`${path}.choices.data is not a Data.Query`)
  if (query !== undefined && string(object(query)['dataset']) === '')
    problems.push(`${path}.choices.data has no dataset`)
  if (query === undefined && !Array.isArray(element['choices'])) problems.push(`${path} has no choices`)
  objects(element['choices']).forEach((choice, index) =>
    checkRequired(
      choice,
      { title: 'string', value: 'string' },
      'Choice',
      `${path}.choices[${index}]`,
      problems,
    ),
  )
}

const checkAction = (action: unknown, path: string, problems: string[]): void => {
  if (!isObject(action)) {
    problems.push(`${path} is not an object`)
    return
  }
  const type = string(action['type'])
  checkRequired(action, actionTypes[type], type, path, problems)
  if (action['type'] === 'Action.Execute' && string(action['verb']) === '')
    problems.push(`${path} is an Action.Execute without a verb`)
  if (isObject(action['card'])) checkCard(action['card'], `${path}.card`, problems)
}

const checkRequired = (
  value: Json,
  required: Required | undefined,
  type: string,
  path: string,
  problems: string[],
): void => {
  if (required === undefined) {
    problems.push(`${path} has the unknown type ${type || '(none)'}`)
    return
  }
  for (const [name, kind] of Object.entries(required)) {
    const member = value[name]
    const fits = kind === 'array' ? Array.isArray(member) : kind === 'object' ? isObject(member) : undefined
    if (!(fits ?? typeof member === 'string')) problems.push(`${path} (${type}) has no ${name}`)
  }
}

const checkRefresh = (card: Json, problems: string[]): void => {
  if (card['refresh'] === undefined) return
  const refresh = object(card['refresh'])
  const action = object(refresh['action'])
  if (action['type'] !== 'Action.Execute') problems.push('refresh.action is not an Action.Execute')
  else checkAction(action, 'refresh.action', problems)
  const users = refresh['userIds']
  if (users !== undefined && !Array.isArray(users)) problems.push('refresh.userIds is not an array')
  if (Array.isArray(users) && users.length > mostRefreshed)
    problems.push(`refresh.userIds names ${users.length} users and not at most ${mostRefreshed}`)
}

const idsOfInputs = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => idsOfInputs(item))
  if (!isObject(value)) return []
  const own = string(value['type']).startsWith('Input.') ? [string(value['id'])] : []
  return [...own, ...Object.values(value).flatMap((member) => idsOfInputs(member))]
}
