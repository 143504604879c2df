import { createHmac, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Credentials } from '../../../playground/teams/options.ts'
import { createTeamsEdge } from '../../../src/bot/teams/edge.ts'
import { commonRoom } from '../../support/forger.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { demoDesk } from '../../support/cast.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { teamsReport } from './reports.ts'

let house: DeskHouse
let desk: Watch
let quinn: string
beforeAll(async () => {
  house = await openDeskHouse()
  desk = watch(house)
  const person = (await demoDesk()).people.find(({ id }) => id === 'quinn')
  quinn = person?.identities[0]?.user ?? ''
})
afterAll(async () => {
  await desk.close()
  await house.close()
})

const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
const otherTenant = '99999999-9999-4999-8999-999999999999'

/** A report that would be recorded, were it let in: the last test does that. */
const report = (changes: object = {}): object =>
  teamsReport(house, quinn, '9d5b6f3e-8f0a-4f0c-9f57-1b1c53b1a002', changes)

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const claims = (): object => ({
  iss: 'https://api.botframework.com',
  aud: house.playground.teamsSettings.MicrosoftAppId,
  serviceurl: house.playground.teams.serviceUrl,
  nbf: Math.floor(Date.now() / 1000) - 10,
  exp: Math.floor(Date.now() / 1000) + 300,
})
const keyId = 'playground-key-1'
/** A token that says itself that it is not signed. */
const unsignedToken = (): string => `${base64({ alg: 'none', typ: 'JWT', kid: keyId })}.${base64(claims())}.`
/** Signed with the public key as though it were a shared secret. */
const confusedToken = async (): Promise<string> => {
  const { openIdMetadataUrl } = house.playground.teams
  const metadata = (await (await fetch(openIdMetadataUrl)).json()) as { jwks_uri: string }
  const keys = await (await fetch(metadata.jwks_uri)).text()
  const signed = `${base64({ alg: 'HS256', typ: 'JWT', kid: keyId })}.${base64(claims())}`
  return `${signed}.${createHmac('sha256', keys).update(signed).digest('base64url')}`
}

interface Row {
  readonly name: string
  readonly with: () => Credentials | Promise<Credentials>
  readonly status: 401 | 403
  readonly reason: string
  readonly changes?: () => object
}

const past = (): number => Math.floor(Date.now() / 1000) - 3600

const tokens: readonly Row[] = [
  { name: 'without a token', with: () => ({ token: null }), status: 401, reason: 'unsigned' },
  { name: 'with an empty token', with: () => ({ token: '' }), status: 401, reason: 'unsigned' },
  { name: 'with no token', with: () => ({ token: 'please' }), status: 401, reason: 'wrong-signature' },
  {
    name: 'with a token that is not signed',
    with: () => ({ token: unsignedToken() }),
    status: 401,
    reason: 'wrong-signature',
  },
  {
    name: 'signed with the published key as a secret',
    with: async () => ({ token: await confusedToken() }),
    status: 401,
    reason: 'wrong-signature',
  },
  {
    name: 'signed with a foreign key',
    with: () => ({ key: foreignKey }),
    status: 401,
    reason: 'wrong-signature',
  },
  {
    name: 'for another app',
    with: () => ({ audience: '11111111-1111-4111-8111-111111111111' }),
    status: 401,
    reason: 'wrong-audience',
  },
  {
    name: 'of another issuer',
    with: () => ({ issuer: `https://sts.windows.net/${otherTenant}/` }),
    status: 401,
    reason: 'wrong-issuer',
  },
  {
    name: 'with an expired token',
    with: () => ({ claims: { nbf: past() - 300, exp: past() } }),
    status: 401,
    reason: 'expired',
  },
  {
    name: 'with a token that is not valid yet',
    with: () => ({ claims: { nbf: past() + 7200, exp: past() + 7500 } }),
    status: 401,
    reason: 'wrong-signature',
  },
  {
    name: 'whose token is for another service URL',
    with: () => ({ serviceUrl: 'https://smba.trafficmanager.net/emea/' }),
    status: 403,
    reason: 'foreign-service-url',
  },
]

const inTenant = (tenant: string): object => ({
  conversation: { id: commonRoom.teams, conversationType: 'channel', tenantId: tenant },
  channelData: { tenant: { id: tenant } },
})

