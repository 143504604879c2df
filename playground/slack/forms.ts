import type { Filled, Filling, SeenForm, SeenInput } from '../chat.ts'
import { fields, isFields, objects, parsed, text } from './fields.ts'
import type { Fields } from './fields.ts'
import { chosenLabels, fill, kindOf, optionLabel, ownOptions, refusedByClient, shown } from './fill.ts'
import { heldIn, untouched } from './input-state.ts'
import type { Held } from './input-state.ts'
import { failureOf } from './interactions.ts'
import type { Interactions } from './interactions.ts'
import { listOf } from './limits/shape.ts'
import { option } from './limits/objects.ts'
import { ApiProblem } from './problem.ts'
import { readerOf } from './seen.ts'
import { showBlocks, showText } from './show-blocks.ts'
import type { User } from './state.ts'
import type { OpenView } from './view-book.ts'
import type { World } from './world.ts'

/** What Slack says when the app did not take a form, or answered it with nonsense; the form stays. */
export const troubleConnecting = 'We had some trouble connecting. Try again?'

export interface Forms {
  form(user: User): SeenForm | undefined
  submit(user: User, values: Filling): Promise<void>
  close(user: User): void
  lookup(user: User, label: string, query: string): Promise<readonly string[]>
}

/** An input of a form with the label that stands above it. */
interface Labelled extends Held {
  readonly label: string
}

const inputsOf = (open: OpenView): readonly Labelled[] =>
  objects(open.view['blocks'])
    .filter((block) => block['type'] === 'input')
    .flatMap((block) => heldIn([block]))
    .map((held) => ({ ...held, label: text(fields(held.block['label'])['text']) }))
const current = (open: OpenView, held: Held): Fields => open.typed.get(held.key) ?? untouched(held.element)

const mustHave = (open: OpenView, label: string): Labelled => {
  const inputs = inputsOf(open)
  const found = inputs.find((input) => input.label === label)
  if (found) return found
  throw new Error(`the form has no input "${label}", only: ${inputs.map((each) => each.label).join(', ')}`)
}

export const createForms = (world: World, interactions: Interactions): Forms => {
  const { state, views } = world

  const mustBeOpen = (user: User): OpenView => {
    const open = views.top(user.id)
    if (!open) throw new Error(`no form is open in front of ${user.name}`)
    return open
  }

  const search = async (user: User, open: OpenView, input: Labelled, query: string): Promise<Fields[]> => {
    const least = input.element['min_query_length']
    // Slack's client waits for three characters unless told otherwise.
    if (query.length < (typeof least === 'number' ? least : 3)) return []
    const ids = { blockId: text(input.block['block_id']), actionId: text(input.element['action_id']) }
    const outcome = await interactions.suggestion(user, open, ids, query)
    const body = outcome.kind === 'answered' ? parsed(outcome.body) : undefined
    const problems: string[] = []
    const answer = fields(body)
    if (answer['options'] !== undefined) listOf(option(), 100, 0)(answer['options'], '/options', problems)
    const asked = answer['options'] !== undefined || answer['option_groups'] !== undefined
    if (failureOf(outcome) !== undefined || !asked || problems.length > 0) {
      state.complain(user.id, 'Could not load the options')
      return []
    }
    const found = [...ownOptions(answer)]
    open.found.set(input.key, found)
    return found
  }

  const optionsFor = async (user: User, open: OpenView, input: Labelled, value: Filled) => {
    if (!text(input.element['type']).includes('external_select')) return ownOptions(input.element)
    const seen = [
      ...(open.found.get(input.key) ?? []),
      ...[current(open, input)['selected_option']].filter(isFields),
    ]
    const unseen = [value].flat().find((label) => !seen.some((each) => optionLabel(each) === label))
    if (unseen === undefined || unseen === '') return seen
    return search(user, open, input, unseen)
  }

  /** Does what the bot answered to the submission; throws `ApiProblem` or answers false when it makes no sense. */
  const respond = (open: OpenView, answer: Fields): boolean => {
    switch (answer['response_action']) {
      case undefined:
        return Object.keys(answer).length === 0 && (views.pop(open.user), true)
      case 'clear':
        views.clear(open.user)
        return true
      case 'update':
        views.update(open, answer['view'], undefined)
        return true
      case 'push':
        views.push(open.user, answer['view'])
        return true
      case 'errors': {
        const given = Object.entries(fields(answer['errors']))
        const blocks = new Set(inputsOf(open).map((input) => text(input.block['block_id'])))
        const sensible =
          given.length > 0 && given.every(([block, error]) => blocks.has(block) && typeof error === 'string')
        if (sensible) open.errors = new Map(given.map(([block, error]) => [block, text(error)]))
        return sensible
      }
      default:
        return false
    }
  }

  const seenInput = (user: User, open: OpenView, input: Labelled): SeenInput => {
    const error = open.errors.get(text(input.block['block_id']))
    const own = ownOptions(input.element)
    const held = current(open, input)
    const kind = kindOf(input.element)
    return {
      label: input.label,
      kind,
      value: shown(input.element, held, { state, user }),
      ...(kind === 'choices' ? { chosen: chosenLabels(held) } : {}),
      ...(error === undefined ? {} : { error }),
      ...(own.length === 0 ? {} : { options: own.map(optionLabel) }),
    }
  }

  return {
    form: (user) => {
      const open = views.top(user.id)
      if (!open) return undefined
      const reader = readerOf(world, user)
      const submit = open.view['submit']
      return {
        title: showText(open.view['title'], reader),
        text: showBlocks(open.view['blocks'], reader),
        inputs: inputsOf(open).map((input) => seenInput(user, open, input)),
        submitLabel: isFields(submit) ? text(submit['text']) : undefined,
        body: views.wire(open),
      }
    },
    submit: async (user, values) => {
      const open = mustBeOpen(user)
      if (open.view['submit'] === undefined) throw new Error('the form has no submit button')
      for (const [label, value] of Object.entries(values)) {
        const input = mustHave(open, label)
        const options = await optionsFor(user, open, input, value)
        open.typed.set(input.key, fill(input.element, value, options, { state, user }))
      }
      const refused = inputsOf(open).flatMap((input) => {
        const optional = input.block['optional'] === true
        const problem = refusedByClient(input.element, current(open, input), optional)
        return problem === undefined ? [] : [[text(input.block['block_id']), problem] as const]
      })
      open.errors = new Map(refused)
      state.changed()
      if (refused.length > 0) return
      const outcome = await interactions.submission(user, open)
      const body = outcome.kind === 'answered' ? outcome.body : ''
      const answer = body.trim() === '' ? {} : parsed(body)
      let understood = false
      try {
        understood = failureOf(outcome) === undefined && isFields(answer) && respond(open, answer)
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error
      }
      if (understood) state.changed()
      else state.complain(user.id, troubleConnecting)
    },
    close: (user) => {
      mustBeOpen(user)
      views.pop(user.id)
    },
    lookup: async (user, label, query) => {
      const open = mustBeOpen(user)
      const input = mustHave(open, label)
      if (text(input.element['type']).includes('external_select'))
        return (await search(user, open, input, query)).map(optionLabel)
      return ownOptions(input.element)
        .map(optionLabel)
        .filter((each) => each.toLowerCase().includes(query.toLowerCase()))
    },
  }
}
