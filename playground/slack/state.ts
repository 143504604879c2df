import { fields } from './fields.ts'
import type { Fields } from './fields.ts'
import type { SlackWorkspaceOptions, UserOptions } from './options.ts'

export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly zone: string
  readonly guest: boolean
  /** The user's own workspace when it is another one. */
  readonly stranger: string | undefined
  readonly bot: boolean
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im'
  readonly members: Set<string>
  readonly shared: boolean
  archived: boolean
  /** The person, in a direct chat with the bot. */
  readonly person: string | undefined
}

export interface Message {
  readonly channel: string
  readonly ts: string
  readonly user: string
  text: string
  blocks: readonly Fields[] | undefined
  attachments: readonly Fields[] | undefined
  metadata: Fields | undefined
  readonly threadTs: string | undefined
  /** A reply that is shown in the channel as well. */
  readonly broadcast: boolean
  /** False when the text is to be read literally (`mrkdwn: false`). */
  mrkdwn: boolean
  /** When it was last edited, as a ts. */
  edited: string | undefined
  /** Set for an ephemeral message. */
  readonly onlyFor: string | undefined
  readonly reactions: Map<string, Set<string>>
}

export type NewMessage = Pick<Message, 'channel' | 'user' | 'text'> & Partial<Omit<Message, 'ts'>>

/** Everything there is in the workspace: people, channels, messages. */
export interface State {
  readonly users: ReadonlyMap<string, User>
  readonly channels: Map<string, Channel>
  now(): number
  /** A new timestamp, later than every one before, as Slack writes them: `1700000000.000100`. */
  nextTs(): string
  /** A new id with that prefix. */
  nextId(prefix: string): string
  /** The direct chat of the person with the bot, made when it is first asked for. */
  direct(user: string): Channel
  add(message: NewMessage): Message
  /** A message that everyone in the channel sees. */
  find(channel: string, ts: string): Message | undefined
  /** Ephemerals count only for the person who sees them. */
  findFor(user: string, channel: string, ts: string): Message | undefined
  remove(message: Message): void
  /** Oldest first, ephemerals included. */
  messages(channel: string): readonly Message[]
  replies(message: Message): readonly Message[]
  /** How many messages repeat the `event_payload.key` in the metadata of an earlier one. */
  duplicates(): number
  complain(user: string, complaint: string): void
  complaints(user: string): readonly string[]
  /** Tells every subscriber. */
  changed(): void
  subscribe(changed: () => void): () => void
}

export const createState = (options: SlackWorkspaceOptions, botUser: string, botName: string): State => {
  const now = options.now ?? Date.now
  const users = new Map<string, User>(options.users.map((user) => [user.id, asUser(user)]))
  const bot = { id: botUser, name: botName, email: '', zone: 'UTC' }
  users.set(botUser, { ...asUser(bot), bot: true })
  const channels = new Map<string, Channel>()
  for (const channel of options.channels) {
    const members = new Set(channel.members)
    if (channel.desk !== false) members.add(botUser)
    for (const member of members)
      if (!users.has(member)) throw new Error(`#${channel.name} has the unknown member ${member}`)
    channels.set(channel.id, {
      id: channel.id,
      name: channel.name,
      kind: channel.private === true ? 'private' : 'public',
      members,
      shared: channel.shared === true,
      archived: channel.archived === true,
      person: undefined,
    })
  }
  const byChannel = new Map<string, Map<string, Message>>()
  const complaints = new Map<string, string[]>()
  const subscribers = new Set<() => void>()
  const keys = new Set<unknown>()
  let duplicates = 0
  let lastMicros = 0
  let drawn = 0

  const messagesOf = (channel: string): Map<string, Message> => {
    let messages = byChannel.get(channel)
    if (!messages) byChannel.set(channel, (messages = new Map<string, Message>()))
    return messages
  }
  const changed = (): void => {
    for (const subscriber of subscribers) subscriber()
  }
  const nextTs = (): string => {
    lastMicros = Math.max(Math.floor(now()) * 1000, lastMicros + 1)
    return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`
  }

  return {
    users,
    channels,
    now,
    nextTs,
    nextId: (prefix) => `${prefix}${(++drawn).toString(36).toUpperCase().padStart(8, '0')}`,
    direct: (user) => {
      const id = `D${user.slice(1)}`
      let channel = channels.get(id)
      if (!channel) {
        channel = {
          id,
          name: botName,
          kind: 'im',
          members: new Set([user, botUser]),
          shared: false,
          archived: false,
          person: user,
        }
        channels.set(id, channel)
      }
      return channel
    },
    add: (given) => {
      const message: Message = {
        blocks: undefined,
        attachments: undefined,
        metadata: undefined,
        threadTs: undefined,
        broadcast: false,
        mrkdwn: true,
        edited: undefined,
        onlyFor: undefined,
        reactions: new Map(),
        ...given,
        ts: nextTs(),
      }
      messagesOf(message.channel).set(message.ts, message)
      const key = fields(message.metadata?.['event_payload'])['key']
      if (key !== undefined && keys.has(key)) duplicates += 1
      keys.add(key)
      changed()
      return message
    },
    find: (channel, ts) => {
      const message = messagesOf(channel).get(ts)
      return message?.onlyFor === undefined ? message : undefined
    },
    findFor: (user, channel, ts) => {
      const message = messagesOf(channel).get(ts)
      return message?.onlyFor === undefined || message.onlyFor === user ? message : undefined
    },
    remove: (message) => {
      messagesOf(message.channel).delete(message.ts)
      changed()
    },
    messages: (channel) => [...messagesOf(channel).values()],
    replies: (root) =>
      [...messagesOf(root.channel).values()].filter(
        (each) => each.threadTs === root.ts && each.ts !== root.ts && each.onlyFor === undefined,
      ),
    duplicates: () => duplicates,
    complain: (user, complaint) => {
      complaints.set(user, [...(complaints.get(user) ?? []), complaint])
      changed()
    },
    complaints: (user) => complaints.get(user) ?? [],
    changed,
    subscribe: (subscriber) => {
      subscribers.add(subscriber)
      return () => subscribers.delete(subscriber)
    },
  }
}

const asUser = (user: UserOptions): User => ({
  id: user.id,
  name: user.name,
  email: user.email,
  zone: user.zone ?? 'UTC',
  guest: user.guest === true,
  stranger: user.stranger,
  bot: false,
})
