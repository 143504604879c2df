import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { isAddress, isLoopback, isSafeAddress, withoutSlash, withSlash } from './addresses.ts'
import { closestOf } from './spelling.ts'

/** What a start needs to know of its environment; checked as a whole, so that nothing fails later for a typing mistake. */
export interface Settings {
  /** `playground` exactly when no platform has credentials; then `host` is loopback. */
  readonly mode: 'production' | 'playground'
  /** 0 lets the system choose a free one. */
  readonly port: number
  readonly host: string
  /** Where people's browsers reach this program, without a slash at the end. */
  readonly publicUrl?: string
  /** Unset: the embedded PostgreSQL. */
  readonly databaseUrl?: string
  /** Absolute path. Unset: the applied desk of the database, or in the playground the demo organisation. */
  readonly deskFile?: string
  readonly logLevel: LogLevel
  readonly slack?: SlackCredentials
  readonly teams?: TeamsCredentials
  /** Unset: no suggestions by a language model. */
  readonly openai?: OpenAiAccess
}

export interface SlackCredentials {
  readonly botToken: string
  /** Empty only in Socket Mode, where Slack signs nothing: the connection itself is authenticated. */
  readonly signingSecret: string
  /** Present: Socket Mode. https://docs.slack.dev/apis/events-api/using-socket-mode */
  readonly appToken?: string
  readonly apiUrl: string
  /** Home workspaces; empty: the workspace of the bot token. */
  readonly teamIds: readonly string[]
}

export interface TeamsCredentials {
  readonly appId: string
  readonly appPassword: string
  readonly appType: 'SingleTenant' | 'MultiTenant'
  /** The home tenant: the one whose people are let in. */
  readonly tenantId: string
  readonly openIdMetadataUrl?: string
  readonly tokenUrl?: string
  /** Prefixes, each ending with a slash; empty: Microsoft's. */
  readonly serviceUrls: readonly string[]
}

