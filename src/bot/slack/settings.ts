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

/**
 * Whether an address that came in from outside leads to that host of Slack's or, where the Web API is not Slack's own,
 * to where that is: nothing may have the desk write anywhere else.
 */
export const leadsTo = (
  settings: Pick<SlackSettings, 'apiUrl'>,
  slackHost: string,
  address: string,
): boolean => {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  if (protocol === 'https:' && host === slackHost) return true
  const api = new URL(settings.apiUrl)
  const isSlacksOwn = api.host === new URL(slackApiUrl).host
  return !isSlacksOwn && protocol === api.protocol && host === api.host
}
