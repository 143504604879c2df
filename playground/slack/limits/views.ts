import { isFields, objects } from '../fields.ts'
import { fileProblems } from '../files.ts'
import { blockProblems } from './blocks.ts'
import { plainText } from './objects.ts'
import { flag, shape, words } from './shape.ts'
import type { Check } from './shape.ts'

// docs.slack.dev/reference/views

/** Most of a view's JSON, in bytes: docs.slack.dev/reference/methods/views.open (`view_too_large`). */
export const mostOfView = 250_000

const checkedBelow: Check = () => {}
const both = { type: words(20), blocks: checkedBelow }
const bothOptional = {
  private_metadata: words(3000, 0),
  callback_id: words(255, 0),
  external_id: words(255, 0),
}

const modal = shape(
  { ...both, title: plainText(24) },
  {
    ...bothOptional,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
)
const home = shape(both, bothOptional)

/** What Slack would say about this view. */
export const viewProblems = (view: unknown, type: 'modal' | 'home'): readonly string[] => {
  if (!isFields(view)) return ['must be an object [json-pointer:/view]']
  if (view['type'] !== type) return [`must be a ${type} view [json-pointer:/view/type]`]
  const problems: string[] = []
  const check = type === 'modal' ? modal : home
  check(view, '/view', problems)
  problems.push(...blockProblems(view['blocks'], type, '/view/blocks'))
  problems.push(...fileProblems(view['blocks'], undefined, '/view/blocks'))
  const blocks = objects(view['blocks'])
  if (blocks.some((block) => block['type'] === 'input') && view['submit'] === undefined)
    problems.push('missing required field: submit [json-pointer:/view]')
  const focused = blocks.filter((block) => {
    const element = block['element']
    return isFields(element) && element['focus_on_load'] === true
  })
  if (focused.length > 1) problems.push('only one element may have focus_on_load [json-pointer:/view/blocks]')
  return problems
}
