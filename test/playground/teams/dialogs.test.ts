import { expect, test } from 'vitest'
import { activitiesOf, ana, ben, card, cardMessage, only, requests, textBlock, useRigs } from './test-bot.ts'
import type { Activity, Answer, Rig } from './test-bot.ts'

const rigged = useRigs()
const named = (rig: Rig, name: string): readonly Activity[] =>
  rig.bot.got.filter((activity) => activity.name === name)
const cardType = 'application/vnd.microsoft.card.adaptive'
const dialog = (content: object): Answer => ({
  body: { task: { type: 'continue', value: { title: 'Report', card: { contentType: cardType, content } } } },
})
const said = (words: string): Answer => ({ body: { task: { type: 'message', value: words } } })

const form = (title = '', error?: string): object =>
  card(
    [
      textBlock('Tell us'),
      { type: 'Input.Text', id: 'title', label: 'Title', value: title, isRequired: true },
      ...(error === undefined ? [] : [{ type: 'TextBlock', text: error, color: 'attention' }]),
      {
        type: 'Input.ChoiceSet',
        id: 'impact',
        label: 'Impact',
        value: 'low',
        choices: [
          { title: 'One person', value: 'low' },
          { title: 'Everybody', value: 'high' },
        ],
      },
      {
        type: 'Input.ChoiceSet',
        id: 'person',
        label: 'For',
        style: 'filtered',
        choices: [],
        'choices.data': { type: 'Data.Query', dataset: 'people' },
      },
    ],
    { actions: [{ type: 'Action.Submit', title: 'Report', data: { form: 'incident.raise' } }] },
  )

const people = { title: 'Ben Ode', value: 'ben' }
const search = (results: readonly object[]): Answer => ({
  body: { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } },
})
const answering =
  (answers: Readonly<Record<string, (activity: Activity) => Answer>>) =>
  (activity: Activity): Answer =>
    answers[activity.name ?? '']?.(activity) ?? {}

const opener = cardMessage([textBlock('Card')], {
  actions: [
    { type: 'Action.Submit', title: 'Resolve', data: { record: 'INC-1', msteams: { type: 'task/fetch' } } },
  ],
})

test('a button opens a dialog that is filled in, refused, filled in again and confirmed', async () => {
  const rig = await rigged()
  rig.bot.answer = answering({
    'task/fetch': () => dialog(form('Printer')),
    'task/submit': ({ value }) =>
      (value?.['data'] as { title?: string } | undefined)?.title === 'Printer'
        ? dialog(form('Printer', 'Too short'))
        : said('Recorded'),
    'application/search': () => search([people]),
  })
  await rig.call('POST', activitiesOf(requests), opener)
  await rig.tenant.press(ana, only(rig.tenant.read(ana, requests)), 'Resolve')
  expect(only(named(rig, 'task/fetch')).value).toMatchObject({
    data: { record: 'INC-1', msteams: { type: 'task/fetch' } },
    context: { theme: 'default' },
  })
  expect(rig.tenant.form(ana)).toMatchObject({
    title: 'Report',
    text: 'Tell us',
    submitLabel: 'Report',
    // By which the page tells it from a card with inputs that stands in the conversation.
    body: { type: 'continue', value: { title: 'Report' } },
    inputs: [
      { label: 'Title', value: 'Printer' },
      { label: 'Impact', value: 'One person', options: ['One person', 'Everybody'] },
      { label: 'For', value: '' },
    ],
  })
  expect(rig.tenant.form(ben)).toBeUndefined()
  await rig.tenant.submit(ana, { Impact: 'Everybody', For: 'Ben Ode' })
  expect(only(named(rig, 'application/search')).value).toMatchObject({
    kind: 'search',
    queryText: 'Ben Ode',
    dataset: 'people',
    queryOptions: { skip: 0, top: 15 },
  })
  expect(only(named(rig, 'task/submit')).value).toEqual({
    data: { form: 'incident.raise', title: 'Printer', impact: 'high', person: 'ben' },
    context: { theme: 'default' },
  })
  expect(rig.tenant.form(ana)?.inputs[0]).toEqual({
    label: 'Title',
    kind: 'text',
    value: 'Printer',
    error: 'Too short',
  })
  await rig.tenant.submit(ana, { Title: 'Printer on fire' })
  expect(rig.tenant.form(ana)).toMatchObject({ text: 'Recorded', inputs: [], submitLabel: undefined })
  await rig.tenant.closeForm(ana)
  expect(rig.tenant.form(ana)).toBeUndefined()
})

test('an empty answer closes the dialog, a failed one leaves it as it is', async () => {
  const rig = await rigged()
  let works = false
  rig.bot.answer = answering({
    'task/fetch': () => dialog(form()),
    'task/submit': () => (works ? {} : { status: 500 }),
  })
  await rig.call('POST', activitiesOf(requests), opener)
  await rig.tenant.press(ana, only(rig.tenant.read(ana, requests)), 'Resolve')
  await rig.tenant.submit(ana, { Title: 'Kept' })
  expect(rig.tenant.complaints(ana)).toEqual(['Something went wrong. Please try again.'])
  expect(rig.tenant.form(ana)?.inputs[0]?.value).toBe('Kept')
  works = true
  await rig.tenant.submit(ana, {})
  expect(rig.tenant.form(ana)).toBeUndefined()
})

