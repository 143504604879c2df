import type { Args } from './args.ts'
import { knownChannel, needScope, needScopeFor, page } from './methods.ts'
import type { Methods } from './methods.ts'
import { ApiProblem } from './problem.ts'
import type { Channel, Message } from './state.ts'
import { wireChannel, wireMessage } from './wire.ts'
import type { World } from './world.ts'

/** The conversation, which the bot must be in and may read. */
const readable = (world: World, args: Args): Channel => {
  const channel = knownChannel(world, args.required('channel'))
  needScopeFor(world, channel, 'history')
  if (!channel.members.has(world.app.botUser)) throw new ApiProblem('not_in_channel')
  return channel
}

/** A ts in microseconds. */
const at = (ts: string): bigint => {
  const [seconds = '0', micros = ''] = ts.split('.')
  return BigInt(seconds) * 1_000_000n + BigInt(micros.padEnd(6, '0').slice(0, 6))
}

/** Between `oldest` and `latest`, both excluded unless `inclusive`. */
const between = (args: Args): ((message: Message) => boolean) => {
  const [oldest, latest] = [args.string('oldest'), args.string('latest')]
  const inclusive = args.flag('inclusive', false)
  for (const [name, ts] of Object.entries({ oldest, latest }))
    if (ts !== undefined && !/^\d+(\.\d+)?$/.test(ts)) throw new ApiProblem(`invalid_ts_${name}`)
  return ({ ts }) => {
    if (inclusive && (ts === oldest || ts === latest)) return true
    if (oldest !== undefined && oldest !== '0' && at(ts) <= at(oldest)) return false
    return latest === undefined || at(ts) < at(latest)
  }
}

const answer = (world: World, args: Args, messages: readonly Message[], otherwise: number) => {
  const { items, next } = page(messages, args, otherwise)
  const metadata = args.flag('include_all_metadata', false)
  return {
    messages: items.map((each) => wireMessage(world.app, world.state, each, { metadata, thread: true })),
    has_more: next !== '',
    ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
  }
}

export const conversationMethods: Methods = {
  'conversations.open': {
    scope: 'im:write',
    tier: 3,
    run: (world, args) => {
      const asked = args.string('channel')
      const users = args.string('users')?.split(',') ?? []
      if (asked === undefined && users.length === 0) throw new ApiProblem('users_list_not_supplied')
      if (users.length > 1) throw new ApiProblem('invalid_user_combination')
      const id = asked === undefined ? users[0] : knownChannel(world, asked).person
      if (id === undefined) throw new ApiProblem('method_not_supported_for_channel_type')
      const user = world.state.users.get(id)
      if (!user) throw new ApiProblem('user_not_found')
      if (user.bot) throw new ApiProblem('cannot_dm_bot')
      if (user.stranger !== undefined) throw new ApiProblem('user_not_visible')
      const before = [...world.state.channels.values()].some((channel) => channel.person === id)
      const channel = world.state.direct(id)
      return {
        ...(before ? { no_op: true, already_open: true } : {}),
        channel: args.flag('return_im', false) ? wireChannel(world.app, channel) : { id: channel.id },
      }
    },
  },
  'conversations.info': {
    tier: 3,
    run: (world, args) => {
      const channel = knownChannel(world, args.required('channel'))
      needScopeFor(world, channel, 'read')
      const members = args.flag('include_num_members', false) ? { num_members: channel.members.size } : {}
      return { channel: { ...wireChannel(world.app, channel), ...members } }
    },
  },
  'conversations.history': {
    tier: 3,
    run: (world, args) => {
      const channel = readable(world, args)
      const within = between(args)
      const shown = world.state
        .messages(channel.id)
        .filter((each) => each.onlyFor === undefined && (each.threadTs === undefined || each.broadcast))
        .filter(within)
      return { ...answer(world, args, shown.toReversed(), 100), pin_count: 0 }
    },
  },
  'conversations.replies': {
    tier: 3,
    run: (world, args) => {
      const channel = readable(world, args)
      const root = world.state.find(channel.id, args.required('ts'))
      if (!root) throw new ApiProblem('thread_not_found')
      const replies = world.state.replies(root).filter(between(args))
      return answer(world, args, [root, ...replies], 1000)
    },
  },
  'conversations.members': {
    tier: 4,
    run: (world, args) => {
      const channel = knownChannel(world, args.required('channel'))
      needScopeFor(world, channel, 'read')
      const { items, next } = page([...channel.members], args, 100)
      return { members: items, response_metadata: { next_cursor: next } }
    },
  },
  'conversations.list': {
    tier: 2,
    run: (world, args) => {
      const kinds = {
        public_channel: ['public', 'channels:read'],
        private_channel: ['private', 'groups:read'],
        im: ['im', 'im:read'],
      } as const
      const types = (args.string('types') ?? 'public_channel').split(',').map((type) => type.trim())
      const wanted: readonly string[] = types.flatMap((type) => {
        if (type === 'mpim') return []
        const kind = type in kinds ? kinds[type as keyof typeof kinds] : undefined
        if (!kind) throw new ApiProblem('invalid_types')
        needScope(world, kind[1])
        return [kind[0]]
      })
      const archived = !args.flag('exclude_archived', false)
      const listed = [...world.state.channels.values()].filter(
        (channel) =>
          wanted.includes(channel.kind) &&
          (archived || !channel.archived) &&
          (channel.kind === 'public' || channel.members.has(world.app.botUser)),
      )
      const { items, next } = page(listed, args, 100)
      return {
        channels: items.map((channel) => wireChannel(world.app, channel)),
        response_metadata: { next_cursor: next },
      }
    },
  },
}
