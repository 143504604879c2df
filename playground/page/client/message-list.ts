import type { SeenMessage } from '../../chat.ts'
import { el } from './dom.ts'

export interface MessageList {
  readonly element: HTMLElement
  /** `scope` changes when another conversation, thread or person is shown: then everything is drawn anew. */
  update(scope: string, messages: readonly SeenMessage[], draw: (message: SeenMessage) => HTMLElement): void
}

/**
 * Newest at the bottom. Only what changed is drawn again, so that a card in which somebody types stays as it is; the
 * list follows new messages while it is scrolled to its end.
 */
export const createMessageList = (label: string, empty: string): MessageList => {
  const list = el('ol', { class: 'messages', role: 'log', 'aria-live': 'polite', 'aria-label': label })
  const nothing = el('p', { class: 'empty', text: empty })
  const element = el('div', { class: 'scroller', tabindex: '0' }, nothing, list)
  const drawn = new Map<string, { signature: string; node: HTMLElement }>()
  let scopeNow = ''

  return {
    element,
    update: (scope, messages, draw) => {
      const fresh = scope !== scopeNow
      if (fresh) {
        scopeNow = scope
        drawn.clear()
        list.replaceChildren()
      }
      const atEnd = fresh || element.scrollHeight - element.scrollTop - element.clientHeight < 60
      const there = new Set(messages.map((message) => message.id))
      for (const [id, { node }] of drawn) {
        if (there.has(id)) continue
        node.remove()
        drawn.delete(id)
      }
      let grew = fresh
      for (const [index, message] of messages.entries()) {
        const signature = JSON.stringify(message)
        const before = drawn.get(message.id)
        let node = before?.node
        if (node === undefined || before?.signature !== signature) {
          const next = draw(message)
          node?.replaceWith(next)
          node = next
          drawn.set(message.id, { signature, node })
          grew = true
        }
        const place = list.children[index]
        if (place !== node) list.insertBefore(node, place ?? null)
      }
      nothing.hidden = messages.length > 0
      if (grew && atEnd) element.scrollTop = element.scrollHeight
    },
  }
}
