import { createHash } from 'node:crypto'
import type { Json } from './json.ts'
import type { TeamsTenantOptions } from './options.ts'

/** A conversation of the tenant and everything said in it. */
export interface Room {
  readonly id: string
  readonly name: string
  readonly kind: 'channel' | 'direct'
  /** Entra object ids. */
  readonly members: readonly string[]
  readonly messages: Message[]
  /** Whether the app is there. */
  installed: boolean
  /** Whether the user of a direct chat blocked the bot. */
  blocked: boolean
}

export interface Message {
  readonly id: string
  /** The id of the message that starts the thread. */
  readonly root: string | undefined
  /** An Entra object id, or `desk`. */
  readonly author: string
  readonly onlyFor: string | undefined
  readonly at: Temporal.Instant
  body: Json
  /** Counts up with every edit. */
  version: number
  /** What single users see in place of the message: the card they were answered, by Entra object id. */
  readonly views: Map<string, Json>
  /** Users whose view of this version was asked for. */
  readonly refreshed: Set<string>
}

export interface NewMessage {
  readonly author: string
  readonly body: Json
  readonly root?: string | undefined
  readonly onlyFor?: string
}

export interface Rooms {
  readonly all: readonly Room[]
  /** By the conversation id, with or without `;messageid=`; the team's id is its first channel. */
  find(conversation: string): Room | undefined
  direct(user: string): Room
  add(room: Room, message: NewMessage): Message
  edit(message: Message, body: Json): void
  remove(room: Room, message: Message): void
}

/** Parts a conversation id: `19:…@thread.tacv2;messageid=1` is the thread of message 1. */
export const parted = (conversation: string): { readonly id: string; readonly root: string | undefined } => {
  const [id = '', root] = conversation.split(';messageid=')
  return { id, root }
}

export const createRooms = (options: TeamsTenantOptions, botName: string): Rooms => {
  const now = options.now ?? (() => Temporal.Now.instant())
  const open = (id: string, name: string, kind: Room['kind'], members: readonly string[]): Room => {
    const room = { id, name, kind, members, messages: [], installed: false, blocked: false }
    all.push(room)
    return room
  }
  const all: Room[] = []
  for (const channel of options.channels) open(channel.id, channel.name, 'channel', channel.members)
  const directs = new Map(
    options.users.map((user) => {
      const id = `a:1${createHash('sha256').update(`direct/${options.appId}/${user.id}`).digest('base64url')}`
      return [user.id, open(id, botName, 'direct', [user.id])]
    }),
  )
  let lastId = 0
  return {
    all,
    find: (conversation) => {
      const { id } = parted(conversation)
      return all.find((room) => room.id === (id === options.team.id ? (options.channels[0]?.id ?? id) : id))
    },
    direct: (user) => {
      const room = directs.get(user)
      if (room === undefined) throw new Error(`Nobody in ${options.name} has the id ${user}`)
      return room
    },
    add: (room, { author, body, root, onlyFor }) => {
      // Teams ids messages by their time in milliseconds; two of one millisecond must still differ.
      lastId = Math.max(now().epochMilliseconds, lastId + 1)
      const message: Message = {
        id: String(lastId),
        root,
        author,
        onlyFor,
        at: now(),
        body,
        version: 0,
        views: new Map(),
        refreshed: new Set(),
      }
      room.messages.push(message)
      return message
    },
    edit: (message, body) => {
      message.body = body
      message.version += 1
      message.views.clear()
      message.refreshed.clear()
    },
    remove: (room, message) => {
      room.messages.splice(room.messages.indexOf(message), 1)
    },
  }
}