const activities: readonly Row[] = [
  {
    name: 'of another tenant',
    with: () => ({}),
    status: 403,
    reason: 'wrong-tenant',
    changes: () => inTenant(otherTenant),
  },
  {
    name: 'of two tenants at once',
    with: () => ({}),
    status: 403,
    reason: 'wrong-tenant',
    changes: () => ({ channelData: { tenant: { id: otherTenant } } }),
  },
  {
    name: 'of no tenant',
    with: () => ({}),
    status: 403,
    reason: 'wrong-tenant',
    changes: () => ({ conversation: { id: commonRoom.teams }, channelData: {} }),
  },
  ...['emulator', 'webchat', 'directline', 'MSTEAMS', ''].map((channelId): Row => ({
    name: `of the channel “${channelId}”`,
    with: () => ({}),
    status: 403,
    reason: 'wrong-channel',
    changes: () => ({ channelId }),
  })),
]

/** Each is signed for that very address, so that only the list of allowed ones stands in its way. */
const lookAlikes = (): readonly string[] => {
  const { port } = new URL(house.playground.teams.serviceUrl)
  return [
    'https://evil.example/teams/',
    'https://smba.trafficmanager.net.evil.example/emea/',
    'https://smba.trafficmanager.net/emea/',
    'http://127.0.0.1.evil.example/teams/',
    `http://127.0.0.1.evil.example:${port}/teams/`,
    `http://127.0.0.1:${port}@evil.example/teams/`,
    `http://someone:secret@127.0.0.1:${port}/teams/`,
    `http://127.0.0.1:${port}/teamsters/`,
    `http://127.0.0.1:${port}/teams/../elsewhere/`,
    `http://127.0.0.1:${port}/teams/%2e%2e/elsewhere/`,
    `http://localhost:${port}/teams/`,
    `https://127.0.0.1:${port}/teams/`,
    `http://127.0.0.1:${Number(port) + 1}/teams/`,
    'file:///etc/passwd',
    'not an address',
    '',
  ]
}

it.each([...tokens, ...activities])(
  'Teams’ door turns away an activity $name',
  async ({ with: credentials, status, reason, changes }) => {
    const answer = await desk.refuses(
      async () => house.playground.teams.send(report(changes?.()), await credentials()),
      { reason, platform: 'teams', detail: { from: expect.stringContaining('127.0.0.1') } },
    )
    expect(answer.status).toBe(status)
    expect(answer.body).not.toMatch(/Bearer|eyJ|stack|node_modules/)
  },
)

it('Teams’ door turns away every service URL that is not allowed, however it is written', async () => {
  const answers = await desk.refuses(
    () =>
      Promise.all(
        lookAlikes().map(async (serviceUrl) => {
          const { status } = await house.playground.teams.send(report({ serviceUrl }), { serviceUrl })
          return [serviceUrl, status]
        }),
      ),
    { reason: 'foreign-service-url', platform: 'teams' },
  )
  expect(answers).toEqual(lookAlikes().map((serviceUrl) => [serviceUrl, 403]))
})

it.each(['GET', 'PUT', 'DELETE'])('Teams’ door turns away %s', async (method) => {
  const response = await desk.refuses(() => fetch(`${house.address}/api/messages`, { method }), {
    reason: 'wrong-method',
    platform: 'teams',
  })
  expect(response.status).toBe(405)
})

it('Teams’ door turns away a body above one megabyte, though it is signed', async () => {
  const answer = await desk.refuses(
    () => house.playground.teams.send(report({ more: 'x'.repeat(1024 * 1024) })),
    { reason: 'too-large', platform: 'teams' },
  )
  expect(answer.status).toBe(413)
})

it('does not take what is no activity, though it is signed', async () => {
  for (const sent of [[], 'text', 7, { type: 'invoke' }, report({ conversation: undefined })]) {
    const answer = await desk.recordsNothing(() => house.playground.teams.send(sent))
    expect(answer.status).toBe(400)
  }
})

it.each([
  { appId: '' },
  { appPassword: '' },
  { tenantId: '' },
  { openIdMetadataUrl: 'http://keys.example/' },
  { tokenUrl: 'http://tokens.example/' },
  { serviceUrls: ['http://connector.example/'] },
])('opens no door with settings that cannot be trusted: %j', (changes) => {
  const services = {} as Parameters<typeof createTeamsEdge>[1]
  const settings = {
    appId: 'a',
    appPassword: 'p',
    appType: 'SingleTenant' as const,
    tenantId: otherTenant,
    serviceUrls: [],
  }
  expect(() => createTeamsEdge({ ...settings, ...changes }, services)).toThrow(/needs|Plain http/)
})

it('lets the same activity in once it is rightly signed', async () => {
  expect(await house.playground.teams.send(report())).toMatchObject({ status: 200 })
  expect((await desk.recorded())['incidents']).toBe(1)
})
