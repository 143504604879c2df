import { hasPictures, pictureWords, plain } from '../ui/card.ts'
import type { Button, Card, CardElement, Field, Picture } from '../ui/card.ts'
import { cut, limits } from '../ui/limits.ts'
import { sizeOfPng } from '../ui/png.ts'
import { fit, mostButtonsInSet, mostPicture } from './limits.ts'
import type { Room } from './limits.ts'
import { createMentionList, plainBlock, renderText } from './render-text.ts'
import type { CardJson, MentionList } from './render-text.ts'

export const adaptiveCardType = 'application/vnd.microsoft.card.adaptive'
const schema = 'http://adaptivecards.io/schemas/adaptive-card.json'

/** An activity's share of a message: the card, and the plain words that notifications show. */
export interface RenderedCard {
  readonly attachment: { readonly contentType: string; readonly content: CardJson }
  readonly summary: string
}

export interface CardOptions {
  /** Teams user ids for whom the card asks for their own view by itself; nobody unless given. */
  readonly refreshFor?: readonly string[]
  /** Carried by every button, so that a click tells which message shows this card. */
  readonly mark?: string
  /** Left out where nothing can be clicked: in a dialog's confirmation, in a shared search result. */
  readonly buttons?: boolean
  /** Words stand in the place of pictures where this is false: in a dialog, in a shared search result. */
  readonly pictures?: boolean
}

/** Adaptive Card 1.5 (adaptivecards.io/explorer), cut until it is small enough for a Teams message. */
export const renderCard = (card: Card, options: CardOptions = {}): RenderedCard => {
  const elements =
    options.buttons === false ? card.elements.filter((element) => element.kind !== 'buttons') : card.elements
  const summary = cut(card.fallback, limits.header * 2)
  return {
    attachment: {
      contentType: adaptiveCardType,
      content: fit(
        (room) => frame(renderElements(elements, room, options.mark), summary, refreshOf(elements, options)),
        options.pictures !== false && hasPictures(card),
      ),
    },
    summary,
  }
}

/** The card as plain words, for the few answers that Teams shows as text only. */
export const cardInWords = (card: Card, most: number = limits.text): string => {
  const said = card.elements.flatMap((element) => {
    if (element.kind === 'header') return [element.text]
    if (element.kind === 'text' || element.kind === 'context') return [plain(element.text)]
    if (element.kind === 'picture') return [pictureWords(element.picture)]
    if (element.kind === 'fields') {
      return element.fields.map((field) => `${field.label}: ${plain(field.value)}`)
    }
    return []
  })
  return cut(said.length === 0 ? card.fallback : said.join('\n'), most)
}

/** A whole card around a body: what every card of the desk has in common. */
export const frame = (body: BodyJson, fallbackText: string, extra: CardJson = {}): CardJson => ({
  type: 'AdaptiveCard',
  $schema: schema,
  version: '1.5',
  fallbackText,
  body: body.elements,
  msteams: { width: 'Full', ...(body.entities.length === 0 ? {} : { entities: body.entities }) },
  ...extra,
})

export interface BodyJson {
  readonly elements: readonly CardJson[]
  readonly entities: readonly CardJson[]
}

const renderElements = (elements: readonly CardElement[], room: Room, mark?: string): BodyJson => {
  const mentions = createMentionList()
  const rendered: CardJson[] = []
  let afterDivider = false
  for (const element of shownOf(elements, room.elements)) {
    if (element.kind === 'divider') {
      afterDivider = true
      continue
    }
    const blocks = renderElement(element, mentions, room, mark)
    rendered.push(
      ...blocks.map((block, index) =>
        afterDivider && index === 0 ? { ...block, separator: true, spacing: 'medium' } : block,
      ),
    )
    afterDivider = false
  }
  return { elements: rendered, entities: mentions.entities() }
}

/** The first ones; buttons are never left out. */
const shownOf = (elements: readonly CardElement[], most: number): readonly CardElement[] =>
  elements.filter((element, index) => index < most || element.kind === 'buttons')

