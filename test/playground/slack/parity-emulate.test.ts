import { LogLevel, WebClient } from '@slack/web-api'
import { createEmulator } from 'emulate'
import type { Emulator } from 'emulate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fields, objects, text } from '../../../playground/slack/fields.ts'
import type { Fields } from '../../../playground/slack/fields.ts'
import type { SlackWorkspace } from '../../../playground/slack/workspace.ts'
import { ada, botToken, generousManifest, requests, startBot, startWorkspace } from './support.ts'
import type { TestBot } from './support.ts'

/**
 * The same calls against `emulate`, a Slack Web API made by others, and against ours: what both implement must come
 * out the same. Left out is what `emulate` does not have: block limits, rate limits, response_url, signed interactions.
 */
interface Side {
  readonly web: WebClient
  readonly channel: string
  readonly user: string
  /** A fresh trigger; each side has its own way to one. */
  readonly trigger: () => Promise<string>
}

let bot: TestBot
let workspace: SlackWorkspace
let emulator: Emulator
let ours: Side
let theirs: Side

beforeAll(async () => {
  bot = await startBot()
  workspace = await startWorkspace(bot.url, { manifest: generousManifest })
  emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: 'Bellwire Demo', domain: 'bellwire-demo' },
        users: [{ name: 'ada', real_name: 'Ada Byron', email: 'ada@example.com' }],
        channels: [{ name: 'requests' }],
      },
    },
  })
  ours = {
    web: client(workspace.apiUrl),
    channel: requests,
    user: ada,
    trigger: async () => {
      await workspace.shortcut(ada, 'Report a problem')
      return String(bot.of('shortcut').at(-1)!.payload['trigger_id'])
    },
  }
  const web = client(`${emulator.url}/api/`)
  const channels = objects(fields(await web.conversations.list({}))['channels'])
  const users = objects(fields(await web.users.list({}))['members'])
  theirs = {
    web,
    channel: text(channels.find((each) => each['name'] === 'requests')?.['id']),
    user: text(users.find((each) => each['real_name'] === 'Ada Byron')?.['id']),
    trigger: async () => text(fields(await web.apiCall('views.generateTriggerId'))['trigger_id']),
  }
})
afterAll(async () => {
  await emulator.close()
  await workspace.settled()
  await workspace.close()
  await bot.close()
})

const client = (slackApiUrl: string): WebClient =>
  new WebClient(botToken, { slackApiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR })

/** The answer, or the error code. */
const call = async (side: Side, method: string, args: Fields = {}): Promise<Fields> => {
  try {
    return (await side.web.apiCall(method, { ...args })) as unknown as Fields
  } catch (error) {
    const { data } = error as { data?: Fields }
    return { ok: false, error: data?.['error'] }
  }
}

/** Only the named parts of an answer, so that ids and defaults of either side do not matter. */
const only = (value: unknown, ...names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, fields(value)[name]]))

/** What comes of the same calls on either side. */
const both = async (play: (side: Side) => Promise<unknown>) => ({
  emulate: await play(theirs),
  ours: await play(ours),
})
const same = (expected: unknown) => ({ emulate: expected, ours: expected })

const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'INC-1' } }]
const metadata = { event_type: 'desk_card', event_payload: { key: 'k1' } }
const modal = {
  type: 'modal',
  callback_id: 'incident.raise',
  title: { type: 'plain_text', text: 'Report' },
  blocks,
}

test('the team and the people', async () => {
  expect(await both(async (side) => only(await call(side, 'auth.test'), 'ok', 'team'))).toEqual(
    same({
      ok: true,
      team: 'Bellwire Demo',
    }),
  )
  expect(await both(async (side) => only((await call(side, 'team.info'))['team'], 'name', 'domain'))).toEqual(
    same({
      name: 'Bellwire Demo',
      domain: 'bellwire-demo',
    }),
  )
  expect(
    await both(async (side) => {
      const { user } = await call(side, 'users.info', { user: side.user })
      return {
        ...only(user, 'real_name', 'is_bot', 'deleted'),
        ...only(fields(user)['profile'], 'email'),
        same: fields(user)['id'] === side.user,
      }
    }),
  ).toEqual(
    same({ real_name: 'Ada Byron', is_bot: false, deleted: false, email: 'ada@example.com', same: true }),
  )
  expect(
    await both(async (side) => {
      const { ok, user } = await call(side, 'users.lookupByEmail', { email: 'ada@example.com' })
      return { ok, same: fields(user)['id'] === side.user }
    }),
  ).toEqual(same({ ok: true, same: true }))
})

test('messages, threads and metadata', async () => {
  expect(
    await both(async (side) => {
      const { channel } = side
      const root = await call(side, 'chat.postMessage', { channel, text: 'root', blocks, metadata })
      const ts = root['ts']
      const reply = await call(side, 'chat.postMessage', { channel, text: 'reply', thread_ts: ts })
      const update = await call(side, 'chat.update', { channel, ts, text: 'again', blocks })
      const thread = await call(side, 'conversations.replies', { channel, ts })
      const history = await call(side, 'conversations.history', {
        channel,
        limit: 1,
        include_all_metadata: true,
      })
      const link = await call(side, 'chat.getPermalink', { channel, message_ts: ts })
      const newest = objects(history['messages'])[0]
      return {
        root: [
          root['ok'],
          root['channel'] === channel,
          ...Object.values(only(root['message'], 'text', 'type')),
        ],
        reply: [reply['ok'], fields(reply['message'])['thread_ts'] === ts],
        update: [update['ok'], update['ts'] === ts, update['text']],
        thread: objects(thread['messages']).map((each) => each['text']),
        counted: objects(thread['messages'])[0]?.['reply_count'],
        history: [newest?.['text'], only(newest?.['metadata'], 'event_type', 'event_payload')],
        header: fields(objects(newest?.['blocks'])[0]?.['text'])['text'],
        link: text(link['permalink']).endsWith(`/archives/${channel}/p${text(ts).replace('.', '')}`),
        gone: [
          (await call(side, 'chat.delete', { channel, ts: reply['ts'] }))['ok'],
          (await call(side, 'chat.delete', { channel, ts: reply['ts'] }))['error'],
        ],
      }
    }),
  ).toEqual(
    same({
      root: [true, true, 'root', 'message'],
      reply: [true, true],
      update: [true, true, 'again'],
      thread: ['again', 'reply'],
      counted: 1,
      history: ['again', metadata],
      header: 'INC-1',
      link: true,
      gone: [true, 'message_not_found'],
    }),
  )
})

