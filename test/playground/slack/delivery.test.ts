import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SlackWorkspace } from '../../../playground/slack/workspace.ts'
import { fields } from '../../../playground/slack/fields.ts'
import {
  ada,
  ben,
  botToken,
  elsewhere,
  partners,
  requests,
  secret,
  startBot,
  startWorkspace,
  stranger,
} from './support.ts'
import type { TestBot } from './support.ts'

let bot: TestBot
let workspace: SlackWorkspace

beforeEach(async () => {
  bot = await startBot()
  workspace = await startWorkspace(bot.url)
})
afterEach(async () => {
  await workspace.close()
  await bot.close()
})

const event = (index = 0) => fields(bot.of('event')[index]?.payload['event'])

describe('events', () => {
  test('words in a channel are overheard, signed, and escaped as Slack does', async () => {
    const ts = await workspace.say(
      ada,
      { conversation: requests },
      'see <!channel> & @Ben: https://example.com/a?b=1.',
    )
    expect(bot.of('event')).toHaveLength(1)
    expect(bot.received[0]).toMatchObject({
      signed: true,
      payload: {
        type: 'event_callback',
        team_id: 'T0BELLWIRE',
        event_id: expect.stringMatching(/^Ev/) as string,
        authorizations: [{ user_id: 'U0DESK', is_bot: true }],
      },
    })
    expect(event()).toMatchObject({
      type: 'message',
      channel_type: 'channel',
      channel: requests,
      user: ada,
      ts,
      text: `see &lt;!channel&gt; &amp; <@${ben}>: <https://example.com/a?b=1>.`,
    })
    expect(workspace.read(ben, requests)).toMatchObject([
      { text: 'see <!channel> & @Ben: https://example.com/a?b=1.', author: ada },
    ])
  })

  test('a mention of the desk is told twice, as a message and as a mention', async () => {
    await workspace.say(ada, { conversation: requests }, 'hey @Desk help')
    expect(bot.of('event', 'app_mention')).toHaveLength(1)
    expect(bot.of('event', 'message')).toHaveLength(1)
    const [one, two] = bot.of('event').map((each) => each.payload['event_id'])
    expect(one).not.toBe(two)
  })

  test('private and direct conversations have events of their own; others are not heard', async () => {
    await workspace.say(ada, { conversation: secret }, 'private')
    await workspace.say(ada, { conversation: workspace.conversations(ada).at(-1)!.id }, 'direct')
    await workspace.say(ada, { conversation: elsewhere }, 'unheard')
    expect(bot.of('event').map((each) => fields(each.payload['event'])['channel_type'])).toEqual([
      'group',
      'im',
    ])
    await expect(workspace.say(ben, { conversation: secret }, 'x')).rejects.toThrow('not in the conversation')
  })

  test('a stranger is marked as one', async () => {
    await workspace.say(stranger, { conversation: partners }, 'from outside')
    expect(event()).toMatchObject({ user: stranger, user_team: 'T9OTHER', source_team: 'T9OTHER' })
    expect(bot.received[0]!.payload).toMatchObject({ is_ext_shared_channel: true, team_id: 'T0BELLWIRE' })
    expect(workspace.conversations(stranger).map((each) => each.kind)).toEqual(['channel'])
  })

  test('a reaction names the message', async () => {
    const ts = await workspace.say(ada, { conversation: requests }, 'broken')
    const [message] = workspace.read(ben, requests)
    await workspace.react(ben, message!, 'ticket')
    await workspace.react(ben, message!, 'ticket')
    expect(bot.of('event', 'reaction_added')).toHaveLength(1)
    expect(event(1)).toMatchObject({
      user: ben,
      reaction: 'ticket',
      item: { channel: requests, ts },
      item_user: ada,
    })
  })

  test('the bot hears its own posts and edits, as in Slack', async () => {
    const web = new WebClient(botToken, { slackApiUrl: workspace.apiUrl })
    const { ts } = await web.chat.postMessage({ channel: requests, text: 'one' })
    await web.chat.update({ channel: requests, ts: ts!, text: 'two' })
    await workspace.settled()
    expect(event(0)).toMatchObject({ bot_id: 'B0DESK', text: 'one' })
    expect(event(1)).toMatchObject({
      subtype: 'message_changed',
      message: { text: 'two' },
      previous_message: { text: 'one' },
    })
  })

  test('a failed event comes again with its reason, at most three times', async () => {
    const answers = [{ status: 500 }, { status: 503 }, {}]
    bot.answer = () => answers.shift() ?? {}
    await workspace.say(ada, { conversation: requests }, 'again')
    expect(bot.received.map((each) => each.headers['x-slack-retry-num'])).toEqual([undefined, '1', '2'])
    expect(bot.received[1]!.headers['x-slack-retry-reason']).toBe('http_error')
    expect(new Set(bot.received.map((each) => each.payload['event_id'])).size).toBe(1)
    bot.answer = () => ({ status: 500 })
    await workspace.say(ada, { conversation: requests }, 'never')
    expect(bot.received).toHaveLength(3 + 4)
    expect(workspace.deliveries()).toMatchObject({
      attempts: 7,
      acknowledged: 1,
      refused: 6,
      retries: 5,
      lost: 1,
    })
  })

  test('a bot too slow is asked again, one that asks for no more is not', async () => {
    await workspace.close()
    workspace = await startWorkspace(bot.url, { patience: 250 })
    let first = true
    bot.answer = () => {
      const hang = first
      first = false
      return { hang }
    }
    await workspace.say(ada, { conversation: requests }, 'slow')
    expect(bot.received[1]!.headers['x-slack-retry-reason']).toBe('http_timeout')
    bot.answer = () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } })
    await workspace.say(ada, { conversation: requests }, 'enough')
    expect(bot.received).toHaveLength(3)
  })

  test('a bot that is away is tried again', async () => {
    await bot.close()
    await workspace.say(ada, { conversation: requests }, 'anyone?')
    expect(workspace.deliveries()).toMatchObject({ unreachable: 4, lost: 1 })
  })

  test('unfairly, an event may come twice though it was taken', async () => {
    workspace.unfairness.everyEventTwice = true
    await workspace.say(ada, { conversation: requests }, 'twice')
    expect(bot.received).toHaveLength(2)
    expect(bot.received[0]!.body).toBe(bot.received[1]!.body)
  })
})

