import type { Filling, SeenForm } from '../chat.ts'
import { invokeActivity } from './activities.ts'
import type { Spot } from './activities.ts'
import { cardParts } from './card-parts.ts'
import type { CardPart } from './card-parts.ts'
import { click } from './cards.ts'
import type { Dialogs } from './dialogs.ts'
import type { Extension } from './extension.ts'
import {
  actionData,
  choicesOf,
  idOf,
  inputNamed,
  isValid,
  nothingTyped,
  seenInputs,
  takesInputs,
} from './inputs.ts'
import { type as typeIn, wordsAround } from './inputs.ts'
import type { Choice, Typing } from './inputs.ts'
import { object, objects, string } from './json.ts'
import type { Json } from './json.ts'
import type { TeamsUser } from './options.ts'
import type { Message, Room } from './rooms.ts'
import { bodyFor, cardsOf, sees } from './show.ts'
import { wentWrong } from './world.ts'
import type { World } from './world.ts'

/** What a user fills in: the open dialog, or else a card with inputs. */
export interface Forms {
  form(user: TeamsUser, last: Room): SeenForm | undefined
  submit(user: TeamsUser, last: Room, values: Filling): Promise<void>
  lookup(user: TeamsUser, last: Room, label: string, query: string): Promise<readonly string[]>
  /** What the user typed on a card so far. */
  typing(user: TeamsUser, card: Json): Typing
}

/** A form as it stands before the user. */
interface Before {
  readonly card: Json
  readonly parts: readonly CardPart[]
  readonly typing: Typing
  readonly spot: Spot
  /** The message that the card is on; a dialog's is on none. */
  readonly message: Message | undefined
}

/** Teams lists so many options of a lookup. */
const mostOptions = 15

