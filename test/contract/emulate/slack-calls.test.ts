import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fields, objects, text } from '../../../playground/slack/fields.ts'
import { ChatFailure, type ChatPort } from '../../../src/bot/chat-port.ts'
import type { Converse } from '../../../src/bot/intent.ts'
import { line } from '../../../src/bot/ui/card.ts'
import type { Identity } from '../../../src/domain/person.ts'
import type { Place } from '../../../src/domain/place.ts'
import { openDoor } from '../../bot/slack/desk-at-door.ts'
import { globalShortcut, messageShortcut, reactionEvent, viewSubmission } from '../../bot/slack/payloads.ts'
import { form, slowly, yes } from '../../bot/slack/replies.ts'
import { cardWith, picture } from '../../support/picture.ts'
import { webApiCalls } from '../../support/web-api-calls.ts'
import { chatOf, clickInModal, eventOf, fullCard, interactionOf, openView, saidIn, whoIn } from './acts.ts'
import { type SlackByOthers, openSlackByOthers } from './slack-by-others.ts'

/**
 * Every call of the Web API that the Slack edge makes, made for real against `emulate`, a Slack Web API that others made,
 * with the scopes of our manifest and no others. What it does not have: `response_url`, signed interactions, Socket Mode
 * (`notImplemented`), limits of blocks, rate limits. Those are tried against our own simulator only.
 */
const notImplemented = ['apps.connections.open']

let slack: SlackByOthers
beforeAll(async () => {
  slack = await openSlackByOthers()
})
afterAll(() => slack.close())

const chatWith = (token: string): ChatPort => chatOf(slack, token)
const person = (user: string): Identity => ({ platform: 'slack', tenant: slack.team, user })
const ada = (): Identity => person(slack.ada)
const channel = (thread?: string): Place => ({
  platform: 'slack',
  tenant: slack.team,
  conversation: slack.channel,
  ...(thread !== undefined && { thread }),
})
/** Posts without our chat port; gives the message's id. */
const post = async (said: string, more: object = {}): Promise<string> =>
  text((await slack.ask('chat.postMessage', { channel: slack.channel, text: said, ...more }))['ts'])
const messagesIn = async (conversation: string): Promise<readonly string[]> =>
  objects((await slack.ask('conversations.history', { channel: conversation }))['messages']).map((each) =>
    text(each['text']),
  )

