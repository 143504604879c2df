import { isDeepStrictEqual } from 'node:util'

import { z } from 'zod'

import type { SeenMessage, SimulatedChat } from '../chat.ts'

const id = z.string().min(1).max(300)
const words = z.string().min(1).max(20_000)
const where = { conversation: id, thread: id.optional() }
const onMessage = { ...where, message: id }
const filled = z.union([z.string().max(20_000), z.array(z.string().max(300)).max(200)])
const who = { chat: z.enum(['slack', 'teams']), user: id }

/** What a person does on the page. */
export const actSchema = z.discriminatedUnion('act', [
  z.strictObject({ ...who, act: z.literal('say'), ...where, words }),
  z.strictObject({ ...who, act: z.literal('command'), ...where, words: z.string().max(20_000) }),
  z.strictObject({ ...who, act: z.literal('shortcut'), name: id }),
  z.strictObject({ ...who, act: z.literal('messageAction'), ...onMessage, name: id }),
  z.strictObject({ ...who, act: z.literal('react'), ...onMessage, emoji: id }),
  z.strictObject({ ...who, act: z.literal('press'), ...onMessage, label: id }),
  z.strictObject({ ...who, act: z.literal('pressHome'), label: id }),
  z.strictObject({
    ...who,
    act: z.literal('submit'),
    values: z.record(z.string().max(300), filled),
    /** The message that the inputs stand on; absent for a modal or dialog. */
    on: z.strictObject(onMessage).optional(),
  }),
  z.strictObject({ ...who, act: z.literal('closeForm') }),
  z.strictObject({ ...who, act: z.literal('lookup'), label: id, query: z.string().max(300) }),
  z.strictObject({ ...who, act: z.literal('home') }),
  /** Slack only: the home view as it is published now, without telling the desk that somebody opened it. */
  z.strictObject({ ...who, act: z.literal('lookHome') }),
  z.strictObject({ ...who, act: z.literal('search'), query: z.string().max(300) }),
  z.strictObject({
    ...who,
    act: z.literal('share'),
    ...where,
    query: z.string().max(300),
    index: z.int().min(0),
  }),
])

export type Act = z.infer<typeof actSchema>

/** What the act came to, for the browser: lines of a lookup or search, the home view, or nothing. */
export type Outcome = readonly string[] | SeenMessage | null

/** Carries out acts; remembers each person's home view, whose buttons are pressed by what was seen on it. */
export const createActor = (
  chats: Readonly<Record<'slack' | 'teams', SimulatedChat>>,
): ((act: Act) => Promise<Outcome>) => {
  const homes = new Map<string, SeenMessage>()

  const showHome = (act: Act, home: SeenMessage | undefined): SeenMessage | null => {
    if (home === undefined) return null
    homes.set(`${act.chat}/${act.user}`, home)
    return home
  }

  return async (act) => {
    const chat = chats[act.chat]
    if (!chat.users().some((user) => user.id === act.user)) throw new Error(`There is no ${act.user} here.`)
    switch (act.act) {
      case 'say':
        await chat.say(act.user, at(act), act.words)
        return null
      case 'command':
        await chat.command(act.user, at(act), act.words)
        return null
      case 'shortcut':
        await chat.shortcut(act.user, act.name)
        return null
      case 'messageAction':
        await chat.messageAction(act.user, find(chat, act), act.name)
        return null
      case 'react':
        await chat.react(act.user, find(chat, act), act.emoji)
        return null
      case 'press':
        await chat.press(act.user, find(chat, act), act.label)
        return null
      case 'pressHome': {
        const home = homes.get(`${act.chat}/${act.user}`)
        if (home === undefined) throw new Error('The home view is not open.')
        await chat.press(act.user, home, act.label)
        return null
      }
      case 'submit':
        if (act.on !== undefined) requireNewest(chat, act.user, find(chat, { user: act.user, ...act.on }))
        await chat.submit(act.user, act.values)
        return null
      case 'closeForm':
        await chat.closeForm(act.user)
        return null
      case 'lookup':
        return await chat.lookup(act.user, act.label, act.query)
      case 'home':
        return showHome(act, await chat.home(act.user))
      case 'lookHome':
        return showHome(act, chat.read(act.user, 'home').at(-1))
      case 'search':
        return await chat.search(act.user, act.query)
      case 'share':
        if (chat.share === undefined) throw new Error('Results cannot be shared in this chat.')
        await chat.share(act.user, at(act), act.query, act.index)
        return null
    }
  }
}

const at = (act: { conversation: string; thread?: string | undefined }) => ({
  conversation: act.conversation,
  ...(act.thread === undefined ? {} : { thread: act.thread }),
})

/** A chat takes what is typed for its newest form only: what is typed in an older one must not end up there. */
const requireNewest = (chat: SimulatedChat, user: string, message: SeenMessage): void => {
  const form = chat.form(user)?.body
  const { attachments } = (message.body ?? {}) as { attachments?: unknown }
  const cards = Array.isArray(attachments) ? attachments.map((one: { content?: unknown }) => one.content) : []
  if (cards.some((card) => isDeepStrictEqual(card, form))) return
  throw new Error('This form is no longer the newest one here. Ask the desk again to get a fresh one.')
}

const find = (
  chat: SimulatedChat,
  act: { user: string; conversation: string; thread?: string | undefined; message: string },
): SeenMessage => {
  const found = chat
    .read(act.user, act.conversation, act.thread)
    .find((message) => message.id === act.message)
  if (found === undefined) throw new Error('That message is no longer there.')
  return found
}
