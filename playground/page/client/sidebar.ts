import type { SideState } from '../state.ts'
import type { Selection } from './api.ts'
import { avatar, el, icon } from './dom.ts'

export interface Sidebar {
  readonly element: HTMLElement
  update(state: SideState, selection: Selection): void
}

export interface SidebarActs {
  open(conversation: string): void
  home(): void
  report(): void
}

/** Channels, the direct chat with the desk, the home view, and the button that reports a problem from anywhere. */
export const createSidebar = (acts: SidebarActs): Sidebar => {
  const list = el('div', { class: 'conversations' })
  const report = el(
    'button',
    { type: 'button', class: 'nav-item nav-report', onclick: () => acts.report() },
    icon('report'),
    el('span', { text: 'Report a problem' }),
  )
  /** What was read: user and conversation to the size then. */
  const read = new Map<string, number>()
  let drawn = ''

  return {
    element: el('nav', { class: 'sidebar', 'aria-label': 'Conversations' }, list, report),
    update: (state, selection) => {
      const key = (conversation: string): string => `${state.user}/${conversation}`
      // In Teams the home view is a card of the direct chat.
      const open = state.conversations.find((one) =>
        selection.home ? state.platform === 'teams' && one.kind === 'direct' : one.id === state.conversation,
      )
      if (open !== undefined) read.set(key(open.id), open.size)
      const rows = state.conversations.map((one) => ({
        ...one,
        unread: one.size - (read.get(key(one.id)) ?? 0),
        open: !selection.home && one.id === state.conversation,
      }))
      const signature = JSON.stringify([rows, selection.home, state.user])
      if (signature === drawn) return
      drawn = signature
      const row = (one: (typeof rows)[number]): HTMLElement =>
        el(
          'button',
          {
            type: 'button',
            class: `nav-item${one.unread > 0 ? ' unread' : ''}`,
            'data-conversation': one.id,
            'aria-current': one.open ? 'page' : false,
            onclick: () => acts.open(one.id),
          },
          one.kind === 'direct'
            ? avatar('desk', one.name)
            : el('span', { class: 'hash', 'aria-hidden': 'true', text: '#' }),
          el('span', { class: 'nav-name', text: one.name }),
          one.unread > 0
            ? el('span', { class: 'badge', 'aria-label': `${one.unread} new`, text: String(one.unread) })
            : undefined,
        )
      list.replaceChildren(
        el(
          'button',
          {
            type: 'button',
            class: 'nav-item nav-home',
            'aria-current': selection.home ? 'page' : false,
            onclick: () => acts.home(),
          },
          icon('home'),
          el('span', { class: 'nav-name', text: 'Home' }),
        ),
        el('h3', { text: 'Channels' }),
        ...rows.filter((one) => one.kind === 'channel').map(row),
        el('h3', { text: state.platform === 'slack' ? 'Apps' : 'Chat' }),
        ...rows.filter((one) => one.kind === 'direct').map(row),
      )
    },
  }
}
