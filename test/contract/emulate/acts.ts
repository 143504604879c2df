import { text } from '../../../playground/slack/fields.ts'
import type { ChatPort } from '../../../src/bot/chat-port.ts'
import { writeButton } from '../../../src/bot/slack/button-code.ts'
import { createSlackChat } from '../../../src/bot/slack/chat.ts'
import { boltLogger, createClients } from '../../../src/bot/slack/clients.ts'
import { createPictures } from '../../../src/bot/slack/pictures.ts'
import { type Card, bold, text as words } from '../../../src/bot/ui/card.ts'
import type { Identity } from '../../../src/domain/person.ts'
import { buttonClick, eventCallback, messageEvent } from '../../bot/slack/payloads.ts'
import type { SlackByOthers } from './slack-by-others.ts'

/** Our chat port with that token. It remembers its direct chats for itself. */
export const chatOf = (slack: SlackByOthers, botToken: string): ChatPort => {
  const settings = { botToken, signingSecret: 's', apiUrl: slack.apiUrl, teamIds: [] }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const directs = new Map<string, string>()
  const clients = createClients(settings, boltLogger(log))
  return createSlackChat({
    clients,
    pictures: createPictures({ client: clients.bulk, settings, log }),
    homes: async () => [slack.team],
    book: {
      direct: async ({ user }) => directs.get(user),
      rememberDirect: async ({ user }, conversation) => void directs.set(user, conversation),
      serviceUrl: async () => undefined,
      rememberServiceUrl: async () => {},
    },
  })
}

/** A card with everything on it that a card can have. */
export const fullCard = (title: string, mention: Identity): Card => ({
  fallback: title,
  elements: [
    { kind: 'header', text: title },
    {
      kind: 'fields',
      fields: [
        { label: 'Status', value: '🆕 New' },
        { label: 'Affects', value: [{ mention, name: 'Ada Byron' }] },
      ],
    },
    { kind: 'divider' },
    {
      kind: 'text',
      text: [bold('Bold '), words('<!channel> *x*\nand '), { link: 'https://desk.example', text: 'a link' }],
    },
    { kind: 'context', text: [words('Raised '), { at: Temporal.Instant.from('2026-11-20T09:30:00Z') }] },
    {
      kind: 'buttons',
      buttons: [
        {
          label: 'Take it',
          action: { name: 'incident.take', record: 'INC-1', version: 1 },
          style: 'primary',
        },
        { label: 'Cancel it', action: { name: 'incident.cancel', record: 'INC-1' }, opensForm: true },
      ],
    },
  ],
})

/** Ada, as payloads name her. */
export const whoIn = (slack: SlackByOthers) => ({
  user: { id: slack.ada, team_id: slack.team },
  team: { id: slack.team },
})

/** Ada, with a trigger that opens a view there. */
export const interactionOf = async (slack: SlackByOthers) => ({
  ...whoIn(slack),
  trigger_id: await slack.trigger(),
})

export const eventOf = (slack: SlackByOthers, inner: object) =>
  eventCallback(inner, {
    team_id: slack.team,
    authorizations: [{ team_id: slack.team, user_id: slack.bot, is_bot: true }],
  })

/** A message of Ada's. */
export const saidIn = (slack: SlackByOthers, said: string, more: object = {}) =>
  messageEvent({ user: slack.ada, team: slack.team, channel: slack.channel, text: said, ...more })

/** A click of Ada's on a button in a modal. */
export const clickInModal = async (slack: SlackByOthers, id: string) => {
  const { channel: _c, message: _m, response_url: _r, ...click } = buttonClick(writeButton({ name: 'help' }))
  return {
    ...click,
    ...whoIn(slack),
    trigger_id: await slack.trigger(id),
    container: { type: 'view', view_id: id },
    view: { id, type: 'modal', blocks: [], private_metadata: '', callback_id: '', hash: '1' },
  }
}

/** A modal in front of Ada; its id. */
export const openView = async (slack: SlackByOthers): Promise<string> => {
  const view = { type: 'modal', title: { type: 'plain_text', text: 'Desk' }, blocks: [] }
  const opened = await slack.ask('views.open', { trigger_id: await slack.trigger(), view })
  return text((opened['view'] as { id?: unknown }).id)
}
