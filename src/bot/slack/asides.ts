import type { webApi } from '@slack/bolt'
import type { Identity } from '../../domain/person.ts'
import type { ChatPort } from '../chat-port.ts'
import { within } from '../edge.ts'
import type { Reacted } from './inbound-events.ts'
import type { Piece } from './words.ts'

/**
 * What an intent needs and its payload does not tell, asked of Slack. Somebody waits, so most of it is asked for a
 * moment only, and done without when the moment has passed.
 */
export interface Asides {
  /** Whether the conversation is the person's direct chat with the desk. */
  isDeskDirect(identity: Identity, channel: string | undefined): Promise<boolean>
  /** The message's permalink, when Slack tells it in time. */
  permalink(channel: string, ts: string): Promise<string | undefined>
  /** Names of the people mentioned by id only, as far as Slack tells them in time. */
  namesIn(pieces: readonly Piece[]): Promise<ReadonlyMap<string, string>>
  /** A message by its id; undefined when it is gone. Rejects when Slack does not answer. */
  message(channel: string, ts: string): Promise<Reacted | undefined>
}

/** In milliseconds: what is left of the three seconds belongs to the act itself. */
const moment = 400
const rememberedNames = 5000

export const createAsides = (client: webApi.WebClient, chat: ChatPort): Asides => {
  const named = new Map<string, string>()

  const name = async (user: string): Promise<string | undefined> => {
    const known = named.get(user)
    if (known !== undefined) return known
    const info = await client.users.info({ user })
    const profile = info.user?.profile
    const found = [profile?.display_name, profile?.real_name, info.user?.name].find((each) => each)
    if (found === undefined) return undefined
    if (named.size >= rememberedNames) named.clear()
    named.set(user, found)
    return found
  }

  const permalink = async (channel: string, ts: string): Promise<string | undefined> =>
    inAMoment(client.chat.getPermalink({ channel, message_ts: ts }).then((answer) => answer.permalink))

  return {
    async isDeskDirect(identity, channel) {
      if (channel === undefined || !channel.startsWith('D')) return false
      const place = await inAMoment(chat.openDirect(identity))
      // Nearly every direct chat in which the desk is spoken to is its own.
      return place === undefined || place.conversation === channel
    },
    permalink,
    async namesIn(pieces) {
      const unnamed = pieces.flatMap((piece) =>
        'user' in piece && piece.label === undefined ? [piece.user] : [],
      )
      if (unnamed.length === 0) return new Map()
      const found = await Promise.all(
        [...new Set(unnamed)].map(async (user) => [user, await inAMoment(name(user))] as const),
      )
      return new Map(found.flatMap(([user, known]) => (known === undefined ? [] : [[user, known] as const])))
    },
    async message(channel, ts) {
      const only = { channel, latest: ts, oldest: ts, inclusive: true, limit: 1 }
      const { messages = [] } = await client.conversations.history(only)
      let found = messages.find((each) => each.ts === ts)
      if (found === undefined) {
        // A reply in a thread does not stand in the channel's own history.
        const replies = await client.conversations.replies({ ...only, ts })
        found = replies.messages?.find((each) => each.ts === ts)
      }
      if (found === undefined) return undefined
      const { user, team, thread_ts: thread, bot_id: bot } = found
      const link = await permalink(channel, ts)
      return {
        text: found.text ?? '',
        ...(thread !== undefined && thread !== ts && { thread }),
        ...(link !== undefined && { link }),
        ...(user !== undefined &&
          bot === undefined && { author: { user, ...(team !== undefined && { team }) } }),
      }
    },
  }
}

/** What comes within a moment; undefined for what fails or takes longer. */
const inAMoment = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    const outcome = await within(work, moment)
    return 'done' in outcome ? outcome.done : undefined
  } catch {
    return undefined
  }
}