describe('the chat port', () => {
  test('opens the same direct chat with a person again and again', async () => {
    const first = await chatWith(slack.token).openDirect(ada())
    expect(first.conversation).toMatch(/^D/)
    expect(await chatWith(slack.token).openDirect(ada())).toEqual(first)
  })

  test('posts, edits, and finds a card by its key, in a channel and in a thread', async () => {
    const chat = chatWith(slack.token)
    const root = await chat.post(channel(), fullCard('INC-1', ada()), 'key-1')
    const reply = await chat.post(channel(root.message), line('Noted'), 'key-2')
    await chat.update(root, fullCard('INC-1 again', ada()))
    expect(await messagesIn(slack.channel)).toContain('INC-1 again')
    expect(await chat.find(channel(), 'key-1')).toEqual(root)
    expect(await chat.find(channel(root.message), 'key-2')).toEqual(reply)
    expect(await chat.find(channel(), 'key-3')).toBeUndefined()
  })

  test('posts in the direct chat', async () => {
    const chat = chatWith(slack.token)
    const place = await chat.openDirect(person(slack.ben))
    await chat.post(place, fullCard('INC-2', ada()), 'key-4')
    expect(await messagesIn(place.conversation)).toEqual(['INC-2'])
  })

  test('posts a card with a picture, which the bot alone uploaded', async () => {
    const before = slack.calls.length
    await chatWith(slack.token).post(channel(), cardWith(picture()), 'key-picture')
    const calls = slack.calls.slice(before)
    expect(calls.map(({ method }) => method)).toEqual([
      'files.getUploadURLExternal',
      expect.stringMatching(/^F/),
      'files.completeUploadExternal',
      'chat.postMessage',
    ])
    const [file] = objects(calls[2]?.answer['files'])
    expect(file).toMatchObject({ title: 'Service targets', is_public: false, channels: [] })
    const posted = fields(calls[3]?.answer['message'])
    expect(objects(posted['blocks'])[1]).toMatchObject({ slack_file: { id: file?.['id'] } })
  })

  test('posts it in words without files:write', async () => {
    const before = slack.calls.length
    await chatWith(slack.tokenWithout('files:write')).post(channel(), cardWith(picture()), 'key-words')
    const [refused, posted] = slack.calls.slice(before)
    expect(refused?.answer).toMatchObject({ error: 'missing_scope', needed: 'files:write' })
    const blocks = objects(fields(posted?.answer['message'])['blocks'])
    expect(blocks.map((block) => block['type'])).toEqual(['header', 'context', 'rich_text'])
  })

  test('tells who somebody is', async () => {
    const chat = chatWith(slack.token)
    expect(await chat.profile(ada())).toMatchObject({
      email: 'ada@example.com',
      outsider: false,
      bot: false,
    })
    expect((await chat.profile({ ...ada(), tenant: 'T0ELSEWHERE' })).outsider).toBe(true)
  })

  test('says what can never be reached', async () => {
    const chat = chatWith(slack.token)
    const nowhere = chat.post({ ...channel(), conversation: 'C404' }, line('x'), 'key-5')
    await expect(nowhere).rejects.toMatchObject({ kind: 'unreachable' })
    await expect(chat.openDirect(person('U404'))).rejects.toBeInstanceOf(ChatFailure)
  })

  const needing: readonly (readonly [string, string, () => Promise<unknown>])[] = [
    [
      'chat:write',
      'post',
      () => chatWith(slack.tokenWithout('chat:write')).post(channel(), line('x'), 'key-6'),
    ],
    ['im:write', 'open a direct chat', () => chatWith(slack.tokenWithout('im:write')).openDirect(ada())],
    [
      'channels:history',
      'find',
      () => chatWith(slack.tokenWithout('channels:history')).find(channel(), 'key-1'),
    ],
    ['users:read', 'tell who somebody is', () => chatWith(slack.tokenWithout('users:read')).profile(ada())],
  ]
  test.each(needing)('without %s cannot %s', async (scope, _what, attempt) => {
    const failure: unknown = await attempt().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ChatFailure)
    expect(slack.calls.at(-1)?.answer).toMatchObject({ ok: false, error: 'missing_scope', needed: scope })
  })

  test('is told no e-mail address without users:read.email', async () => {
    expect((await chatWith(slack.tokenWithout('users:read.email')).profile(ada())).email).toBeUndefined()
  })
})

type OpenDoor = Awaited<ReturnType<typeof openDoor>>

