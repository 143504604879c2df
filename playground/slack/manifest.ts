import { fields, isFields, objects, text } from './fields.ts'

/** What the app may do and is told, as its manifest says: docs.slack.dev/reference/app-manifest. */
export interface Manifest {
  readonly appName: string
  readonly botName: string
  readonly scopes: ReadonlySet<string>
  readonly events: ReadonlySet<string>
  readonly commands: readonly { readonly command: string; readonly escapes: boolean }[]
  readonly shortcuts: readonly Shortcut[]
  readonly interactive: boolean
  readonly homeTab: boolean
  readonly messagesTab: boolean
}

export interface Shortcut {
  readonly name: string
  readonly callbackId: string
  readonly type: 'global' | 'message'
}

/** Events and the scope that each needs: docs.slack.dev/reference/events. */
const scopeOfEvent: Readonly<Record<string, string | undefined>> = {
  app_home_opened: undefined,
  app_mention: 'app_mentions:read',
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.mpim': 'mpim:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  member_joined_channel: 'channels:read',
  app_uninstalled: undefined,
  tokens_revoked: undefined,
}

/** Reads a manifest as Slack does when the app is created; throws on what Slack would not install. */
export const readManifest = (manifest: unknown): Manifest => {
  if (!isFields(manifest)) throw new Error('the Slack manifest must be an object')
  const features = fields(manifest['features'])
  const settings = fields(manifest['settings'])
  const home = fields(features['app_home'])
  const scopes = names(fields(fields(manifest['oauth_config'])['scopes'])['bot'])
  const events = names(fields(settings['event_subscriptions'])['bot_events'])
  const commands = objects(features['slash_commands']).map((command) => ({
    command: text(command['command']),
    escapes: command['should_escape'] === true,
  }))
  const shortcuts = objects(features['shortcuts']).map((shortcut) => ({
    name: text(shortcut['name']),
    callbackId: text(shortcut['callback_id']),
    type: shortcut['type'] === 'message' ? ('message' as const) : ('global' as const),
  }))
  const need = (scope: string, what: string): void => {
    if (!scopes.has(scope)) throw new Error(`the Slack manifest lacks the scope ${scope}, needed by ${what}`)
  }
  for (const event of events) {
    if (!(event in scopeOfEvent))
      throw new Error(`the Slack manifest subscribes to the unknown event ${event}`)
    const scope = scopeOfEvent[event]
    if (scope !== undefined) need(scope, event)
  }
  if (commands.length > 0 || shortcuts.length > 0) need('commands', 'commands and shortcuts')
  for (const shortcut of shortcuts)
    if (shortcut.name.length > 24 || shortcut.callbackId === '')
      throw new Error(`the Slack manifest has an invalid shortcut: ${shortcut.name}`)
  const appName = text(fields(manifest['display_information'])['name'])
  return {
    appName,
    botName: text(fields(features['bot_user'])['display_name']) || appName,
    scopes,
    events,
    commands,
    shortcuts,
    interactive: fields(settings['interactivity'])['is_enabled'] === true,
    homeTab: home['home_tab_enabled'] === true,
    messagesTab: home['messages_tab_enabled'] !== false && home['messages_tab_read_only_enabled'] !== true,
  }
}

const names = (value: unknown): ReadonlySet<string> =>
  new Set(Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])
