import type { Fields } from './fields.ts'
import type { Channel, Message, State, User } from './state.ts'
import type { Installed } from './world.ts'

/** A message as the Web API and events give it; metadata only when it was asked for. */
export const wireMessage = (
  app: Installed,
  state: State,
  message: Message,
  options: { readonly metadata?: boolean; readonly thread?: boolean } = {},
): Fields => {
  const author = state.users.get(message.user)
  const own = message.user === app.botUser
  const wire: Record<string, unknown> = {
    type: 'message',
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: author?.stranger ?? app.team,
  }
  if (message.broadcast) wire['subtype'] = 'thread_broadcast'
  if (own) {
    wire['bot_id'] = app.botId
    wire['app_id'] = app.appId
    wire['bot_profile'] = {
      id: app.botId,
      app_id: app.appId,
      name: author?.name,
      icons: {},
      deleted: false,
      updated: 0,
      team_id: app.team,
    }
  }
  if (message.blocks) wire['blocks'] = message.blocks
  if (message.attachments) wire['attachments'] = message.attachments
  if (message.edited !== undefined) wire['edited'] = { user: message.user, ts: message.edited }
  if (message.threadTs !== undefined) {
    wire['thread_ts'] = message.threadTs
    wire['parent_user_id'] = state.find(message.channel, message.threadTs)?.user
  }
  if (message.reactions.size > 0)
    wire['reactions'] = [...message.reactions].map(([name, users]) => ({
      name,
      users: [...users],
      count: users.size,
    }))
  if (options.metadata === true && message.metadata) wire['metadata'] = message.metadata
  if (options.thread === true && message.threadTs === undefined) {
    const replies = state.replies(message)
    if (replies.length > 0) {
      const repliers = [...new Set(replies.map((reply) => reply.user))]
      wire['thread_ts'] = message.ts
      wire['reply_count'] = replies.length
      wire['reply_users'] = repliers
      wire['reply_users_count'] = repliers.length
      wire['latest_reply'] = replies.at(-1)?.ts
    }
  }
  return wire
}

export const wireChannel = (app: Installed, channel: Channel): Fields =>
  channel.kind === 'im'
    ? {
        id: channel.id,
        created: 1_700_000_000,
        is_im: true,
        is_archived: false,
        is_org_shared: false,
        context_team_id: app.team,
        user: channel.person,
      }
    : {
        id: channel.id,
        name: channel.name,
        name_normalized: channel.name,
        created: 1_700_000_000,
        creator: 'U0ADMIN',
        is_channel: channel.kind === 'public',
        is_group: channel.kind === 'private',
        is_im: false,
        is_mpim: false,
        is_private: channel.kind === 'private',
        is_archived: channel.archived,
        is_general: false,
        is_shared: channel.shared,
        is_ext_shared: channel.shared,
        is_org_shared: false,
        is_member: channel.members.has(app.botUser),
        context_team_id: app.team,
      }

/** `email`: whether the app may see addresses; Slack never shows a stranger's. */
export const wireUser = (app: Installed, user: User, email: boolean): Fields => ({
  id: user.id,
  team_id: user.stranger ?? app.team,
  name: user.name.toLowerCase().replaceAll(/\s+/g, '.'),
  deleted: false,
  real_name: user.name,
  tz: user.zone,
  profile: {
    real_name: user.name,
    display_name: user.name,
    team: user.stranger ?? app.team,
    ...(email && user.stranger === undefined && !user.bot ? { email: user.email } : {}),
  },
  is_admin: false,
  is_owner: false,
  is_primary_owner: false,
  is_restricted: user.guest,
  is_ultra_restricted: false,
  is_bot: user.bot,
  is_app_user: false,
  ...(user.stranger === undefined ? {} : { is_stranger: true }),
})
