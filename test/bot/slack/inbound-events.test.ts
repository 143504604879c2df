import { describe, expect, it } from 'vitest'
import { hear } from '../../../src/bot/slack/inbound-events.ts'
import { eventCallback, home, messageEvent, reactionEvent } from './payloads.ts'

const ada = { platform: 'slack', tenant: home, user: 'U0ADA' }
const self = { user: 'U0DESK', team: home }

const words = (event: object, known: typeof self | undefined = self, changes: object = {}) => {
  const heard = hear(eventCallback(event, { event_id: 'Ev1', ...changes }), known)
  return heard?.kind === 'words' ? heard.finish(new Map([['U0BOB', 'Bob']])) : undefined
}

describe('an event', () => {
  it('of plain words in a channel is overheard', () => {
    expect(words(messageEvent({ text: 'ask <@U0BOB> &amp; me', thread_ts: '1.1', files: [{}, {}] }))).toEqual(
      {
        id: 'slack:event:Ev1',
        identity: ada,
        where: {
          place: { platform: 'slack', tenant: home, conversation: 'C0REQUESTS', thread: '1.1' },
          kind: 'channel',
        },
        kind: 'words',
        text: 'ask @Bob & me',
        mentions: [{ platform: 'slack', tenant: home, user: 'U0BOB' }],
        to: 'room',
        command: false,
        message: { id: '1700000000.000500', files: 2 },
      },
    )
  })

  it('of a direct message is to the desk', () => {
    const said = messageEvent({ channel: 'D0ADA', channel_type: 'im', text: '<@U0DESK> help' })
    expect(words(said)).toMatchObject({ to: 'desk', text: 'help', mentions: [], where: { kind: 'direct' } })
  })

  it('of a mention is to the desk, without the mention', () => {
    const said = messageEvent({ type: 'app_mention', text: 'hey <@U0DESK>, incident &lt;x&gt;' })
    expect(words(said)).toMatchObject({ to: 'desk', text: 'hey incident <x>', mentions: [] })
  })

  it.each([
    ['the message that the mention is sent for as well', messageEvent({ text: '<@U0DESK> help' })],
    ['a bot', messageEvent({ bot_id: 'B1', subtype: 'bot_message' })],
    ['a bot with a user', messageEvent({ bot_id: 'B1' })],
    ['the desk itself', messageEvent({ user: 'U0DESK' })],
    ['an edit', messageEvent({ subtype: 'message_changed', message: {} })],
    ['a deletion', messageEvent({ subtype: 'message_deleted', user: undefined })],
    ['somebody joining', messageEvent({ subtype: 'channel_join' })],
    ['another reaction', reactionEvent({ reaction: 'eyes' })],
    ['a reaction of the desk', reactionEvent({ user: 'U0DESK' })],
    ['a reaction to a file', reactionEvent({ item: { type: 'file', file: 'F1' } })],
    ['the messages tab', { type: 'app_home_opened', user: 'U0ADA', tab: 'messages', channel: 'D0ADA' }],
    ['an event of another kind', { type: 'team_join', user: {} }],
  ])('of %s means nothing', (_name, event) => {
    expect(hear(eventCallback(event), self)).toBeUndefined()
    expect(hear(eventCallback(event), undefined)).toBeUndefined()
  })

  it.each(['file_share', 'thread_broadcast'])('of the subtype %s is words', (subtype) => {
    expect(words(messageEvent({ subtype }))).toMatchObject({ kind: 'words' })
  })

  it('of a stranger in a shared channel carries the stranger’s workspace', () => {
    const said = messageEvent({ user_team: 'T0OTHER', team: 'T0OTHER' })
    expect(words(said, undefined)).toMatchObject({
      identity: { tenant: 'T0OTHER' },
      where: { place: { tenant: home } },
    })
  })

  it('of the home tab is the first page', () => {
    const opened = { type: 'app_home_opened', user: 'U0ADA', tab: 'home', channel: 'D0ADA' }
    expect(hear(eventCallback(opened), self)).toMatchObject({
      kind: 'ready',
      intent: { kind: 'home', page: 0, identity: ada },
    })
  })

  it('of the ticket reaction picks the message', () => {
    const heard = hear(eventCallback(reactionEvent(), { event_id: 'Ev2' }), self)
    expect(heard).toMatchObject({ kind: 'reaction', channel: 'C0REQUESTS', ts: '1700000000.000500' })
    const intent =
      heard?.kind === 'reaction' &&
      heard.finish(
        { text: 'a &lt; <@U0BOB>', thread: '1.1', link: 'https://x.test', author: { user: 'U0BOB' } },
        new Map([['U0BOB', 'Bob']]),
      )
    expect(intent).toMatchObject({
      id: 'slack:event:Ev2',
      kind: 'picked',
      by: 'reaction',
      message: {
        id: '1700000000.000500',
        text: 'a < @Bob',
        place: { thread: '1.1' },
        author: { user: 'U0BOB', tenant: home },
      },
    })
  })

  it.each([undefined, {}, { event_id: 'x' }, eventCallback({ type: 'message' })])(
    'that is malformed means nothing',
    (body) => {
      expect(hear(body, self)).toBeUndefined()
    },
  )
})
