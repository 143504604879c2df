import { LogLevel, WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SlackWorkspace } from '../../../playground/slack/workspace.ts'
import {
  ada,
  ben,
  botToken,
  elsewhere,
  generousManifest,
  guest,
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
let web: WebClient

const client = (token: string | undefined): WebClient =>
  new WebClient(token, {
    slackApiUrl: workspace.apiUrl,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })

const metadata = (key: string) => ({ event_type: 'desk_card', event_payload: { key } })

/** The error code that a call is answered with. */
const refusal = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call
  } catch (error) {
    const { data, code } = error as { data?: { error?: string }; code?: string }
    return data?.error ?? code
  }
  return 'accepted'
}

beforeEach(async () => {
  bot = await startBot()
  workspace = await startWorkspace(bot.url, { manifest: generousManifest })
  web = client(botToken)
})
afterEach(async () => {
  await workspace.settled()
  await workspace.close()
  await bot.close()
})

describe('who calls', () => {
  test('the token decides', async () => {
    expect(await web.auth.test()).toMatchObject({
      user_id: 'U0DESK',
      team_id: 'T0BELLWIRE',
      bot_id: 'B0DESK',
    })
    expect(await refusal(client('xoxb-other').auth.test())).toBe('invalid_auth')
    expect(await refusal(client(undefined).auth.test())).toBe('not_authed')
    expect(await refusal(web.apiCall('chat.nonsense'))).toBe('unknown_method')
    expect(await refusal(web.apps.connections.open({}))).toBe('not_allowed_token_type')
  })

  test('a method needs its scope', async () => {
    const lean = await startWorkspace(bot.url)
    const answer = await fetch(`${lean.apiUrl}conversations.list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
    })
    expect(await answer.json()).toMatchObject({ ok: false, error: 'missing_scope', needed: 'channels:read' })
    await lean.close()
  })

  test('JSON bodies are taken like forms', async () => {
    const answer = await fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: requests, text: 'hello', blocks: [{ type: 'divider' }] }),
    })
    expect(await answer.json()).toMatchObject({ ok: true, channel: requests, message: { text: 'hello' } })
  })
})

describe('messages', () => {
  test('are posted, threaded, edited, linked and deleted', async () => {
    const root = await web.chat.postMessage({ channel: requests, text: 'root' })
    const reply = await web.chat.postMessage({ channel: requests, text: 'reply', thread_ts: root.ts! })
    expect(reply.message).toMatchObject({ thread_ts: root.ts, bot_id: 'B0DESK', user: 'U0DESK' })
    await web.chat.update({ channel: requests, ts: root.ts!, text: 'root again' })
    expect(workspace.read(ada, requests)).toMatchObject([{ text: 'root again', edited: true, replies: 1 }])
    expect(workspace.read(ada, requests, root.ts).map((each) => each.text)).toEqual(['root again', 'reply'])
    const link = await web.chat.getPermalink({ channel: requests, message_ts: reply.ts! })
    expect(link.permalink).toBe(
      `https://bellwire-demo.slack.com/archives/${requests}/p${reply.ts!.replace('.', '')}?thread_ts=${root.ts}&cid=${requests}`,
    )
    await web.chat.delete({ channel: requests, ts: reply.ts! })
    expect(workspace.read(ada, requests, root.ts)).toHaveLength(1)
  })

  test('an edit without blocks keeps them', async () => {
    const posted = await web.chat.postMessage({
      channel: requests,
      text: 'fallback',
      blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Title' } }],
    })
    await web.chat.update({ channel: requests, ts: posted.ts!, text: 'other' })
    expect(workspace.read(ada, requests)).toMatchObject([{ text: 'Title', fallback: 'other' }])
    await web.chat.update({ channel: requests, ts: posted.ts!, text: 'other', blocks: [] })
    expect(workspace.read(ada, requests)).toMatchObject([{ text: 'other' }])
  })

  test('only where the bot may write', async () => {
    expect(await refusal(web.chat.postMessage({ channel: 'C404', text: 'x' }))).toBe('channel_not_found')
    expect(await refusal(web.chat.postMessage({ channel: elsewhere, text: 'x' }))).toBe('not_in_channel')
    expect(await refusal(web.chat.postMessage({ channel: requests, text: '' }))).toBe('no_text')
    expect(await refusal(web.chat.postMessage({ channel: requests, text: 'x'.repeat(40_001) }))).toBe(
      'msg_too_long',
    )
    expect(await refusal(web.chat.postMessage({ channel: requests, text: 'x', thread_ts: '1.000001' }))).toBe(
      'thread_not_found',
    )
  })

  test('only its own are the bot to change', async () => {
    const words = await workspace.say(ada, { conversation: requests }, 'mine')
    expect(await refusal(web.chat.update({ channel: requests, ts: words, text: 'x' }))).toBe(
      'cant_update_message',
    )
    expect(await refusal(web.chat.delete({ channel: requests, ts: words }))).toBe('cant_delete_message')
    expect(await refusal(web.chat.update({ channel: requests, ts: '1.000001', text: 'x' }))).toBe(
      'message_not_found',
    )
  })

  test('an ephemeral is for one member of the channel', async () => {
    await web.chat.postEphemeral({ channel: requests, user: ada, text: 'psst' })
    expect(workspace.read(ada, requests)).toMatchObject([{ text: 'psst', onlyFor: ada }])
    expect(workspace.read(ben, requests)).toEqual([])
    expect(await refusal(web.chat.postEphemeral({ channel: secret, user: ben, text: 'x' }))).toBe(
      'user_not_in_channel',
    )
  })

  test('are found again by their metadata', async () => {
    await web.chat.postMessage({ channel: requests, text: 'one', metadata: metadata('k1') })
    await web.chat.postMessage({ channel: requests, text: 'two', metadata: metadata('k2') })
    const two = await web.conversations.history({ channel: requests, include_all_metadata: true, limit: 1 })
    expect(two.messages).toMatchObject([{ text: 'two', metadata: metadata('k2') }])
    expect(two.has_more).toBe(true)
    const rest = await web.conversations.history({
      channel: requests,
      cursor: two.response_metadata!.next_cursor!,
    })
    expect(rest.messages).toMatchObject([{ text: 'one' }])
    expect(rest.messages![0]).not.toHaveProperty('metadata')
    expect(workspace.duplicates()).toBe(0)
    await web.chat.postMessage({ channel: requests, text: 'one', metadata: metadata('k1') })
    expect(workspace.duplicates()).toBe(1)
  })

  test('a window of history excludes its ends unless it is inclusive', async () => {
    const posts = []
    for (const text of ['a', 'b', 'c']) posts.push(await web.chat.postMessage({ channel: requests, text }))
    const [oldest, , latest] = posts.map((each) => each.ts!)
    const read = async (inclusive: boolean) =>
      (
        await web.conversations.history({ channel: requests, oldest: oldest!, latest: latest!, inclusive })
      ).messages!.map((each) => each.text)
    expect(await read(false)).toEqual(['b'])
    expect(await read(true)).toEqual(['c', 'b', 'a'])
    expect(await refusal(web.conversations.history({ channel: requests, latest: 'soon' }))).toBe(
      'invalid_ts_latest',
    )
    expect(await refusal(web.conversations.history({ channel: elsewhere }))).toBe('not_in_channel')
  })

  test('a thread is its root and then its replies', async () => {
    const root = await web.chat.postMessage({ channel: requests, text: 'root' })
    for (const text of ['a', 'b'])
      await web.chat.postMessage({ channel: requests, text, thread_ts: root.ts! })
    const thread = await web.conversations.replies({ channel: requests, ts: root.ts! })
    expect(thread.messages!.map((each) => each.text)).toEqual(['root', 'a', 'b'])
    expect(thread.messages![0]).toMatchObject({ reply_count: 2, thread_ts: root.ts })
    const history = await web.conversations.history({ channel: requests })
    expect(history.messages!.map((each) => each.text)).toEqual(['root'])
  })
})

