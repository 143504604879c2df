import type { Conversation, SeenMessage, SimulatedUser } from '../chat.ts'
import { objects, text } from './fields.ts'
import { buttonsIn, showBlocks } from './show-blocks.ts'
import { showMrkdwn } from './show-mrkdwn.ts'
import type { Reader } from './show-mrkdwn.ts'
import type { Channel, Message, User } from './state.ts'
import type { OpenView } from './view-book.ts'
import type { World } from './world.ts'

/** The conversation and message id of the home view. */
export const homeId = 'home'

/** The conversation and message id of the modal in front, so that its buttons can be read and pressed as well. */
export const modalId = 'modal'

export const readerOf = ({ state }: World, user: User): Reader => ({
  zone: user.zone,
  now: state.now(),
  userName: (id) => state.users.get(id)?.name ?? id,
  channelName: (id) => state.channels.get(id)?.name ?? id,
})

/** The person; throws for anyone unknown and for the bot. */
export const personOf = ({ state }: World, id: string): User => {
  const user = state.users.get(id)
  if (!user || user.bot) throw new Error(`there is no person ${id} in the workspace`)
  return user
}

/** The conversation, which the person must be in. */
export const conversationOf = ({ state }: World, user: User, id: string): Channel => {
  // The direct chat is there before anyone has written in it.
  const direct = user.stranger === undefined ? state.direct(user.id) : undefined
  const channel = direct?.id === id ? direct : state.channels.get(id)
  if (!channel?.members.has(user.id)) throw new Error(`${user.name} is not in the conversation ${id}`)
  return channel
}

export const people = ({ state }: World): readonly SimulatedUser[] =>
  [...state.users.values()].filter((user) => !user.bot).map(({ id, name }) => ({ id, name }))

/** A stranger has no direct chat with the app: it is not installed where they are at home. */
export const conversationsOf = (world: World, user: User): readonly Conversation[] => {
  const channels = [...world.state.channels.values()]
    .filter((channel) => channel.kind !== 'im' && !channel.archived && channel.members.has(user.id))
    .map(({ id, name }): Conversation => ({ id, name, kind: 'channel' }))
  if (user.stranger !== undefined) return channels
  const direct = world.state.direct(user.id)
  return [...channels, { id: direct.id, name: direct.name, kind: 'direct' }]
}

/** What the person sees of a conversation: docs in `SimulatedChat.read`. */
export const messagesFor = (
  world: World,
  user: User,
  channel: Channel,
  thread: string | undefined,
): readonly SeenMessage[] => {
  const visible = world.state
    .messages(channel.id)
    .filter((each) => each.onlyFor === undefined || each.onlyFor === user.id)
  const replies = new Map<string, number>()
  for (const { threadTs, onlyFor } of visible)
    if (threadTs !== undefined && onlyFor === undefined)
      replies.set(threadTs, (replies.get(threadTs) ?? 0) + 1)
  return visible
    .filter((each) =>
      thread === undefined
        ? each.threadTs === undefined || each.broadcast
        : each.ts === thread || each.threadTs === thread,
    )
    .map((each) => seen(world, user, each, replies.get(each.ts) ?? 0))
}

const seen = (world: World, user: User, message: Message, replies: number): SeenMessage => {
  const reader = readerOf(world, user)
  const fallback = showMrkdwn(message.text, reader, message.mrkdwn)
  const attached = (message.attachments ?? []).flatMap((attachment) => [
    showMrkdwn(text(attachment['text']) || text(attachment['fallback']), reader),
    showBlocks(attachment['blocks'], reader),
  ])
  const body = message.blocks === undefined ? fallback : showBlocks(message.blocks, reader)
  return {
    id: message.ts,
    conversation: message.channel,
    ...(message.threadTs === undefined ? {} : { thread: message.threadTs }),
    author: message.user === world.app.botUser ? 'desk' : message.user,
    authorName: reader.userName(message.user),
    text: [body, ...attached].filter((line) => line !== '').join('\n'),
    fallback,
    buttons: labels(message.blocks),
    ...(message.onlyFor === undefined ? {} : { onlyFor: message.onlyFor }),
    edited: message.edited !== undefined,
    replies,
    body: message.blocks ?? [{ type: 'section', text: { type: 'mrkdwn', text: message.text } }],
  }
}

/** The home view, or the modal in front. */
export const seenView = (world: World, user: User, open: OpenView, id: string): SeenMessage => {
  const shown = showBlocks(open.view['blocks'], readerOf(world, user))
  return {
    id,
    conversation: id,
    author: 'desk',
    authorName: world.manifest.botName,
    text: shown,
    fallback: shown,
    buttons: labels(open.view['blocks']),
    onlyFor: user.id,
    edited: false,
    replies: 0,
    body: objects(open.view['blocks']),
  }
}

const labels = (blocks: unknown): SeenMessage['buttons'] =>
  buttonsIn(blocks).map(({ label, style }) => (style === undefined ? { label } : { label, style }))
