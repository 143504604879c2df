import { createHmac, randomUUID } from 'node:crypto'

interface Request {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const values = {
  title: 'The gangway scanner does not read passes',
  description: 'It beeps and shows a red light for every pass since the morning.',
  service: 'site-network',
  impact: 'medium',
  urgency: 'high',
  category: 'fault',
}

const chosen = (value: string): object => ({ type: 'static_select', selected_option: { value } })
const typed = (value: string): object => ({ type: 'plain_text_input', value })

/** A signed submission of *Report a problem*, as Slack sends it: each of another form, so each makes a record. */
export const slackSubmission = (secret: string, team: string, user: string): (() => Request) => {
  let count = 0
  const state = {
    values: {
      title: { title: typed(values.title) },
      description: { description: typed(values.description) },
      service: { service: chosen(values.service) },
      impact: { impact: chosen(values.impact) },
      urgency: { urgency: chosen(values.urgency) },
      category: { category: chosen(values.category) },
    },
  }
  return () => {
    count += 1
    const payload = {
      type: 'view_submission',
      team: { id: team, domain: 'bench' },
      user: { id: user, name: 'bench', team_id: team },
      api_app_id: 'A0BENCH',
      token: 'bench',
      trigger_id: `${count}.1.bench`,
      view: {
        id: `V${count}`,
        team_id: team,
        type: 'modal',
        callback_id: 'bellwire.form',
        hash: `${count}.hash`,
        private_metadata: JSON.stringify({ f: 'incident.report', s: { form: randomUUID() } }),
        blocks: [],
        state,
        root_view_id: `V${count}`,
        app_id: 'A0BENCH',
        bot_id: 'B0DESK',
      },
      response_urls: [],
      is_enterprise_install: false,
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
}

interface TeamsSender {
  readonly token: string
  readonly serviceUrl: string
  readonly appId: string
  readonly tenant: string
  readonly user: string
}

/** *Report a problem* sent from a card with inputs, as Teams sends it: an Action.Execute with a signed token. */
export const teamsExecute = (sender: TeamsSender): (() => Request) => {
  let count = 0
  const inputs = Object.fromEntries(Object.entries(values).map(([name, value]) => [`i_${name}`, value]))
  return () => {
    count += 1
    const activity = {
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: `f:${count}-${randomUUID()}`,
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl: sender.serviceUrl,
      from: { id: '29:bench', name: 'Bench', aadObjectId: sender.user },
      recipient: { id: `28:${sender.appId}`, name: 'Desk' },
      conversation: { id: 'a:bench', conversationType: 'personal', tenantId: sender.tenant },
      channelData: { tenant: { id: sender.tenant } },
      replyToId: `1${count}`,
      value: {
        action: {
          type: 'Action.Execute',
          verb: 'submit',
          data: { submit: { form: 'incident.report', state: { form: randomUUID() } }, ...inputs },
        },
        trigger: 'manual',
      },
    }
    return {
      body: JSON.stringify(activity),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sender.token}` },
    }
  }
}