describe('people and conversations', () => {
  test('a direct chat is opened once', async () => {
    const first = await web.conversations.open({ users: ada })
    const again = await web.conversations.open({ users: ada })
    expect(again).toMatchObject({ already_open: true, channel: { id: first.channel!.id } })
    await web.chat.postMessage({ channel: first.channel!.id!, text: 'hello' })
    const direct = workspace.conversations(ada).at(-1)!
    expect(direct).toMatchObject({ kind: 'direct', id: first.channel!.id })
    expect(workspace.read(ada, direct.id)).toMatchObject([
      { text: 'hello', author: 'desk', authorName: 'Desk' },
    ])
    expect(await refusal(web.conversations.open({ users: 'U404' }))).toBe('user_not_found')
    expect(await refusal(web.conversations.open({ users: stranger }))).toBe('user_not_visible')
  })

  test('accounts say who is a guest and who a stranger', async () => {
    expect((await web.users.info({ user: ada })).user).toMatchObject({
      real_name: 'Ada Byron',
      tz: 'Europe/Berlin',
      is_restricted: false,
      profile: { email: 'ada@example.com' },
    })
    expect((await web.users.info({ user: guest })).user).toMatchObject({ is_restricted: true })
    const other = (await web.users.info({ user: stranger })).user!
    expect(other).toMatchObject({ is_stranger: true, team_id: 'T9OTHER' })
    expect(other.profile).not.toHaveProperty('email')
    expect((await web.users.lookupByEmail({ email: 'BEN@example.com' })).user!.id).toBe(ben)
    expect(await refusal(web.users.lookupByEmail({ email: 'sam@other.example' }))).toBe('users_not_found')
    expect((await web.users.list({})).members!.map((each) => each.id)).not.toContain(stranger)
  })

  test('conversations are listed as far as the bot knows them', async () => {
    const listed = await web.conversations.list({ types: 'public_channel,private_channel', limit: 2 })
    expect(listed.channels).toHaveLength(2)
    expect(listed.response_metadata!.next_cursor).not.toBe('')
    expect((await web.conversations.info({ channel: partners })).channel).toMatchObject({
      is_ext_shared: true,
      is_member: true,
    })
    expect((await web.conversations.members({ channel: secret })).members).toEqual([ada, 'U0DESK'])
    expect((await web.team.info()).team).toMatchObject({ id: 'T0BELLWIRE' })
  })
})