export interface OpenAiAccess {
  readonly apiKey: string
  readonly model: string
  /** Unset: OpenAI's own. */
  readonly baseUrl?: string
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Everything that is wrong with the settings, one line each; never contains a secret. */
export class SettingsError extends Error {
  override name = 'SettingsError'
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.lines = lines
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const checked = (rule: string, holds: (text: string) => boolean) => z.string().refine(holds, rule)
const list = (rule: string, holds: (text: string) => boolean) =>
  z
    .string()
    .transform((text) => text.split(',').flatMap((item) => item.trim() || []))
    .refine((items) => items.every(holds), rule)

const safeAddress = checked(
  'must be an https address (plain http only for this machine itself)',
  isSafeAddress,
)
/** Never spelt out in an error line, malformed or not. */
const secrets = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'MicrosoftAppPassword',
  'OPENAI_API_KEY',
  'DATABASE_URL',
]
const secret = checked('must not contain spaces or line breaks', (text) => !/\s/.test(text))

const variables = z.object({
  PORT: checked(
    'must be a whole number from 0 to 65535',
    (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
  )
    .transform(Number)
    .default(3978),
  HOST: checked(
    'must be a host name or an IP address',
    (text) => isIP(text) > 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text),
  ).optional(),
  PUBLIC_URL: safeAddress.transform(withoutSlash).optional(),
  DATABASE_URL: checked('must begin with postgres:// or postgresql://', (text) =>
    /^postgres(ql)?:\/\/\S+$/.test(text),
  ).optional(),
  DESK_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  SLACK_BOT_TOKEN: checked('must begin with xoxb-', (text) => /^xoxb-\S+$/.test(text)).optional(),
  SLACK_SIGNING_SECRET: secret.optional(),
  SLACK_APP_TOKEN: checked('must begin with xapp-', (text) => /^xapp-\S+$/.test(text)).optional(),
  SLACK_API_URL: safeAddress.transform(withSlash).default('https://slack.com/api/'),
  SLACK_TEAM_IDS: list('must be workspace ids such as T0123ABCD, separated by commas', (id) =>
    /^[TE][A-Z\d]+$/.test(id),
  ).default([]),
  MicrosoftAppId: checked('must be the id of the app registration, a UUID', (text) =>
    uuid.test(text),
  ).optional(),
  MicrosoftAppPassword: secret.optional(),
  MicrosoftAppType: z
    .enum(['SingleTenant', 'MultiTenant'], 'must be SingleTenant or MultiTenant')
    .default('SingleTenant'),
  MicrosoftAppTenantId: checked('must be the id of the tenant, a UUID', (text) => uuid.test(text)).optional(),
  TEAMS_OPENID_METADATA_URL: safeAddress.optional(),
  TEAMS_TOKEN_URL: safeAddress.optional(),
  TEAMS_SERVICE_URLS: list(
    'must be https addresses (plain http only for this machine itself), separated by commas',
    isSafeAddress,
  )
    .transform((urls) => urls.map(withSlash))
    .default([]),
  OPENAI_API_KEY: secret.optional(),
  // A model served in one's own network often has no https.
  OPENAI_BASE_URL: checked('must be an http or https address', (text) =>
    isAddress(text, ['http:', 'https:']),
  ).optional(),
  OPENAI_MODEL: z.string().optional(),
})

type Variables = z.infer<typeof variables>
type Environment = Readonly<Record<string, string | undefined>>

const names = Object.keys(variables.shape)

const readDotEnv = (cwd: string): Environment => {
  try {
    return parseEnv(readFileSync(join(cwd, '.env'), 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new SettingsError([
      `.env cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    ])
  }
}

/**
 * Names that are nobody else's, or that somebody wrote into our own `.env` with a slip: each would otherwise be
 * ignored in silence, and its default used.
 */
const unknownNames = (environment: Environment, dotEnv: Environment): string[] =>
  Object.keys({ ...dotEnv, ...environment }).flatMap((name) => {
    if (names.includes(name)) return []
    const ours = /^(SLACK_|TEAMS_|MICROSOFT_?APP)/i.test(name)
    const slip = name in dotEnv && name.length > 3 ? closestOf(names, name, 2) : undefined
    if (!ours && slip === undefined) return []
    const meant = slip ?? closestOf(names, name, 4)
    return [`${name} is not a setting${meant ? `; did you mean ${meant}?` : '.'}`]
  })

/** A platform with some of its credentials must not come up half: an unsigned request could pass for a signed one. */
const missing = (
  platform: string,
  has: Record<string, string | undefined>,
  needed: readonly string[],
): string[] => {
  const given = Object.keys(has).filter((name) => has[name] !== undefined)
  const absent = needed.filter((name) => has[name] === undefined)
  if (given.length === 0 || absent.length === 0) return []
  return [`${platform} is only half set up: ${given.join(' and ')} is set, but not ${absent.join(' and ')}.`]
}

const missingCredentials = (values: Variables): string[] => {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN } = values
  const { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId } = values
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL } = values
  // In Socket Mode Slack signs nothing, so there is no secret to ask for.
  const slackNeeds = ['SLACK_BOT_TOKEN', ...(SLACK_APP_TOKEN === undefined ? ['SLACK_SIGNING_SECRET'] : [])]
  const teams = { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId }
  // Another provider's server knows nothing of our default model.
  const modelNeeds = ['OPENAI_API_KEY', ...(OPENAI_BASE_URL === undefined ? [] : ['OPENAI_MODEL'])]
  return [
    ...missing('Slack', { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN }, slackNeeds),
    ...missing('Teams', teams, Object.keys(teams)),
    ...missing('The language model', { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL }, modelNeeds),
  ]
}

const slackOf = (values: Variables): SlackCredentials | undefined =>
  values.SLACK_BOT_TOKEN === undefined
    ? undefined
    : {
        botToken: values.SLACK_BOT_TOKEN,
        signingSecret: values.SLACK_SIGNING_SECRET ?? '',
        ...present({ appToken: values.SLACK_APP_TOKEN }),
        apiUrl: values.SLACK_API_URL,
        teamIds: values.SLACK_TEAM_IDS,
      }

const teamsOf = (values: Variables): TeamsCredentials | undefined => {
  const { MicrosoftAppId: appId, MicrosoftAppPassword: appPassword, MicrosoftAppTenantId: tenantId } = values
  if (appId === undefined || appPassword === undefined || tenantId === undefined) return undefined
  return {
    appId,
    appPassword,
    appType: values.MicrosoftAppType,
    tenantId,
    ...present({ openIdMetadataUrl: values.TEAMS_OPENID_METADATA_URL, tokenUrl: values.TEAMS_TOKEN_URL }),
    serviceUrls: values.TEAMS_SERVICE_URLS,
  }
}

const defaultModel = 'gpt-5-mini'

const openaiOf = (values: Variables): OpenAiAccess | undefined =>
  values.OPENAI_API_KEY === undefined
    ? undefined
    : {
        apiKey: values.OPENAI_API_KEY,
        model: values.OPENAI_MODEL ?? defaultModel,
        ...present({ baseUrl: values.OPENAI_BASE_URL }),
      }

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The same without what is undefined. */
const present = <T extends object>(fields: T): Present<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>

const issueLine = (name: string, rule: string, value: string | undefined): string =>
  `${name} ${rule}${secrets.includes(name) ? '.' : `, not ${JSON.stringify(value)}.`}`

/**
 * Reads the settings from `env` and from `.env` in `cwd`; what `env` has wins, and an empty value counts as unset.
 * Throws a `SettingsError` with a line for everything that is malformed, misspelt or only half set up.
 *
 * With no credentials of any platform the program is a playground, which serves this machine only.
 */
export const readSettings = (env: Environment = process.env, cwd: string = process.cwd()): Settings => {
  const dotEnv = readDotEnv(cwd)
  const given = Object.fromEntries(
    Object.entries({ ...dotEnv, ...env }).flatMap(([name, value]) =>
      value?.trim() ? [[name, value.trim()]] : [],
    ),
  )
  const lines = unknownNames(env, dotEnv)
  const parsed = variables.safeParse(given)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0])
      return issueLine(name, message, given[name])
    })
    throw new SettingsError([...wrong, ...lines])
  }
  const values = parsed.data
  lines.push(...missingCredentials(values))
  const slack = slackOf(values)
  const teams = teamsOf(values)
  const mode = slack || teams ? 'production' : 'playground'
  const host = values.HOST ?? (mode === 'playground' ? '127.0.0.1' : '0.0.0.0')
  if (lines.length === 0 && mode === 'playground' && !isLoopback(host)) lines.push(playgroundHost(host))
  if (lines.length > 0) throw new SettingsError(lines)
  const { PORT: port, LOG_LEVEL: logLevel, PUBLIC_URL: publicUrl, DATABASE_URL: databaseUrl } = values
  const deskFile = values.DESK_FILE === undefined ? undefined : resolve(cwd, values.DESK_FILE)
  const openai = openaiOf(values)
  return {
    mode,
    port,
    host,
    logLevel,
    ...present({ publicUrl, databaseUrl, deskFile, slack, teams, openai }),
  }
}

const playgroundHost = (host: string): string =>
  `HOST is ${host}, but without Slack or Teams credentials this is the playground, where anybody may act as anyone: it is for this machine only (127.0.0.1).`
