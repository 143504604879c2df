import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readSettings, type Settings, SettingsError } from '../src/config.ts'

const canary = 'canary-8c1f'
const slack = { SLACK_BOT_TOKEN: `xoxb-1-${canary}`, SLACK_SIGNING_SECRET: `signing-${canary}` }
const appId = '1f3a5c70-0000-4000-8000-000000000001'
const tenantId = '1f3a5c70-0000-4000-8000-000000000002'
const teams = {
  MicrosoftAppId: appId,
  MicrosoftAppPassword: `password-${canary}`,
  MicrosoftAppTenantId: tenantId,
}

const folderWith = (dotEnv?: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bellwire-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  if (dotEnv !== undefined) writeFileSync(join(folder, '.env'), dotEnv)
  return folder
}

const read = (env: Record<string, string>, dotEnv?: string): Settings => readSettings(env, folderWith(dotEnv))

/** The lines with which the start is refused. */
const refusal = (env: Record<string, string>, dotEnv?: string): readonly string[] => {
  try {
    read(env, dotEnv)
  } catch (error) {
    if (error instanceof SettingsError) return error.lines
    throw error
  }
  return []
}

test('with nothing set it is the playground on this machine', () => {
  expect(read({})).toEqual({ mode: 'playground', port: 3978, host: '127.0.0.1', logLevel: 'info' })
})

test('Slack over HTTP', () => {
  expect(read(slack)).toEqual({
    mode: 'production',
    port: 3978,
    host: '0.0.0.0',
    logLevel: 'info',
    slack: {
      botToken: slack.SLACK_BOT_TOKEN,
      signingSecret: slack.SLACK_SIGNING_SECRET,
      apiUrl: 'https://slack.com/api/',
      teamIds: [],
    },
  })
})

test('Slack in Socket Mode needs no signing secret', () => {
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_TEAM_IDS: 'T0BELLWIRE, E123',
    SLACK_API_URL: 'http://localhost:9/api',
  }
  expect(read(env).slack).toEqual({
    botToken: 'xoxb-1',
    signingSecret: '',
    appToken: 'xapp-1',
    apiUrl: 'http://localhost:9/api/',
    teamIds: ['T0BELLWIRE', 'E123'],
  })
})

test('Teams, with every address set', () => {
  const env = {
    ...teams,
    TEAMS_OPENID_METADATA_URL: 'http://127.0.0.1:9/keys',
    TEAMS_TOKEN_URL: 'https://login.example/token',
    TEAMS_SERVICE_URLS: 'https://smba.example/emea, http://[::1]:9/',
  }
  expect(read(env)).toMatchObject({
    mode: 'production',
    teams: {
      appId,
      appPassword: teams.MicrosoftAppPassword,
      appType: 'SingleTenant',
      tenantId,
      openIdMetadataUrl: 'http://127.0.0.1:9/keys',
      tokenUrl: 'https://login.example/token',
      // The slash keeps https://smba.example/emea.evil.example/ out.
      serviceUrls: ['https://smba.example/emea/', 'http://[::1]:9/'],
    },
  })
})

test('the other settings', () => {
  const folder = folderWith()
  const env = {
    PORT: '8080',
    HOST: '::1',
    PUBLIC_URL: 'https://desk.example/',
    DATABASE_URL: 'postgres://bellwire:pw@db/bellwire',
    DESK_FILE: 'our/desk.yaml',
    LOG_LEVEL: 'debug',
    OPENAI_API_KEY: 'none',
    OPENAI_BASE_URL: 'http://models:8000/v1',
    OPENAI_MODEL: 'small',
  }
  expect(readSettings(env, folder)).toEqual({
    mode: 'playground',
    port: 8080,
    host: '::1',
    publicUrl: 'https://desk.example',
    databaseUrl: 'postgres://bellwire:pw@db/bellwire',
    deskFile: join(folder, 'our/desk.yaml'),
    logLevel: 'debug',
    openai: { apiKey: 'none', baseUrl: 'http://models:8000/v1', model: 'small' },
  })
})

