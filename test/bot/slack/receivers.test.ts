import type { App, ReceiverEvent } from '@slack/bolt'
import { expect, it } from 'vitest'
import { createOnce } from '../../../src/bot/slack/once.ts'
import { acknowledgingLast } from '../../../src/bot/slack/receivers.ts'
import { createResponseUrls } from '../../../src/bot/slack/response-url.ts'

/** An app that acknowledges first, as Bolt does with events, and then does its work. */
const appThat = (work: () => Promise<void>) =>
  ({
    processEvent: async ({ ack }: ReceiverEvent) => {
      await ack('body')
      await work()
    },
  }) as unknown as App

const event = (ack: (body?: unknown) => Promise<void>): ReceiverEvent => ({ body: {}, ack })

it('over Socket Mode an event is acknowledged after its work, and not when that failed', async () => {
  const said: unknown[] = []
  const app = acknowledgingLast(appThat(async () => void said.push('worked')))
  await app.processEvent(event(async (body) => void said.push(body)))
  expect(said).toEqual(['worked', 'body'])

  const failing = acknowledgingLast(appThat(async () => Promise.reject(new Error('no database'))))
  await expect(failing.processEvent(event(async () => void said.push('acknowledged')))).rejects.toThrow(
    'no database',
  )
  expect(said).not.toContain('acknowledged')
})

it('the same event is worked on once, unless it failed', async () => {
  const once = createOnce(2)
  let runs = 0
  const work = async (): Promise<void> => {
    runs += 1
    if (runs === 1) throw new Error('first')
  }
  await expect(once('a', work)).rejects.toThrow('first')
  await once('a', work)
  await once('a', work)
  expect(runs).toBe(2)
  await once('b', work)
  await once('c', work)
  await once('a', work)
  expect(runs).toBe(5)
})

it.each([
  ['https://slack.com/api/', 'https://hooks.slack.com/x', true],
  ['https://slack.com/api/', 'http://hooks.slack.com/x', false],
  ['https://slack.com/api/', 'https://hooks.slack.com:8443/x', false],
  ['https://slack.com/api/', 'https://hooks.slack.com@evil.test/x', false],
  ['https://slack.com/api/', 'https://hooks.slack.com.evil.test/x', false],
  ['https://slack.com/api/', 'https://slack.com/x', false],
  ['https://slack.com/api/', 'http://169.254.169.254/', false],
  ['https://slack.com/api/', 'not an address', false],
  ['https://slack.com/api/', undefined, false],
  ['http://127.0.0.1:4000/api/', 'http://127.0.0.1:4000/actions/x', true],
  ['http://127.0.0.1:4000/api/', 'http://127.0.0.1:4001/actions/x', false],
])('with the Web API at %s an answer to %s is %s', (apiUrl, url, trusted) => {
  const settings = { botToken: 'x', signingSecret: 's', apiUrl, teamIds: [] }
  expect(createResponseUrls(settings).trusted(url)).toBe(trusted)
})
