import { el } from './dom.ts'
import { renderMrkdwn } from './mrkdwn.ts'
import type { Piece } from './rich-text.ts'
import { link, renderRichText } from './rich-text.ts'
import type { Surface } from './surface.ts'
import { whileBusy } from './surface.ts'

interface TextObject {
  readonly type?: string
  readonly text?: string
}

/** A block or block element: docs.slack.dev/reference/block-kit/blocks. */
export interface Block extends Piece {
  readonly block_id?: string
  readonly fields?: readonly TextObject[]
  readonly accessory?: Block
  readonly label?: TextObject
  readonly hint?: TextObject
  readonly optional?: boolean
  readonly element?: Block
  readonly multiline?: boolean
  readonly max_length?: number
  readonly placeholder?: TextObject
  readonly action_id?: string
  readonly confirm?: { readonly title?: TextObject; readonly text?: TextObject }
  readonly rows?: readonly (readonly Piece[])[]
  readonly title?: TextObject
  readonly alt_text?: string
  readonly slack_file?: { readonly id?: string }
}

/** The blocks of a message body or view; none where it has none. */
export const blocksOf = (body: unknown): readonly Block[] => {
  if (Array.isArray(body)) return body as readonly Block[]
  const blocks = (body as { blocks?: unknown } | null | undefined)?.blocks
  return Array.isArray(blocks) ? (blocks as readonly Block[]) : []
}

/** Draws blocks as Slack would; inputs are drawn by `slack-form.ts`, which passes in how. */
export const renderBlocks = (
  blocks: readonly Block[],
  surface: Surface,
  input?: (block: Block) => HTMLElement,
): HTMLElement => {
  const box = el('div', { class: 'bk' })
  for (const block of blocks) box.append(renderBlock(block, surface, input))
  return box
}

export const plainText = (text: unknown): string => (text as TextObject | undefined)?.text ?? ''

const renderText = (text: unknown, surface: Surface): readonly Node[] => {
  const { type, text: words = '' } = (text ?? {}) as TextObject
  return type === 'mrkdwn' ? renderMrkdwn(words, surface) : [document.createTextNode(words)]
}

const renderBlock = (
  block: Block,
  surface: Surface,
  input: ((block: Block) => HTMLElement) | undefined,
): HTMLElement => {
  switch (block.type) {
    case 'header':
      return el('h4', { class: 'bk-header', text: plainText(block.text) })
    case 'section': {
      const words = el('div', { class: 'bk-words' })
      if (block.text !== undefined) words.append(el('p', {}, ...renderText(block.text, surface)))
      if (block.fields !== undefined) words.append(renderFields(block.fields, surface))
      const accessory = block.accessory === undefined ? undefined : renderElement(block.accessory, surface)
      return el('div', { class: 'bk-section' }, words, accessory)
    }
    case 'context':
      return el(
        'div',
        { class: 'bk-context' },
        ...(block.elements ?? []).map((one) => el('span', {}, ...renderText(one, surface))),
      )
    case 'divider':
      return el('hr')
    case 'actions':
      return el(
        'div',
        { class: 'bk-actions' },
        ...(block.elements ?? []).map((one) => renderElement(one, surface)),
      )
    case 'image':
      return renderImage(block)
    case 'rich_text':
      return renderRichText(block, surface)
    case 'input':
      return input === undefined ? unknown(block) : input(block)
    default:
      return unknown(block)
  }
}

/** Only files of the workspace: an address elsewhere would be asked for from here. */
const renderImage = (block: Block): HTMLElement => {
  const { id } = block.slack_file ?? {}
  if (id === undefined) return unknown(block)
  const source = `/playground/files/${encodeURIComponent(id)}`
  return el(
    'figure',
    { class: 'bk-image' },
    block.title === undefined ? undefined : el('figcaption', { text: plainText(block.title) }),
    el('img', { src: source, alt: block.alt_text ?? '' }),
  )
}

const renderFields = (fields: readonly TextObject[], surface: Surface): HTMLElement =>
  el('div', { class: 'bk-fields' }, ...fields.map((field) => el('div', {}, ...renderText(field, surface))))

const renderElement = (element: Block, surface: Surface): HTMLElement => {
  if (element.type !== 'button') return unknown(element)
  const label = plainText(element.text)
  if (element.url !== undefined) {
    const anchor = link(element.url, label)
    anchor.classList.add('button')
    return anchor
  }
  const style = element.style === 'primary' || element.style === 'danger' ? ` ${element.style}` : ''
  const button = el('button', { type: 'button', class: `button${style}`, text: label })
  button.addEventListener('click', () => {
    const { confirm: ask } = element
    if (ask !== undefined && !confirm(`${plainText(ask.title)}\n\n${plainText(ask.text)}`)) return
    void whileBusy(button, () => surface.press(label))
  })
  return button
}

const unknown = (block: Block): HTMLElement =>
  el('p', { class: 'bk-unknown', text: `(The playground cannot draw “${block.type ?? '?'}”.)` })