describe('faults', () => {
  test('a refused call does nothing', async () => {
    workspace.fault({
      method: 'chat.postMessage',
      times: 1,
      how: { kind: 'status', status: 429, retryAfter: 7 },
    })
    await expect(web.chat.postMessage({ channel: requests, text: 'x' })).rejects.toMatchObject({
      retryAfter: 7,
    })
    expect(workspace.read(ada, requests)).toEqual([])
    await web.chat.postMessage({ channel: requests, text: 'x' })
    expect(workspace.read(ada, requests)).toHaveLength(1)
  })

  test('a lost answer leaves the work done', async () => {
    workspace.fault({ method: 'chat.postMessage', times: 1, how: { kind: 'lost' } })
    expect(await refusal(web.chat.postMessage({ channel: requests, text: 'x' }))).toBe(
      'slack_webapi_request_error',
    )
    expect(workspace.read(ada, requests)).toHaveLength(1)
  })

  test('a hanging call is never answered and closing ends it', async () => {
    workspace.fault({ method: 'auth.test', times: 1, how: { kind: 'hang' } })
    const call = refusal(web.auth.test())
    const first = await Promise.race([call, new Promise((resolve) => setTimeout(resolve, 20, 'waiting'))])
    expect(first).toBe('waiting')
    await workspace.close()
    expect(await call).toBe('slack_webapi_request_error')
    workspace = await startWorkspace(bot.url)
  })
})
