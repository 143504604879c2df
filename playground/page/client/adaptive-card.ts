import type * as Library from 'adaptivecards'

import type { Filled, Filling } from '../../chat.ts'

import { hostConfig } from './adaptive-host.ts'
import { cardMarkdown } from './card-markdown.ts'
import { makeCombobox } from './combobox.ts'
import { el } from './dom.ts'
import type { Surface } from './surface.ts'
import { whileBusy } from './surface.ts'
import { cardDates } from './time.ts'

type Json = Readonly<Record<string, unknown>>

/** Microsoft's card library puts itself there: the page loads it before this module. */
const library = (): typeof Library =>
  (globalThis as unknown as { AdaptiveCards: typeof Library }).AdaptiveCards

/** A drawn card, with what is typed in its inputs. */
export interface DrawnCard {
  readonly element: HTMLElement
  /** What is typed, or the labels of what is chosen; a date and the time beside it each by its own label. */
  values(): Filling
}

/** The names that the card may show as mentions. */
const mentionsOf = (card: Json): readonly string[] => {
  const { entities } = (card['msteams'] ?? {}) as { entities?: readonly Json[] }
  return (entities ?? []).flatMap((entity) => {
    const named = /^<at>(.+)<\/at>$/.exec(typeof entity['text'] === 'string' ? entity['text'] : '')?.[1]
    return entity['type'] === 'mention' && named !== undefined ? [named] : []
  })
}

/**
 * The card as the library shall draw it: times in the reader's zone; lookups (`choices.data`) as text inputs, which
 * become comboboxes of the page afterwards; without `refresh`, which is the tenant's business.
 */
const prepare = (value: unknown, zone: string, lookups: Set<string>, isFact = false): unknown => {
  if (Array.isArray(value)) return value.map((one) => prepare(one, zone, lookups, isFact))
  if (value === null || typeof value !== 'object') return value
  const json = value as Json
  const entries = Object.entries(json).flatMap(([name, inner]): [string, unknown][] => {
    const isShown =
      (name === 'text' && (json['type'] === 'TextBlock' || json['type'] === 'TextRun')) || isFact
    if (isShown && typeof inner === 'string') return [[name, cardDates(inner, zone)]]
    if (name === 'refresh') return []
    return [[name, prepare(inner, zone, lookups, name === 'facts')]]
  })
  const copy: Record<string, unknown> = Object.fromEntries(entries)
  if (json['type'] === 'Input.ChoiceSet' && json['choices.data'] !== undefined) {
    lookups.add(String(json['id']))
    const choices = (json['choices'] ?? []) as readonly Json[]
    const chosen = choices.find((choice) => choice['value'] === json['value'])
    const { id, label, isRequired, errorMessage } = copy
    return {
      type: 'Input.Text',
      id,
      label,
      isRequired,
      errorMessage,
      placeholder: 'Type to search',
      value: chosen?.['title'] ?? '',
    }
  }
  return copy
}

/** Draws an Adaptive Card with Microsoft's library. Its actions press the button of that title, or submit its inputs. */
export const drawCard = (content: unknown, surface: Surface): DrawnCard => {
  const lookups = new Set<string>()
  const { AdaptiveCard, ChoiceSetInput, HostConfig } = library()
  const mentions = mentionsOf(content as Json)
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = cardMarkdown(text, mentions)
    result.didProcess = true
  }
  const card = new AdaptiveCard()
  card.hostConfig = new HostConfig(hostConfig)
  card.parse(prepare(content, surface.zone, lookups))

  const values = (): Filling =>
    Object.fromEntries(
      card.getAllInputs().map((input): [string, Filled] => {
        const value = String(input.value ?? '')
        if (!(input instanceof ChoiceSetInput)) return [input.label ?? '', value]
        const titleOf = (one: string): string =>
          input.choices.find((choice) => choice.value === one)?.title ?? one
        if (!input.isMultiSelect) return [input.label ?? '', titleOf(value)]
        return [input.label ?? '', value === '' ? [] : value.split(',').map(titleOf)]
      }),
    )
  card.onExecuteAction = (action) => {
    const button = action.renderedElement
    if (!(button instanceof HTMLButtonElement)) return
    const alone = 'associatedInputs' in action && action.associatedInputs === 'none'
    const submits = !alone && card.getAllInputs().length > 0
    void whileBusy(button, () => (submits ? surface.submit(values()) : surface.press(action.title ?? '')))
  }
  const element =
    card.render() ?? el('p', { class: 'bk-unknown', text: '(The playground cannot draw this card.)' })
  element.classList.add('ac-card')
  for (const input of card.getAllInputs()) {
    if (!lookups.has(input.id ?? '')) continue
    const field = input.renderedElement?.querySelector('input')
    if (field) makeCombobox(field, (query) => surface.lookup(input.label ?? '', query))
  }
  return { element, values }
}

/** The Adaptive Cards that an activity carries. */
export const cardsOf = (body: unknown): readonly unknown[] => {
  const { attachments } = (body ?? {}) as { attachments?: unknown }
  if (!Array.isArray(attachments)) return []
  return attachments
    .filter((one: { contentType?: unknown }) => one.contentType === 'application/vnd.microsoft.card.adaptive')
    .map((one: { content?: unknown }) => one.content)
}

/** The card in a dialog's body, however it is wrapped: the card itself, an attachment, or a task's info. */
export const dialogCard = (body: unknown): unknown => {
  const json = (body ?? {}) as Json
  if (json['type'] === 'AdaptiveCard') return json
  for (const name of ['card', 'content', 'value', 'task']) {
    if (json[name] !== undefined && typeof json[name] === 'object') return dialogCard(json[name])
  }
  return undefined
}
