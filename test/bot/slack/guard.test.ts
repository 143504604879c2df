import { request as httpRequest } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSlackEdge } from '../../../src/bot/slack/edge.ts'
import { openDoor, sign, signingSecret } from './desk-at-door.ts'
import { eventCallback, messageEvent } from './payloads.ts'

let door: Awaited<ReturnType<typeof openDoor>>
beforeEach(async () => {
  door = await openDoor(async () => ({ kind: 'nothing' }))
})
afterEach(() => door.close())

const body = JSON.stringify(eventCallback(messageEvent()))
const at = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds)
const signed = (timestamp: string, secret = signingSecret): Record<string, string> => ({
  'x-slack-request-timestamp': timestamp,
  'x-slack-signature': sign(timestamp, body, secret),
})

const post = async (headers: Record<string, string>, method = 'POST', sent = body): Promise<number> => {
  const init = method === 'GET' ? {} : { body: sent }
  const response = await fetch(door.url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...init,
  })
  return response.status
}

const { 'x-slack-signature': _, ...unsigned } = signed(at(0))
const { 'x-slack-request-timestamp': __, ...undated } = signed(at(0))

it.each([
  ['nothing signed', {}, 401, 'unsigned'],
  ['no signature', unsigned, 401, 'unsigned'],
  ['no timestamp', undated, 401, 'unsigned'],
  ['an empty signature', { ...signed(at(0)), 'x-slack-signature': '' }, 401, 'unsigned'],
  ['another secret', signed(at(0), 'guess'), 401, 'wrong-signature'],
  ['an empty secret', signed(at(0), ''), 401, 'wrong-signature'],
  [
    'another time than signed',
    { ...signed(at(0)), 'x-slack-request-timestamp': at(-1) },
    401,
    'wrong-signature',
  ],
  ['a signature cut short', { ...signed(at(0)), 'x-slack-signature': 'v0=ab' }, 401, 'malformed-signature'],
  [
    'another version',
    { ...signed(at(0)), 'x-slack-signature': sign(at(0), body).replace('v0', 'v1') },
    401,
    'malformed-signature',
  ],
  ['a time that is no number', signed('soon'), 401, 'malformed-timestamp'],
  ['a negative time', signed('-1'), 401, 'malformed-timestamp'],
  ['six minutes ago', signed(at(-360)), 401, 'old-timestamp'],
  ['six minutes ahead', signed(at(360)), 401, 'future-timestamp'],
])('turns away a request with %s', async (_name, headers, status, reason) => {
  expect(await post(headers)).toBe(status)
  expect(door.refused).toMatchObject([
    { platform: 'slack', reason, from: expect.stringContaining('127.0.0.1') },
  ])
  expect(door.intents).toEqual([])
})

it.each(['GET', 'PUT', 'DELETE'])('does not answer %s', async (method) => {
  expect(await post(signed(at(0)), method)).toBe(405)
  expect(door.refused).toMatchObject([{ reason: 'wrong-method' }])
})

it('does not take a body that was changed after it was signed', async () => {
  expect(await post(signed(at(0)), 'POST', body.replace('dead', 'fine'))).toBe(401)
  expect(door.refused).toMatchObject([{ reason: 'wrong-signature' }])
})

it('turns away a body over 1 MB, announced or not', async () => {
  const large = 'x'.repeat(1024 * 1024 + 1)
  expect(await post(signed(at(0)), 'POST', large)).toBe(413)
  expect(await chunked(door.url, signed(at(0)), large)).toBe(413)
  expect(door.refused).toMatchObject([{ reason: 'too-large' }, { reason: 'too-large' }])
})

it('lets a right request in, four minutes old too: the intent’s id tells that it is the same event', async () => {
  expect(await post(signed(at(0)))).toBe(200)
  expect(await post(signed(at(-240)))).toBe(200)
  expect(new Set(door.intents.map((intent) => intent.id)).size).toBe(1)
  expect(door.refused).toEqual([])
})

const retried = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }

it('answers the very same request like the first, and tells that it came again', async () => {
  const headers = signed(at(0))
  expect([await post(headers), await post(headers), await post({ ...headers, ...retried })]).toEqual([
    200, 200, 200,
  ])
  // Slack signs a retry anew; who plays one back may add the header, which is not signed.
  expect(door.refused.map(({ reason }) => reason)).toEqual(['replayed', 'repeated'])
})

it('does not take Slack’s own retry for a replay', async () => {
  expect(await post(signed(at(-1)))).toBe(200)
  expect(await post({ ...signed(at(0)), ...retried })).toBe(200)
  expect(door.refused).toEqual([])
})

it('does not take for a replay what failed before', async () => {
  await door.close()
  let failures = 1
  door = await openDoor(async () => {
    if (failures-- > 0) throw new Error('no database')
    return { kind: 'nothing' }
  })
  const headers = signed(at(0))
  expect([await post(headers), await post({ ...headers, ...retried }), await post(headers)]).toEqual([
    503, 200, 200,
  ])
  expect(door.refused.map(({ reason }) => reason)).toEqual(['replayed'])
})

it('answers Slack’s check of the request URL, signed only', async () => {
  const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc', token: 'x' })
  const timestamp = at(0)
  const right = {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': sign(timestamp, challenge),
  }
  const response = await fetch(door.url, {
    method: 'POST',
    body: challenge,
    headers: { 'content-type': 'application/json', ...right },
  })
  expect(await response.json()).toEqual({ challenge: 'abc' })
  expect(await post({}, 'POST', challenge)).toBe(401)
})

it('does not start over HTTP without a signing secret', () => {
  const services = {} as Parameters<typeof createSlackEdge>[1]
  const settings = { botToken: 'x', signingSecret: '', apiUrl: 'https://slack.com/api/', teamIds: [] }
  expect(() => createSlackEdge(settings, services)).toThrow('signing secret')
})

/** A body whose length is not said beforehand. */
const chunked = (url: string, headers: Record<string, string>, large: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject)
    sent.write(large.slice(0, 1000))
    sent.end(large.slice(1000))
  })
