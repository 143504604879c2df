import type { SeenMessage } from '../../chat.ts'
import type { SideState } from '../state.ts'
import type { Selection, Side } from './api.ts'
import { act, linesOf, messageOf } from './api.ts'
import type { Surface } from './surface.ts'
import type { Toasts } from './toasts.ts'

/** The one shortcut and message action of the app, as both manifests name it. */
export const reportAction = 'Report a problem'

export interface SideActs {
  /** Does it as the person chosen. False when it was refused, which has been said in a toast. */
  attempt(body: Readonly<Record<string, unknown>>): Promise<boolean>
  lines(body: Readonly<Record<string, unknown>>): Promise<readonly string[]>
  /** Opens the home view. */
  home(): Promise<SeenMessage | undefined>
  /** The home view as it is now, without opening it again (Slack). */
  lookHome(): Promise<SeenMessage | undefined>
  /** Where something is said now. */
  place(thread: boolean): { readonly conversation: string; readonly thread?: string }
  /** What the buttons and inputs of a message do; without a message, those of the form in front. */
  surface(state: SideState, message?: SeenMessage): Surface
}

/** What a person can do on one side, as requests to the playground. */
export const createSideActs = (side: Side, selection: Selection, toasts: Toasts): SideActs => {
  const send = (body: Readonly<Record<string, unknown>>): Promise<unknown> =>
    act({ chat: side, user: selection.user ?? '', ...body })

  const attempt = async (body: Readonly<Record<string, unknown>>): Promise<boolean> => {
    try {
      await send(body)
      return true
    } catch (error) {
      toasts.show(error instanceof Error ? error.message : String(error))
      return false
    }
  }
  const ask = async (body: Readonly<Record<string, unknown>>): Promise<unknown> => {
    try {
      return await send(body)
    } catch (error) {
      toasts.show(error instanceof Error ? error.message : String(error))
      return null
    }
  }
  const lines = async (body: Readonly<Record<string, unknown>>): Promise<readonly string[]> =>
    linesOf(await ask(body))

  return {
    attempt,
    lines,
    home: async () => messageOf(await ask({ act: 'home' })),
    lookHome: async () => messageOf(await ask({ act: 'lookHome' })),
    place: (thread) => ({
      conversation: selection.conversation ?? '',
      ...(thread && selection.thread !== undefined ? { thread: selection.thread } : {}),
    }),
    surface: (state, message) => ({
      zone: state.people.find((person) => person.user === state.user)?.zone ?? 'Etc/UTC',
      nameOf: (user) => state.people.find((person) => person.user === user)?.name ?? 'Desk',
      press: async (label) => {
        await attempt(
          message === undefined
            ? { act: 'submit', values: {} }
            : { act: 'press', ...onMessage(message), label },
        )
      },
      submit: async (values) => {
        await attempt({ act: 'submit', values, ...(message === undefined ? {} : { on: onMessage(message) }) })
      },
      lookup: (label, query) => lines({ act: 'lookup', label, query }),
    }),
  }
}

/** How an act names the message it is done to. */
export const onMessage = (
  message: SeenMessage,
): { readonly conversation: string; readonly message: string; readonly thread?: string } => ({
  conversation: message.conversation,
  message: message.id,
  ...(message.thread === undefined ? {} : { thread: message.thread }),
})