export const createForms = (world: World, dialogs: Dialogs, extension: Extension): Forms => {
  const typed = new Map<string, WeakMap<Json, Typing>>()
  const typing = (user: TeamsUser, card: Json): Typing => {
    const cards = typed.get(user.id) ?? new WeakMap<Json, Typing>()
    typed.set(user.id, cards)
    const known = cards.get(card) ?? nothingTyped()
    cards.set(card, known)
    return known
  }

  const before = (user: TeamsUser, last: Room): Before | undefined => {
    const zone = user.zone ?? 'UTC'
    const dialog = dialogs.of(user.id)
    if (dialog !== undefined) {
      if (dialog.card === undefined) return undefined
      const parts = cardParts(dialog.card, zone)
      return {
        card: dialog.card,
        parts,
        typing: typing(user, dialog.card),
        spot: dialog.origin.spot,
        message: undefined,
      }
    }
    for (const message of last.messages.toReversed()) {
      if (!sees(message.onlyFor, user.id)) continue
      for (const card of cardsOf(bodyFor(message, user.id))) {
        const parts = cardParts(card, zone)
        if (parts.some(({ kind }) => kind === 'input'))
          return { card, parts, typing: typing(user, card), spot: { room: last }, message }
      }
    }
    return undefined
  }

  const find = async (
    user: TeamsUser,
    there: Before,
    input: Json,
    query: string,
  ): Promise<readonly Choice[]> => {
    const source = object(input['choices.data'])
    if (source['type'] !== 'Data.Query')
      return choicesOf(input).filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()))
    const value = {
      kind: 'search',
      queryText: query,
      queryOptions: { skip: 0, top: typeof source['count'] === 'number' ? source['count'] : mostOptions },
      dataset: source['dataset'],
    }
    const activity = invokeActivity(world, user, there.spot, 'application/search', value, there.message)
    const answer = await world.line.invoke(activity)
    if (answer?.['type'] !== 'application/vnd.microsoft.search.searchResponse') {
      world.refused(`application/search: the answer has the type ${string(answer?.['type']) || '(none)'}`)
      return []
    }
    const results = objects(object(answer['value'])['results']).slice(0, mostOptions)
    return results.map((result) => ({ title: string(result['title']), value: string(result['value']) }))
  }

  const lookup = async (
    user: TeamsUser,
    there: Before,
    input: Json,
    query: string,
  ): Promise<readonly Choice[]> => {
    const choices = await find(user, there, input, query)
    const known = there.typing.found.get(idOf(input)) ?? []
    there.typing.found.set(idOf(input), [...choices, ...known])
    return choices
  }

  const submitDialog = async (user: TeamsUser, there: Before, action: Json): Promise<void> => {
    const dialog = dialogs.of(user.id)
    if (dialog === undefined) return
    const { submits, context, spot } = dialog.origin
    const value = {
      ...context,
      data: actionData(action, there.card, there.typing),
      context: { theme: 'default' },
    }
    const answer = await world.line.invoke(invokeActivity(world, user, spot, submits, value))
    if (answer === undefined) return world.complain(user.id, wentWrong)
    if (submits === 'composeExtension/submitAction')
      return await extension.finish(user, answer, dialog.origin)
    // An empty answer closes the dialog.
    if (answer['task'] === undefined || answer['task'] === null) return dialogs.close(user.id)
    dialogs.follow(user.id, answer['task'], dialog.origin)
  }

  return {
    typing,
    form: (user, last) => {
      const dialog = dialogs.of(user.id)
      if (dialog !== undefined && dialog.card === undefined)
        return {
          title: dialog.title,
          text: dialog.words,
          inputs: [],
          submitLabel: undefined,
          body: dialog.body,
        }
      const there = before(user, last)
      if (there === undefined) return undefined
      const action = submitAction(there)
      // A card in the conversation has no title but its first words.
      const [first, ...rest] = there.parts
      const titled = dialog === undefined && first?.kind === 'text' ? first.text : undefined
      return {
        title: dialog?.title ?? titled ?? '',
        text: wordsAround(titled === undefined ? there.parts : rest),
        inputs: seenInputs(there.parts, there.typing),
        submitLabel: action === undefined ? undefined : string(action['title']),
        // A dialog is in front of everything: its body is what the bot answered, not a card that stands somewhere.
        body: dialog?.body ?? there.card,
      }
    },
    submit: async (user, last, values) => {
      const there = before(user, last)
      if (there === undefined) throw new Error(`${user.name} has no form to submit`)
      for (const [label, value] of Object.entries(values)) {
        const part = inputNamed(there.parts, label)
        const isLookup = part.input['choices.data'] !== undefined
        const found = there.typing.found.get(idOf(part.input)) ?? []
        const unknown = [value].flat().find((each) => !found.some(({ title }) => title === each))
        if (isLookup && unknown !== undefined && unknown !== '')
          await lookup(user, there, part.input, unknown)
        typeIn(part, value, there.typing, user.zone ?? 'UTC')
      }
      const action = submitAction(there)
      if (action === undefined) throw new Error('The form has no button to submit it with')
      if (!isValid(there.parts, there.typing)) return world.changed()
      if (there.message === undefined) {
        // In a dialog Teams knows Action.Submit only.
        if (action['type'] !== 'Action.Submit') return world.complain(user.id, wentWrong)
        return await submitDialog(user, there, action)
      }
      await click(world, dialogs, { ...there, user, message: there.message, action })
    },
    lookup: async (user, last, label, query) => {
      const there = before(user, last)
      if (there === undefined) throw new Error(`${user.name} has no form open`)
      return (await lookup(user, there, inputNamed(there.parts, label).input, query)).map(
        ({ title }) => title,
      )
    },
  }
}

/** The button that sends the inputs: the emphasised one, or else the first. */
const submitAction = ({ parts }: Before): Json | undefined => {
  const actions = parts.flatMap((part) =>
    part.kind === 'action' &&
    (part.action['type'] === 'Action.Submit' || part.action['type'] === 'Action.Execute') &&
    takesInputs(part.action)
      ? [part.action]
      : [],
  )
  return actions.find(({ style }) => style === 'positive') ?? actions[0]
}
