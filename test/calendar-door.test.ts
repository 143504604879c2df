import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCalendarDoor } from '../src/calendar-door.ts'
import { redacted, scrub } from '../src/redact.ts'

const secret = 'a'.repeat(43)
const other = 'b'.repeat(43)

let server: Server
let base: string
const asked: string[] = []
const turnedAway: string[] = []
const clock = { now: 0 }
beforeAll(async () => {
  const door = createCalendarDoor({
    feed: (given) => {
      asked.push(given)
      return Promise.resolve(given === other ? undefined : 'BEGIN:VCALENDAR\r\n')
    },
    turnedAway: (from) => turnedAway.push(from),
    clock: () => clock.now,
  })
  server = createServer((request, response) => {
    void door(request, response).then((mine) => {
      if (!mine) response.writeHead(418).end()
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${base}${path}`, init)

test('is for nothing else', async () => {
  expect((await get('/calendars')).status).toBe(418)
})

test.each([
  '/calendar/',
  '/calendar/short.ics',
  `/calendar/${secret}`,
  `/calendar/${secret}a.ics`,
  '/calendar/../x.ics/',
])('%s is looked up nowhere', async (path) => {
  asked.length = 0
  expect([404, 418]).toContain((await get(path)).status)
  expect(asked).toEqual([])
})

test('what is nobody’s is answered like what is no calendar, and recorded without its secret', async () => {
  turnedAway.length = 0
  const [nobodys, none] = [await get(`/calendar/${other}.ics`), await get('/calendar/x.ics')]
  expect([nobodys.status, await nobodys.text()]).toEqual([none.status, await none.text()])
  expect(nobodys.headers.get('cache-control')).toBe('no-store')
  expect(turnedAway).toHaveLength(2)
  expect(turnedAway.join(' ')).not.toContain('bbb')
})

test('can only be read', async () => {
  const answer = await get(`/calendar/${secret}.ics`, { method: 'POST' })
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test.each([
  ['that one', (tag: string) => tag, 304],
  ['a weak one in a list', (tag: string) => `"x", W/${tag}`, 304],
  ['any', () => '*', 304],
  ['another', () => '"x"', 200],
])('asked for unless it is %s', async (_, header, status) => {
  clock.now += 300_000
  const tag = (await get(`/calendar/${secret}.ics`)).headers.get('etag') ?? ''
  const again = await get(`/calendar/${secret}.ics?x=1`, { headers: { 'if-none-match': header(tag) } })
  expect(again.status).toBe(status)
  expect(again.headers.get('referrer-policy')).toBe('no-referrer')
})

test('is not read too often, and again after a while', async () => {
  clock.now += 300_000
  const path = `/calendar/${'c'.repeat(43)}.ics`
  for (let index = 0; index < 30; index += 1) expect((await get(path)).status).toBe(200)
  asked.length = 0
  const refused = await get(path)
  expect([refused.status, refused.headers.get('retry-after'), asked]).toEqual([429, '300', []])
  clock.now += 300_000
  expect((await get(path)).status).toBe(200)
})

test('an address of a calendar is never written to the log', () => {
  const address = `https://desk.example/calendar/${secret}.ics`
  expect(scrub(`GET ${address} 200`)).toBe('GET https://desk.example/calendar/[redacted].ics 200')
  expect(JSON.stringify(redacted({ url: address }))).not.toContain('aaaa')
})
