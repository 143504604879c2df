import { request } from 'node:http'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { PageState } from '../../../playground/page/state.ts'
import { createChangeFeed } from '../../../playground/page/events.ts'
import type { FakeChat } from './fake-chat.ts'
import { createFakeChat } from './fake-chat.ts'
import { servePage } from './page-server.ts'

let slack: FakeChat
let teams: FakeChat
let server: Awaited<ReturnType<typeof servePage>>

beforeEach(async () => {
  slack = createFakeChat('slack')
  teams = createFakeChat('teams')
  server = await servePage(slack, teams, { platform: 'slack', user: 'ben', name: 'Ben', words: 'Hello' })
})
afterEach(async () => await server.close())

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Not `fetch`: that one lets nobody set `Host`. */
const ask = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', method, path, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })

const own = (): Record<string, string> => ({ origin: server.url, 'content-type': 'application/json' })
const say = { chat: 'slack', user: 'mia', act: 'say', conversation: 'general', words: 'Hello' }

describe('the door of the page', () => {
  it('serves the page and its script with a strict content policy and the types taken off', async () => {
    const page = await ask('GET', '/')
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'self'")
    expect(page.body).not.toMatch(/<script>|style=|https?:/)
    const script = await ask('GET', '/playground/assets/api.ts')
    expect(script.headers['content-type']).toContain('text/javascript')
    expect(script.body).not.toContain('interface')
  })

  it.each(['../page.ts', '..%2fpage.ts', 'index.html', 'none.ts', '%2e%2e/page.ts', '/etc/passwd'])(
    'has no asset %s',
    async (name) => {
      expect((await ask('GET', `/playground/assets/${name}`)).status).toBe(404)
    },
  )

  it('gives the pictures that messages show, and nothing else as one', async () => {
    slack.files.set('F0PICTURE1', Uint8Array.of(1, 2, 3))
    const found = await ask('GET', '/playground/files/F0PICTURE1')
    expect(found.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' })
    expect(found.body).toBe('\u0001\u0002\u0003')
    for (const name of ['F0OTHER', '', '..%2f..%2fpackage.json'])
      expect((await ask('GET', `/playground/files/${name}`)).status).toBe(404)
  })

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80'])(
    'turns away the host "%s"',
    async (host) => {
      expect((await ask('GET', '/playground/state', { host })).status).toBe(403)
    },
  )

  it('leaves what is not its own to others', async () => {
    expect(await ask('GET', '/healthz')).toMatchObject({ status: 404, body: 'not the page' })
  })

  it.each([
    ['no origin', { 'content-type': 'application/json' }, 403],
    ['a foreign origin', { origin: 'http://evil.example', 'content-type': 'application/json' }, 403],
    ['another port', { origin: 'http://127.0.0.1:1', 'content-type': 'application/json' }, 403],
  ])('takes no act from %s', async (_what, headers, status) => {
    expect((await ask('POST', '/playground/act', headers, JSON.stringify(say))).status).toBe(status)
    expect(slack.done).toEqual([])
  })

  it('takes no act that is not JSON, is too long, or is none', async () => {
    const form = { origin: server.url, 'content-type': 'text/plain' }
    expect((await ask('POST', '/playground/act', form, JSON.stringify(say))).status).toBe(415)
    expect((await ask('POST', '/playground/act', own(), '{')).status).toBe(400)
    expect((await ask('POST', '/playground/act', own(), '{"act":"fly"}')).status).toBe(400)
    expect((await ask('POST', '/playground/act', own(), `"${'x'.repeat(70_000)}"`)).status).toBe(400)
    expect((await ask('DELETE', '/playground/act', own())).status).toBe(405)
    expect(slack.done).toEqual([])
  })

  it('does an act, and answers in words when the chat will not have it', async () => {
    expect((await ask('POST', '/playground/act', own(), JSON.stringify(say))).status).toBe(200)
    expect(slack.done).toEqual(['say Mia Chen general Hello'])
    const nobody = await ask('POST', '/playground/act', own(), JSON.stringify({ ...say, user: 'eve' }))
    expect([nobody.status, nobody.body]).toEqual([422, '{"error":"There is no eve here."}'])
  })
})

const state = async (query = ''): Promise<PageState> =>
  JSON.parse((await ask('GET', `/playground/state?${query}`)).body) as PageState

describe('the state', () => {
  it('is of the person who looks, with the thread that is open', async () => {
    const root = slack.post({ conversation: 'general', text: 'Root' })
    slack.post({ conversation: 'general', thread: root.id, text: 'Reply' })
    slack.post({ conversation: 'general', text: 'Hush', onlyFor: 'mia' })
    const seen = (await state(`slackUser=ben&slackConversation=general&slackThread=${root.id}`)).slack
    expect(seen.user).toBe('ben')
    expect(seen.messages.map((message) => message.text)).toEqual(['Root'])
    expect(seen.thread?.messages.map((message) => message.text)).toEqual(['Root', 'Reply'])
    expect(seen.conversations.map((one) => one.size)).toEqual([2, 0, 0])
    expect(seen.people.map((person) => person.roles)).toEqual([['Requester'], ['Lead of Network']])
  })

  it('falls back to what exists: the suggested person, the first conversation', async () => {
    const { slack, teams } = await state('slackConversation=gone&slackThread=gone')
    expect([slack.user, slack.conversation, slack.thread]).toEqual(['ben', 'general', undefined])
    expect([teams.user, teams.people[1]?.roles]).toEqual(['mia', ['Not in the desk file']])
  })
})

describe('change notices', () => {
  it('come at once, and at most one more for all that happens until the interval ends', () => {
    const runs: (() => void)[] = []
    const sent: string[] = []
    const feed = createChangeFeed((run) => {
      runs.push(run)
      return () => undefined
    })
    const response = {
      writeHead: () => undefined,
      write: (text: string) => sent.push(text),
      on: () => undefined,
      end: () => undefined,
    }
    feed.open(response as unknown as Parameters<typeof feed.open>[0])
    sent.length = 0
    for (let times = 0; times < 50; times += 1) feed.changed()
    expect(sent).toEqual(['event: change\ndata: 1\n\n'])
    runs.shift()?.()
    expect(sent).toHaveLength(2)
    runs.shift()?.()
    expect(sent).toHaveLength(2)
    feed.changed()
    expect(sent).toHaveLength(3)
    feed.close()
  })
})