// conversations.replies of an unknown thread is left out: `emulate` answers with an empty list, Slack documents thread_not_found.
test.each<[string, (side: Side) => Fields, string]>([
  ['users.info', () => ({ user: 'U404' }), 'user_not_found'],
  ['users.lookupByEmail', () => ({ email: 'no@example.com' }), 'users_not_found'],
  ['chat.postMessage', () => ({ channel: 'C404', text: 'x' }), 'channel_not_found'],
  ['chat.postMessage', ({ channel }) => ({ channel }), 'no_text'],
  ['chat.update', ({ channel }) => ({ channel, ts: '1.000001', text: 'x' }), 'message_not_found'],
  ['conversations.info', () => ({ channel: 'C404' }), 'channel_not_found'],
  ['conversations.history', () => ({ channel: 'C404' }), 'channel_not_found'],
])('%s is refused', async (method, args, error) => {
  expect(await both((side) => call(side, method, args(side)))).toEqual(same({ ok: false, error }))
})

test('direct chats, ephemerals and reactions', async () => {
  expect(
    await both(async (side) => {
      const first = await call(side, 'conversations.open', { users: side.user })
      const again = await call(side, 'conversations.open', { users: side.user })
      const direct = fields(first['channel'])['id']
      const posted = await call(side, 'chat.postMessage', { channel: direct, text: 'hello' })
      const whisper = await call(side, 'chat.postEphemeral', {
        channel: direct,
        user: side.user,
        text: 'psst',
      })
      const history = await call(side, 'conversations.history', { channel: direct })
      const react = () =>
        call(side, 'reactions.add', { channel: direct, timestamp: posted['ts'], name: 'eyes' })
      return {
        same: direct === fields(again['channel'])['id'],
        posted: posted['ok'],
        whisper: [whisper['ok'], typeof whisper['message_ts']],
        // An ephemeral message is in nobody's history.
        history: objects(history['messages']).map((each) => each['text']),
        reacted: [(await react())['ok'], (await react())['error']],
      }
    }),
  ).toEqual(
    same({
      same: true,
      posted: true,
      whisper: [true, 'string'],
      history: ['hello'],
      reacted: [true, 'already_reacted'],
    }),
  )
})

test('files', async () => {
  const bytes = Buffer.from('not much of a picture')
  const size = { filename: 'picture.png', length: bytes.length }
  expect(
    await both(async (side) => {
      const { file_id: id, upload_url: url } = await call(side, 'files.getUploadURLExternal', size)
      const files = JSON.stringify([{ id, title: 'Targets' }])
      const complete = () => call(side, 'files.completeUploadExternal', { files })
      const early = await complete()
      const upload = async () => (await fetch(text(url), { method: 'POST', body: bytes })).status
      const uploaded = await upload()
      const completed = await complete()
      return {
        id: text(id).startsWith('F'),
        early: early['error'],
        uploaded,
        completed: only(objects(completed['files'])[0], 'title', 'name'),
        same: objects(completed['files'])[0]?.['id'] === id,
        again: [await upload(), (await complete())['error']],
        nothing: (await call(side, 'files.completeUploadExternal', { files: '[]' }))['error'],
        nameless: (await call(side, 'files.getUploadURLExternal', { length: 3 }))['error'],
      }
    }),
  ).toEqual(
    same({
      id: true,
      early: 'file_not_found',
      uploaded: 200,
      completed: { title: 'Targets', name: 'picture.png' },
      same: true,
      again: [404, 'file_not_found'],
      nothing: 'invalid_arguments',
      nameless: 'invalid_arguments',
    }),
  )
})

test('views', async () => {
  expect(
    await both(async (side) => {
      const trigger = await side.trigger()
      const opened = await call(side, 'views.open', { trigger_id: trigger, view: modal })
      const twice = await call(side, 'views.open', { trigger_id: trigger, view: modal })
      const { id, hash } = fields(opened['view'])
      const update = { view_id: id, hash, view: { ...modal, callback_id: 'again' } }
      const updated = await call(side, 'views.update', update)
      const conflict = await call(side, 'views.update', update)
      const home = await call(side, 'views.publish', { user_id: side.user, view: { type: 'home', blocks } })
      return {
        opened: only(opened['view'], 'type', 'callback_id', 'previous_view_id'),
        root: fields(opened['view'])['root_view_id'] === id,
        twice: twice['error'],
        updated: only(updated['view'], 'callback_id'),
        conflict: conflict['error'],
        home: only(home['view'], 'type'),
      }
    }),
  ).toEqual(
    same({
      opened: { type: 'modal', callback_id: 'incident.raise', previous_view_id: null },
      root: true,
      twice: 'exchanged_trigger_id',
      updated: { callback_id: 'again' },
      conflict: 'hash_conflict',
      home: { type: 'home' },
    }),
  )
})
