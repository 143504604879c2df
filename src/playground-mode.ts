import { startPlayground, type Playground } from '../playground/playground.ts'
import type { SlackCredentials, TeamsCredentials } from './config.ts'
import type { Desk } from './domain/desk.ts'

export interface PlaygroundMode {
  readonly playground: Playground
  readonly slack: SlackCredentials
  readonly teams: TeamsCredentials
}

/** Starts the simulated chats and gives the bot the credentials that they issued, as a platform's admin would. */
export const enterPlayground = async (desk: Desk, origin: string): Promise<PlaygroundMode> => {
  const playground = await startPlayground({
    desk,
    slackRequestUrl: `${origin}/slack/events`,
    teamsMessagesUrl: `${origin}/api/messages`,
  })
  const { slackSettings, teamsSettings } = playground
  return {
    playground,
    slack: {
      botToken: slackSettings.SLACK_BOT_TOKEN,
      signingSecret: slackSettings.SLACK_SIGNING_SECRET,
      apiUrl: slackSettings.SLACK_API_URL,
      teamIds: [slackSettings.SLACK_TEAM_IDS],
    },
    teams: {
      appId: teamsSettings.MicrosoftAppId,
      appPassword: teamsSettings.MicrosoftAppPassword,
      appType: 'SingleTenant',
      tenantId: teamsSettings.MicrosoftAppTenantId,
      openIdMetadataUrl: teamsSettings.TEAMS_OPENID_METADATA_URL,
      tokenUrl: teamsSettings.TEAMS_TOKEN_URL,
      serviceUrls: [teamsSettings.TEAMS_SERVICE_URLS],
    },
  }
}
