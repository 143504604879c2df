import { expect, test } from 'vitest'
import type { TeamsTenant } from '../../../playground/teams/options.ts'
import {
  activitiesOf,
  ana,
  ben,
  card,
  cardMessage,
  execute,
  only,
  requests,
  textBlock,
  useRigs,
} from './test-bot.ts'
import type { Activity, Rig } from './test-bot.ts'

const rigged = useRigs()
const cardAnswer = (content: object): object => ({
  body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: content },
})
const messageAnswer = (value: string): object => ({
  body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value },
})
const invokes = (rig: Rig, name = 'adaptiveCard/action'): readonly Activity[] =>
  rig.bot.got.filter((activity) => activity.name === name)
const posted = async (rig: Rig, message: object): Promise<string> =>
  String((await rig.call('POST', activitiesOf(requests), message)).body['id'])
const read = (tenant: TeamsTenant, user: string) => only(tenant.read(user, requests))
const tellTeamsId = async (rig: Rig, user: string): Promise<string> =>
  String((await rig.call('GET', `conversations/${encodeURIComponent(requests)}/members/${user}`)).body['id'])

const taking = cardMessage([textBlock('INC-1 new')], {
  actions: [execute('Take it', 'incident.take', { style: 'positive', id: 'take' })],
})

test('a click sends the action and shows its answer to the one who clicked', async () => {
  const rig = await rigged()
  rig.bot.answer = () => cardAnswer(card([textBlock('INC-1 yours')]))
  const id = await posted(rig, taking)
  expect(read(rig.tenant, ana).buttons).toEqual([{ label: 'Take it', style: 'primary' }])
  await rig.tenant.press(ana, read(rig.tenant, ana), 'Take it')
  expect(only(invokes(rig))).toMatchObject({
    type: 'invoke',
    replyToId: id,
    conversation: { id: `${requests};messageid=${id}` },
    from: { aadObjectId: ana },
    value: {
      action: { type: 'Action.Execute', id: 'take', verb: 'incident.take', data: { record: 'INC-1' } },
      trigger: 'manual',
    },
  })
  expect(read(rig.tenant, ana).text).toBe('INC-1 yours')
  expect(read(rig.tenant, ben)).toMatchObject({ text: 'INC-1 new', edited: false })
  await rig.call('PUT', `${activitiesOf(requests)}/${id}`, cardMessage([textBlock('INC-1 taken')]))
  expect(read(rig.tenant, ana)).toMatchObject({ text: 'INC-1 taken', edited: true })
  await expect(rig.tenant.press(ana, read(rig.tenant, ana), 'Take it')).rejects.toThrow('no button "Take it"')
})

test('an answer in words is for the one who clicked', async () => {
  const rig = await rigged()
  rig.bot.answer = () => messageAnswer('Not *yours* to take')
  const id = await posted(rig, taking)
  await rig.tenant.press(ana, read(rig.tenant, ana), 'Take it')
  expect(rig.tenant.read(ana, requests, id).at(-1)).toMatchObject({
    text: 'Not *yours* to take',
    onlyFor: ana,
    thread: id,
  })
  expect(rig.tenant.read(ben, requests, id)).toHaveLength(1)
})

test.each([
  [
    'an error',
    { body: { statusCode: 400, type: 'application/vnd.microsoft.error', value: { message: 'No' } } },
    'No',
  ],
  ['a failure', { status: 500 }, 'Something went wrong. Please try again.'],
  ['silence', { after: 200 }, 'Something went wrong. Please try again.'],
  ['nothing', {}, 'Something went wrong. Please try again.'],
  ['a bad card', cardAnswer(card([{ type: 'Nonsense' }])), 'Something went wrong. Please try again.'],
])('%s in answer to a click is complained about', async (_, answer, complaint) => {
  const rig = await rigged({ invokePatience: 60 })
  rig.bot.answer = () => answer
  await posted(rig, taking)
  await rig.tenant.press(ana, read(rig.tenant, ana), 'Take it')
  expect(rig.tenant.complaints(ana)).toEqual([complaint])
  expect(rig.tenant.complaints(ben)).toEqual([])
  expect(rig.tenant.refusals()).not.toEqual([])
})

test('a click that is not answered is sent twice more, as the same activity', async () => {
  const rig = await rigged({ invokePatience: 60 })
  const answers = [{ after: 200 }, { status: 502 }, cardAnswer(card([textBlock('Done')]))]
  rig.bot.answer = () => answers.shift() ?? {}
  await posted(rig, taking)
  await rig.tenant.press(ana, read(rig.tenant, ana), 'Take it')
  expect(invokes(rig)).toHaveLength(3)
  expect(new Set(invokes(rig).map(({ id }) => id)).size).toBe(1)
  expect(read(rig.tenant, ana).text).toBe('Done')
  expect(rig.tenant.complaints(ana)).toEqual([])
})

