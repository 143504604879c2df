import { el } from './dom.ts'
import type { Surface } from './surface.ts'
import { slackDate } from './time.ts'

/** A piece of Block Kit JSON: only what is looked at is checked. */
export interface Piece {
  readonly type?: string
  readonly text?: unknown
  readonly elements?: readonly Piece[]
  readonly style?: unknown
  readonly url?: string
  readonly user_id?: string
  readonly channel_id?: string
  readonly range?: string
  readonly name?: string
  readonly unicode?: string
  readonly timestamp?: number
  readonly format?: string
  readonly fallback?: string
  readonly value?: string
}

/** A `rich_text` block: docs.slack.dev/reference/block-kit/blocks/rich-text-block. */
export const renderRichText = (block: Piece, surface: Surface): HTMLElement => {
  const box = el('div', { class: 'bk-rich' })
  for (const part of block.elements ?? []) box.append(renderPart(part, surface))
  return box
}

const renderPart = (part: Piece, surface: Surface): HTMLElement => {
  const inline = (): readonly Node[] => (part.elements ?? []).map((one) => renderInline(one, surface))
  switch (part.type) {
    case 'rich_text_list': {
      const list = el(part.style === 'ordered' ? 'ol' : 'ul')
      for (const item of part.elements ?? []) {
        list.append(el('li', {}, ...(item.elements ?? []).map((one) => renderInline(one, surface))))
      }
      return list
    }
    case 'rich_text_quote':
      return el('blockquote', {}, ...inline())
    case 'rich_text_preformatted':
      return el('pre', {}, ...inline())
    default:
      return el('p', {}, ...inline())
  }
}

const renderInline = (piece: Piece, surface: Surface): Node => {
  const style = (piece.style ?? {}) as Readonly<Record<string, boolean>>
  const wrap = (node: Node): Node => {
    let wrapped = node
    if (style['code'] === true) wrapped = el('code', {}, wrapped)
    if (style['strike'] === true) wrapped = el('s', {}, wrapped)
    if (style['italic'] === true) wrapped = el('em', {}, wrapped)
    if (style['bold'] === true) wrapped = el('strong', {}, wrapped)
    return wrapped
  }
  const words = typeof piece.text === 'string' ? piece.text : ''
  switch (piece.type) {
    case 'text':
      return wrap(document.createTextNode(words))
    case 'link':
      return wrap(link(piece.url ?? '', words === '' ? (piece.url ?? '') : words))
    case 'user':
      return wrap(el('span', { class: 'mention', text: `@${surface.nameOf(piece.user_id ?? '')}` }))
    case 'channel':
      return wrap(el('span', { class: 'mention', text: `#${piece.channel_id ?? ''}` }))
    case 'broadcast':
      return wrap(el('span', { class: 'mention', text: `@${piece.range ?? ''}` }))
    case 'date': {
      const shown = slackDate(piece.timestamp ?? 0, piece.format ?? '{date_short} {time}', surface.zone)
      return wrap(el('time', { text: shown, title: surface.zone }))
    }
    case 'emoji':
      return wrap(emoji(piece.name ?? '', piece.unicode))
    default:
      return document.createTextNode(words)
  }
}

/** Only web addresses become links. */
export const link = (address: string, label: string): HTMLElement =>
  /^https?:\/\//i.test(address)
    ? el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', text: label })
    : el('span', { text: label })

const emoji = (name: string, unicode: string | undefined): Node => {
  if (unicode === undefined) return document.createTextNode(`:${name}:`)
  const points = unicode.split('-').map((code) => Number.parseInt(code, 16))
  return document.createTextNode(points.some(Number.isNaN) ? `:${name}:` : String.fromCodePoint(...points))
}
