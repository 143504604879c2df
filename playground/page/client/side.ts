import type { SeenMessage } from '../../chat.ts'
import type { SideState } from '../state.ts'
import type { Selection, Side } from './api.ts'
import { createComposer, readTyped } from './composer.ts'
import { el, icon } from './dom.ts'
import { createFormDialog } from './form-dialog.ts'
import { createHomeView } from './home-view.ts'
import { createMessageList } from './message-list.ts'
import type { MessageActs } from './message.ts'
import { renderMessage } from './message.ts'
import { createPersonPicker } from './person-picker.ts'
import { createSearchBox } from './search.ts'
import { createSideActs, onMessage, reportAction } from './side-acts.ts'
import { createSidebar } from './sidebar.ts'
import { createToasts } from './toasts.ts'

export interface SideView {
  readonly element: HTMLElement
  readonly selection: Selection
  update(state: SideState): void
  /** Becomes that person and puts the words in the box. */
  suggest(user: string, words: string): void
}

const titles = { slack: 'Slack', teams: 'Microsoft Teams' } as const

/** One chat: people, conversations, messages, a thread, forms and notices. `refresh` fetches the state anew. */
export const createSide = (side: Side, selection: Selection, refresh: () => void): SideView => {
  const toasts = createToasts()
  const acts = createSideActs(side, selection, toasts)
  let latest: SideState | undefined
  let ownBefore: string | undefined
  const complaintsSeen = new Map<string, number>()

  const look = (change: Partial<Selection>): void => {
    ownBefore = undefined
    Object.assign(selection, { thread: undefined, home: false }, change)
    refresh()
  }
  const send = async (words: string, thread: boolean): Promise<void> => {
    const typed = readTyped(side, words)
    if (typed.act === 'unknown') {
      const [name = ''] = typed.words.split(/\s/, 1)
      toasts.show(`${name} is not a valid command. The desk answers /desk.`)
      throw new Error('not sent')
    }
    // Teams answers a post in its thread: the thread of what was just asked is opened.
    if (side === 'teams' && typed.act === 'command' && !thread && openKind() === 'channel') {
      ownBefore = newestOwn(latest) ?? ''
    }
    if (await acts.attempt({ ...typed, ...acts.place(thread) })) return
    ownBefore = undefined
    throw new Error('not sent')
  }

  const picker = createPersonPicker(side, (user) => look({ user, conversation: undefined }))
  const home = createHomeView(side, selection, acts, () => latest)
  const sidebar = createSidebar({
    open: (conversation) => look({ conversation }),
    home: () => {
      look({ home: true })
      void home.open()
    },
    report: () => void acts.attempt({ act: 'shortcut', name: reportAction }),
  })
  const heading = el('h2', { class: 'column-title' })
  const search =
    side === 'teams'
      ? createSearchBox(
          (query) => acts.lines({ act: 'search', query }),
          async (query, index) => {
            await acts.attempt({ act: 'share', ...acts.place(false), query, index })
          },
        ).element
      : undefined
  const messages = createMessageList('Messages', 'Nothing has been said here yet.')
  const composer = createComposer('Message', (words) => send(words, false))
  const talk = el('div', { class: 'talk' }, messages.element, composer.element)
  const column = el(
    'main',
    { class: 'column' },
    el('header', { class: 'column-head' }, heading, search),
    talk,
    home.element,
  )
  const replies = createMessageList('Thread', '')
  const replyBox = createComposer('Reply in thread', (words) => send(words, true))
  const thread = el(
    'aside',
    { class: 'thread', 'aria-label': 'Thread', hidden: true },
    el(
      'header',
      { class: 'column-head' },
      el('h2', { class: 'column-title', text: 'Thread' }),
      el(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': 'Close thread',
          onclick: () => look({ thread: undefined }),
        },
        icon('close'),
      ),
    ),
    replies.element,
    replyBox.element,
  )
  const body = el('div', { class: 'side-body' }, sidebar.element, column, thread)
  const workspace = el('span', { class: 'workspace', text: titles[side] })
  const top = el('header', { class: 'side-top' }, workspace, picker.element)
  const dialog = createFormDialog(
    side,
    async () => {
      await acts.attempt({ act: 'closeForm' })
    },
    (covered) => {
      body.inert = covered
      top.inert = covered
    },
  )
  const element = el(
    'section',
    { class: `side ${side}`, 'aria-label': titles[side] },
    top,
    body,
    dialog.element,
    toasts.element,
  )

  const actsOn = (message: SeenMessage, inThread: boolean): MessageActs => {
    // What only one person sees is no message to the platform: it can be neither answered nor reacted to.
    if (message.onlyFor !== undefined) return {}
    return {
      report: () => void acts.attempt({ act: 'messageAction', ...onMessage(message), name: reportAction }),
      ...(side === 'slack'
        ? { react: () => void acts.attempt({ act: 'react', ...onMessage(message), emoji: 'ticket' }) }
        : {}),
      ...(inThread || (side === 'teams' && openKind() === 'direct')
        ? {}
        : { openThread: () => look({ thread: message.id }) }),
    }
  }
  const openKind = (): string =>
    latest?.conversations.find((one) => one.id === latest?.conversation)?.kind ?? 'channel'

  const complain = (state: SideState): void => {
    const before = complaintsSeen.get(state.user) ?? state.complaints.length
    for (const words of state.complaints.slice(before)) toasts.show(words)
    complaintsSeen.set(state.user, state.complaints.length)
  }

  return {
    element,
    selection,
    suggest: (user, words) => {
      composer.suggest(words)
      look({ user, conversation: undefined })
    },
    update: (state) => {
      latest = state
      selection.user = state.user
      selection.conversation = state.conversation
      selection.thread = state.thread?.root
      complain(state)
      picker.update(state)
      sidebar.update(state, selection)
      const open = state.conversations.find((one) => one.id === state.conversation)
      const direct = open?.kind === 'direct'
      const name = `${side === 'slack' && !direct ? '#' : ''}${open?.name ?? ''}`
      heading.textContent = selection.home ? 'Desk · Home' : name
      column.classList.toggle('is-direct', direct && !selection.home)
      talk.hidden = selection.home
      home.element.hidden = !selection.home
      const scope = `${state.user}/${state.conversation}`
      const draw = (inThread: boolean) => (message: SeenMessage) =>
        renderMessage(side, message, state.user, acts.surface(state, message), actsOn(message, inThread))
      messages.update(scope, state.messages, draw(false))
      composer.update(scope, placeholder(side, name, direct))
      thread.hidden = state.thread === undefined || selection.home
      if (state.thread !== undefined) {
        const threadScope = `${scope}/${state.thread.root}`
        replies.update(threadScope, state.thread.messages, draw(true))
        replyBox.update(threadScope, 'Reply…')
      }
      const own = newestOwn(state)
      if (ownBefore !== undefined && own !== undefined && own !== ownBefore) {
        ownBefore = undefined
        look({ thread: own })
      }
      home.update(state)
      dialog.update(state.form, acts.surface(state))
    },
  }
}

/** The newest message that the person who looks wrote where they look. */
const newestOwn = (state: SideState | undefined): string | undefined =>
  state?.messages.findLast((message) => message.author === state.user)?.id

const placeholder = (side: Side, name: string, direct: boolean): string => {
  if (side === 'slack') return `Message ${name}, or /desk incident …`
  return direct ? 'Message Desk, or incident …' : 'Start a post, or @Desk incident …'
}