test('a listed user’s view is asked for once for each version, when they see it', async () => {
  const rig = await rigged()
  rig.bot.answer = ({ from, name }) =>
    name === undefined ? {} : cardAnswer(card([textBlock(`For ${from.aadObjectId}`)]))
  const refresh = { action: execute('', 'incident.refresh'), userIds: [await tellTeamsId(rig, ana)] }
  const id = await posted(rig, cardMessage([textBlock('For all')], { refresh }))
  expect([read(rig.tenant, ana).text, read(rig.tenant, ben).text]).toEqual(['For all', 'For all'])
  await rig.tenant.settled()
  expect([read(rig.tenant, ana).text, read(rig.tenant, ben).text]).toEqual([`For ${ana}`, 'For all'])
  await rig.tenant.settled()
  expect(only(invokes(rig)).value).toMatchObject({
    action: { verb: 'incident.refresh', data: { record: 'INC-1' } },
    trigger: 'automatic',
  })
  await rig.tenant.refresh(ben, read(rig.tenant, ben))
  expect(read(rig.tenant, ben).text).toBe(`For ${ben}`)
  expect(invokes(rig)[1]?.value).toMatchObject({ trigger: 'manual' })
  await rig.call('PUT', `${activitiesOf(requests)}/${id}`, cardMessage([textBlock('Newer')], { refresh }))
  expect([read(rig.tenant, ana).text, read(rig.tenant, ben).text]).toEqual(['Newer', 'Newer'])
  await rig.tenant.settled()
  expect(invokes(rig)).toHaveLength(3)
})

test('an automatic refresh that fails is nobody’s complaint', async () => {
  const rig = await rigged()
  rig.bot.answer = ({ name }) => (name === undefined ? {} : { status: 500 })
  await posted(rig, cardMessage([textBlock('Card')], { refresh: { action: execute('', 'v') } }))
  rig.tenant.read(ana, requests)
  await rig.tenant.settled()
  expect(rig.tenant.complaints(ana)).toEqual([])
  expect(invokes(rig)).toHaveLength(3)
})

test('a submit without a dialog is a message with a value', async () => {
  const rig = await rigged()
  const id = await posted(
    rig,
    cardMessage([], { actions: [{ type: 'Action.Submit', title: 'Go', data: { verb: 'go' } }] }),
  )
  await rig.tenant.press(ana, read(rig.tenant, ana), 'Go')
  const said = only(rig.bot.got.filter(({ type }) => type === 'message'))
  expect(said).toMatchObject({ value: { verb: 'go' }, replyToId: id })
  expect(said.text).toBeUndefined()
})

test('what is shown and hidden by a button is so for that user only', async () => {
  const rig = await rigged()
  const more = { ...textBlock('More'), id: 'more', isVisible: false }
  const action = { type: 'Action.ToggleVisibility', title: 'Show', targetElements: ['more'] }
  await posted(rig, cardMessage([textBlock('Less'), more], { actions: [action] }))
  await rig.tenant.press(ana, read(rig.tenant, ana), 'Show')
  expect(read(rig.tenant, ana).text).toBe('Less\nMore')
  expect(read(rig.tenant, ben).text).toBe('Less')
})

const reasonCard = card(
  [
    textBlock('Not yours'),
    textBlock('Why not?'),
    {
      type: 'Input.Text',
      id: 'reason',
      label: 'Reason',
      isRequired: true,
      errorMessage: 'Say why',
      maxLength: 5,
    },
    { type: 'Input.Text', id: 'note', label: 'Note' },
  ],
  { actions: [execute('Never mind', 'no', { associatedInputs: 'none' }), execute('Send', 'yes')] },
)

test('a card with inputs is a form, checked before it is sent', async () => {
  const rig = await rigged()
  rig.bot.answer = ({ name }) => (name === undefined ? {} : cardAnswer(card([textBlock('Thanks')])))
  await rig.tenant.say(ana, { conversation: requests }, 'Hello')
  expect(rig.tenant.form(ana)).toBeUndefined()
  await posted(rig, {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: reasonCard }],
  })
  expect(rig.tenant.form(ana)).toMatchObject({
    title: 'Not yours',
    text: 'Why not?',
    submitLabel: 'Send',
    inputs: [{ label: 'Reason', value: '' }, { label: 'Note' }],
  })
  await rig.tenant.submit(ana, { Note: 'n' })
  expect(rig.tenant.form(ana)?.inputs).toEqual([
    { label: 'Reason', kind: 'text', value: '', error: 'Say why' },
    { label: 'Note', kind: 'text', value: 'n' },
  ])
  await rig.tenant.submit(ana, { Reason: 'too long' })
  expect(invokes(rig)).toEqual([])
  await rig.tenant.submit(ana, { Reason: 'short' })
  expect(only(invokes(rig)).value).toMatchObject({
    action: { verb: 'yes', data: { record: 'INC-1', reason: 'short', note: 'n' } },
  })
  await expect(rig.tenant.submit(ben, {})).rejects.toThrow('no form')
})
