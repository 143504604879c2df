import { z } from 'zod'

/**
 * What Teams takes as an app manifest, as far as this one uses it, in our own words: keys and lengths from
 * developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json, meanings from
 * learn.microsoft.com/microsoft-365/extensibility/schema.
 */
const schemaAddress = 'https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json'
const words = (most: number) => z.string().min(1).max(most)
const guid = z.string().regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i)
const page = z.url({ protocol: /^https$/ }).max(2048)
const file = z.string().regex(/^[\w-]+\.png$/)
/** Host names that content comes from, with a wildcard for the first label at most, and never a whole public domain. */
const domain = z
  .string()
  .max(2048)
  .regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i)

function unique(all: readonly string[]): boolean {
  return new Set(all).size === all.length
}
const scope = z.enum(['team', 'personal'])
const scopes = z.array(scope).min(1).max(4).refine(unique, 'says something twice')

const botCommand = z.strictObject({ title: words(128), description: words(4000) })
const extensionCommand = z.strictObject({
  id: words(64),
  type: z.enum(['query', 'action']),
  context: z.array(z.enum(['compose', 'commandBox', 'message'])).max(3),
  title: words(32),
  description: words(128),
  initialRun: z.boolean().optional(),
  fetchTask: z.boolean(),
  parameters: z
    .array(
      z.strictObject({
        name: words(64),
        title: words(32),
        description: words(128),
        inputType: z.enum(['text', 'textarea', 'number', 'date', 'time', 'toggle', 'choiceset']),
      }),
    )
    .min(1)
    .max(5)
    .optional(),
})

/** Permissions of a team that a bot can be granted: learn.microsoft.com/microsoftteams/platform/graph-api/rsc. */
const teamPermissions = z.enum([
  'Channel.Create.Group',
  'Channel.Delete.Group',
  'ChannelMeeting.ReadBasic.Group',
  'ChannelMember.Read.Group',
  'ChannelMember.ReadWrite.Group',
  'ChannelMessage.Read.Group',
  'ChannelMessage.Send.Group',
  'ChannelSettings.Read.Group',
  'ChannelSettings.ReadWrite.Group',
  'Member.Read.Group',
  'Owner.Read.Group',
  'TeamMember.Read.Group',
  'TeamSettings.Read.Group',
  'TeamSettings.ReadWrite.Group',
  'TeamsActivity.Send.Group',
  'TeamsAppInstallation.Read.Group',
  'TeamsTab.Create.Group',
  'TeamsTab.Delete.Group',
  'TeamsTab.Read.Group',
  'TeamsTab.ReadWrite.Group',
])

const shape = z.strictObject({
  $schema: z.literal(schemaAddress),
  manifestVersion: z.literal('1.30'),
  version: z
    .string()
    .max(256)
    .regex(/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/),
  id: guid,
  developer: z.strictObject({
    name: words(32),
    websiteUrl: page,
    privacyUrl: page,
    termsOfUseUrl: page,
  }),
  name: z.strictObject({ short: words(30), full: words(100) }),
  description: z.strictObject({ short: words(80), full: words(4000) }),
  icons: z.strictObject({ color: file, outline: file }),
  accentColor: z.string().regex(/^#[0-9a-f]{6}$/i),
  defaultInstallScope: scope,
  defaultGroupCapability: z.strictObject({ team: z.enum(['tab', 'bot', 'connector']) }),
  bots: z
    .array(
      z.strictObject({
        botId: guid,
        scopes,
        isNotificationOnly: z.literal(false),
        supportsFiles: z.boolean(),
        supportsCalling: z.boolean(),
        supportsVideo: z.boolean(),
        commandLists: z
          .array(z.strictObject({ scopes, commands: z.array(botCommand).min(1).max(12) }))
          .max(3),
      }),
    )
    .length(1),
  composeExtensions: z
    .array(z.strictObject({ botId: guid, commands: z.array(extensionCommand).min(1).max(10) }))
    .length(1),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])).refine(unique, 'says something twice'),
  validDomains: z.array(domain).max(100),
  webApplicationInfo: z.strictObject({ id: guid, resource: words(2048) }).optional(),
  authorization: z.strictObject({
    permissions: z.strictObject({
      resourceSpecific: z
        .array(z.strictObject({ name: teamPermissions, type: z.enum(['Application', 'Delegated']) }))
        .max(16),
    }),
  }),
})

export type TeamsManifest = z.infer<typeof shape>

/** Everything that is wrong with a manifest, each with the path it is at; none for a good one. */
export const teamsMistakes = (manifest: unknown): readonly string[] => {
  const read = shape.safeParse(manifest)
  return read.success ? disagreements(read.data) : read.error.issues.flatMap(told)
}

/** The same without its mistakes; throws when there are any in its shape. */
export const readTeamsManifest = (manifest: unknown): TeamsManifest => shape.parse(manifest)

const told = (issue: z.core.$ZodIssue): readonly string[] => {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${path === '' ? key : `${path}.${key}`}: unknown`)
  return [`${path}: ${issue.message}`]
}

/** What is allowed by itself and does not go together. */
const disagreements = (app: TeamsManifest): readonly string[] => {
  const found: string[] = []
  const [bot] = app.bots
  const [extension] = app.composeExtensions
  if (bot === undefined || extension === undefined) return ['bots: there is none']
  const lists = bot.commandLists
  const listed = lists.flatMap((list) => list.scopes)
  if (!unique(listed)) found.push('bots.0.commandLists: two are for the same scope')
  for (const each of bot.scopes)
    if (!listed.includes(each)) found.push(`bots.0.commandLists: none is for ${each}`)
  for (const each of listed)
    if (!bot.scopes.includes(each)) found.push(`bots.0.scopes: ${each} has commands and is not there`)
  lists.forEach(({ commands }, at) => {
    if (!unique(commands.map(({ title }) => title)))
      found.push(`bots.0.commandLists.${at}.commands: two have the same title`)
  })
  if (!bot.scopes.includes(app.defaultInstallScope))
    found.push('defaultInstallScope: the bot is not for that scope')
  if (extension.botId !== bot.botId) found.push('composeExtensions.0.botId: is another bot')
  if (!unique(extension.commands.map(({ id }) => id)))
    found.push('composeExtensions.0.commands: two have the same id')
  extension.commands.forEach((command, at) => {
    const path = `composeExtensions.0.commands.${at}`
    if (command.type === 'query' && command.parameters === undefined)
      found.push(`${path}.parameters: a search needs one`)
    if (command.type === 'query' && command.context.includes('message'))
      found.push(`${path}.context: a search is not done on a message`)
    if (command.type === 'action' && !command.fetchTask && command.parameters === undefined)
      found.push(`${path}.fetchTask: an action without it needs parameters`)
  })
  const granted = app.authorization.permissions.resourceSpecific
  if (granted.length > 0 && app.webApplicationInfo === undefined)
    found.push('webApplicationInfo: needed beside permissions of a team')
  if (app.webApplicationInfo !== undefined && app.webApplicationInfo.id !== bot.botId)
    found.push('webApplicationInfo.id: is another application')
  if (granted.length > 0 && !bot.scopes.includes('team'))
    found.push('authorization.permissions.resourceSpecific: the bot is in no team')
  return found
}
