import { expect, test } from 'vitest'
import { ConnectorClient, TokenCredentials } from 'botframework-connector'
import {
  activitiesOf,
  ana,
  appId,
  askToken,
  ben,
  card,
  cardMessage,
  createRig,
  useRigs,
  execute,
  fay,
  only,
  requests,
  tenantId,
  textBlock,
  tokenFrom,
  triage,
} from './test-bot.ts'
import type { Rig } from './test-bot.ts'

const rigged = useRigs()

const direct = async (rig: Rig, user: string): Promise<string> => {
  const { body } = await rig.call('POST', 'conversations', {
    isGroup: false,
    bot: { id: `28:${appId}` },
    members: [{ id: user }],
    channelData: { tenant: { id: tenantId } },
  })
  return String(body['id'])
}
const words = { type: 'message', text: 'Hello' }

test('the token endpoint checks every part of the request', async () => {
  const { tenant } = await rigged()
  expect((await askToken(tenant)).status).toBe(200)
  for (const [altered, status, error] of [
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ client_id: 'other' }, 400, 'unauthorized_client'],
    [{ scope: 'https://graph.microsoft.com/.default' }, 400, 'invalid_scope'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ] as const) {
    const response = await askToken(tenant, altered)
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ error })])
  }
})

test('the connector is closed to any other token', async () => {
  const rig = await rigged()
  for (const token of ['', 'nonsense', await tokenFrom((await rigged()).tenant)])
    expect((await rig.call('POST', activitiesOf(requests), words, token)).status).toBe(401)
})

test('Microsoft’s own client posts, replies, updates, deletes and asks for members', async () => {
  const rig = await rigged()
  const client = new ConnectorClient(new TokenCredentials(await tokenFrom(rig.tenant)), {
    baseUri: rig.tenant.serviceUrl,
  })
  // Teams needs less than the types ask for.
  const parameters: unknown = {
    isGroup: true,
    bot: { id: rig.tenant.botId, name: 'Desk' },
    channelData: { channel: { id: requests } },
    activity: { type: 'message', text: 'Root' },
  }
  const created = await client.conversations.createConversation(
    parameters as Parameters<typeof client.conversations.createConversation>[0],
  )
  expect(created.id).toBe(`${requests};messageid=${created.activityId}`)
  const reply = await client.conversations.sendToConversation(created.id, {
    type: 'message',
    text: 'Reply',
  })
  await client.conversations.replyToActivity(requests, reply.id, { type: 'message', text: 'Second' })
  await client.conversations.updateActivity(created.id, reply.id, {
    type: 'message',
    text: 'Edited',
  })
  const thread = rig.tenant.read(ana, requests, created.activityId)
  expect(thread.map(({ text, edited }) => [text, edited])).toEqual([
    ['Root', false],
    ['Edited', true],
    ['Second', false],
  ])
  expect(rig.tenant.read(ana, requests)).toMatchObject([{ text: 'Root', replies: 2, author: 'desk' }])
  await client.conversations.deleteActivity(created.id, reply.id)
  expect(rig.tenant.read(ana, requests, created.activityId)).toHaveLength(2)
  const member = (await client.conversations.getConversationMember(requests, ben)) as unknown
  expect(member).toMatchObject({
    aadObjectId: ben,
    email: 'ben@northwind.example',
    tenantId,
    userRole: 'user',
  })
  expect(await client.conversations.getConversationMembers(requests)).toHaveLength(4)
  const page = await client.conversations.getConversationPagedMembers(triage)
  expect(page.members).toHaveLength(1)
})

test('a direct chat is opened by either id of a user, and is the same', async () => {
  const rig = await rigged()
  const conversation = await direct(rig, ana)
  const { id } = (await rig.call('GET', `conversations/${encodeURIComponent(conversation)}/members/${ana}`))
    .body
  expect(await direct(rig, String(id))).toBe(conversation)
  expect((await rig.call('POST', activitiesOf(conversation), words)).status).toBe(201)
  expect(only(rig.tenant.read(ana, conversation)).text).toBe('Hello')
  expect(() => rig.tenant.read(ben, conversation)).toThrow('not a member')
})

test('what cannot be reached is refused with its reason', async () => {
  const rig = await rigged()
  const conversation = await direct(rig, ana)
  rig.tenant.block(ana)
  const code = async (path: string, body: unknown, method = 'POST'): Promise<unknown> => {
    const answer = await rig.call(method, path, body)
    return [answer.status, (answer.body['error'] as { code: string }).code]
  }
  expect(await code(activitiesOf(conversation), words)).toEqual([403, 'ConversationBlockedByUser'])
  expect(await code(activitiesOf('19:none@thread.tacv2'), words)).toEqual([404, 'ConversationNotFound'])
  expect(await code(`${activitiesOf(requests)}/1`, words, 'PUT')).toEqual([
    404,
    'ActivityNotFoundInConversation',
  ])
  const said = await rig.tenant.say(ben, { conversation: requests }, 'Mine')
  expect(await code(`${activitiesOf(requests)}/${said}`, words, 'PUT')).toEqual([
    403,
    'ForbiddenOperationException',
  ])
  expect(await code(`conversations/${encodeURIComponent(triage)}/members/${ana}`, undefined, 'GET')).toEqual([
    404,
    'MemberNotFoundInConversation',
  ])
  const members = [{ id: ben }]
  const far = { members: [{ id: fay }], channelData: { tenant: { id: tenantId } } }
  expect(await code('conversations', { members })).toEqual([400, 'BadSyntax'])
  expect(await code('conversations', far)).toEqual([403, 'ForbiddenOperationException'])
  await rig.tenant.uninstall(ben)
  expect(await code('conversations', { members, channelData: { tenant: { id: tenantId } } })).toEqual([
    403,
    'BotNotInConversationRoster',
  ])
})

