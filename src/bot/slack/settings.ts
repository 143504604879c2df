/** What the Slack edge must be told about the workspace it works in. */
export interface SlackSettings {
  /** `xoxb-…` */
  readonly botToken: string
  readonly signingSecret: string
  /** `xapp-…`; when present, requests come over Socket Mode and no HTTP request is answered. */
  readonly appToken?: string
  /** Base of the Web API, `https://slack.com/api/` except for tests and proxies. */
  readonly apiUrl: string
  /** Home workspaces; empty: the workspace of the bot token. */
  readonly teamIds: readonly string[]
}

export const slackApiUrl = 'https://slack.com/api/'

/** Whether the Web API is Slack's own; another one may also be where `response_url` points to. */
export const isSlacksOwn = (settings: SlackSettings): boolean =>
  new URL(settings.apiUrl).host === new URL(slackApiUrl).host
