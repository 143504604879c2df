import { LogLevel, WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fields, objects, text } from '../../../playground/slack/fields.ts'
import type { SlackWorkspace } from '../../../playground/slack/workspace.ts'
import manifest from '../../../manifests/slack.json' with { type: 'json' }
import { picture } from '../../support/picture.ts'
import { ada, botToken, requests, startBot, startWorkspace } from './support.ts'
import type { TestBot } from './support.ts'

let bot: TestBot
let workspace: SlackWorkspace
let web: WebClient

beforeEach(async () => {
  bot = await startBot()
  workspace = await startWorkspace(bot.url)
  web = new WebClient(botToken, {
    slackApiUrl: workspace.apiUrl,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
  })
})
afterEach(async () => {
  await workspace.settled()
  await workspace.close()
  await bot.close()
})

/** What a call is refused with: the error code, and what is said about it. */
const refusal = async (call: Promise<unknown>): Promise<readonly unknown[]> => {
  const failure: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  const data = fields(fields(failure)['data'])
  return [data['error'], ...objectsOrWords(data['errors'])]
}
const objectsOrWords = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const { png } = picture()
const announce = async (length = png.byteLength) => {
  const answer = await web.files.getUploadURLExternal({ filename: 'picture.png', length })
  return { id: text(answer.file_id), url: text(answer.upload_url) }
}
const upload = (url: string, bytes: Uint8Array = png): Promise<Response> =>
  fetch(url, { method: 'POST', body: Uint8Array.from(bytes) })
const complete = (id: string) => web.files.completeUploadExternal({ files: [{ id, title: 'Targets' }] })
const uploaded = async (bytes: Uint8Array = png): Promise<string> => {
  const { id, url } = await announce(bytes.byteLength)
  await upload(url, bytes)
  await complete(id)
  return id
}
const image = (id: string, more: object = {}) => ({
  type: 'image' as const,
  slack_file: { id },
  alt_text: 'Targets',
  ...more,
})
const post = (...blocks: readonly object[]) =>
  web.chat.postMessage({ channel: requests, text: 'x', blocks: blocks as never })

describe('a file', () => {
  test('is announced, uploaded, completed and shown', async () => {
    const { id, url } = await announce()
    expect(id).toMatch(/^F[A-Z0-9]{8,}$/)
    expect((await upload(url)).status).toBe(200)
    expect(workspace.file?.(id)).toBeUndefined()
    const { files } = await complete(id)
    expect(objects(files)).toMatchObject([{ id, title: 'Targets', name: 'picture.png' }])
    expect(Buffer.from(workspace.file?.(id) ?? []).equals(png)).toBe(true)
    await post(image(id))
    expect(workspace.read(ada, requests)[0]?.text).toBe('Targets')
  })

  test('takes as many bytes as were announced, once, where it was told to', async () => {
    const { url } = await announce(png.byteLength + 1)
    expect((await upload(url)).status).toBe(400)
    const again = await announce()
    expect((await upload(again.url)).status).toBe(200)
    expect((await upload(again.url)).status).toBe(404)
    expect((await upload(`${again.url}x`)).status).toBe(404)
    expect((await fetch(again.url)).status).toBe(404)
  })

  test('is completed once, and not before it is there', async () => {
    const { id, url } = await announce()
    expect(await refusal(complete(id))).toEqual(['file_not_found'])
    await upload(url)
    await complete(id)
    expect(await refusal(complete(id))).toEqual(['file_not_found'])
    expect(await refusal(complete('F404'))).toEqual(['file_not_found'])
  })

  test.each([
    ['files.getUploadURLExternal', { filename: 'x.png' }],
    ['files.getUploadURLExternal', { length: 3 }],
    ['files.getUploadURLExternal', { filename: 'x.png', length: 0 }],
    ['files.getUploadURLExternal', { filename: 'x.png', length: 'many' }],
    ['files.completeUploadExternal', {}],
    ['files.completeUploadExternal', { files: '[]' }],
    ['files.completeUploadExternal', { files: '[{"id":"F1"}]', channel_id: requests }],
  ])('%s is refused with %j', async (method, args) => {
    expect((await refusal(web.apiCall(method, args)))[0]).toBe('invalid_arguments')
  })

  test('needs its scope', async () => {
    const scopes = { bot: manifest.oauth_config.scopes.bot.filter((scope) => scope !== 'files:write') }
    const poor = await startWorkspace(bot.url, { manifest: { ...manifest, oauth_config: { scopes } } })
    const client = new WebClient(botToken, { slackApiUrl: poor.apiUrl, logLevel: LogLevel.ERROR })
    for (const call of [
      client.files.getUploadURLExternal({ filename: 'x', length: 1 }),
      client.files.completeUploadExternal({ files: [{ id: 'F1' }] }),
    ])
      expect((await refusal(call))[0]).toBe('missing_scope')
    await poor.close()
  })
})

