import { z } from 'zod'
import type { Identity } from '../../domain/person.ts'
import type { Place } from '../../domain/place.ts'
import type { Intent, Whereabouts } from '../intent.ts'
import type { Self } from './self.ts'
import type { Surface } from './surface.ts'
import { mentionedIn, mentions, readMarkup, typedWords, withoutMention } from './words.ts'
import type { Piece } from './words.ts'

const message = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().nullish(),
  user_team: z.string().optional(),
  team: z.string().optional(),
  text: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  channel: z.string(),
  channel_type: z.string().optional(),
  files: z.array(z.unknown()).optional(),
})

const opened = z.object({
  type: z.literal('app_home_opened'),
  user: z.string(),
  tab: z.string(),
})

const reaction = z.object({
  type: z.literal('reaction_added'),
  user: z.string(),
  reaction: z.string(),
  item_user: z.string().optional(),
  item: z.object({ type: z.string(), channel: z.string().optional(), ts: z.string().optional() }),
})

/** The outer body of an event. docs.slack.dev/apis/events-api#callback-field */
const envelope = z.object({
  event_id: z.string(),
  team_id: z.string(),
  authorizations: z
    .array(
      z.object({
        team_id: z.string().nullish(),
        user_id: z.string().nullish(),
        is_bot: z.boolean().nullish(),
      }),
    )
    .optional(),
  event: z.discriminatedUnion('type', [message, opened, reaction]),
})

export type MessageEvent = z.infer<typeof message>

/** What was heard: one event that means something, and what else must be asked before it is an intent. */
export type Heard = { readonly id: string; readonly surface: Surface } & (
  | { readonly kind: 'ready'; readonly intent: Intent }
  | {
      readonly kind: 'words'
      /** False for what was only overheard. */
      readonly toDesk: boolean
      readonly pieces: readonly Piece[]
      finish(names: ReadonlyMap<string, string>): Intent
    }
  | {
      readonly kind: 'reaction'
      readonly channel: string
      readonly ts: string
      finish(picked: Reacted, names: ReadonlyMap<string, string>): Intent
    }
)

/** The message that got a reaction, as Slack's history tells it. */
export interface Reacted {
  readonly text: string
  readonly thread?: string
  readonly link?: string
  /** Absent for a bot. */
  readonly author?: { readonly user: string; readonly team?: string }
}

/** Subtypes of messages that a person wrote; all others are edits, joins, and what bots say. */
const written = new Set([undefined, 'file_share', 'thread_broadcast'])

/** Undefined when the event means nothing to the desk. `self` may be unknown: the event names its bot as well. */
export const hear = (body: unknown, self: Self | undefined): Heard | undefined => {
  const parsed = envelope.safeParse(body)
  if (!parsed.success) return undefined
  const { event, event_id: eventId, team_id: teamId, authorizations } = parsed.data
  const authorization = authorizations?.find((each) => each.is_bot === true)
  const bot = self?.user ?? authorization?.user_id ?? undefined
  const team = self?.team ?? authorization?.team_id ?? teamId
  const id = `slack:event:${eventId}`
  const source = { id, team, teamId, bot }
  switch (event.type) {
    case 'app_home_opened':
      return hearHome(event, source)
    case 'reaction_added':
      return hearReaction(event, source)
    default:
      return hearWords(event, source)
  }
}

interface Source {
  readonly id: string
  /** The workspace that conversations are named in. */
  readonly team: string
  /** The workspace of a person of whom the event says nothing else. */
  readonly teamId: string
  readonly bot: string | undefined
}

const slackIdentity = (tenant: string, user: string): Identity => ({ platform: 'slack', tenant, user })

const hearHome = (event: z.infer<typeof opened>, { id, teamId }: Source): Heard | undefined => {
  if (event.tab !== 'home') return undefined
  const identity = slackIdentity(teamId, event.user)
  return {
    id,
    surface: { identity, direct: false },
    kind: 'ready',
    intent: { id, identity, kind: 'home', page: 0 },
  }
}

const hearReaction = (
  event: z.infer<typeof reaction>,
  { id, team, teamId, bot }: Source,
): Heard | undefined => {
  const { channel, ts } = event.item
  if (event.reaction !== 'ticket' || event.item.type !== 'message') return undefined
  if (channel === undefined || ts === undefined || event.user === bot) return undefined
  const identity = slackIdentity(teamId, event.user)
  const direct = channel.startsWith('D')
  const finish = ({ text, thread, link, author }: Reacted, names: ReadonlyMap<string, string>): Intent => {
    const place: Place = placeIn(team, channel, thread)
    return {
      id,
      identity,
      where: { place, kind: direct ? 'direct' : 'channel' },
      kind: 'picked',
      by: 'reaction',
      message: {
        place,
        id: ts,
        text: typedWords(readMarkup(text), names),
        ...(link !== undefined && { link }),
        ...(author !== undefined && { author: slackIdentity(author.team ?? team, author.user) }),
      },
    }
  }
  return { id, surface: { identity, channel, direct }, kind: 'reaction', channel, ts, finish }
}

const hearWords = (event: MessageEvent, { id, team, teamId, bot }: Source): Heard | undefined => {
  const { user, channel, thread_ts: thread, ts } = event
  if (user === undefined || user === bot || event.bot_id || !written.has(event.subtype)) return undefined
  const direct = event.channel_type === 'im' || (event.channel_type === undefined && channel.startsWith('D'))
  const pieces = readMarkup(event.text ?? '')
  const overheard = event.type === 'message' && !direct
  // In a channel Slack sends a message that mentions the bot twice; it is the mention that is answered.
  if (overheard && bot !== undefined && mentions(pieces, bot)) return undefined
  const identity = slackIdentity(event.user_team ?? event.team ?? teamId, user)
  const where: Whereabouts = {
    place: placeIn(team, channel, thread === ts ? undefined : thread),
    kind: direct ? 'direct' : 'channel',
  }
  const spoken = withoutMention(pieces, bot)
  return {
    id,
    surface: {
      identity,
      channel,
      ...(where.place.thread !== undefined && { thread: where.place.thread }),
      direct,
    },
    kind: 'words',
    toDesk: !overheard,
    pieces: spoken,
    finish: (names) => ({
      id,
      identity,
      where,
      kind: 'words',
      text: typedWords(spoken, names).trim(),
      mentions: mentionedIn(spoken, team),
      to: overheard ? 'room' : 'desk',
      command: false,
      message: { id: ts, files: event.files?.length ?? 0 },
    }),
  }
}

const placeIn = (tenant: string, conversation: string, thread: string | undefined): Place => ({
  platform: 'slack',
  tenant,
  conversation,
  ...(thread !== undefined && { thread }),
})
