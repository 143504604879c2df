import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fields } from '../../../playground/slack/fields.ts'
import type { SlackWorkspace } from '../../../playground/slack/workspace.ts'
import { ada, ben, botToken, partners, requests, startBot, startWorkspace, stranger } from './support.ts'
import type { Received, TestBot } from './support.ts'

let bot: TestBot
let workspace: SlackWorkspace
let web: WebClient
const clock = { ms: Date.UTC(2026, 10, 20, 9, 0) }

beforeEach(async () => {
  bot = await startBot()
  workspace = await startWorkspace(bot.url, { patience: 600, now: () => clock.ms })
  web = new WebClient(botToken, { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } })
})
afterEach(async () => {
  await workspace.settled()
  await workspace.close()
  await bot.close()
})

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const take = {
  type: 'actions' as const,
  block_id: 'acts',
  elements: [
    { type: 'button' as const, action_id: 'take', value: '{"r":"INC-1"}', text: plain('Take it') },
    { type: 'button' as const, action_id: 'close', text: plain('Close'), style: 'danger' as const },
  ],
}
const postCard = () =>
  web.chat.postMessage({
    channel: requests,
    text: 'INC-1',
    blocks: [{ type: 'header', text: plain('INC-1') }, take],
  })
const last = (kind: string): Received => bot.of(kind).at(-1)!
const respond = (url: unknown, body: object) =>
  fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const seen = () => workspace.read(ada, requests)

const run = (words: string) => workspace.command(ada, { conversation: requests }, words)

describe('commands', () => {
  test('are a signed form with mentions escaped', async () => {
    await run('incident <printer> & @Ben')
    expect(last('command')).toMatchObject({
      signed: true,
      payload: {
        command: '/desk',
        text: `incident &lt;printer&gt; &amp; <@${ben}|ben>`,
        user_id: ada,
        team_id: 'T0BELLWIRE',
        channel_id: requests,
        channel_name: 'requests',
      },
    })
  })

  test('the answer in the acknowledgement is ephemeral unless it says otherwise', async () => {
    bot.answer = () => ({ text: 'only you' })
    await run('help')
    bot.answer = () => ({ body: { response_type: 'in_channel', text: 'everyone' } })
    await run('help')
    expect(seen().map((each) => [each.text, each.onlyFor])).toEqual([
      ['only you', ada],
      ['everyone', undefined],
    ])
    expect(workspace.read(ben, requests).map((each) => each.text)).toEqual(['everyone'])
  })

  test('a bot that is slow, broken or away is complained about in Slack’s words', async () => {
    bot.answer = () => ({ hang: true })
    await run('help')
    bot.answer = () => ({ status: 500 })
    await run('help')
    bot.answer = () => ({ body: { blocks: [{ type: 'nonsense' }] } })
    await run('help')
    expect(workspace.complaints(ada)).toEqual([
      '/desk failed with the error "operation_timeout"',
      '/desk failed with the error "dispatch_failed"',
      '/desk failed with the error "invalid_command_response"',
    ])
    expect(bot.of('command')).toHaveLength(3)
  })

  test('there are none in threads', async () => {
    await workspace.command(ada, { conversation: requests, thread: '1.000001' }, 'help')
    expect(workspace.complaints(ada)).toEqual(['/desk is not supported in threads. Sorry!'])
    expect(bot.received).toEqual([])
  })

  test('a stranger’s carries the other workspace', async () => {
    await workspace.command(stranger, { conversation: partners }, 'help')
    expect(last('command').payload).toMatchObject({ team_id: 'T9OTHER', user_id: stranger })
  })

  test('the response_url answers five times in half an hour', async () => {
    await run('help')
    const url = last('command').payload['response_url']
    for (let n = 0; n < 5; n++) expect((await respond(url, { text: `n${n}` })).status).toBe(200)
    const used = await respond(url, { text: 'n5' })
    expect([used.status, await used.json()]).toEqual([404, { ok: false, error: 'used_url' }])
    expect(seen()).toHaveLength(5)
    await run('help')
    clock.ms += 31 * 60_000
    const expired = await respond(last('command').payload['response_url'], { text: 'late' })
    expect(await expired.json()).toMatchObject({ error: 'expired_url' })
  })

  test('what the response_url is sent is checked like a message', async () => {
    await run('help')
    const answer = await respond(last('command').payload['response_url'], { blocks: [{ type: 'nonsense' }] })
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_blocks' }])
  })

  test('search reads the lines of the answer to a list', async () => {
    bot.answer = ({ payload }) => {
      void respond(payload['response_url'], { text: 'INC-1 Printer\nINC-2 Mail' })
      return {}
    }
    expect(await workspace.search(ada, 'printer')).toEqual(['INC-1 Printer', 'INC-2 Mail'])
    expect(last('command').payload['text']).toBe('list printer')
  })
})