test('nothing can be posted before the app is installed', async () => {
  const rig = await createRig()
  expect((await rig.call('POST', activitiesOf(requests), words)).status).toBe(403)
  await rig.close()
})

test('a message beyond 100 KB is too big', async () => {
  const rig = await rigged()
  expect(
    (await rig.call('POST', activitiesOf(requests), { ...words, text: 'a'.repeat(45_000) })).status,
  ).toBe(201)
  expect(
    await rig.call('POST', activitiesOf(requests), { ...words, text: 'a'.repeat(51_000) }),
  ).toMatchObject({
    status: 413,
    body: { error: { code: 'MessageSizeTooBig' } },
  })
})

const input = (id: string) => ({ type: 'Input.Text', id, label: id })
test.each([
  ['a newer version', card([], { version: '1.6' })],
  ['an unknown element', card([{ type: 'Carousel' }])],
  ['an unknown element deep inside', card([{ type: 'Container', items: [{ type: 'Nonsense' }] }])],
  ['an unknown action', card([], { actions: [{ type: 'Action.Http', title: 'x' }] })],
  ['a text without text', card([{ type: 'TextBlock' }])],
  ['facts without a value', card([{ type: 'FactSet', facts: [{ title: 'a' }] }])],
  ['an input without an id', card([{ type: 'Input.Text', label: 'x' }])],
  ['two inputs of one id', card([input('a'), { type: 'Container', items: [input('a')] }])],
  ['an action without a verb', card([], { actions: [{ type: 'Action.Execute', title: 'x' }] })],
  [
    'too many users to refresh',
    card([], { refresh: { action: execute('', 'v'), userIds: Array(61).fill('29:1') } }),
  ],
  ['a colour that there is not', card([{ type: 'TextBlock', text: 'x', color: 'red' }])],
])('a card with %s is refused', async (_, content) => {
  const rig = await rigged()
  const message = {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  }
  expect(await rig.call('POST', activitiesOf(requests), message)).toMatchObject({
    status: 400,
    body: { error: { code: 'BadSyntax' } },
  })
  expect(rig.tenant.posted()).toEqual([])
})

const mention = (text: string, id: string) => ({
  type: 'mention',
  text,
  mentioned: { id, name: 'Ana Lopez' },
})
test('a mention must stand in the text and be of somebody', async () => {
  const rig = await rigged()
  const message = { type: 'message', text: 'Hi <at>Ana</at>' }
  const post = async (entity: object): Promise<number> =>
    (await rig.call('POST', activitiesOf(requests), { ...message, entities: [entity] })).status
  expect(await post(mention('<at>Ana</at>', ana))).toBe(201)
  expect(await post(mention('<at>Anna</at>', ana))).toBe(400)
  expect(await post(mention('<at>Ana</at>', '29:nobody'))).toBe(400)
  expect(only(rig.tenant.read(ben, requests)).text).toBe('Hi Ana Lopez')
})

test('the eighth post of a second in one conversation has to wait; other conversations do not', async () => {
  let clock = 0
  const rig = await rigged({ clock: () => clock })
  const post = async (to: string) => await rig.call('POST', activitiesOf(to), words)
  for (let count = 0; count < 7; count += 1) expect((await post(requests)).status).toBe(201)
  expect(await post(requests)).toMatchObject({ status: 429, retryAfter: '1' })
  expect((await post(`${requests};messageid=1`)).status).toBe(429)
  expect((await post(triage)).status).toBe(201)
  clock = 1_001
  expect((await post(requests)).status).toBe(201)
  expect((await post(requests)).status).toBe(429)
  expect(rig.tenant.posted()).toHaveLength(9)
  expect(rig.tenant.duplicates()).toBe(7)
})

test('updates count against the fifty calls of the app only', async () => {
  const rig = await rigged({ clock: () => 0 })
  const { id } = (await rig.call('POST', activitiesOf(requests), words)).body
  const statuses: number[] = []
  for (let count = 0; count < 50; count += 1)
    statuses.push((await rig.call('PUT', `${activitiesOf(requests)}/${String(id)}`, words)).status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(49)
  expect(statuses.at(-1)).toBe(429)
})

test('a fault fails so many calls; a lost one did its work', async () => {
  const rig = await rigged()
  rig.tenant.fault({ method: 'post', times: 1, how: { kind: 'status', status: 502, retryAfter: 3 } })
  rig.tenant.fault({ method: 'post', times: 1, how: { kind: 'lost' } })
  expect(await rig.call('POST', activitiesOf(requests), words)).toMatchObject({
    status: 502,
    retryAfter: '3',
  })
  await expect(rig.call('POST', activitiesOf(requests), words)).rejects.toThrow('fetch failed')
  expect(rig.tenant.read(ana, requests)).toHaveLength(1)
  expect((await rig.call('POST', activitiesOf(requests), words)).status).toBe(201)
  expect(rig.tenant.duplicates()).toBe(1)
  expect(() => rig.tenant.fault({ method: 'views.open', times: 1, how: { kind: 'hang' } })).toThrow(
    'views.open',
  )
})

test('a hanging call ends with the tenant', async () => {
  const rig = await rigged()
  rig.tenant.fault({ method: 'update', times: 1, how: { kind: 'hang' } })
  const hanging = rig.call('PUT', `${activitiesOf(requests)}/1`, words).catch(() => 'ended')
  const { status } = await rig.call('POST', activitiesOf(requests), cardMessage([textBlock('Hi')]))
  expect(status).toBe(201)
  await rig.tenant.close()
  expect(await hanging).toBe('ended')
})
