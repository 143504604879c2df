import type { At } from '../chat.ts'
import { messageActivity, reactionActivity, spotOf } from './activities.ts'
import type { Spot } from './activities.ts'
import type { Json } from './json.ts'
import type { InstalledApp } from './manifest.ts'
import type { TeamsUser } from './options.ts'
import type { Message } from './rooms.ts'
import { wentWrong } from './world.ts'
import type { World } from './world.ts'

/** Posts as the user, and tells the bot when it is to hear of it; resolves with the message's id. */
export const say = async (
  world: World,
  app: InstalledApp,
  user: TeamsUser,
  at: At,
  words: string,
): Promise<string> => {
  const spot = spotOf(world, user.id, at)
  const { shown, sent, calls } = compose(world, spot, words)
  const message = world.rooms.add(spot.room, { author: user.id, body: shown, root: spot.root })
  world.changed()
  // Who writes to the bot has it, and has it unblocked.
  if (spot.room.kind === 'direct') Object.assign(spot.room, { installed: true, blocked: false })
  if (hears(app, spot, calls))
    await deliver(world, user, messageActivity(world, user, spot, message.id, sent))
  return message.id
}

/** Posts a card as the user's own message. */
export const sayCard = async (
  world: World,
  app: InstalledApp,
  user: TeamsUser,
  spot: Spot,
  attachment: Json,
): Promise<string> => {
  const body = { type: 'message', text: '', attachments: [attachment] }
  const message = world.rooms.add(spot.room, { author: user.id, body, root: spot.root })
  world.changed()
  if (hears(app, spot, false))
    await deliver(world, user, messageActivity(world, user, spot, message.id, body))
  return message.id
}

export const react = async (
  world: World,
  user: TeamsUser,
  spot: Spot,
  message: Message,
  emoji: string,
): Promise<void> => {
  world.changed()
  // Bots hear of reactions to their own messages only.
  if (message.author === 'desk')
    await deliver(world, user, reactionActivity(world, user, spot, message, emoji))
}

/** An activity as the bot would get it, without anything being said. */
export const wouldSay = (world: World, user: TeamsUser, at: At, words: string): Json => {
  const spot = spotOf(world, user.id, at)
  return messageActivity(
    world,
    user,
    spot,
    String(world.now().epochMilliseconds),
    compose(world, spot, words).sent,
  )
}

/** Sends what is not answered in words; the user learns when the bot never took it. */
export const deliver = async (world: World, user: TeamsUser, activity: Json): Promise<void> => {
  if (!(await world.line.deliver(activity))) world.complain(user.id, wentWrong)
}

const hears = (app: InstalledApp, spot: Spot, calls: boolean): boolean =>
  spot.room.installed && (spot.room.kind === 'direct' || calls || app.overhears)

interface Composed {
  /** What people see. */
  readonly shown: Json
  /** What the bot gets: the same with the text escaped. */
  readonly sent: Json
  /** Whether the bot is mentioned. */
  readonly calls: boolean
}

/** `@Name` of the bot or of a member of the channel becomes a mention, as picking it from the list does. */
const compose = (world: World, { room }: Spot, words: string): Composed => {
  const mentionable = new Map<string, string>()
  if (room.kind === 'channel') {
    for (const id of room.members) {
      const member = world.directory.user(id)
      mentionable.set(member.name, world.directory.teamsId(member))
    }
    mentionable.set(world.botName, world.botId)
  }
  const names = [...mentionable.keys()].sort((a, b) => b.length - a.length).map((name) => RegExp.escape(name))
  const mentioned: string[] = []
  const pieces =
    names.length === 0 ? [words] : words.split(new RegExp(`@(${names.join('|')})(?![\\p{L}\\p{N}])`, 'u'))
  const text = (escape: (piece: string) => string): string =>
    pieces.map((piece, index) => (index % 2 === 0 ? escape(piece) : `<at>${escape(piece)}</at>`)).join('')
  const entities = (escape: (piece: string) => string): readonly Json[] =>
    mentioned.map((name) => ({
      type: 'mention',
      text: `<at>${escape(name)}</at>`,
      mentioned: { id: mentionable.get(name), name },
    }))
  mentioned.push(...pieces.filter((_, index) => index % 2 === 1))
  const shared = { type: 'message', textFormat: 'plain' }
  return {
    shown: { ...shared, text: text(literal), entities: entities(literal) },
    sent: {
      ...shared,
      text: text(escapeHtml),
      entities: entities(escapeHtml),
      attachments: [{ contentType: 'text/html', content: htmlOf(text(escapeHtml)) }],
    },
    calls: mentioned.includes(world.botName),
  }
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A paragraph of a message whose text is escaped already. */
export const htmlOf = (escaped: string): string => `<p>${escaped.replaceAll('\n', '<br>')}</p>`

const literal = (piece: string): string => piece
