import type { SeenMessage } from '../../chat.ts'
import { cardsOf, drawCard } from './adaptive-card.ts'
import type { Side } from './api.ts'
import { blocksOf, renderBlocks } from './block-kit.ts'
import { avatar, el, icon } from './dom.ts'
import type { IconName } from './dom.ts'
import { drawSigns } from './signs.ts'
import type { Surface } from './surface.ts'
import { clockTime, dateTime, postedAt } from './time.ts'

/** What can be done to a message besides pressing its buttons; what is absent is not offered. */
export interface MessageActs {
  readonly report?: () => void
  readonly react?: () => void
  readonly openThread?: () => void
}

/** The platform's own body: blocks in Slack, cards in Teams, and plain words where there is neither. */
export const renderBody = (side: Side, message: SeenMessage, surface: Surface): HTMLElement =>
  drawSigns(drawBody(side, message, surface))

const drawBody = (side: Side, message: SeenMessage, surface: Surface): HTMLElement => {
  if (side === 'slack') {
    const blocks = blocksOf(message.body)
    if (blocks.length > 0) return renderBlocks(blocks, surface)
    return el('p', { class: 'words', text: message.text })
  }
  const cards = cardsOf(message.body)
  if (cards.length === 0) return el('p', { class: 'words', text: message.text })
  const { text } = (message.body ?? {}) as { text?: unknown }
  const words =
    typeof text === 'string' && text !== '' ? el('p', { class: 'words', text: firstWords(message) }) : ''
  return el('div', {}, words, ...cards.map((card) => drawCard(card, surface).element))
}

/** Words above a card: the message's text begins with them. */
const firstWords = (message: SeenMessage): string => message.text.split('\n', 1)[0] ?? ''

/** One message, with its author, time and marks, and the menu that shows when it is pointed at or focused. */
export const renderMessage = (
  side: Side,
  message: SeenMessage,
  viewer: string,
  surface: Surface,
  acts: MessageActs,
): HTMLElement => {
  const when = postedAt(message.id)
  const time =
    when === undefined
      ? undefined
      : el('time', { title: dateTime(when, surface.zone), text: clockTime(when, surface.zone) })
  const head = el(
    'div',
    { class: 'message-head' },
    el('span', { class: 'author', text: message.authorName }),
    message.author === 'desk' ? el('span', { class: 'app-mark', text: 'APP' }) : undefined,
    time,
    message.edited
      ? el('span', { class: 'edited', text: side === 'slack' ? '(edited)' : 'Edited' })
      : undefined,
  )
  const only =
    message.onlyFor === undefined
      ? undefined
      : el('div', { class: 'only-you' }, icon('eye'), el('span', { text: 'Only visible to you' }))
  const replies =
    message.replies > 0 && acts.openThread !== undefined
      ? el('button', {
          type: 'button',
          class: 'replies',
          text: `${message.replies} ${message.replies === 1 ? 'reply' : 'replies'}`,
          onclick: acts.openThread,
        })
      : undefined
  const classes = [
    'message',
    message.author === viewer ? 'mine' : '',
    message.onlyFor === undefined ? '' : 'private',
    cardsOf(message.body).length > 0 ? 'has-card' : '',
  ]
  return el(
    'li',
    { class: classes.filter((one) => one !== '').join(' '), 'data-message': message.id },
    avatar(message.author, message.authorName),
    el(
      'div',
      { class: 'message-main' },
      only,
      head,
      el('div', { class: 'message-body' }, renderBody(side, message, surface)),
      replies,
    ),
    renderMenu(acts),
  )
}

const item = (name: IconName, label: string, run: (() => void) | undefined): HTMLElement | undefined =>
  run === undefined
    ? undefined
    : el(
        'button',
        { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick: run },
        icon(name),
      )

const renderMenu = (acts: MessageActs): HTMLElement => {
  return el(
    'div',
    { class: 'message-menu', role: 'group', 'aria-label': 'Message actions' },
    item('ticket', 'React with :ticket:', acts.react),
    item('reply', 'Reply in thread', acts.openThread),
    item('report', 'Report a problem', acts.report),
  )
}
