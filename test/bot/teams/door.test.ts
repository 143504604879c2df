import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inPerson, message } from './activities.ts'
import { openWorld, tenant } from './harness.ts'
import type { TokenOptions, World } from './harness.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  await world.close()
})
beforeEach(() => {
  world.intents.length = 0
  world.turnedAway.length = 0
})

interface Case {
  readonly name: string
  readonly status: number
  readonly reason: string
  readonly claims?: object
  readonly token?: TokenOptions
  readonly headers?: Record<string, string>
  readonly activity?: object
}

const past = Math.floor(Date.now() / 1000) - 301
const other = '99999999-9999-4999-8999-999999999999'
const evil = 'https://smba.trafficmanager.net.evil.example/teams/'

const cases: readonly Case[] = [
  { name: 'unsigned', status: 401, reason: 'unsigned', headers: {} },
  { name: 'another scheme', status: 401, reason: 'unsigned', headers: { authorization: 'Basic eDp5' } },
  { name: 'no token at all', status: 401, reason: 'wrong-signature', headers: { authorization: 'Bearer x' } },
  { name: 'a foreign key', status: 401, reason: 'wrong-signature', token: { foreignKey: true } },
  { name: 'another audience', status: 401, reason: 'wrong-audience', token: { audience: other } },
  {
    name: 'another issuer',
    status: 401,
    reason: 'wrong-issuer',
    token: { issuer: `https://sts.windows.net/${tenant}/` },
  },
  { name: 'an expired token', status: 401, reason: 'expired', token: { expires: past } },
  { name: 'another channel', status: 403, reason: 'wrong-channel', activity: { channelId: 'webchat' } },
  { name: 'an empty channel', status: 403, reason: 'wrong-channel', activity: { channelId: '' } },
  {
    name: 'a service URL that only begins like an allowed one',
    status: 403,
    reason: 'foreign-service-url',
    claims: { serviceurl: evil },
    activity: { serviceUrl: evil },
  },
  { name: 'no service URL', status: 403, reason: 'foreign-service-url', activity: { serviceUrl: '' } },
  {
    name: 'a token for another service URL',
    status: 403,
    reason: 'foreign-service-url',
    claims: { serviceurl: 'https://smba.trafficmanager.net/emea/' },
  },
  {
    name: 'another tenant',
    status: 403,
    reason: 'wrong-tenant',
    activity: { conversation: { ...inPerson, tenantId: other }, channelData: { tenant: { id: other } } },
  },
  {
    name: 'two tenants at once',
    status: 403,
    reason: 'wrong-tenant',
    activity: { channelData: { tenant: { id: other } } },
  },
  {
    name: 'no tenant',
    status: 403,
    reason: 'wrong-tenant',
    activity: { conversation: { id: 'a:1', conversationType: 'personal' }, channelData: {} },
  },
]

describe('the door', () => {
  it.each(cases)('turns away $name', async ({ status, reason, claims, token, headers, activity }) => {
    const sent = headers ?? { authorization: `Bearer ${await world.token(claims, token)}` }
    const answer = await world.send({ ...message(world.serviceUrl, 'help'), ...activity }, sent)
    expect(answer.status).toBe(status)
    expect(world.turnedAway.map((attempt) => attempt.reason)).toEqual([reason])
    expect(world.intents).toEqual([])
  })

  it('lets in what Microsoft signed, and verifies a token once', async () => {
    const headers = { authorization: `Bearer ${await world.token()}` }
    for (const words of ['one', 'two']) {
      expect((await world.send(message(world.serviceUrl, words), headers)).status).toBe(200)
    }
    expect(world.intents).toHaveLength(2)
    expect(world.turnedAway).toEqual([])
  })

  it('does not believe a verified token for another service URL', async () => {
    const headers = { authorization: `Bearer ${await world.token()}` }
    await world.send(message(world.serviceUrl, 'one'), headers)
    const answer = await world.send(message(`${world.serviceUrl}other/`, 'two'), headers)
    expect(answer.status).toBe(403)
    expect(world.intents).toHaveLength(1)
  })

  it('refuses a body that is too large, not JSON, or no activity', async () => {
    const headers = { authorization: `Bearer ${await world.token()}` }
    expect((await world.send(message(world.serviceUrl, 'x'.repeat(1_100_000)), headers)).status).toBe(413)
    expect((await world.send([1, 2], headers)).status).toBe(400)
    expect(world.intents).toEqual([])
  })

  it('lets every tenant in under its own name when none is set', async () => {
    const open = await openWorld({ tenantId: '', appType: 'MultiTenant' })
    const foreign = { conversation: { ...inPerson, tenantId: other }, channelData: { tenant: { id: other } } }
    expect((await open.send(message(open.serviceUrl, 'help', foreign))).status).toBe(200)
    expect(open.intents.map((intent) => intent.identity.tenant)).toEqual([other])
    await open.close()
  })

  it('says that it cannot check, not that the token is wrong, while the keys cannot be read', async () => {
    const blind = await openWorld({ openIdMetadataUrl: 'http://127.0.0.1:1/keys' })
    expect((await blind.send(message(blind.serviceUrl, 'help'))).status).toBe(503)
    expect(blind.turnedAway).toEqual([])
    await blind.close()
  })
})