test('values that cannot be chosen or typed are refused', async () => {
  const rig = await rigged()
  rig.bot.answer = answering({
    'composeExtension/fetchTask': () => dialog(form()),
    'application/search': ({ value }) => search(value?.['queryText'] === 'b' ? [people] : []),
  })
  await rig.tenant.shortcut(ana, 'Report a problem')
  expect(await rig.tenant.lookup(ana, 'For', 'b')).toEqual(['Ben Ode'])
  await expect(rig.tenant.submit(ana, { Impact: 'Nobody' })).rejects.toThrow('no option "Nobody"')
  await expect(rig.tenant.submit(ana, { For: 'Zoe' })).rejects.toThrow('no option "Zoe"')
  await expect(rig.tenant.submit(ana, { Colour: 'red' })).rejects.toThrow('no input "Colour"')
  await rig.tenant.submit(ana, { Title: '' })
  expect(rig.tenant.form(ana)?.inputs[0]?.error).toBeDefined()
  expect(named(rig, 'composeExtension/submitAction')).toEqual([])
})

test('the compose action opens a form where the user was, and its answer may be a card of theirs', async () => {
  const rig = await rigged()
  rig.bot.answer = answering({
    'composeExtension/fetchTask': () => dialog(form('x')),
    'composeExtension/submitAction': () => ({
      body: {
        composeExtension: {
          type: 'result',
          attachmentLayout: 'list',
          attachments: [
            {
              contentType: cardType,
              content: card([textBlock('INC-1')]),
              preview: {
                contentType: 'application/vnd.microsoft.card.thumbnail',
                content: { title: 'INC-1' },
              },
            },
          ],
        },
      },
    }),
  })
  await rig.tenant.say(ana, { conversation: requests }, 'Hello')
  await rig.tenant.shortcut(ana, 'Report a problem')
  expect(only(named(rig, 'composeExtension/fetchTask'))).toMatchObject({
    conversation: { id: requests },
    value: { commandId: 'report', commandContext: 'compose' },
  })
  await rig.tenant.submit(ana, {})
  expect(only(named(rig, 'composeExtension/submitAction')).value).toMatchObject({
    commandId: 'report',
    commandContext: 'compose',
    data: { form: 'incident.raise', title: 'x' },
  })
  expect(rig.tenant.form(ana)).toBeUndefined()
  expect(rig.tenant.read(ben, requests).at(-1)).toMatchObject({ author: ana, text: 'INC-1' })
  await expect(rig.tenant.shortcut(ana, 'Order a pizza')).rejects.toThrow('no action "Order a pizza"')
})

test('the message action carries the message', async () => {
  const rig = await rigged({ now: () => Temporal.Instant.from('2026-07-01T10:00:00Z') })
  rig.bot.answer = answering({ 'composeExtension/fetchTask': () => said('No') })
  const root = await rig.tenant.say(ben, { conversation: requests }, 'Root')
  await rig.tenant.say(ben, { conversation: requests, thread: root }, 'a < b\n@Ana Lopez')
  const reply = rig.tenant.read(ana, requests, root)[1]
  if (reply === undefined) throw new Error('There is no reply')
  await rig.tenant.messageAction(ana, reply, 'Report a problem')
  expect(only(named(rig, 'composeExtension/fetchTask'))).toMatchObject({
    conversation: { id: `${requests};messageid=${root}` },
    value: {
      commandContext: 'message',
      messagePayload: {
        id: reply.id,
        replyToId: root,
        createdDateTime: '2026-07-01T10:00:00.000Z',
        linkToMessage: expect.stringContaining(
          `https://teams.microsoft.com/l/message/19%3Arequests%40thread.tacv2/${reply.id}?`,
        ) as string,
        body: { contentType: 'html', content: '<p>a &lt; b<br><at id="0">Ana Lopez</at></p>' },
        from: { user: { id: ben, displayName: 'Ben <b> Ode', userIdentityType: 'aadUser' } },
        mentions: [{ id: 0, mentionText: 'Ana Lopez', mentioned: { user: { id: ana } } }],
      },
    },
  })
  expect(rig.tenant.form(ana)?.text).toBe('No')
})

const result = (title: string, text?: string): object => ({
  contentType: cardType,
  content: card([textBlock(`Card of ${title}`)]),
  preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text } },
})

test('a search lists titles, and one of them is shared as a card', async () => {
  const rig = await rigged()
  rig.bot.answer = answering({
    'composeExtension/query': () => ({
      body: {
        composeExtension: {
          type: 'result',
          attachments: [result('INC-1', 'A &amp; <b>B</b>'), result('INC-2')],
        },
      },
    }),
  })
  expect(await rig.tenant.search(ana, 'printer')).toEqual(['INC-1 — A & B', 'INC-2'])
  await rig.tenant.search(ana, '')
  expect(named(rig, 'composeExtension/query').map(({ value }) => value?.['parameters'])).toEqual([
    [{ name: 'query', value: 'printer' }],
    [{ name: 'initialRun', value: 'true' }],
  ])
  await rig.tenant.share(ana, { conversation: requests }, 'printer', 1)
  expect(only(rig.tenant.read(ben, requests))).toMatchObject({ author: ana, text: 'Card of INC-2' })
})

test('a search may be answered in words, and not with cards that Teams cannot show', async () => {
  const rig = await rigged()
  let composeExtension: object = { type: 'message', text: 'Not for guests' }
  rig.bot.answer = answering({ 'composeExtension/query': () => ({ body: { composeExtension } }) })
  expect(await rig.tenant.search(ana, 'x')).toEqual(['Not for guests'])
  composeExtension = {
    type: 'result',
    attachments: [{ contentType: cardType, content: card([{ type: 'Nonsense' }]) }],
  }
  expect(await rig.tenant.search(ana, 'x')).toEqual([])
  expect(rig.tenant.complaints(ana)).toHaveLength(1)
})
