import { generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import type { TeamsTenant } from '../../../playground/teams/options.ts'
import { activitiesOf, ana, appId, ben, cardMessage, useRigs, fay, gia, only } from './test-bot.ts'
import { requests, tenantId, textBlock, triage } from './test-bot.ts'
import type { Activity, Rig } from './test-bot.ts'

const rigged = useRigs()

const directOf = (tenant: TeamsTenant, user: string): string => tenant.conversations(user).at(-1)?.id ?? ''
const messages = (rig: Rig): readonly Activity[] => rig.bot.got.filter(({ type }) => type === 'message')

test('installing tells the bot of the team and of every user of the tenant', async () => {
  const { bot, tenant } = await rigged()
  const added = bot.got.filter(({ type }) => type === 'conversationUpdate')
  expect(added.map(({ conversation }) => conversation.id)).toEqual([
    '19:general@thread.tacv2',
    directOf(tenant, ana),
    directOf(tenant, ben),
    directOf(tenant, gia),
  ])
  expect(added.every(({ membersAdded }) => JSON.stringify(membersAdded) === `[{"id":"28:${appId}"}]`)).toBe(
    true,
  )
  expect(
    bot.got.filter(({ type, action }) => type === 'installationUpdate' && action === 'add'),
  ).toHaveLength(4)
})

test('a mention in a channel reaches the bot as Teams would send it', async () => {
  const rig = await rigged({ now: () => Temporal.Instant.from('2026-07-01T10:00:00Z') })
  await rig.tenant.command(ana, { conversation: requests }, 'assign @Ben <b> Ode & co <at>')
  const { id } = only(rig.tenant.read(ben, requests))
  expect(only(messages(rig))).toMatchObject({
    id,
    channelId: 'msteams',
    serviceUrl: rig.tenant.serviceUrl,
    text: '<at>Desk</at> assign <at>Ben &lt;b&gt; Ode</at> &amp; co &lt;at&gt;',
    textFormat: 'plain',
    from: { aadObjectId: ana, name: 'Ana Lopez' },
    recipient: { id: `28:${appId}`, name: 'Desk' },
    conversation: {
      id: `${requests};messageid=${id}`,
      conversationType: 'channel',
      isGroup: true,
      tenantId,
    },
    channelData: {
      channel: { id: requests },
      team: { id: '19:general@thread.tacv2' },
      tenant: { id: tenantId },
    },
    localTimestamp: '2026-07-01T12:00:00.000+02:00',
    entities: [
      { type: 'mention', text: '<at>Desk</at>', mentioned: { id: `28:${appId}` } },
      { type: 'mention', text: '<at>Ben &lt;b&gt; Ode</at>', mentioned: { name: 'Ben <b> Ode' } },
      { type: 'clientInfo', timezone: 'Europe/Madrid', locale: 'en-US' },
    ],
  })
  expect(only(rig.tenant.read(ben, requests)).text).toBe('Desk assign Ben <b> Ode & co <at>')
})

test('a direct chat needs no mention and has no threads', async () => {
  const rig = await rigged()
  const conversation = directOf(rig.tenant, ana)
  await rig.tenant.command(ana, { conversation, thread: '1' }, 'list mine')
  expect(only(messages(rig))).toMatchObject({
    text: 'list mine',
    conversation: { id: conversation, conversationType: 'personal', tenantId },
  })
  expect(only(rig.tenant.read(ana, conversation)).thread).toBeUndefined()
})

test('a reply belongs to its thread', async () => {
  const rig = await rigged()
  const root = await rig.tenant.say(ana, { conversation: requests }, 'Printer')
  const reply = await rig.tenant.say(ben, { conversation: requests, thread: root }, 'Which?')
  expect(messages(rig)[1]).toMatchObject({ id: reply, conversation: { id: `${requests};messageid=${root}` } })
  expect(rig.tenant.read(ana, requests, root).map(({ text }) => text)).toEqual(['Printer', 'Which?'])
  expect(only(rig.tenant.read(ana, requests))).toMatchObject({ id: root, replies: 1 })
})

test('plain words in a channel reach the bot only with the permission to read them', async () => {
  const { default: manifest } = await import('../../../manifests/teams/manifest.json', {
    with: { type: 'json' },
  })
  const { authorization: _, ...silent } = manifest
  const deaf = await rigged({ manifest: silent })
  await deaf.tenant.say(ana, { conversation: requests }, 'Printer')
  await deaf.tenant.say(ana, { conversation: requests }, '@Desk help')
  expect(only(messages(deaf)).text).toBe('<at>Desk</at> help')
  const hearing = await rigged()
  await hearing.tenant.say(ana, { conversation: requests }, 'Printer')
  expect(only(messages(hearing)).text).toBe('Printer')
})

test('a stranger in a shared channel is told from the others by the member’s tenant only', async () => {
  const rig = await rigged()
  await rig.tenant.command(fay, { conversation: requests }, 'help')
  const { from, conversation } = only(messages(rig))
  expect(conversation.tenantId).toBe(tenantId)
  const path = `conversations/${encodeURIComponent(requests)}/members`
  expect((await rig.call('GET', `${path}/${from.id}`)).body['tenantId']).not.toBe(tenantId)
  expect((await rig.call('GET', `${path}/${gia}`)).body['userRole']).toBe('guest')
})

test('only members see and act', async () => {
  const { tenant } = await rigged()
  expect(tenant.conversations(ana).map(({ name, kind }) => [name, kind])).toEqual([
    ['Requests', 'channel'],
    ['Desk', 'direct'],
  ])
  expect(() => tenant.read(ana, triage)).toThrow('not a member')
  await expect(tenant.say(ana, { conversation: triage }, 'Hi')).rejects.toThrow('not a member')
})

test('a message is sent again with the same id until the bot takes it, and then complained about', async () => {
  const rig = await rigged({ patience: 40 })
  const answers = [{ status: 500 }, { after: 100 }, {}]
  rig.bot.answer = () => answers.shift() ?? { status: 500 }
  const conversation = directOf(rig.tenant, ana)
  await rig.tenant.say(ana, { conversation }, 'Hello')
  expect(messages(rig)).toHaveLength(3)
  expect(new Set(messages(rig).map(({ id }) => id)).size).toBe(1)
  expect(rig.tenant.complaints(ana)).toEqual([])
  await rig.tenant.say(ana, { conversation }, 'Hello?')
  expect(messages(rig)).toHaveLength(6)
  expect(rig.tenant.complaints(ana)).toEqual(['Something went wrong. Please try again.'])
})

test('the raw sender can send any token', async () => {
  const rig = await rigged()
  const activity = rig.tenant.example(ana, { conversation: requests }, '@Desk help')
  const { privateKey } = await generateKeyPair('RS256')
  const status = async (credentials?: Parameters<TeamsTenant['send']>[1]): Promise<number> =>
    (await rig.tenant.send(activity, credentials)).status
  expect(await status()).toBe(200)
  for (const credentials of [
    { token: null },
    { token: 'nonsense' },
    { key: privateKey },
    { issuer: 'https://example.com' },
    { audience: 'other' },
    { serviceUrl: 'https://example.com/' },
    { claims: { nbf: 1, exp: 2 } },
  ])
    expect([credentials, await status(credentials)]).toEqual([credentials, 401])
  expect(rig.tenant.read(ana, requests)).toEqual([])
})

test('the home card is the newest card that came after asking for it', async () => {
  const rig = await rigged()
  const conversation = directOf(rig.tenant, ana)
  rig.bot.answer = async ({ text }) => {
    if (text === 'home')
      setTimeout(
        () => void rig.call('POST', activitiesOf(conversation), cardMessage([textBlock('My records')])),
        5,
      )
    return {}
  }
  expect((await rig.tenant.home(ana))?.text).toBe('My records')
})

test('a reaction is told for the bot’s own messages only', async () => {
  const rig = await rigged()
  await rig.call('POST', activitiesOf(requests), { type: 'message', text: 'Card' })
  await rig.tenant.say(ana, { conversation: requests }, 'Mine')
  for (const message of rig.tenant.read(ana, requests)) await rig.tenant.react(ana, message, 'like')
  expect(only(rig.bot.got.filter(({ type }) => type === 'messageReaction'))).toMatchObject({
    reactionsAdded: [{ type: 'like' }],
    replyToId: rig.tenant.posted()[0]?.id,
  })
})

test('watchers are told of every change until they leave', async () => {
  const rig = await rigged()
  let changes = 0
  const leave = rig.tenant.subscribe(() => {
    changes += 1
  })
  await rig.tenant.say(ana, { conversation: requests }, 'One')
  expect(changes).toBe(1)
  leave()
  await rig.tenant.say(ana, { conversation: requests }, 'Two')
  expect(changes).toBe(1)
})
