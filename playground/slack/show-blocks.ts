import { fields, isFields, objects, text } from './fields.ts'
import type { Fields } from './fields.ts'
import { showDate } from './show-date.ts'
import { showMrkdwn } from './show-mrkdwn.ts'
import type { Reader } from './show-mrkdwn.ts'

/** Everything a person reads in these blocks, line by line; buttons and inputs are left out. */
export const showBlocks = (blocks: unknown, reader: Reader): string =>
  objects(blocks)
    .flatMap((block) => blockLines(block, reader))
    .filter((line) => line !== '')
    .join('\n')

/** A plain_text object is literal, a mrkdwn object is interpreted. */
export const showText = (object: unknown, reader: Reader): string => {
  if (!isFields(object)) return ''
  return object['type'] === 'mrkdwn' ? showMrkdwn(text(object['text']), reader) : text(object['text'])
}

const blockLines = (block: Fields, reader: Reader): readonly string[] => {
  switch (block['type']) {
    case 'section':
      return [
        showText(block['text'], reader),
        ...objects(block['fields']).map((field) => showText(field, reader)),
      ]
    case 'header':
      return [showText(block['text'], reader)]
    case 'context':
      return objects(block['elements']).map((element) =>
        element['type'] === 'image' ? text(element['alt_text']) : showText(element, reader),
      )
    case 'image':
      return [showText(block['title'], reader), text(block['alt_text'])]
    case 'markdown':
      return [text(block['text'])]
    case 'rich_text':
      return objects(block['elements']).flatMap((part) => richPart(part, reader))
    default:
      return []
  }
}

const richPart = (part: Fields, reader: Reader): readonly string[] => {
  const elements = objects(part['elements'])
  if (part['type'] !== 'rich_text_list') return [richPieces(elements, reader)]
  return elements.map((item, index) => {
    const bullet = part['style'] === 'ordered' ? `${index + 1}.` : '•'
    return `${bullet} ${richPieces(objects(item['elements']), reader)}`
  })
}

const richPieces = (pieces: readonly Fields[], reader: Reader): string =>
  pieces.map((piece) => richPiece(piece, reader)).join('')

const richPiece = (piece: Fields, reader: Reader): string => {
  switch (piece['type']) {
    case 'user':
      return `@${reader.userName(text(piece['user_id']))}`
    case 'channel':
      return `#${reader.channelName(text(piece['channel_id']))}`
    case 'broadcast':
      return `[@${text(piece['range'])}]`
    case 'usergroup':
      return `@${text(piece['usergroup_id'])}`
    case 'link':
      return text(piece['text']) || text(piece['url'])
    case 'emoji':
      return `:${text(piece['name'])}:`
    case 'color':
      return text(piece['value'])
    case 'date':
      return showDate(Number(piece['timestamp']), text(piece['format']), reader.zone, reader.now)
    default:
      return text(piece['text'])
  }
}

export interface FoundButton {
  readonly blockId: string
  readonly element: Fields
  readonly label: string
  readonly style: string | undefined
}

/** The buttons of these blocks, in the order of reading. */
export const buttonsIn = (blocks: unknown): readonly FoundButton[] =>
  objects(blocks).flatMap((block) => {
    const elements =
      block['type'] === 'actions'
        ? objects(block['elements'])
        : block['type'] === 'section'
          ? [fields(block['accessory'])]
          : []
    return elements
      .filter((element) => element['type'] === 'button')
      .map((element) => ({
        blockId: text(block['block_id']),
        element,
        label: text(fields(element['text'])['text']),
        style: text(element['style']) || undefined,
      }))
  })
