import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import type { Desk } from '../src/domain/desk.ts'
import type { Platform } from '../src/domain/person.ts'
import { createPlaygroundPage } from './page/page.ts'
import type { PlaygroundPage } from './page/page.ts'
import type { PagePerson } from './page/people.ts'
import { peopleOn, suggestionsFor } from './page/people.ts'
import { seedOf } from './seeds.ts'
import type { OtherUser, Seed } from './seeds.ts'
import type { SlackWorkspace } from './slack/workspace.ts'
import { createSlackWorkspace } from './slack/workspace.ts'
import type { TeamsTenant } from './teams/options.ts'
import { createTeamsTenant } from './teams/tenant.ts'

export interface PlaygroundOptions {
  readonly desk: Desk
  /** Where the bot will take Slack's requests: `http://127.0.0.1:3978/slack/events`. */
  readonly slackRequestUrl: string
  /** Where the bot will take Teams' activities: `http://127.0.0.1:3978/api/messages`. */
  readonly teamsMessagesUrl: string
  /** False where people act faster than people do, as in tests of what they read; both chats limit calls otherwise. */
  readonly rateLimits?: boolean
  /** `xapp-…`: with it the bot may use Socket Mode. */
  readonly slackAppToken?: string
  /** More accounts that are nobody's of the desk. */
  readonly others?: readonly OtherUser[]
}

export interface Playground {
  readonly slack: SlackWorkspace
  readonly teams: TeamsTenant
  /** The settings with which the bot reaches the simulated chats, named as in the environment. */
  readonly slackSettings: Readonly<Record<SlackSetting, string>>
  readonly teamsSettings: Readonly<Record<TeamsSetting, string>>
  readonly page: PlaygroundPage
  /** Installs the app in the Teams tenant, which tells the bot: call it once the bot answers. */
  installed(): Promise<void>
  /** Ends the page's streams and both simulators. */
  close(): Promise<void>
}

export type SlackSetting = 'SLACK_BOT_TOKEN' | 'SLACK_SIGNING_SECRET' | 'SLACK_API_URL' | 'SLACK_TEAM_IDS'

export type TeamsSetting =
  | 'MicrosoftAppId'
  | 'MicrosoftAppPassword'
  | 'MicrosoftAppType'
  | 'MicrosoftAppTenantId'
  | 'TEAMS_OPENID_METADATA_URL'
  | 'TEAMS_TOKEN_URL'
  | 'TEAMS_SERVICE_URLS'

/**
 * Starts a Slack workspace and a Teams tenant with the people and channels of the desk, each on a loopback port of its
 * own with secrets drawn anew, and the page that shows both. The bot is started afterwards with the settings given here;
 * nothing is sent to it before somebody acts.
 */
export const startPlayground = async (options: PlaygroundOptions): Promise<Playground> => {
  const { desk } = options
  const botToken = `xoxb-playground-${secret()}`
  const signingSecret = secret()
  const appId = randomUUID()
  const appPassword = secret()
  const rateLimits = options.rateLimits ?? true
  const { others } = options
  const seeds = { slack: seedOf(desk, 'slack', others), teams: seedOf(desk, 'teams', others) }

  const slack = await createSlackWorkspace({
    team: seeds.slack.tenant,
    name: `${desk.name} (Slack)`,
    botToken,
    signingSecret,
    manifest: await manifest('slack.json'),
    requestUrl: options.slackRequestUrl,
    users: seeds.slack.users.map(({ home, ...user }) =>
      home === undefined ? user : { ...user, stranger: home },
    ),
    channels: seeds.slack.channels.map((channel) => ({
      ...channel,
      shared: seeds.slack.users.some(({ id, home }) => home !== undefined && channel.members.includes(id)),
    })),
    rateLimits,
    ...(options.slackAppToken === undefined ? {} : { appToken: options.slackAppToken }),
  })
  const teams = await createTeamsTenant({
    tenant: seeds.teams.tenant,
    name: `${desk.name} (Teams)`,
    appId,
    appPassword,
    manifest: await manifest('teams/manifest.json'),
    messagesUrl: options.teamsMessagesUrl,
    users: seeds.teams.users.map(({ home, ...user }) =>
      home === undefined ? user : { ...user, tenant: home },
    ),
    team: { id: '19:team@thread.tacv2', name: desk.name },
    channels: seeds.teams.channels,
    rateLimits,
  }).catch(async (error: unknown) => {
    await slack.close()
    throw error
  })
  const page = createPlaygroundPage({
    slack,
    teams,
    people: (['slack', 'teams'] as const).flatMap((platform) => [
      ...peopleOn(desk, platform),
      ...guestsOn(seeds[platform], platform),
    ]),
    suggestions: suggestionsFor(desk),
  })

  return {
    slack,
    teams,
    page,
    slackSettings: {
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: slack.apiUrl,
      SLACK_TEAM_IDS: slack.tenant,
    },
    teamsSettings: {
      MicrosoftAppId: appId,
      MicrosoftAppPassword: appPassword,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: teams.tenant,
      TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
      TEAMS_TOKEN_URL: teams.tokenUrl,
      TEAMS_SERVICE_URLS: teams.serviceUrl,
    },
    installed: () => teams.install(),
    close: async () => {
      page.close()
      await Promise.all([slack.close(), teams.close()])
    },
  }
}

const guestsOn = (seed: Seed, platform: Platform): readonly PagePerson[] =>
  seed.users
    .filter((user) => user.guest === true)
    .map((user) => ({ platform, user: user.id, zone: user.zone, roles: ['Guest, not in the desk file'] }))

const secret = (): string => randomBytes(24).toString('hex')

const manifest = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../manifests/${name}`, import.meta.url), 'utf8'))
