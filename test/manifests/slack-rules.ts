import { z } from 'zod'

/**
 * What Slack takes as an app manifest, as far as this one uses it, in our own words: keys and lengths from
 * github.com/slackapi/manifest-schema (schemas/manifest.schema.1.0.0.json), meanings and scopes from
 * docs.slack.dev/reference/app-manifest, /reference/events and /reference/methods.
 */
const words = (least: number, most: number) => z.string().min(least).max(most)
const address = z
  .string()
  .max(3000)
  .regex(/^https:\/\/[^\s/]+\/slack\/events$/)
const names = (most: number) => z.array(words(1, 50)).max(most).refine(unique, 'says something twice')

function unique(all: readonly string[]): boolean {
  return new Set(all).size === all.length
}

const shape = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(1), minor_version: z.int() }),
  display_information: z.strictObject({
    name: words(1, 35),
    description: words(1, 140),
    long_description: words(175, 4000),
    background_color: z.string().regex(/^#(?:[0-9a-f]{3}){1,2}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: words(1, 80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: words(1, 24),
          type: z.enum(['global', 'message']),
          callback_id: words(1, 255),
          description: words(1, 150),
        }),
      )
      .min(1)
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[^\s/]{1,31}$/),
          url: address.optional(),
          description: words(1, 2000),
          usage_hint: words(1, 1000),
          should_escape: z.boolean(),
        }),
      )
      .min(1)
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: names(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address.optional(), bot_events: names(100) }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: address.optional(),
      message_menu_options_url: address.optional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
})

export type SlackManifest = z.infer<typeof shape>

/** The scope that each event needs; null for those that come without one. */
const scopeOfEvent: Readonly<Record<string, string | null>> = {
  app_home_opened: null,
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
  reaction_added: 'reactions:read',
}

/** In which conversations the desk is, by the events that tell it of messages there. */
const kindOfEvent: Readonly<Record<string, string>> = {
  'message.channels': 'channels',
  'message.groups': 'groups',
  'message.im': 'im',
  'message.mpim': 'mpim',
}

/** The scope that a bot's token needs for each method; `*:history` is one for each kind of conversation. */
const scopeOfMethod: Readonly<Record<string, string | null>> = {
  'auth.test': null,
  'chat.getPermalink': null,
  'chat.postEphemeral': 'chat:write',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.history': '*:history',
  'conversations.open': 'im:write',
  'conversations.replies': '*:history',
  'files.completeUploadExternal': 'files:write',
  'files.getUploadURLExternal': 'files:write',
  'users.info': 'users:read',
  'views.open': null,
  'views.publish': null,
  'views.push': null,
  'views.update': null,
}

/** What the edge does, as far as scopes depend on it. */
export interface SlackUse {
  readonly methods: readonly string[]
  /** Whether it reads the e-mail address that `users.info` tells. */
  readonly readsEmail: boolean
}

/** Everything that is wrong with a manifest for an edge that does so, each with the path it is at; none for a good one. */
export const slackMistakes = (manifest: unknown, use: SlackUse): readonly string[] => {
  const read = shape.safeParse(manifest)
  if (!read.success) return read.error.issues.flatMap(told)
  return [...disagreements(read.data), ...scopeMistakes(read.data, use)]
}

const told = (issue: z.core.$ZodIssue): readonly string[] => {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${path === '' ? key : `${path}.${key}`}: unknown`)
  return [`${path}: ${issue.message}`]
}

/** What is allowed by itself and does not go together. */
const disagreements = ({ features, settings }: SlackManifest): readonly string[] => {
  const found: string[] = []
  const { event_subscriptions: events, interactivity } = settings
  const overHttp = !settings.socket_mode_enabled
  const missing = (url: string | undefined): boolean => overHttp && url === undefined
  if (missing(events.request_url)) found.push('settings.event_subscriptions.request_url: needed')
  if (missing(interactivity.request_url)) found.push('settings.interactivity.request_url: needed')
  if (missing(interactivity.message_menu_options_url))
    found.push('settings.interactivity.message_menu_options_url: needed')
  features.slash_commands.forEach(({ url }, at) => {
    if (missing(url)) found.push(`features.slash_commands.${at}.url: needed`)
  })
  if (!interactivity.is_enabled) found.push('settings.interactivity.is_enabled: needed for buttons and forms')
  const home = features.app_home
  const heard = new Set(events.bot_events)
  if (heard.has('app_home_opened') && !home.home_tab_enabled)
    found.push('features.app_home.home_tab_enabled: needed for app_home_opened')
  if (heard.has('message.im') && (!home.messages_tab_enabled || home.messages_tab_read_only_enabled))
    found.push('features.app_home.messages_tab_enabled: needed for message.im')
  const ids = features.shortcuts.map(({ type, callback_id: id }) => `${type} ${id}`)
  if (!unique(ids)) found.push('features.shortcuts: two have the same callback_id')
  return found
}

const scopeMistakes = ({ features, oauth_config, settings }: SlackManifest, use: SlackUse) => {
  const events = settings.event_subscriptions.bot_events
  const found: string[] = []
  const needed = new Map<string, string>()
  const need = (scope: string | null | undefined, what: string): void => {
    if (scope === undefined) found.push(`${what}: nobody says which scope it needs`)
    else if (scope === '*:history')
      for (const event of events) {
        const kind = kindOfEvent[event]
        if (kind !== undefined) needed.set(`${kind}:history`, what)
      }
    else if (scope !== null) needed.set(scope, what)
  }
  for (const event of events) need(scopeOfEvent[event], event)
  for (const method of use.methods) need(scopeOfMethod[method], method)
  if (features.slash_commands.length + features.shortcuts.length > 0) need('commands', 'commands')
  if (use.readsEmail) need('users:read.email', 'users.info')
  const given = new Set(oauth_config.scopes.bot)
  for (const [scope, what] of needed)
    if (!given.has(scope)) found.push(`oauth_config.scopes.bot: lacks ${scope}, needed by ${what}`)
  for (const scope of given)
    if (!needed.has(scope)) found.push(`oauth_config.scopes.bot: ${scope} is not used`)
  return found
}