describe('buttons', () => {
  test('a click tells where and what, and may replace the message', async () => {
    const { ts } = await postCard()
    const [card] = seen()
    expect(card!.buttons).toEqual([{ label: 'Take it' }, { label: 'Close', style: 'danger' }])
    await workspace.press(ada, card!, 'Take it')
    const { payload } = last('block_actions')
    expect(payload).toMatchObject({
      container: { type: 'message', message_ts: ts, channel_id: requests, is_ephemeral: false },
      channel: { id: requests, name: 'requests' },
      message: { ts, text: 'INC-1' },
      user: { id: ada, team_id: 'T0BELLWIRE' },
      actions: [{ action_id: 'take', block_id: 'acts', value: '{"r":"INC-1"}', type: 'button' }],
    })
    await respond(payload['response_url'], { replace_original: true, text: 'taken', blocks: [] })
    expect(seen()).toMatchObject([{ text: 'taken', edited: true, buttons: [] }])
    await respond(payload['response_url'], { delete_original: true })
    expect(seen()).toEqual([])
    await expect(workspace.press(ada, card!, 'Take it')).rejects.toThrow('not there any more')
  })

  test('an ephemeral message is not sent back but can be replaced', async () => {
    await web.chat.postEphemeral({ channel: requests, user: ada, text: 'menu', blocks: [take] })
    await workspace.press(ada, seen()[0]!, 'Take it')
    const { payload } = last('block_actions')
    expect(payload).toMatchObject({ container: { is_ephemeral: true } })
    expect(payload).not.toHaveProperty('message')
    await respond(payload['response_url'], { replace_original: true, text: 'done', blocks: [] })
    expect(seen()).toMatchObject([{ text: 'done', onlyFor: ada }])
  })

  test('there is no other button, and a broken bot is complained about', async () => {
    await postCard()
    await expect(workspace.press(ada, seen()[0]!, 'Reopen')).rejects.toThrow('only: Take it, Close')
    bot.answer = () => ({ status: 500 })
    await workspace.press(ada, seen()[0]!, 'Take it')
    expect(workspace.complaints(ada)).toEqual(['This app responded with Status Code 500.'])
  })
})

describe('shortcuts and home', () => {
  test('shortcuts are those of the manifest', async () => {
    await workspace.shortcut(ada, 'Report a problem')
    expect(last('shortcut').payload).toMatchObject({ callback_id: 'report', user: { id: ada } })
    await expect(workspace.shortcut(ada, 'Nonsense')).rejects.toThrow('no global shortcut')
    const ts = await workspace.say(ben, { conversation: requests }, 'printer is broken')
    await workspace.messageAction(ada, seen()[0]!, 'Report a problem')
    expect(last('message_action').payload).toMatchObject({
      callback_id: 'report_message',
      message_ts: ts,
      message: { text: 'printer is broken', user: ben },
      channel: { id: requests },
    })
  })

  test('opening home tells the desk and shows what it publishes', async () => {
    bot.answer = ({ payload }) => {
      if (fields(payload['event'])['type'] === 'app_home_opened')
        void web.views.publish({ user_id: ada, view: { type: 'home', blocks: [take] } })
      return {}
    }
    const home = await workspace.home(ada)
    expect(home).toMatchObject({ id: 'home', buttons: [{ label: 'Take it' }, { label: 'Close' }] })
    await workspace.press(ada, home!, 'Take it')
    const { payload } = last('block_actions')
    expect(payload).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } })
    expect(payload).not.toHaveProperty('response_url')
    await workspace.home(ada)
    expect(fields(last('event').payload['event'])).toMatchObject({ tab: 'home', view: { type: 'home' } })
  })

  test('a home view that nobody publishes is not there', async () => {
    expect(await workspace.home(ben)).toBeUndefined()
  })
})
