import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type SlackWorkspace, createSlackWorkspace } from '../../playground/slack/workspace.ts'
import { seedOf } from '../../playground/seeds.ts'
import type { TeamsTenant } from '../../playground/teams/options.ts'
import { createTeamsTenant } from '../../playground/teams/tenant.ts'
import type { Desk } from '../../src/domain/desk.ts'

/** Both simulated chats for a bot in another process, and what that process needs in its environment to meet them. */
export interface Chats {
  readonly slack: SlackWorkspace
  readonly teams: TeamsTenant
  readonly slackEnv: Readonly<Record<string, string>>
  readonly teamsEnv: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

export interface ChatsOptions {
  readonly desk: Desk
  /** Where the bot answers: `http://127.0.0.1:port`. */
  readonly address: string
  /** Milliseconds before Slack sends an event again; Slack's own otherwise (at once, a minute, five minutes). */
  readonly slackRetries?: readonly number[]
  /** Milliseconds before Teams tries an activity again. */
  readonly teamsRetries?: readonly number[]
}

/** Fills them with the people and channels of the desk. They do not limit how often the bot calls. */
export const openChats = async (options: ChatsOptions): Promise<Chats> => {
  const { desk, address } = options
  const [forSlack, forTeams] = [seedOf(desk, 'slack'), seedOf(desk, 'teams')]
  const [botToken, signingSecret, appPassword] = [`xoxb-test-${secret()}`, secret(), secret()]
  const appId = randomUUID()
  const slack = await createSlackWorkspace({
    team: forSlack.tenant,
    name: desk.name,
    botToken,
    signingSecret,
    manifest: await manifest('slack.json'),
    requestUrl: `${address}/slack/events`,
    users: forSlack.users,
    channels: forSlack.channels,
    rateLimits: false,
    ...(options.slackRetries === undefined ? {} : { retryDelays: options.slackRetries }),
  })
  const teams = await createTeamsTenant({
    tenant: forTeams.tenant,
    name: desk.name,
    appId,
    appPassword,
    manifest: await manifest('teams/manifest.json'),
    messagesUrl: `${address}/api/messages`,
    users: forTeams.users,
    team: { id: '19:team@thread.tacv2', name: desk.name },
    channels: forTeams.channels,
    rateLimits: false,
    ...(options.teamsRetries === undefined ? {} : { retryDelays: options.teamsRetries }),
  })
  return {
    slack,
    teams,
    slackEnv: {
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: slack.apiUrl,
      SLACK_TEAM_IDS: slack.tenant,
    },
    teamsEnv: {
      MicrosoftAppId: appId,
      MicrosoftAppPassword: appPassword,
      MicrosoftAppTenantId: teams.tenant,
      TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
      TEAMS_TOKEN_URL: teams.tokenUrl,
      TEAMS_SERVICE_URLS: teams.serviceUrl,
    },
    close: async () => {
      await slack.close()
      await teams.close()
    },
  }
}

const secret = (): string => randomBytes(24).toString('hex')

const manifest = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../manifests/${name}`, import.meta.url), 'utf8')) as unknown
