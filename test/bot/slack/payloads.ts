import { randomUUID } from 'node:crypto'

/** Payloads shaped as docs.slack.dev/reference/interaction-payloads and docs.slack.dev/apis/events-api describe them. */

export const home = 'T0BELLWIRE'
export const bot = 'U0DESK'

export const slashCommand = (changes: Record<string, string> = {}): Record<string, string> => ({
  token: 'verification',
  team_id: home,
  team_domain: 'bellwire',
  channel_id: 'C0REQUESTS',
  channel_name: 'requests',
  user_id: 'U0ADA',
  user_name: 'ada',
  command: '/desk',
  text: 'incident',
  api_app_id: 'A0DESK',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/T0BELLWIRE/1/x',
  trigger_id: `trigger.${randomUUID()}`,
  ...changes,
})

const interaction = () => ({
  user: { id: 'U0ADA', username: 'ada', name: 'ada', team_id: home },
  team: { id: home, domain: 'bellwire' },
  api_app_id: 'A0DESK',
  token: 'verification',
  trigger_id: `trigger.${randomUUID()}`,
  enterprise: null,
  is_enterprise_install: false,
})

export const globalShortcut = (changes: object = {}) => ({
  ...interaction(),
  type: 'shortcut',
  callback_id: 'report',
  action_ts: '1700000000.000100',
  ...changes,
})

export const messageShortcut = (message: object = {}, changes: object = {}) => ({
  ...interaction(),
  type: 'message_action',
  callback_id: 'report_message',
  action_ts: '1700000000.000200',
  message_ts: '1700000000.000100',
  response_url: 'https://hooks.slack.com/app/T0BELLWIRE/2/x',
  channel: { id: 'C0REQUESTS', name: 'requests' },
  message: {
    type: 'message',
    user: 'U0BOB',
    team: home,
    ts: '1700000000.000100',
    text: 'the printer &lt;3rd floor&gt; is <https://status.test|down>',
    ...message,
  },
  ...changes,
})

export const buttonClick = (value: string, changes: object = {}) => ({
  ...interaction(),
  type: 'block_actions',
  response_url: 'https://hooks.slack.com/actions/T0BELLWIRE/3/x',
  channel: { id: 'C0TRIAGE', name: 'triage' },
  container: {
    type: 'message',
    message_ts: '1700000000.000300',
    channel_id: 'C0TRIAGE',
    is_ephemeral: false,
  },
  message: { type: 'message', user: bot, bot_id: 'B0DESK', ts: '1700000000.000300', text: 'INC-17' },
  state: { values: {} },
  actions: [
    {
      type: 'button',
      action_id: 'incident.take',
      block_id: 'b1',
      text: { type: 'plain_text', text: 'Take it', emoji: false },
      value,
      action_ts: '1700000001.000100',
    },
  ],
  ...changes,
})

export const homeClick = (value: string) => {
  const { channel: _c, message: _m, response_url: _r, ...click } = buttonClick(value)
  return {
    ...click,
    container: { type: 'view', view_id: 'V0HOME' },
    view: {
      id: 'V0HOME',
      type: 'home',
      team_id: home,
      blocks: [],
      private_metadata: '',
      callback_id: '',
      hash: '1',
    },
  }
}

export const viewSubmission = (
  metadata: unknown,
  values: Record<string, Record<string, object>> = {},
  blocks: object[] = [],
) => ({
  ...interaction(),
  type: 'view_submission',
  response_urls: [],
  view: {
    id: 'V0FORM',
    team_id: home,
    app_id: 'A0DESK',
    bot_id: 'B0DESK',
    type: 'modal',
    callback_id: 'bellwire.form',
    hash: '1700000000.abc',
    private_metadata: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
    title: { type: 'plain_text', text: 'Report a problem', emoji: false },
    submit: { type: 'plain_text', text: 'Report', emoji: false },
    close: { type: 'plain_text', text: 'Cancel', emoji: false },
    blocks,
    state: { values },
    root_view_id: 'V0FORM',
    previous_view_id: null,
    clear_on_close: false,
    notify_on_close: false,
  },
})

export const blockSuggestion = (action: string, value: string) => {
  const { trigger_id: _t, ...body } = interaction()
  return {
    ...body,
    type: 'block_suggestion',
    action_id: action,
    block_id: 'assignee',
    value,
    container: { type: 'view', view_id: 'V0FORM' },
    view: { id: 'V0FORM', type: 'modal' },
  }
}

export const eventCallback = (event: object, changes: object = {}) => ({
  token: 'verification',
  team_id: home,
  api_app_id: 'A0DESK',
  type: 'event_callback',
  event_id: `Ev${randomUUID()}`,
  event_time: 1_700_000_000,
  authorizations: [
    { enterprise_id: null, team_id: home, user_id: bot, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
  event,
  ...changes,
})

export const messageEvent = (changes: object = {}) => ({
  type: 'message',
  user: 'U0ADA',
  team: home,
  ts: '1700000000.000500',
  event_ts: '1700000000.000500',
  channel: 'C0REQUESTS',
  channel_type: 'channel',
  text: 'the printer is dead',
  blocks: [],
  ...changes,
})

export const reactionEvent = (changes: object = {}) => ({
  type: 'reaction_added',
  user: 'U0ADA',
  reaction: 'ticket',
  item_user: 'U0BOB',
  item: { type: 'message', channel: 'C0REQUESTS', ts: '1700000000.000500' },
  event_ts: '1700000002.000100',
  ...changes,
})
