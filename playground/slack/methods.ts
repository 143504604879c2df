import type { Args } from './args.ts'
import type { Fields } from './fields.ts'
import { ApiProblem } from './problem.ts'
import type { Channel, Message } from './state.ts'
import type { World } from './world.ts'

/** One method of the Web API. */
export interface Method {
  /** The scope that the token must have; none for some. */
  readonly scope?: string
  /** Calls per minute (tier 2, 3, 4), or `post`: one a second in each channel. */
  readonly tier: 2 | 3 | 4 | 'post'
  /** Throws `ApiProblem`. */
  readonly run: (world: World, args: Args) => Fields | Promise<Fields>
}

export type Methods = Readonly<Record<string, Method>>

/** The conversation, as far as the bot may know of it: a private one without the bot does not exist for it. */
export const knownChannel = (world: World, id: string): Channel => {
  const channel = world.state.channels.get(id)
  if (!channel || (channel.kind === 'private' && !channel.members.has(world.app.botUser)))
    throw new ApiProblem('channel_not_found')
  return channel
}

/** The conversation, which the bot must be in and able to write to. */
export const writableChannel = (world: World, id: string): Channel => {
  const channel = knownChannel(world, id)
  if (!channel.members.has(world.app.botUser)) throw new ApiProblem('not_in_channel')
  if (channel.archived) throw new ApiProblem('is_archived')
  return channel
}

/** Throws `missing_scope`, as when a method needs another scope for each kind of conversation. */
export const needScope = (world: World, scope: string): void => {
  if (!world.manifest.scopes.has(scope))
    throw new ApiProblem('missing_scope', { needed: scope, provided: [...world.manifest.scopes].join(',') })
}

/** `channels:read`, `groups:history`, `im:read`: by the kind of conversation. */
export const needScopeFor = (world: World, channel: Channel, what: 'read' | 'history'): void => {
  const kind = { public: 'channels', private: 'groups', im: 'im' }[channel.kind]
  needScope(world, `${kind}:${what}`)
}

/** The root that a reply goes under; throws when there is none or it is a reply itself. */
export const threadRoot = (world: World, channel: Channel, ts: string | undefined): Message | undefined => {
  if (ts === undefined) return undefined
  const root = world.state.find(channel.id, ts)
  if (!root) throw new ApiProblem('thread_not_found')
  if (root.threadTs !== undefined) throw new ApiProblem('cannot_reply_to_message')
  return root
}

/** One page of a list, and where the next one starts. */
export const page = <T>(
  all: readonly T[],
  args: Args,
  otherwise: number,
): { readonly items: readonly T[]; readonly next: string } => {
  const limit = args.whole('limit', otherwise, 1, 1000)
  const cursor = args.string('cursor')
  const from = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString('utf8'))
  if (!Number.isInteger(from) || from < 0) throw new ApiProblem('invalid_cursor')
  const to = from + limit
  return {
    items: all.slice(from, to),
    next: to < all.length ? Buffer.from(String(to)).toString('base64') : '',
  }
}
