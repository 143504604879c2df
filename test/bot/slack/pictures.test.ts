import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boltLogger, createClients } from '../../../src/bot/slack/clients.ts'
import { createPictures } from '../../../src/bot/slack/pictures.ts'
import type { SlackMessage } from '../../../src/bot/slack/render-card.ts'
import { slackApiUrl } from '../../../src/bot/slack/settings.ts'
import { line } from '../../../src/bot/ui/card.ts'
import { cardWith, picture } from '../../support/picture.ts'

const settings = { botToken: 'xoxb-test', signingSecret: 's', teamIds: [] }
const uploadUrl = 'https://files.slack.com/upload/v1/abc'

const picturesAt = (apiUrl: string = slackApiUrl) => {
  const warnings: string[] = []
  const log = {
    info: () => {},
    error: () => {},
    warn: (fields: object, message: string) => {
      const { err } = fields as { err?: unknown }
      warnings.push(err instanceof Error ? `${message}: ${err.message}` : message)
    },
  }
  const { bulk: client } = createClients({ ...settings, apiUrl }, boltLogger(log), 500)
  return { pictures: createPictures({ client, settings: { apiUrl }, log, pauses: [1, 1, 1] }), warnings }
}

/** Posts like a chat port would, and keeps what it was told to post. */
const posting = (outcomes: readonly unknown[] = []) => {
  const messages: SlackMessage[] = []
  const send = async (message: SlackMessage): Promise<string> => {
    messages.push(message)
    const failure = outcomes[messages.length - 1]
    if (failure !== undefined) throw failure
    return 'posted'
  }
  return { messages, send }
}

const typesOf = (message: SlackMessage | undefined): readonly string[] =>
  (message?.blocks ?? []).map(({ type }) => type)
const withPicture = ['header', 'image', 'rich_text']
const withWords = ['header', 'context', 'rich_text']

const api = (method: string) => nock('https://slack.com').post(`/api/${method}`)
const announces = (url: string = uploadUrl): nock.Scope =>
  api('files.getUploadURLExternal').reply(200, { ok: true, upload_url: url, file_id: 'F0PICTURE1' })
const takes = () => nock('https://files.slack.com').post('/upload/v1/abc')
const completes = (): nock.Scope =>
  api('files.completeUploadExternal').reply(200, { ok: true, files: [{ id: 'F0PICTURE1' }] })

/** Slack takes a picture. */
const ready = (): void => {
  announces()
  takes().reply(200, 'OK')
  completes()
}

beforeEach(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())