describe('the edge', () => {
  let door: OpenDoor | undefined
  let before = 0
  afterAll(() => door?.close())

  /** Opens it anew, its conversation answering so. */
  const open = async (converse: Converse, patience = 2000): Promise<void> => {
    await door?.close()
    before = slack.calls.length
    door = await openDoor(converse, {
      pace: { patience },
      settings: { apiUrl: slack.apiUrl, botToken: slack.token, teamIds: [slack.team] },
    })
  }
  /** What it has called at `emulate` when it has come to rest; nothing may have been refused. */
  const called = async (): Promise<readonly string[]> => {
    await door?.settle()
    expect(door?.errors).toEqual([])
    const calls = slack.calls.slice(before)
    expect(calls.filter(({ answer }) => answer['ok'] !== true)).toEqual([])
    return calls.map(({ method }) => method)
  }

  test('finds out who it is', async () => {
    await open(async () => yes)
    await door?.edge.start()
    await expect.poll(() => slack.calls.slice(before).map(({ method }) => method)).toEqual(['auth.test'])
    expect(await called()).toEqual(['auth.test'])
  })

  test('opens a form for a shortcut, pushes one in a modal, and replaces what a modal shows', async () => {
    await open(async () => ({ kind: 'form', form }))
    await door?.interact(globalShortcut(await interactionOf(slack)))
    expect(await called()).toEqual(['views.open'])

    const view = await openView(slack)
    await open(async () => ({ kind: 'form', form }))
    await door?.interact(await clickInModal(slack, view))
    expect(await called()).toEqual(['views.push'])

    await open(async () => ({ kind: 'done', card: line('INC-1 is yours.') }))
    await door?.interact(await clickInModal(slack, view))
    expect(await called()).toEqual(['views.update'])

    const slow = slowly()
    await open(slow.converse, 5)
    const submission = viewSubmission({ f: 'incident.raise', s: { form: 'f1' } })
    await door?.interact({ ...submission, ...whoIn(slack), view: { ...submission.view, id: view } })
    slow.answer({ kind: 'done', card: line('INC-1 is recorded') })
    expect(await called()).toEqual(['views.update'])
  })

  test('draws the home view', async () => {
    await open(async () => ({ kind: 'home', card: line('Nothing waits for you.') }))
    await door?.event(
      eventOf(slack, { type: 'app_home_opened', user: slack.ada, tab: 'home', channel: 'D1' }),
    )
    expect(await called()).toEqual(['views.publish'])
  })

  test('answers a mention to that person only, in the channel and in a thread, and plainly in the direct chat', async () => {
    const root = await post('root')
    const mention = (more: object = {}) =>
      saidIn(slack, `<@${slack.bot}> help`, { type: 'app_mention', ...more })
    await open(async () => yes)
    await door?.event(eventOf(slack, mention()))
    await door?.event(eventOf(slack, mention({ thread_ts: root })))
    expect(await called()).toEqual(['chat.postEphemeral', 'chat.postEphemeral'])

    const opened = await slack.ask('conversations.open', { users: slack.ada })
    const direct = text((opened['channel'] as { id?: unknown }).id)
    await open(async () => yes)
    await door?.event(eventOf(slack, saidIn(slack, 'help', { channel: direct, channel_type: 'im' })))
    expect(await called()).toEqual(['chat.postMessage'])
    expect(await messagesIn(direct)).toContain('INC-17 is recorded')
  })

  test('asks who is mentioned, and by which address a picked message is reached', async () => {
    await open(async () => ({ kind: 'form', form }))
    const picked = await post(`<@${slack.ben}> it burns`)
    const shortcut = messageShortcut(
      { ts: picked, text: `<@${slack.ben}> it burns` },
      {
        ...(await interactionOf(slack)),
        channel: { id: slack.channel, name: 'requests' },
        message_ts: picked,
      },
    )
    await door?.interact(shortcut)
    expect((await called()).toSorted()).toEqual(['chat.getPermalink', 'users.info', 'views.open'])
    expect(door?.intents[0]).toMatchObject({
      kind: 'picked',
      message: { text: '@ben it burns', link: expect.stringContaining('/archives/') },
    })
  })

  test('reads a message that got a reaction, in a channel and in a thread', async () => {
    const react = async (ts: string): Promise<readonly string[]> => {
      await open(async () => ({ kind: 'nothing' }))
      const item = { type: 'message', channel: slack.channel, ts }
      await door?.event(eventOf(slack, reactionEvent({ user: slack.ada, item })))
      return called()
    }
    const root = await post('it smokes')
    expect(await react(root)).toEqual(['conversations.history', 'chat.getPermalink'])
    expect(door?.intents).toMatchObject([{ kind: 'picked', message: { id: root, text: 'it smokes' } }])
    const reply = await post('it smokes', { thread_ts: root })
    const asked = ['conversations.history', 'conversations.replies', 'chat.getPermalink']
    expect(await react(reply)).toEqual(asked)
    expect(door?.intents).toMatchObject([{ kind: 'picked', message: { id: reply, text: 'it smokes' } }])
  })
})

test('every method that the edge calls was called, and accepted', async () => {
  const accepted = new Set(
    slack.calls.flatMap(({ method, answer }) => (answer['ok'] === true ? [method] : [])),
  )
  expect([...accepted].toSorted()).toEqual(await webApiCalls())
})

test.each(notImplemented)('%s is still not there', async (method) => {
  await expect(slack.ask(method)).rejects.toThrow(/404/)
})
