import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChatFailure } from '../../../src/bot/chat-port.ts'
import { createSlackChat } from '../../../src/bot/slack/chat.ts'
import { boltLogger, createClients } from '../../../src/bot/slack/clients.ts'
import { createPictures } from '../../../src/bot/slack/pictures.ts'
import { line } from '../../../src/bot/ui/card.ts'
import { home } from './payloads.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
const settings = {
  botToken: 'xoxb-test',
  signingSecret: 's',
  apiUrl: 'https://slack.com/api/',
  teamIds: [home],
}
const ada = { platform: 'slack', tenant: home, user: 'U0ADA' } as const
const place = { platform: 'slack', tenant: home, conversation: 'C0TRIAGE' } as const
const card = line('a & <b>')

const chatAt = (apiUrl: string = settings.apiUrl, timeout = 1000) => {
  const remembered: string[] = []
  const clients = createClients({ ...settings, apiUrl }, boltLogger(log), timeout)
  const chat = createSlackChat({
    clients,
    pictures: createPictures({ client: clients.bulk, settings: { apiUrl }, log }),
    homes: async () => [home],
    book: {
      direct: async () => undefined,
      rememberDirect: async (_identity, conversation) => void remembered.push(conversation),
      serviceUrl: async () => undefined,
      rememberServiceUrl: async () => {},
    },
  })
  return { chat, remembered }
}

const slack = () => nock('https://slack.com')
const sent = async (request: Request): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(await request.text()))

const failureOf = async (work: Promise<unknown>): Promise<ChatFailure> => {
  const cause: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (cause instanceof ChatFailure) return cause
  throw new Error('it did not fail as a chat does', { cause })
}

beforeEach(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())

describe('a post', () => {
  it('goes out once, marked with its key, with no word read as markup', async () => {
    let body: Record<string, string> = {}
    slack()
      .post('/api/chat.postMessage')
      .reply(200, async (request: Request) => {
        body = await sent(request)
        return { ok: true, ts: '1.2', channel: 'C0TRIAGE' }
      })
    const posted = await chatAt().chat.post({ ...place, thread: '1.1' }, card, 'key-1')
    expect(posted).toEqual({ place: { ...place, thread: '1.1' }, message: '1.2' })
    expect(body).toMatchObject({
      channel: 'C0TRIAGE',
      thread_ts: '1.1',
      text: 'a &amp; &lt;b&gt;',
      mrkdwn: 'false',
      link_names: 'false',
      parse: 'none',
      unfurl_links: 'false',
      unfurl_media: 'false',
    })
    expect(JSON.parse(body['metadata'] ?? '')).toEqual({
      event_type: 'bellwire_delivery',
      event_payload: { key: 'key-1' },
    })
  })

  it.each([
    ['channel_not_found', 'unreachable'],
    ['is_archived', 'unreachable'],
    ['not_in_channel', 'unreachable'],
    ['account_inactive', 'unreachable'],
    ['cannot_dm_bot', 'unreachable'],
    ['invalid_blocks', 'rejected'],
    ['msg_too_long', 'rejected'],
    ['invalid_auth', 'away'],
    ['internal_error', 'ambiguous'],
    ['ratelimited', 'busy'],
  ])('that Slack answers with %s is %s', async (error, kind) => {
    slack().post('/api/chat.postMessage').reply(200, { ok: false, error })
    expect((await failureOf(chatAt().chat.post(place, card, 'k'))).kind).toBe(kind)
  })

  it('that is one too many is busy for as long as Slack says', async () => {
    slack().post('/api/chat.postMessage').reply(429, '', { 'retry-after': '7' })
    expect(await failureOf(chatAt().chat.post(place, card, 'k'))).toMatchObject({
      kind: 'busy',
      retryAfter: 7000,
    })
    slack().post('/api/chat.postMessage').reply(429, '')
    expect((await failureOf(chatAt().chat.post(place, card, 'k'))).retryAfter).toBeGreaterThan(0)
  })

  it('that ends in an error of the server, or in no answer of Slack’s, is ambiguous', async () => {
    slack().post('/api/chat.postMessage').reply(503, 'upstream')
    expect((await failureOf(chatAt().chat.post(place, card, 'k'))).kind).toBe('ambiguous')
    slack().post('/api/chat.postMessage').reply(200, '<html>')
    expect((await failureOf(chatAt().chat.post(place, card, 'k'))).kind).toBe('ambiguous')
  })

  it('without an answer is ambiguous, and an edit without one only away', async () => {
    const silent = await listen(() => {})
    const { chat } = chatAt(silent.apiUrl, 20)
    expect((await failureOf(chat.post(place, card, 'k'))).kind).toBe('ambiguous')
    expect((await failureOf(chat.update({ place, message: '1.2' }, card))).kind).toBe('away')
    await silent.close()
  })

  it('whose connection drops once it was sent is ambiguous', async () => {
    const dropping = await listen((request) => request.resume().on('end', () => request.socket.destroy()))
    expect((await failureOf(chatAt(dropping.apiUrl).chat.post(place, card, 'k'))).kind).toBe('ambiguous')
    await dropping.close()
  })

  it('that never left is only away', async () => {
    const gone = await listen(() => {})
    await gone.close()
    expect((await failureOf(chatAt(gone.apiUrl).chat.post(place, card, 'k'))).kind).toBe('away')
  })
})

