import { messageProblem, refusal } from './activity-rules.ts'
import type { Refusal } from './activity-rules.ts'
import { isObject, object, objects, string } from './json.ts'
import type { Json } from './json.ts'
import type { PostedByBot } from './options.ts'
import { parted } from './rooms.ts'
import type { Message, Room } from './rooms.ts'
import { readAloud } from './show.ts'
import type { World } from './world.ts'

/** The Bot Connector's work on a conversation. Whatever it does not do is returned as a refusal. */
export interface Connector {
  /** Opens a direct chat, or starts a thread in a channel. */
  create(body: unknown): Json | Refusal
  /** Posts in a conversation, as an answer to `replyTo` where that is given. */
  post(conversation: string, body: unknown, replyTo?: string): Json | Refusal
  update(conversation: string, id: string, body: unknown): Json | Refusal
  remove(conversation: string, id: string): Json | Refusal
  members(conversation: string): readonly Json[] | Refusal
  member(conversation: string, id: string): Json | Refusal
  readonly posted: readonly PostedByBot[]
  readonly duplicates: number
}

export const isRefusal = (answer: object): answer is Refusal => 'code' in answer && 'status' in answer

/** See learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference. */
export const createConnector = (world: World): Connector => {
  const posted: PostedByBot[] = []
  const bodies = new Set<string>()
  let duplicates = 0

  const roomOf = (conversation: string): Room | Refusal =>
    world.rooms.find(conversation) ??
    refusal(404, 'ConversationNotFound', `There is no conversation ${conversation}`)

  const add = (room: Room, body: Json, root: string | undefined): Message | Refusal => {
    const problem = writable(room) ?? messageProblem(body, world.directory, world.botId)
    if (problem !== undefined) return problem
    const message = world.rooms.add(room, { author: 'desk', body, root })
    const text = readAloud(body)
    const said = `${room.id}\n${text}`
    if (bodies.has(said)) duplicates += 1
    bodies.add(said)
    posted.push({ conversation: room.id, id: message.id, text })
    world.changed()
    return message
  }

  const post = (conversation: string, body: unknown, replyTo?: string): Json | Refusal => {
    const room = roomOf(conversation)
    if (isRefusal(room)) return room
    if (!isObject(body)) return refusal(400, 'BadSyntax', 'The activity is not an object')
    if (body['type'] === 'typing') return writable(room) ?? { id: '' }
    const root = threadOf(room, parted(conversation).root, replyTo)
    if (typeof root === 'object') return root
    const message = add(room, body, root)
    return isRefusal(message) ? message : { id: message.id }
  }

  const create = (body: unknown): Json | Refusal => {
    const parameters = object(body)
    const channelData = object(parameters['channelData'])
    const channel = string(object(channelData['channel'])['id'])
    if (channel !== '') {
      const answer = post(channel, parameters['activity'])
      if (isRefusal(answer)) return answer
      return { id: `${channel};messageid=${string(answer['id'])}`, activityId: answer['id'] }
    }
    const tenant = string(object(channelData['tenant'])['id']) || string(parameters['tenantId'])
    const members = objects(parameters['members'])
    const [member] = members
    if (tenant === '') return refusal(400, 'BadSyntax', 'The conversation names no tenant')
    // Bots cannot create group chats.
    if (parameters['isGroup'] === true || members.length !== 1 || member === undefined)
      return refusal(400, 'BadSyntax', 'Incorrect conversation creation parameters')
    const user = world.directory.find(string(member['id']))
    if (user === undefined)
      return refusal(403, 'ForbiddenOperationException', 'Failed to decrypt pairwise id')
    if (world.directory.tenantOf(user) !== tenant)
      return refusal(403, 'ForbiddenOperationException', 'The user is not of that tenant')
    const room = world.rooms.direct(user.id)
    const problem = writable(room)
    if (problem !== undefined) return problem
    if (parameters['activity'] === undefined) return { id: room.id }
    const answer = post(room.id, parameters['activity'])
    return isRefusal(answer) ? answer : { id: room.id, activityId: answer['id'] }
  }

  const own = (conversation: string, id: string): { room: Room; message: Message } | Refusal => {
    const room = roomOf(conversation)
    if (isRefusal(room)) return room
    const problem = writable(room)
    if (problem !== undefined) return problem
    const message = room.messages.find((candidate) => candidate.id === id)
    if (message === undefined)
      return refusal(404, 'ActivityNotFoundInConversation', `There is no message ${id}`)
    if (message.author !== 'desk')
      return refusal(403, 'ForbiddenOperationException', 'The message is not of this bot')
    return { room, message }
  }

  const roster = (conversation: string): readonly Json[] | Refusal => {
    const room = roomOf(conversation)
    if (isRefusal(room)) return room
    if (!room.installed) return writable(room) ?? []
    return room.members.map((id) => world.directory.member(world.directory.user(id)))
  }

  return {
    posted,
    get duplicates() {
      return duplicates
    },
    create,
    post,
    update: (conversation, id, body) => {
      const found = own(conversation, id)
      if (isRefusal(found)) return found
      const problem = messageProblem(body, world.directory, world.botId)
      if (problem !== undefined) return problem
      world.rooms.edit(found.message, object(body))
      world.changed()
      return { id }
    },
    remove: (conversation, id) => {
      const found = own(conversation, id)
      if (isRefusal(found)) return found
      world.rooms.remove(found.room, found.message)
      world.changed()
      return {}
    },
    members: roster,
    member: (conversation, id) => {
      const members = roster(conversation)
      if (isRefusal(members)) return members
      const found = members.find((member) => member['id'] === id || member['aadObjectId'] === id)
      return found ?? refusal(404, 'MemberNotFoundInConversation', `${id} is not in the conversation`)
    },
  }
}

const writable = (room: Room): Refusal | undefined => {
  if (!room.installed)
    return refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster')
  if (room.blocked)
    return refusal(403, 'ConversationBlockedByUser', 'The user blocked the conversation with the bot')
  return undefined
}

/** The message that starts the thread which `replyTo` belongs to; undefined for the top level. */
const threadOf = (
  room: Room,
  root: string | undefined,
  replyTo: string | undefined,
): string | undefined | Refusal => {
  if (room.kind === 'direct') return undefined
  const wanted = root ?? replyTo
  if (wanted === undefined) return undefined
  const message = room.messages.find(({ id }) => id === wanted)
  if (message === undefined)
    return refusal(404, 'ActivityNotFoundInConversation', `There is no message ${wanted}`)
  return message.root ?? message.id
}
