import type {
  BlockAction,
  BlockSuggestion,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewSubmitAction,
} from '@slack/bolt'
import type { Identity } from '../../domain/person.ts'
import type { Place } from '../../domain/place.ts'
import type { Intent, Whereabouts } from '../intent.ts'
import type { ButtonAction } from '../ui/card.ts'
import { readFormState, readValues } from './form-state.ts'
import { sourceOfLookup } from './render-form.ts'
import type { Surface } from './surface.ts'
import { mentionedIn, readMarkup, typedWords } from './words.ts'

/** What the payload alone does not tell. */
export interface Around {
  /** The bot's own workspace, when known: the one that conversations are named in. */
  readonly team: string | undefined
  /** Whether the conversation is the person's direct chat with the desk; a `D…` may be one of two people. */
  readonly direct: boolean
}

const slackIdentity = (tenant: string, user: string): Identity => ({ platform: 'slack', tenant, user })

/** A conversation of two people is no place that the desk could ever write to. */
const whereabouts = (
  { team, direct }: Around,
  payloadTeam: string,
  conversation: string | undefined,
  thread?: string,
): { where?: Whereabouts } => {
  if (conversation === undefined || (conversation.startsWith('D') && !direct)) return {}
  const place: Place = {
    platform: 'slack',
    tenant: team ?? payloadTeam,
    conversation,
    ...(thread !== undefined && { thread }),
  }
  return { where: { place, kind: direct ? 'direct' : 'channel' } }
}

/** docs.slack.dev/interactivity/implementing-slash-commands */
export const commandIdentity = (command: SlashCommand): Identity =>
  slackIdentity(command.team_id, command.user_id)

export const commandIntent = (command: SlashCommand, around: Around): Intent => {
  const pieces = readMarkup(command.text)
  return {
    id: `slack:command:${command.trigger_id}`,
    identity: commandIdentity(command),
    ...whereabouts(around, command.team_id, command.channel_id),
    kind: 'words',
    text: typedWords(pieces).trim(),
    mentions: mentionedIn(pieces, around.team ?? command.team_id),
    to: 'desk',
    command: true,
  }
}

export const commandSurface = (command: SlashCommand, around: Around): Surface => ({
  identity: commandIdentity(command),
  channel: command.channel_id,
  direct: around.direct,
  command: true,
  responseUrl: command.response_url,
  trigger: command.trigger_id,
})

interface Interaction {
  readonly user: { readonly id: string; readonly team_id?: string }
  readonly team: { readonly id: string } | null
}

/** The person's own workspace: in a shared channel it is not the one that the app is installed in. */
export const interactionIdentity = (body: Interaction): Identity =>
  slackIdentity(body.user.team_id ?? body.team?.id ?? '', body.user.id)

const appTeam = (body: Interaction): string => body.team?.id ?? body.user.team_id ?? ''

/** The thread that a message stands in; a message that starts one stands in the channel. */
const threadOf = (message: { ts?: string; thread_ts?: unknown } | undefined): string | undefined =>
  typeof message?.thread_ts === 'string' && message.thread_ts !== message.ts ? message.thread_ts : undefined

const clickThread = (body: BlockAction): string | undefined => {
  const inContainer: unknown = body.container['thread_ts']
  return (
    threadOf(body.message) ??
    threadOf({ ...(body.message && { ts: body.message.ts }), thread_ts: inContainer })
  )
}

export const clickChannel = (body: BlockAction): string | undefined => {
  const inContainer: unknown = body.container['channel_id']
  return body.channel?.id ?? (typeof inContainer === 'string' ? inContainer : undefined)
}

/** docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const pressedIntent = (body: BlockAction, action: ButtonAction, around: Around): Intent => ({
  id: `slack:action:${body.trigger_id ?? body.actions[0]?.action_ts}`,
  identity: interactionIdentity(body),
  ...whereabouts(around, appTeam(body), clickChannel(body), clickThread(body)),
  kind: 'pressed',
  action,
})

export const clickSurface = (body: BlockAction, around: Around): Surface => {
  const channel = clickChannel(body)
  const thread = clickThread(body)
  return {
    identity: interactionIdentity(body),
    ...(channel !== undefined && { channel }),
    ...(thread !== undefined && { thread }),
    direct: around.direct,
    ...(body.response_url && { responseUrl: body.response_url }),
    trigger: body.trigger_id,
    ...(body.view && { view: { id: body.view.id, type: body.view.type } }),
  }
}

/** The global shortcut; docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export const shortcutIntent = (body: GlobalShortcut): Intent => ({
  id: `slack:shortcut:${body.trigger_id}`,
  identity: interactionIdentity(body),
  kind: 'pressed',
  action: { name: 'incident.report' },
})

export const shortcutSurface = (body: GlobalShortcut): Surface => ({
  identity: interactionIdentity(body),
  direct: false,
  trigger: body.trigger_id,
})

/** What Slack told in time about a message that was picked. */
export interface PickedDetails {
  readonly link: string | undefined
  /** Of the people whom the message mentions. */
  readonly names: ReadonlyMap<string, string>
}

/** The message shortcut. */
export const pickedIntent = (
  body: MessageShortcut,
  around: Around,
  { link, names }: PickedDetails,
): Intent => {
  const thread = threadOf(body.message)
  const team = around.team ?? appTeam(body)
  const author = body.message.user
  const authorTeam: unknown = body.message['user_team'] ?? body.message['team']
  const byBot = body.message['bot_id'] !== undefined || author === undefined
  return {
    id: `slack:shortcut:${body.trigger_id}`,
    identity: interactionIdentity(body),
    ...whereabouts(around, team, body.channel.id, thread),
    kind: 'picked',
    by: 'shortcut',
    message: {
      place: {
        platform: 'slack',
        tenant: team,
        conversation: body.channel.id,
        ...(thread !== undefined && { thread }),
      },
      id: body.message.ts,
      text: typedWords(readMarkup(body.message.text ?? ''), names),
      ...(link !== undefined && { link }),
      ...(!byBot && { author: slackIdentity(typeof authorTeam === 'string' ? authorTeam : team, author) }),
    },
  }
}

export const pickedSurface = (body: MessageShortcut, around: Around): Surface => {
  const thread = threadOf(body.message)
  return {
    identity: interactionIdentity(body),
    channel: body.channel.id,
    ...(thread !== undefined && { thread }),
    direct: around.direct,
    ...(body.response_url && { responseUrl: body.response_url }),
    trigger: body.trigger_id,
  }
}

/**
 * Undefined when the form is not of ours. Every press of the submit button has a trigger of its own, while the view's
 * hash stays the same when complaints were shown, so it is the trigger that tells two submissions apart.
 * docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
export const submittedIntent = (body: ViewSubmitAction): Intent | undefined => {
  const read = readFormState(body.view.private_metadata)
  if (read === undefined) return undefined
  return {
    id: `slack:view:${body.view.id}:${body.trigger_id ?? body.view.hash}`,
    identity: interactionIdentity(body),
    kind: 'submitted',
    form: read.form,
    state: read.state,
    values: readValues(body.view.state.values),
  }
}

/** Undefined when what is looked up is none of our sources. Slack never repeats the question, so the id need not either. */
export const lookupIntent = (body: BlockSuggestion, at: Temporal.Instant): Intent | undefined => {
  const source = sourceOfLookup(body.action_id)
  if (source === undefined) return undefined
  return {
    id: `slack:options:${body.view?.id ?? body.user.id}:${body.block_id}:${at.epochMilliseconds}`,
    identity: interactionIdentity(body),
    kind: 'lookup',
    source,
    query: body.value ?? '',
  }
}