/** A Web API of one behaviour, on a port of its own. */
const listen = async (answer: RequestListener) => {
  nock.enableNetConnect('127.0.0.1')
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe('an edit', () => {
  const message = { place, message: '1.2' }

  it.each([
    ['message_not_found', 'unreachable'],
    ['cant_update_message', 'rejected'],
    ['edit_window_closed', 'rejected'],
    ['internal_error', 'away'],
  ])('that Slack answers with %s is %s', async (error, kind) => {
    slack().post('/api/chat.update').reply(200, { ok: false, error })
    expect((await failureOf(chatAt().chat.update(message, card))).kind).toBe(kind)
  })

  it('may be repeated, so it is never ambiguous', async () => {
    slack().post('/api/chat.update').reply(502, '')
    expect((await failureOf(chatAt().chat.update(message, card))).kind).toBe('away')
  })
})

const mine = (key: string) => ({ event_type: 'bellwire_delivery', event_payload: { key } })

describe('a message posted with a key', () => {
  it('is found in the channel, page after page', async () => {
    slack()
      .post('/api/conversations.history', /include_all_metadata=true/)
      .reply(200, {
        ok: true,
        messages: [{ ts: '3', metadata: mine('other') }, { ts: '2' }],
        response_metadata: { next_cursor: 'c2' },
      })
    slack()
      .post('/api/conversations.history', /cursor=c2/)
      .reply(200, { ok: true, messages: [{ ts: '1', metadata: mine('k') }] })
    expect(await chatAt().chat.find(place, 'k')).toEqual({ place, message: '1' })
  })

  it('is found in its thread, and not where it is not', async () => {
    const thread = { ...place, thread: '1.1' }
    const answer = { ok: true, messages: [{ ts: '1.1' }, { ts: '1.5', metadata: mine('k') }] }
    slack()
      .post('/api/conversations.replies', /ts=1\.1/)
      .twice()
      .reply(200, answer)
    expect(await chatAt().chat.find(thread, 'k')).toEqual({ place: thread, message: '1.5' })
    expect(await chatAt().chat.find(thread, 'unknown')).toBeUndefined()
  })
})

const info = (user: object) =>
  slack()
    .post('/api/users.info')
    .reply(200, {
      ok: true,
      user: {
        id: 'U0ADA',
        team_id: home,
        name: 'ada',
        profile: { display_name: 'Ada', email: 'ada@x.test' },
        ...user,
      },
    })

describe('a person', () => {
  it('of the workspace is no outsider', async () => {
    info({})
    expect(await chatAt().chat.profile(ada)).toEqual({
      name: 'Ada',
      email: 'ada@x.test',
      outsider: false,
      bot: false,
    })
  })

  it.each([
    { is_restricted: true },
    { is_ultra_restricted: true },
    { is_stranger: true },
    { team_id: 'T0OTHER' },
  ])('with %o is an outsider', async (fields) => {
    info(fields)
    expect((await chatAt().chat.profile(ada)).outsider).toBe(true)
  })

  it('who says to be of another workspace is an outsider whatever Slack says', async () => {
    info({})
    expect((await chatAt().chat.profile({ ...ada, tenant: 'T0OTHER' })).outsider).toBe(true)
  })

  it('unknown to Slack is unreachable', async () => {
    slack().post('/api/users.info').reply(200, { ok: false, error: 'user_not_found' })
    expect((await failureOf(chatAt().chat.profile(ada))).kind).toBe('unreachable')
  })

  it('has one direct chat, opened once', async () => {
    slack()
      .post('/api/conversations.open')
      .once()
      .reply(200, { ok: true, channel: { id: 'D0ADA' } })
    const { chat, remembered } = chatAt()
    const direct = { platform: 'slack', tenant: home, conversation: 'D0ADA' }
    expect(await chat.openDirect(ada)).toEqual(direct)
    expect(await chat.openDirect(ada)).toEqual(direct)
    expect(remembered).toEqual(['D0ADA'])
  })
})
