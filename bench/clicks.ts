import { createHmac, randomUUID } from 'node:crypto'
import type { Load } from './load.ts'

type Request = ReturnType<Load['next']>

/** A button of ours, and whose account clicks it. */
export interface Click {
  readonly user: string
  readonly name: string
  readonly record: string
  readonly version?: number
  readonly argument?: string
}

/** A click on a card in a channel, signed as Slack signs it. */
export const slackClick = (
  { secret, team, channel }: { readonly secret: string; readonly team: string; readonly channel: string },
  { user, name, record, version, argument }: Click,
): Request => {
  const payload = {
    type: 'block_actions',
    user: { id: user, username: 'bench', name: 'bench', team_id: team },
    team: { id: team, domain: 'bench' },
    api_app_id: 'A0BENCH',
    token: 'bench',
    trigger_id: `1.1.${randomUUID()}`,
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: 'bench' },
    container: {
      type: 'message',
      message_ts: '1700000000.000300',
      channel_id: channel,
      is_ephemeral: false,
    },
    message: { type: 'message', user: 'U0DESK', bot_id: 'B0DESK', ts: '1700000000.000300', text: record },
    state: { values: {} },
    actions: [
      {
        type: 'button',
        action_id: name,
        block_id: 'b1',
        text: { type: 'plain_text', text: name, emoji: false },
        value: JSON.stringify({ n: name, r: record, v: version, a: argument }),
        action_ts: '1700000001.000100',
      },
    ],
  }
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  }
}

export interface TeamsDoor {
  readonly token: string
  readonly serviceUrl: string
  readonly appId: string
  readonly tenant: string
}

/** A click on a card in the direct chat, with the token of the Bot Connector. */
export const teamsClick = (
  { token, serviceUrl, appId, tenant }: TeamsDoor,
  { user, name, record, version, argument }: Click,
): Request => ({
  body: JSON.stringify({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:${randomUUID()}`,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${user}`, name: 'Bench', aadObjectId: user },
    recipient: { id: `28:${appId}`, name: 'Desk' },
    conversation: { id: `a:${user}`, conversationType: 'personal', tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    replyToId: '1700000000000',
    value: {
      action: {
        type: 'Action.Execute',
        verb: 'press',
        data: { action: { name, record, version, argument } },
      },
      trigger: 'manual',
    },
  }),
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
})
