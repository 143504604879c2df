import type { SeenMessage } from '../chat.ts'
import { cardType } from './activity-rules.ts'
import { cardParts, mentionsIn } from './card-parts.ts'
import type { CardPart } from './card-parts.ts'
import { isObject, object, objects, string } from './json.ts'
import type { Json } from './json.ts'
import { readMessageText } from './markdown.ts'
import type { Message, Room } from './rooms.ts'
import type { World } from './world.ts'

/** The cards of a message's body. */
export const cardsOf = (body: Json): readonly Json[] =>
  objects(body['attachments'])
    .filter((attachment) => attachment['contentType'] === cardType && isObject(attachment['content']))
    .map((attachment) => object(attachment['content']))

/** The body as this user sees it: their own view where they have one. */
export const bodyFor = (message: Message, user: string): Json => message.views.get(user) ?? message.body

/** What stands on the cards of a body, for somebody in that zone. */
export const partsOf = (body: Json, zone: string): readonly CardPart[] =>
  cardsOf(body).flatMap((card) => cardParts(card, zone))

/** The message's own words, without its cards. */
const wordsOf = (body: Json): string =>
  readMessageText(
    string(body['text']),
    string(body['textFormat']) || 'markdown',
    mentionsIn(body['entities']),
  )

/** Summary or text, then what the cards say: what two posts are compared by. */
export const readAloud = (body: Json): string =>
  [
    string(body['summary']),
    wordsOf(body),
    ...partsOf(body, 'UTC').map((part) => (part.kind === 'text' ? part.text : '')),
  ]
    .filter((text) => text !== '')
    .join('\n')

const styles: Readonly<Record<string, string>> = { positive: 'primary', destructive: 'danger' }

/** A message as this user sees it. */
export const seen = (world: World, room: Room, message: Message, user: string): SeenMessage => {
  const body = bodyFor(message, user)
  const parts = partsOf(body, world.directory.user(user).zone ?? 'UTC')
  const lines = parts.map((part) =>
    part.kind === 'text' ? part.text : part.kind === 'input' ? string(part.input['label']) : '',
  )
  const words = wordsOf(body)
  return {
    id: message.id,
    conversation: room.id,
    ...(message.root === undefined ? {} : { thread: message.root }),
    author: message.author,
    authorName: message.author === 'desk' ? world.botName : world.directory.user(message.author).name,
    text: [words, ...lines].filter((line) => line !== '').join('\n'),
    fallback: string(body['summary']) || words,
    buttons: parts.flatMap((part) => {
      if (part.kind !== 'action') return []
      const style = styles[string(part.action['style']).toLowerCase()]
      return [{ label: string(part.action['title']), ...(style === undefined ? {} : { style }) }]
    }),
    ...(message.onlyFor === undefined ? {} : { onlyFor: message.onlyFor }),
    edited: message.version > 0,
    replies: room.messages.filter(({ root, onlyFor }) => root === message.id && sees(onlyFor, user)).length,
    body,
  }
}

/** Whether something meant for one person, or for all, is shown to this user. */
export const sees = (onlyFor: string | undefined, user: string): boolean =>
  onlyFor === undefined || onlyFor === user