test('.env is read, the environment wins over it, and an empty value unsets', () => {
  const dotEnv = `PORT=1234\nLOG_LEVEL="warn"\nSLACK_BOT_TOKEN=xoxb-1\nSLACK_SIGNING_SECRET=s\n`
  expect(read({ PORT: '4321' }, dotEnv)).toMatchObject({
    port: 4321,
    logLevel: 'warn',
    slack: { signingSecret: 's' },
  })
  expect(read({ SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: ' ' }, dotEnv).mode).toBe('playground')
})

describe('a malformed value stops the start with one line', () => {
  test.each([
    [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535, not "http".'],
    [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535, not "65536".'],
    [{ PORT: '80.5' }, 'PORT must be a whole number from 0 to 65535, not "80.5".'],
    [{ HOST: 'my host' }, 'HOST must be a host name or an IP address, not "my host".'],
    [
      { PUBLIC_URL: 'desk.example' },
      'PUBLIC_URL must be an https address (plain http only for this machine itself), not "desk.example".',
    ],
    [
      { DATABASE_URL: `mysql://a:${canary}@b/c` },
      'DATABASE_URL must begin with postgres:// or postgresql://.',
    ],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "loud".',
    ],
    [{ ...slack, SLACK_BOT_TOKEN: `xoxp-${canary}` }, 'SLACK_BOT_TOKEN must begin with xoxb-.'],
    [{ ...slack, SLACK_APP_TOKEN: `xoxb-${canary}` }, 'SLACK_APP_TOKEN must begin with xapp-.'],
    [
      { ...slack, SLACK_SIGNING_SECRET: `two ${canary}` },
      'SLACK_SIGNING_SECRET must not contain spaces or line breaks.',
    ],
    [
      { ...slack, SLACK_API_URL: 'http://slack.com/api/' },
      'SLACK_API_URL must be an https address (plain http only for this machine itself), not "http://slack.com/api/".',
    ],
    [
      { ...slack, SLACK_API_URL: 'http://localhost.evil.example/' },
      'SLACK_API_URL must be an https address (plain http only for this machine itself), not "http://localhost.evil.example/".',
    ],
    [
      { ...slack, SLACK_TEAM_IDS: 'acme' },
      'SLACK_TEAM_IDS must be workspace ids such as T0123ABCD, separated by commas, not "acme".',
    ],
    [
      { ...teams, MicrosoftAppId: 'app' },
      'MicrosoftAppId must be the id of the app registration, a UUID, not "app".',
    ],
    [
      { ...teams, MicrosoftAppTenantId: 'contoso.com' },
      'MicrosoftAppTenantId must be the id of the tenant, a UUID, not "contoso.com".',
    ],
    [
      { ...teams, MicrosoftAppType: 'UserAssignedMSI' },
      'MicrosoftAppType must be SingleTenant or MultiTenant, not "UserAssignedMSI".',
    ],
    [
      { ...teams, TEAMS_TOKEN_URL: 'http://10.0.0.1/' },
      'TEAMS_TOKEN_URL must be an https address (plain http only for this machine itself), not "http://10.0.0.1/".',
    ],
    [
      { ...teams, TEAMS_OPENID_METADATA_URL: 'keys' },
      'TEAMS_OPENID_METADATA_URL must be an https address (plain http only for this machine itself), not "keys".',
    ],
    [
      { ...teams, TEAMS_SERVICE_URLS: 'https://a.example/,http://b.example/' },
      'TEAMS_SERVICE_URLS must be https addresses (plain http only for this machine itself), separated by commas, not "https://a.example/,http://b.example/".',
    ],
    [
      { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'models', OPENAI_MODEL: 'm' },
      'OPENAI_BASE_URL must be an http or https address, not "models".',
    ],
  ])('%j', (env, line) => {
    expect(refusal(env)).toEqual([line])
  })
})

describe('a platform with some of its credentials stops the start and names the missing ones', () => {
  test.each([
    [
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      'Slack is only half set up: SLACK_BOT_TOKEN is set, but not SLACK_SIGNING_SECRET.',
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '' },
      'Slack is only half set up: SLACK_BOT_TOKEN is set, but not SLACK_SIGNING_SECRET.',
    ],
    [
      { SLACK_SIGNING_SECRET: 's' },
      'Slack is only half set up: SLACK_SIGNING_SECRET is set, but not SLACK_BOT_TOKEN.',
    ],
    [
      { SLACK_APP_TOKEN: 'xapp-1' },
      'Slack is only half set up: SLACK_APP_TOKEN is set, but not SLACK_BOT_TOKEN.',
    ],
    [
      { MicrosoftAppId: appId },
      'Teams is only half set up: MicrosoftAppId is set, but not MicrosoftAppPassword and MicrosoftAppTenantId.',
    ],
    [
      { ...teams, MicrosoftAppPassword: '' },
      'Teams is only half set up: MicrosoftAppId and MicrosoftAppTenantId is set, but not MicrosoftAppPassword.',
    ],
    [
      { ...slack, MicrosoftAppPassword: 'p' },
      'Teams is only half set up: MicrosoftAppPassword is set, but not MicrosoftAppId and MicrosoftAppTenantId.',
    ],
    [
      { OPENAI_MODEL: 'small' },
      'The language model is only half set up: OPENAI_MODEL is set, but not OPENAI_API_KEY.',
    ],
    [
      { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://models' },
      'The language model is only half set up: OPENAI_API_KEY and OPENAI_BASE_URL is set, but not OPENAI_MODEL.',
    ],
  ])('%j', (env, line) => {
    expect(refusal(env)).toEqual([line])
  })
})

describe('a name that is no setting stops the start', () => {
  test.each([
    [
      { SLACK_SIGNIN_SECRET: 's' },
      'SLACK_SIGNIN_SECRET is not a setting; did you mean SLACK_SIGNING_SECRET?',
    ],
    [{ SLACK_WEBHOOK: 's' }, 'SLACK_WEBHOOK is not a setting.'],
    [{ TEAMS_SERVICE_URL: 's' }, 'TEAMS_SERVICE_URL is not a setting; did you mean TEAMS_SERVICE_URLS?'],
    [{ MicrosoftAppID: 's' }, 'MicrosoftAppID is not a setting; did you mean MicrosoftAppId?'],
    [
      { MICROSOFT_APP_TENANT_ID: 's' },
      'MICROSOFT_APP_TENANT_ID is not a setting; did you mean MicrosoftAppTenantId?',
    ],
  ])('%j', (env, line) => {
    expect(refusal(env)).toEqual([line])
  })

  test('in .env a slip is a mistake under any name; in the environment others may have such names', () => {
    expect(refusal({}, 'DATABSE_URL=postgres://a/b')).toEqual([
      'DATABSE_URL is not a setting; did you mean DATABASE_URL?',
    ])
    expect(
      read({ DATABASE_URI: 'x', HOME: '/', HOSTNAME: 'x', OPENAI_ORG_ID: 'x' }, 'POSTGRES_PASSWORD=x'),
    ).toMatchObject({
      mode: 'playground',
    })
  })
})

test('every mistake is told at once', () => {
  expect(refusal({ PORT: 'x', LOG_LEVEL: 'y', TEAMS_TOKEN: 'z' }).map((line) => line.split(' ')[0])).toEqual([
    'PORT',
    'LOG_LEVEL',
    'TEAMS_TOKEN',
  ])
})

test.each(['0.0.0.0', '::', '192.168.1.7', 'desk.example'])(
  'the playground does not listen on %s',
  (host) => {
    expect(refusal({ HOST: host })).toEqual([expect.stringContaining(`HOST is ${host}, but without`)])
    expect(read({ ...slack, HOST: host }).host).toBe(host)
  },
)

test('no line ever spells out a secret', () => {
  const broken = {
    SLACK_BOT_TOKEN: canary,
    SLACK_SIGNING_SECRET: `a ${canary}`,
    SLACK_APP_TOKEN: canary,
    MicrosoftAppPassword: `a ${canary}`,
    OPENAI_API_KEY: `a ${canary}`,
    DATABASE_URL: `http://user:${canary}@host`,
  }
  const lines = refusal(broken)
  expect(lines.length).toBe(Object.keys(broken).length)
  expect(lines.join('\n')).not.toContain(canary)
})
