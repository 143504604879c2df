import { randomUUID } from 'node:crypto'
import type { Deliverer } from './deliverer.ts'
import type { Fields } from './fields.ts'
import type { Manifest } from './manifest.ts'
import type { Channel, Message, State } from './state.ts'
import { wireMessage } from './wire.ts'
import type { Installed } from './world.ts'

/** What the bot is told about; each resolves when the events were acknowledged or given up. */
export interface Events {
  posted(message: Message): Promise<void>
  edited(message: Message, before: Fields): Promise<void>
  deleted(message: Message): Promise<void>
  reacted(user: string, message: Message, emoji: string): Promise<void>
  homeOpened(user: string, view: Fields | undefined): Promise<void>
}

const kinds = {
  public: { event: 'message.channels', type: 'channel' },
  private: { event: 'message.groups', type: 'group' },
  im: { event: 'message.im', type: 'im' },
} as const

export const createEvents = (
  app: Installed,
  manifest: Manifest,
  state: State,
  deliverer: Deliverer,
): Events => {
  const send = (event: Fields, shared: boolean): Promise<void> =>
    deliverer.deliverEvent({
      token: 'not-to-be-trusted',
      team_id: app.team,
      context_team_id: app.team,
      context_enterprise_id: null,
      api_app_id: app.appId,
      event,
      type: 'event_callback',
      event_id: state.nextId('Ev'),
      event_time: Math.floor(state.now() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: app.team,
          user_id: app.botUser,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: shared,
      event_context: randomUUID(),
    })

  /** The channel, when the app is told of messages in it. */
  const heard = (id: string): Channel | undefined => {
    const channel = state.channels.get(id)
    if (!channel?.members.has(app.botUser)) return undefined
    return manifest.events.has(kinds[channel.kind].event) ? channel : undefined
  }

  /** Slack Connect marks what someone of another workspace did. */
  const origin = (user: string): Fields => {
    const stranger = state.users.get(user)?.stranger
    return stranger === undefined ? {} : { user_team: stranger, source_team: stranger, team: stranger }
  }

  return {
    posted: async (message) => {
      const sent: Promise<void>[] = []
      const wire = {
        ...wireMessage(app, state, message),
        ...origin(message.user),
        ...(message.user === app.botUser ? {} : { client_msg_id: randomUUID() }),
        channel: message.channel,
        event_ts: message.ts,
      }
      const channel = heard(message.channel)
      if (channel) sent.push(send({ ...wire, channel_type: kinds[channel.kind].type }, channel.shared))
      const where = state.channels.get(message.channel)
      const mentioned =
        message.text.includes(`<@${app.botUser}>`) && message.user !== app.botUser && where?.kind !== 'im'
      if (mentioned && where?.members.has(app.botUser) && manifest.events.has('app_mention'))
        sent.push(send({ ...wire, type: 'app_mention' }, where.shared))
      await Promise.all(sent)
    },
    edited: async (message, before) => {
      const channel = heard(message.channel)
      if (!channel) return
      const ts = state.nextTs()
      await send(
        {
          type: 'message',
          subtype: 'message_changed',
          message: wireMessage(app, state, message),
          previous_message: before,
          channel: message.channel,
          channel_type: kinds[channel.kind].type,
          hidden: true,
          ts,
          event_ts: ts,
        },
        channel.shared,
      )
    },
    deleted: async (message) => {
      const channel = heard(message.channel)
      if (!channel) return
      const ts = state.nextTs()
      await send(
        {
          type: 'message',
          subtype: 'message_deleted',
          previous_message: wireMessage(app, state, message),
          deleted_ts: message.ts,
          channel: message.channel,
          channel_type: kinds[channel.kind].type,
          hidden: true,
          ts,
          event_ts: ts,
        },
        channel.shared,
      )
    },
    reacted: async (user, message, emoji) => {
      const channel = state.channels.get(message.channel)
      if (!channel?.members.has(app.botUser) || !manifest.events.has('reaction_added')) return
      await send(
        {
          type: 'reaction_added',
          user,
          ...origin(user),
          reaction: emoji,
          item: { type: 'message', channel: message.channel, ts: message.ts },
          item_user: message.user,
          event_ts: state.nextTs(),
        },
        channel.shared,
      )
    },
    homeOpened: async (user, view) => {
      if (!manifest.events.has('app_home_opened')) return
      await send(
        {
          type: 'app_home_opened',
          user,
          channel: state.direct(user).id,
          tab: 'home',
          ...(view ? { view } : {}),
          event_ts: state.nextTs(),
        },
        false,
      )
    },
  }
}
