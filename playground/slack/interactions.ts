import { isAcknowledged } from './deliverer.ts'
import type { Fields } from './fields.ts'
import { stateValues } from './input-state.ts'
import type { FoundButton } from './show-blocks.ts'
import type { Outcome } from './signed-http.ts'
import type { Channel, Message, User } from './state.ts'
import { handle } from './typed-words.ts'
import type { OpenView } from './view-book.ts'
import { wireMessage } from './wire.ts'
import type { World } from './world.ts'

/** What people do to the app, as Slack tells the app: docs.slack.dev/reference/interaction-payloads. */
export interface Interactions {
  command(user: User, channel: Channel, command: string, text: string): Promise<Outcome>
  shortcut(user: User, callbackId: string): Promise<Outcome>
  messageAction(user: User, message: Message, callbackId: string): Promise<Outcome>
  /** A click in a message. */
  messageButton(user: User, message: Message, button: FoundButton): Promise<Outcome>
  /** A click in a modal or in the home view. */
  viewButton(user: User, open: OpenView, button: FoundButton): Promise<Outcome>
  submission(user: User, open: OpenView): Promise<Outcome>
  /** Asks for the options of an external select. */
  suggestion(user: User, open: OpenView, ids: SuggestionIds, value: string): Promise<Outcome>
}

export interface SuggestionIds {
  readonly blockId: string
  readonly actionId: string
}

const channelNames = { im: 'directmessage', private: 'privategroup' } as const

const nameOf = (channel: Channel): string =>
  channel.kind === 'public' ? channel.name : channelNames[channel.kind]

export const createInteractions = (world: World): Interactions => {
  const { app, state, deliverer, triggers, responseUrls } = world

  const base = (user: User): Fields => ({
    token: 'not-to-be-trusted',
    team: { id: app.team, domain: app.domain },
    user: {
      id: user.id,
      username: handle(user),
      name: handle(user),
      team_id: user.stranger ?? app.team,
    },
    api_app_id: app.appId,
    enterprise: null,
    is_enterprise_install: false,
  })
  const interact = (user: User, payload: Fields): Promise<Outcome> =>
    deliverer.deliver({ type: 'interactive', payload: { ...base(user), ...payload } })

  const action = (button: FoundButton): Fields => {
    const { confirm: _, ...element } = button.element
    return { ...element, block_id: button.blockId, action_ts: state.nextTs() }
  }
  const channelOf = (message: Message): Channel => {
    const channel = state.channels.get(message.channel)
    if (!channel) throw new Error(`no conversation ${message.channel}`)
    return channel
  }

  return {
    command: (user, channel, command, text) =>
      deliverer.deliver({
        type: 'slash_commands',
        payload: {
          token: 'not-to-be-trusted',
          team_id: user.stranger ?? app.team,
          team_domain: app.domain,
          channel_id: channel.id,
          channel_name: nameOf(channel),
          user_id: user.id,
          user_name: handle(user),
          command,
          text,
          api_app_id: app.appId,
          is_enterprise_install: 'false',
          response_url: responseUrls.create('commands', {
            channel: channel.id,
            user: user.id,
            original: undefined,
          }),
          trigger_id: triggers.create(user.id),
        },
      }),
    shortcut: (user, callbackId) =>
      interact(user, {
        type: 'shortcut',
        callback_id: callbackId,
        trigger_id: triggers.create(user.id),
        action_ts: state.nextTs(),
      }),
    messageAction: (user, message, callbackId) =>
      interact(user, {
        type: 'message_action',
        callback_id: callbackId,
        trigger_id: triggers.create(user.id),
        action_ts: state.nextTs(),
        channel: { id: message.channel, name: nameOf(channelOf(message)) },
        message_ts: message.ts,
        message: wireMessage(app, state, message, { thread: true }),
        response_url: responseUrls.create('actions', {
          channel: message.channel,
          user: user.id,
          original: undefined,
        }),
      }),
    messageButton: (user, message, button) => {
      const ephemeral = message.onlyFor !== undefined
      return interact(user, {
        type: 'block_actions',
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: message.channel,
          is_ephemeral: ephemeral,
          ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
        },
        trigger_id: triggers.create(user.id),
        channel: { id: message.channel, name: nameOf(channelOf(message)) },
        // Slack does not send an ephemeral message back.
        ...(ephemeral ? {} : { message: wireMessage(app, state, message, { thread: true }) }),
        state: { values: stateValues(message.blocks, new Map()) },
        response_url: responseUrls.create('actions', {
          channel: message.channel,
          user: user.id,
          original: message,
        }),
        actions: [action(button)],
      })
    },
    viewButton: (user, open, button) => {
      const view = world.views.wire(open)
      return interact(user, {
        type: 'block_actions',
        container: { type: 'view', view_id: open.id },
        trigger_id: triggers.create(user.id, open.view['type'] === 'modal' ? open.id : undefined),
        view,
        state: view['state'],
        actions: [action(button)],
      })
    },
    submission: (user, open) =>
      interact(user, {
        type: 'view_submission',
        trigger_id: triggers.create(user.id, open.id),
        view: world.views.wire(open),
        response_urls: [],
      }),
    suggestion: (user, open, { blockId, actionId }, value) =>
      interact(user, {
        type: 'block_suggestion',
        action_id: actionId,
        block_id: blockId,
        value,
        container: { type: 'view', view_id: open.id },
        view: world.views.wire(open),
      }),
  }
}

/** What Slack tells the person when the app failed them; undefined when it did not. */
export const failureOf = (outcome: Outcome): string | undefined => {
  if (isAcknowledged(outcome)) return undefined
  if (outcome.kind === 'timeout') return 'operation_timeout'
  return 'dispatch_failed'
}
