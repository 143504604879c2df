import type { types } from '@slack/bolt'
import { pictureWords, plain } from '../ui/card.ts'
import type { Button, Card, CardElement, Field, Picture, Span, Text } from '../ui/card.ts'
import { cut, limits } from '../ui/limits.ts'
import { writeButton } from './button-code.ts'
import { fallbackText } from './escape.ts'
import { fitMessage } from './fit.ts'
import { slackLimits } from './limits.ts'
import { richBlock, richElements, seconds } from './rich-text.ts'

export type Blocks = types.KnownBlock[]

/** A message as Slack takes it: the blocks, and the text that notifications say. */
export interface SlackMessage {
  readonly text: string
  readonly blocks: Blocks
}

/** Words that Slack must not read anything into. */
export const literal = (text: string, most: number = slackLimits.plainText): types.PlainTextElement => ({
  type: 'plain_text',
  text: cut(text, most),
  emoji: false,
})

/** Pictures that Slack has, by the ids of their files; in the place of others stand their words. */
export type Uploaded = ReadonlyMap<Picture, string>
const nothingUploaded: Uploaded = new Map()

/** The card as a message. Too long or too many is cut, never refused. */
export const renderCard = (card: Card, uploaded?: Uploaded): SlackMessage => {
  const text = fallbackText(card.fallback)
  const blocks = fitMessage((room) => renderBlocks(card, slackLimits.blocksPerMessage, room, uploaded))
  return { text, blocks }
}

/**
 * The card's blocks, at most `most` of them, and no text longer than `room`; the fallback in words when it has nothing
 * else to show.
 */
export const renderBlocks = (
  card: Card,
  most: number,
  room: number = slackLimits.plainText,
  uploaded: Uploaded = nothingUploaded,
): Blocks => {
  const ids = new ActionIds()
  const blocks = card.elements.flatMap((element) => renderElement(element, ids, room, uploaded))
  if (blocks.length === 0) {
    const words = richBlock(richElements(card.fallback))
    return words === undefined ? [] : [words]
  }
  if (blocks.length <= most) return blocks
  return [...blocks.slice(0, most - 1), { type: 'context', elements: [literal('… and more')] }]
}

const renderElement = (element: CardElement, ids: ActionIds, room: number, uploaded: Uploaded): Blocks => {
  switch (element.kind) {
    case 'header':
      return element.text === '' ? [] : [{ type: 'header', text: literal(element.text, limits.header) }]
    case 'text':
      return some(richBlock(richElements(element.text, Math.min(limits.text, room))))
    case 'fields':
      return some(richBlock(fieldLines(element.fields, room)))
    case 'context':
      return renderContext(element.text, room)
    case 'divider':
      return [{ type: 'divider' }]
    case 'buttons':
      return renderButtons(element.buttons, ids)
    case 'picture':
      return [renderPicture(element.picture, uploaded, room)]
  }
}

const some = (block: types.KnownBlock | undefined): Blocks => (block === undefined ? [] : [block])

/** One line per field. A section's own fields could show neither a date in the reader's zone nor a literal bold label. */
const fieldLines = (fields: readonly Field[], room: number): types.RichTextElement[] =>
  fields.slice(0, limits.fieldsPerElement).flatMap((field, index) => {
    const newline: types.RichTextElement[] = index === 0 ? [] : [{ type: 'text', text: '\n' }]
    const label = richElements([{ text: `${field.label}: `, bold: true }], limits.inputLabel)
    return [...newline, ...label, ...richElements(field.value, Math.min(limits.field, room))]
  })

/**
 * Small print. What a person typed is a plain text element; the only markup is ours and holds an id or a number.
 * What small print cannot hold (a link, more than ten parts) is shown as rich text instead.
 */
const renderContext = (text: Text, room: number): Blocks => {
  const spans: readonly Span[] = typeof text === 'string' ? [{ text }] : text
  if (spans.every((span) => 'text' in span && !('link' in span))) {
    const words = plain(text)
    return words === '' ? [] : [{ type: 'context', elements: [literal(words, room)] }]
  }
  const elements = spans.flatMap((span) => contextElement(span, room))
  const fits = elements.length <= slackLimits.contextElements && !spans.some((span) => 'link' in span)
  if (!fits) return some(richBlock(richElements(text, room)))
  return elements.length === 0 ? [] : [{ type: 'context', elements }]
}

const contextElement = (span: Span, room: number): types.ContextBlockElement[] => {
  if ('at' in span) {
    const date = `<!date^${seconds(span.at)}^{date_short_pretty} {time}|${plain([span])}>`
    return [{ type: 'mrkdwn', text: date, verbatim: true }]
  }
  if ('mention' in span && span.mention.platform === 'slack' && /^[A-Z0-9]+$/.test(span.mention.user))
    return [{ type: 'mrkdwn', text: `<@${span.mention.user}>`, verbatim: true }]
  // Slack sets the parts apart by itself, and refuses an element that is only white space.
  const words = plain([span]).trim()
  return words === '' ? [] : [literal(words, room)]
}

/** docs.slack.dev/reference/block-kit/blocks/image-block */
const renderPicture = (picture: Picture, uploaded: Uploaded, room: number): types.KnownBlock => {
  const words = pictureWords(picture)
  const id = uploaded.get(picture)
  if (id === undefined) return { type: 'context', elements: [literal(words, room)] }
  return {
    type: 'image',
    slack_file: { id },
    alt_text: cut(words, limits.pictureAlt),
    ...(picture.title.trim() !== '' && { title: literal(picture.title, limits.pictureTitle) }),
  }
}

const renderButtons = (buttons: readonly Button[], ids: ActionIds): Blocks => {
  const blocks: Blocks = []
  for (let start = 0; start < buttons.length; start += limits.buttonsPerElement) {
    const elements = buttons
      .slice(start, start + limits.buttonsPerElement)
      .map((button) => renderButton(button, ids))
    blocks.push({ type: 'actions', elements })
  }
  return blocks
}

const renderButton = (button: Button, ids: ActionIds): types.Button => ({
  type: 'button',
  text: literal(button.label, slackLimits.buttonLabel),
  action_id: ids.next(button.action.name),
  value: writeButton(button.action),
  ...(button.style !== undefined && { style: button.style }),
})

/** Slack wants every action id of a message to be different; the value says what the button does. */
class ActionIds {
  readonly #used = new Map<string, number>()

  next(name: string): string {
    const used = this.#used.get(name) ?? 0
    this.#used.set(name, used + 1)
    const id = name.slice(0, slackLimits.actionId - 8)
    return used === 0 ? id : `${id}-${used + 1}`
  }
}