const unusable = 'invalid slack file [json-pointer:/blocks/0/slack_file]'

describe('a picture in a message', () => {
  test('must be a file of the bot that is complete, and a picture', async () => {
    const { id, url } = await announce()
    await upload(url)
    const words = await uploaded(Buffer.from('only words'))
    for (const wrong of ['F00000000', id, words])
      expect(await refusal(post(image(wrong)))).toEqual(['invalid_blocks', unusable])
    expect(workspace.read(ada, requests)).toEqual([])
  })

  test('is refused while Slack still looks at it', async () => {
    const id = await uploaded()
    workspace.unfairness.unprocessedFiles = 2
    expect(await refusal(post(image(id)))).toEqual(['invalid_blocks', unusable])
    expect(await refusal(post(image(id)))).toEqual(['invalid_blocks', unusable])
    expect((await post(image(id))).ok).toBe(true)
  })

  test('is shown by an edit too, and by nothing that only one person sees', async () => {
    const id = await uploaded()
    const { ts } = await post({ type: 'divider' })
    await web.chat.update({ channel: requests, ts: text(ts), text: 'x', blocks: [image(id)] })
    expect(workspace.read(ada, requests)[0]?.text).toBe('Targets')
    const alone = { channel: requests, user: ada, text: 'x', blocks: [image(id)] }
    expect(await refusal(web.chat.postEphemeral(alone))).toEqual(['invalid_blocks', unusable])
    const home = { user_id: ada, view: { type: 'home' as const, blocks: [image(id)] } }
    expect((await refusal(web.views.publish(home)))[0]).toBe('invalid_arguments')
    bot.answer = () => ({ body: { response_type: 'ephemeral', text: 'x', blocks: [image(id)] } })
    await workspace.command(ada, { conversation: requests }, 'sla')
    const url = text(bot.of('command').at(-1)?.payload['response_url'])
    const answered = await fetch(url, { method: 'POST', body: JSON.stringify({ blocks: [image(id)] }) })
    expect([answered.status, await answered.json()]).toMatchObject([400, { error: 'invalid_blocks' }])
    expect(workspace.read(ada, requests).filter(({ onlyFor }) => onlyFor !== undefined)).toEqual([])
  })

  test.each([
    ['no words for those who do not see it', { alt_text: undefined }, 'missing required field: alt_text'],
    ['empty words', { alt_text: '' }, 'must be more than 0 characters'],
    ['too many words', { alt_text: 'x'.repeat(2001) }, 'must be less than 2001 characters'],
    ['too long a title', { title: { type: 'plain_text', text: 'x'.repeat(2001) } }, '/title/text'],
    ['two sources', { image_url: 'https://example.org/x.png' }, 'exactly one of image_url, slack_file'],
    ['no source', { slack_file: undefined }, 'exactly one of image_url, slack_file'],
    [
      'a file and an address',
      { slack_file: { id: 'F00000000', url: 'https://x.y/z' } },
      'exactly one of id, url',
    ],
    ['neither', { slack_file: {} }, 'exactly one of id, url'],
    ['no id of a file', { slack_file: { id: 'C00000000' } }, 'must be the id of a file'],
  ])('with %s is refused', async (_what, more, problem) => {
    const [error, ...said] = await refusal(post(image(await uploaded(), more)))
    expect([error, said.join('\n')]).toEqual(['invalid_blocks', expect.stringContaining(problem)])
  })
})