describe('a card with a picture', () => {
  it('is posted with it once Slack has it, and nobody else is told of the file', async () => {
    const shown = picture({ title: 'A & <title>' })
    const asked: Record<string, unknown>[] = []
    const form = async (request: Request) => {
      asked.push(Object.fromEntries(new URLSearchParams(await request.text())))
    }
    api('files.getUploadURLExternal').reply(200, async (request: Request) => {
      await form(request)
      return { ok: true, upload_url: uploadUrl, file_id: 'F0PICTURE1' }
    })
    let uploaded = Buffer.alloc(0)
    takes().reply(200, async (request: Request) => {
      uploaded = Buffer.from(await request.arrayBuffer())
      return 'OK'
    })
    api('files.completeUploadExternal').reply(200, async (request: Request) => {
      await form(request)
      return { ok: true, files: [] }
    })
    const { messages, send } = posting()
    const { pictures, warnings } = picturesAt()
    expect(await pictures.send(cardWith(shown), send)).toBe('posted')
    expect(asked).toEqual([
      { filename: 'picture.png', length: String(shown.png.byteLength) },
      { files: JSON.stringify([{ id: 'F0PICTURE1', title: 'A & <title>' }]) },
    ])
    expect(uploaded.equals(shown.png)).toBe(true)
    expect(messages).toHaveLength(1)
    expect(messages[0]?.blocks[1]).toEqual({
      type: 'image',
      slack_file: { id: 'F0PICTURE1' },
      alt_text: shown.alt,
      title: { type: 'plain_text', text: 'A & <title>', emoji: false },
    })
    expect(warnings).toEqual([])
  })

  it('brings a picture to Slack once, however many messages show it', async () => {
    announces()
    takes().reply(200, 'OK')
    completes()
    const { messages, send } = posting()
    const { pictures } = picturesAt()
    const card = cardWith(picture())
    await pictures.send(card, send)
    await pictures.send({ ...card, fallback: 'again' }, send)
    expect(messages.map(typesOf)).toEqual([withPicture, withPicture])
  })

  it('asks nothing of Slack for a card without one', async () => {
    const { messages, send } = posting()
    await picturesAt().pictures.send(line('INC-1'), send)
    expect(messages.map(typesOf)).toEqual([['rich_text']])
  })

  it('that cannot be shown has its words there, or its title, or at least something', async () => {
    api('files.getUploadURLExternal').times(3).reply(200, { ok: false, error: 'missing_scope' })
    const { messages, send } = posting()
    const { pictures } = picturesAt()
    for (const more of [{ alt: 'Words' }, { alt: ' ' }, { alt: '', title: '' }])
      await pictures.send(cardWith(picture(more)), send)
    expect(messages.map(({ blocks }) => blocks[1])).toEqual(
      ['Words', 'Service targets', 'A picture'].map((text) => ({
        type: 'context',
        elements: [{ type: 'plain_text', text, emoji: false }],
      })),
    )
  })
})

describe('a picture that does not get to Slack', () => {
  const failures: readonly (readonly [string, () => void])[] = [
    [
      'without the scope',
      () => api('files.getUploadURLExternal').reply(200, { ok: false, error: 'missing_scope' }),
    ],
    ['too often', () => api('files.getUploadURLExternal').reply(429, '', { 'retry-after': '30' })],
    ['while Slack is down', () => api('files.getUploadURLExternal').reply(503, '')],
    ['when no address is given', () => api('files.getUploadURLExternal').reply(200, { ok: true })],
    [
      'when the upload is refused',
      () => {
        announces()
        takes().reply(400, 'no')
      },
    ],
    [
      'when the upload breaks off',
      () => {
        announces()
        takes().replyWithError('reset')
      },
    ],
    [
      'when it is sent elsewhere on the way',
      () => {
        announces()
        takes().reply(307, '', { location: 'https://elsewhere.example/' })
        nock('https://elsewhere.example').post('/').reply(200, 'OK')
      },
    ],
    [
      'when it is not taken in the end',
      () => {
        announces()
        takes().reply(200, 'OK')
        api('files.completeUploadExternal').reply(200, { ok: false, error: 'file_not_found' })
      },
    ],
  ]
  it.each(failures)('%s costs the message nothing but the picture', async (_how, prepare) => {
    prepare()
    const { messages, send } = posting()
    const { pictures, warnings } = picturesAt()
    expect(await pictures.send(cardWith(picture()), send)).toBe('posted')
    expect(messages.map(typesOf)).toEqual([withWords])
    expect(JSON.stringify(messages)).toContain('Mail: 92 % in the last week.')
    expect(warnings).toEqual([expect.stringContaining('words stand in its place')])
    expect(nock.pendingMocks().filter((each) => each.includes('files.slack.com'))).toEqual([])
    // Nothing went there.
    expect(nock.pendingMocks().some((each) => each.includes('elsewhere'))).toBe(_how.includes('elsewhere'))
  })

  it('is tried again with the next message', async () => {
    api('files.getUploadURLExternal').reply(200, { ok: false, error: 'ratelimited' })
    announces()
    takes().reply(200, 'OK')
    completes()
    const { messages, send } = posting()
    const { pictures } = picturesAt()
    const card = cardWith(picture())
    await pictures.send(card, send)
    await pictures.send(card, send)
    expect(messages.map(typesOf)).toEqual([withWords, withPicture])
  })
})