describe('requests of a test’s own making', () => {
  test('replay repeats the bytes and the signature', async () => {
    await workspace.say(ada, { conversation: requests }, 'once')
    await workspace.replay()
    expect(bot.received[1]!.body).toBe(bot.received[0]!.body)
    expect(bot.received[1]!.headers['x-slack-signature']).toBe(bot.received[0]!.headers['x-slack-signature'])
  })

  test('send signs as it is told', async () => {
    bot.answer = ({ signed }) => ({ status: signed ? 200 : 401 })
    const status = async (how: Parameters<SlackWorkspace['send']>[1]) => {
      const outcome = await workspace.send('command=%2Fdesk', how)
      return outcome.kind === 'answered' ? outcome.status : outcome.kind
    }
    expect(await status({})).toBe(200)
    expect(await status({ timestamp: '1' })).toBe(200)
    expect(await status({ secret: 'wrong' })).toBe(401)
    expect(await status({ signature: 'v0=00' })).toBe(401)
    expect(await status({ signature: null })).toBe(401)
    expect(bot.received.at(-1)!.headers).not.toHaveProperty('x-slack-signature')
    await workspace.send('command=%2Fdesk', { timestamp: null })
    expect(bot.received.at(-1)!.headers).not.toHaveProperty('x-slack-request-timestamp')
  })

  test('the request URL is checked with a challenge', async () => {
    bot.answer = ({ payload }) => ({ body: { challenge: payload['challenge'] } })
    expect(await workspace.verifyUrl()).toBe(true)
    bot.answer = () => ({ body: { challenge: 'other' } })
    expect(await workspace.verifyUrl()).toBe(false)
  })
})