const renderElement = (
  element: Exclude<CardElement, { kind: 'divider' }>,
  mentions: MentionList,
  room: Room,
  mark: string | undefined,
): readonly CardJson[] => {
  switch (element.kind) {
    case 'header':
      return [plainBlock(cut(element.text, limits.header), { weight: 'bolder', size: 'large' })]
    case 'text':
      return renderText(element.text, {}, mentions, room)
    case 'context':
      return renderText(element.text, { size: 'small', isSubtle: true }, mentions, room)
    case 'fields':
      return element.fields.map((field, index) => renderField(field, index, mentions, room))
    case 'buttons':
      return actionSets(element.buttons.slice(0, limits.buttonsPerElement), mark)
    case 'picture':
      return room.pictures === true && isShown(element.picture)
        ? [renderPicture(element.picture)]
        : renderText(pictureWords(element.picture), { size: 'small', isSubtle: true }, mentions, room)
  }
}

/**
 * Within the card, as a data URI (microsoft.github.io/teams-sdk/typescript/in-depth-guides/file-handling/
 * sending-inline-images, "Images in an Adaptive Card"; learn.microsoft.com/microsoftteams/platform/concepts/cloud-overview,
 * where it is the only way): unlike an attachment of its own it has a place between the words and words for those who
 * do not see it, and is edited with them. Whoever clicks on it sees it large
 * (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#stageview-for-images-in-adaptive-cards).
 */
const renderPicture = (picture: Picture): CardJson => ({
  type: 'Image',
  url: `data:image/png;base64,${Buffer.from(picture.png).toString('base64')}`,
  altText: cut(pictureWords(picture), limits.pictureAlt),
  size: 'stretch',
  msteams: { allowExpand: true },
})

/** Whether clients show it. */
const isShown = ({ png }: Picture): boolean => {
  const size = sizeOfPng(png)
  return (
    size !== undefined &&
    png.byteLength <= mostPicture.bytes &&
    Math.max(size.width, size.height) <= mostPicture.pixels
  )
}

const actionSets = (buttons: readonly Button[], mark: string | undefined): readonly CardJson[] => {
  const sets: CardJson[] = []
  for (let from = 0; from < buttons.length; from += mostButtonsInSet) {
    const actions = buttons.slice(from, from + mostButtonsInSet).map((button) => renderButton(button, mark))
    sets.push({ type: 'ActionSet', actions })
  }
  return sets
}

// A FactSet would render markdown in its values; columns hold runs, which render nothing.
const renderField = (field: Field, index: number, mentions: MentionList, room: Room): CardJson => ({
  type: 'ColumnSet',
  spacing: index === 0 ? 'default' : 'small',
  columns: [
    {
      type: 'Column',
      width: '120px',
      items: [plainBlock(cut(field.label, limits.inputLabel), { weight: 'bolder' })],
    },
    {
      type: 'Column',
      width: 'stretch',
      items: renderText(field.value, {}, mentions, { ...room, text: Math.min(room.text, limits.field) }),
    },
  ],
})

const styles = { primary: 'positive', danger: 'destructive' } as const

/** `verb` names of Action.Execute: a button, a form in a card, a card that asks for one person's view. */
export const verbs = { press: 'press', submit: 'submit', refresh: 'refresh' } as const

const renderButton = (button: Button, mark: string | undefined): CardJson => ({
  ...(button.opensForm === true
    ? {
        type: 'Action.Submit',
        data: { msteams: { type: 'task/fetch' }, ...carriedBy(button, mark) },
      }
    : { type: 'Action.Execute', verb: verbs.press, data: carriedBy(button, mark) }),
  title: cut(button.label, limits.buttonLabel),
  ...(button.style === undefined ? {} : { style: styles[button.style] }),
})

const carriedBy = ({ action }: Button, mark: string | undefined): CardJson => ({
  action,
  ...(mark === undefined ? {} : { mark }),
})

const refreshOf = (elements: readonly CardElement[], options: CardOptions): CardJson => {
  const record = elements
    .flatMap((element) => (element.kind === 'buttons' ? element.buttons : []))
    .find((button) => button.action.record !== undefined)?.action.record
  if (record === undefined) return {}
  return {
    refresh: {
      action: { type: 'Action.Execute', title: 'Refresh', verb: verbs.refresh, data: { record } },
      userIds: [...(options.refreshFor ?? [])],
    },
  }
}
