import type { SeenMessage } from '../../chat.ts'
import type { SideState } from '../state.ts'
import type { Selection, Side } from './api.ts'
import { el } from './dom.ts'
import { renderBody } from './message.ts'
import type { SideActs } from './side-acts.ts'

export interface HomeView {
  readonly element: HTMLElement
  /** Tells the desk that the home view is opened, and shows what it answers. */
  open(): Promise<void>
  update(state: SideState): void
}

/**
 * App Home in Slack, the home card in Teams. Slack's is published by the desk without a message, so it is looked at again
 * when something changed; Teams' is a message of the direct chat, which the state brings as it is now.
 */
export const createHomeView = (
  side: Side,
  selection: Selection,
  acts: SideActs,
  latest: () => SideState | undefined,
): HomeView => {
  const element = el('div', { class: 'home scroller', tabindex: '0', hidden: true })
  let shown: SeenMessage | undefined
  let drawn = ''
  let asking: Promise<void> | undefined

  const draw = (message: SeenMessage | undefined): void => {
    const state = latest()
    if (state === undefined) return
    const signature = JSON.stringify([state.user, message])
    if (signature === drawn) return
    drawn = signature
    if (message === undefined) {
      element.replaceChildren(el('p', { class: 'empty', text: 'The desk has not shown a home view yet.' }))
      return
    }
    const surface = acts.surface(state, message)
    const press =
      side === 'teams'
        ? (label: string) => surface.press(label)
        : async (label: string) => {
            if (await acts.attempt({ act: 'pressHome', label })) await open(() => acts.lookHome())
          }
    element.replaceChildren(
      el('div', { class: 'home-body' }, renderBody(side, message, { ...surface, press })),
    )
  }

  const fetch = async (ask: () => Promise<SeenMessage | undefined>): Promise<void> => {
    const user = selection.user
    const home = await ask()
    if (selection.user !== user || !selection.home) return
    shown = home
    // The state then brings the conversation that the card stands in.
    if (side === 'teams' && home !== undefined) selection.conversation = home.conversation
    draw(home)
  }
  const open = (ask: () => Promise<SeenMessage | undefined>): Promise<void> => {
    asking ??= fetch(ask).finally(() => {
      asking = undefined
    })
    return asking
  }

  return {
    element,
    open: async () => {
      drawn = ''
      shown = undefined
      element.replaceChildren(el('p', { class: 'empty', text: 'Opening…' }))
      await open(() => acts.home())
    },
    update: (state) => {
      if (!selection.home) return
      if (side === 'teams') {
        const now = state.messages.find((message) => message.id === shown?.id)
        if (now !== undefined) draw(now)
      } else void open(() => acts.lookHome())
    },
  }
}