describe('the address that a picture is sent to', () => {
  const foreign = [
    'http://files.slack.com/upload/v1/abc',
    'https://files.slack.com.evil.example/upload/v1/abc',
    'https://files.slack.com@evil.example/upload/v1/abc',
    'https://files.slack.com:8443/upload/v1/abc',
    'https://evil.example/files.slack.com',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'no address',
  ]
  it.each(foreign)('is never %s', async (url) => {
    announces(url)
    const { messages, send } = posting()
    const { pictures, warnings } = picturesAt()
    await pictures.send(cardWith(picture()), send)
    expect(messages.map(typesOf)).toEqual([withWords])
    expect(warnings).toEqual([expect.stringContaining('not Slack’s')])
  })

  it('may be where another Web API is, and at no other port of it', async () => {
    const other = 'http://127.0.0.1:4321'
    for (const [url, types] of [
      [`${other}/upload/v1/abc`, withPicture],
      ['http://127.0.0.1:4322/upload/v1/abc', withWords],
      ['http://localhost:4321/upload/v1/abc', withWords],
    ] as const) {
      nock(other)
        .post('/api/files.getUploadURLExternal')
        .reply(200, { ok: true, upload_url: url, file_id: 'F0PICTURE1' })
      nock(other).post('/upload/v1/abc').reply(200, 'OK')
      nock(other).post('/api/files.completeUploadExternal').reply(200, { ok: true, files: [] })
      const { messages, send } = posting()
      await picturesAt(`${other}/api/`).pictures.send(cardWith(picture()), send)
      expect(messages.map(typesOf)).toEqual([types])
      nock.cleanAll()
    }
  })
})

/** What the SDK throws when Slack refuses a message so. */
const refusal = async (answer: object): Promise<unknown> => {
  api('chat.postMessage').reply(200, { ok: false, ...answer })
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { bulk } = createClients({ ...settings, apiUrl: slackApiUrl }, boltLogger(log), 500)
  return bulk.chat.postMessage({ channel: 'C0', text: 'x' }).catch((cause: unknown) => cause)
}
const complaint = '[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]'

describe('a picture that Slack has not looked at yet', () => {
  it('is waited for', async () => {
    ready()
    const unready = await refusal({
      error: 'invalid_blocks',
      response_metadata: { messages: [complaint] },
    })
    const { messages, send } = posting([unready, unready])
    expect(await picturesAt().pictures.send(cardWith(picture()), send)).toBe('posted')
    expect(messages.map(typesOf)).toEqual([withPicture, withPicture, withPicture])
  })

  it('is waited for when Slack does not say what it does not like', async () => {
    ready()
    const { messages, send } = posting([await refusal({ error: 'invalid_blocks' })])
    await picturesAt().pictures.send(cardWith(picture()), send)
    expect(messages.map(typesOf)).toEqual([withPicture, withPicture])
  })

  it('is done without in the end', async () => {
    ready()
    const unready = await refusal({ error: 'invalid_blocks', response_metadata: { messages: [complaint] } })
    const { messages, send } = posting([unready, unready, unready, unready])
    const { pictures, warnings } = picturesAt()
    expect(await pictures.send(cardWith(picture()), send)).toBe('posted')
    expect(messages.map(typesOf)).toEqual([withPicture, withPicture, withPicture, withPicture, withWords])
    expect(warnings).toEqual([expect.stringContaining('words stand in its place')])
  })

  it.each([
    [
      'other blocks',
      { error: 'invalid_blocks', response_metadata: { messages: ['[ERROR] no more than 3'] } },
    ],
    ['anything else', { error: 'channel_not_found' }],
    ['what may have been done', { error: 'internal_error' }],
  ])('is not what %s are refused for', async (_what, answer) => {
    ready()
    const cause = await refusal(answer)
    const { messages, send } = posting([cause])
    await expect(picturesAt().pictures.send(cardWith(picture()), send)).rejects.toBe(cause)
    expect(messages).toHaveLength(1)
  })
})
