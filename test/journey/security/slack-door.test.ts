import { afterAll, beforeAll, expect, it } from 'vitest'
import { signatureOf } from '../../../playground/slack/signed-http.ts'
import type { SendOptions } from '../../../playground/slack/workspace.ts'
import { readSettings } from '../../../src/config.ts'
import { createSlackEdge } from '../../../src/bot/slack/edge.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { posted, slackReport } from './reports.ts'

let house: DeskHouse
let desk: Watch
beforeAll(async () => {
  house = await openDeskHouse()
  desk = watch(house)
})
afterAll(async () => {
  await desk.close()
  await house.close()
})

/** A report that would be recorded, were it let in: the last test does that. */
const report = posted(slackReport('U0FERN', '9d5b6f3e-8f0a-4f0c-9f57-1b1c53b1a001'))

const seconds = (away: number): string => String(Math.floor(house.clock.now.epochMilliseconds / 1000) + away)

interface Row {
  readonly name: string
  readonly how: () => SendOptions
  readonly reason: string
}

const rows: readonly Row[] = [
  { name: 'neither signed nor dated', how: () => ({ signature: null, timestamp: null }), reason: 'unsigned' },
  { name: 'unsigned', how: () => ({ signature: null }), reason: 'unsigned' },
  { name: 'undated', how: () => ({ timestamp: null }), reason: 'unsigned' },
  { name: 'with an empty signature', how: () => ({ signature: '' }), reason: 'unsigned' },
  { name: 'with no signature', how: () => ({ signature: 'please' }), reason: 'malformed-signature' },
  { name: 'signed with another secret', how: () => ({ secret: 'guessed' }), reason: 'wrong-signature' },
  { name: 'signed with an empty secret', how: () => ({ secret: '' }), reason: 'wrong-signature' },
  {
    name: 'signed with zeros',
    how: () => ({ signature: `v0=${'0'.repeat(64)}` }),
    reason: 'wrong-signature',
  },
  { name: 'six minutes old', how: () => ({ timestamp: seconds(-360) }), reason: 'old-timestamp' },
  { name: 'six minutes ahead', how: () => ({ timestamp: seconds(360) }), reason: 'future-timestamp' },
  { name: 'dated with words', how: () => ({ timestamp: 'now' }), reason: 'malformed-timestamp' },
  { name: 'dated before time', how: () => ({ timestamp: '-1' }), reason: 'malformed-timestamp' },
]

it.each(rows)('Slack’s door turns away a request $name', async ({ how, reason }) => {
  const outcome = await desk.refuses(() => house.playground.slack.send(report, how()), {
    reason,
    platform: 'slack',
    detail: { from: expect.stringContaining('127.0.0.1') },
  })
  expect(outcome).toMatchObject({ kind: 'answered', status: 401, body: '' })
})

it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('Slack’s door turns away %s', async (method) => {
  const response = await desk.refuses(
    () => fetch(`${house.address}/slack/events`, { method, ...(method === 'GET' ? {} : { body: report }) }),
    { reason: 'wrong-method', platform: 'slack' },
  )
  expect(response.status).toBe(405)
})

it('Slack’s door turns away a body above one megabyte, though it is signed', async () => {
  const outcome = await desk.refuses(
    () => house.playground.slack.send(`${report}&more=${'x'.repeat(1024 * 1024)}`),
    { reason: 'too-large', platform: 'slack' },
  )
  // Where the sender is cut off while still sending, it may not come to read the answer.
  expect(outcome.kind === 'answered' ? outcome.status : 413).toBe(413)
})

it('Slack’s door turns away a body that was changed after it was signed', async () => {
  const { slack } = house.playground
  const changed = report.replace('Let+in', 'Let+me+in')
  expect(changed).not.toBe(report)
  const timestamp = seconds(0)
  const signature = signatureOf(house.playground.slackSettings.SLACK_SIGNING_SECRET, timestamp, report)
  const outcome = await desk.refuses(() => slack.send(changed, { signature, timestamp }), {
    reason: 'wrong-signature',
  })
  expect(outcome).toMatchObject({ status: 401 })
})

it('counts a flood of the same attempts in few rows', async () => {
  const { slack } = house.playground
  const before = (await desk.trail()).length
  await desk.refuses(
    () => Promise.all(Array.from({ length: 60 }, () => slack.send(report, { signature: null }))),
    { reason: 'unsigned' },
  )
  const rowsOfFlood = (await desk.trail()).slice(before)
  const told = rowsOfFlood.reduce((sum, { detail }) => {
    const { count = 1 } = detail as { count?: number }
    return sum + count
  }, 0)
  expect(told).toBe(60)
  expect(rowsOfFlood.length).toBeLessThan(20)
})

it.each([
  { SLACK_BOT_TOKEN: 'xoxb-1' },
  { SLACK_SIGNING_SECRET: 'shh' },
  { MicrosoftAppId: '0b7e5a52-6c44-4f0e-9f0f-5a9d4f5f2a01' },
  { MicrosoftAppPassword: 'shh' },
])('does not start with half of a platform’s credentials: %o', (environment: Record<string, string>) => {
  expect(() => readSettings(environment, '/nowhere')).toThrow(/only half set up/)
})

it('opens no door without the secret that it would be checked with', () => {
  const services = {} as Parameters<typeof createSlackEdge>[1]
  const settings = { botToken: 'xoxb-1', signingSecret: '', apiUrl: 'https://slack.com/api/', teamIds: [] }
  expect(() => createSlackEdge(settings, services)).toThrow('signing secret')
})

it('lets the same request in once it is rightly signed', async () => {
  const outcome = await house.playground.slack.send(report)
  expect(outcome).toMatchObject({ kind: 'answered', status: 200 })
  expect((await desk.recorded())['incidents']).toBe(1)
})
