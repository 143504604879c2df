import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SlackWorkspace } from '../../../playground/slack/workspace.ts'
import { ada, botToken, requests, signingSecret, startWorkspace } from './support.ts'

// An unchanged Bolt app over HTTP: what we send must be what Slack's own library expects.
let app: App
let workspace: SlackWorkspace
let url: string

beforeEach(async () => {
  const receiver = new HTTPReceiver({ signingSecret, endpoints: '/slack/events', logLevel: LogLevel.ERROR })
  // Bolt must know the workspace's address, and the workspace Bolt's: the port is drawn first.
  const server = await receiver.start(0)
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  workspace = await startWorkspace(url, { patience: 500 })
  app = new App({
    token: botToken,
    receiver,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: workspace.apiUrl },
  })
})
afterEach(async () => {
  await app.stop()
  await workspace.settled()
  await workspace.close()
})

test('a command, a click, its answer and a mention pass through Bolt', async () => {
  app.command('/desk', async ({ ack, respond }) => {
    await ack()
    await respond({
      text: 'menu',
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
        },
      ],
    })
  })
  app.action('go', async ({ ack, respond }) => {
    await ack()
    await respond({ replace_original: true, text: 'gone', blocks: [] })
  })
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `hello <@${event.user}>`, thread_ts: event.ts })
  })
  expect(await workspace.verifyUrl()).toBe(true)
  await workspace.command(ada, { conversation: requests }, 'help')
  await vi.waitFor(() => expect(workspace.read(ada, requests)).toHaveLength(1))
  await workspace.press(ada, workspace.read(ada, requests)[0]!, 'Go')
  await vi.waitFor(() => expect(workspace.read(ada, requests)[0]!.text).toBe('gone'))
  const ts = await workspace.say(ada, { conversation: requests }, '@Desk hi')
  await vi.waitFor(() =>
    expect(workspace.read(ada, requests, ts).map((each) => each.text)).toEqual([
      '@Desk hi',
      'hello @Ada Byron',
    ]),
  )
  expect(workspace.complaints(ada)).toEqual([])
})

const status = async (how: Parameters<SlackWorkspace['send']>[1]) => {
  const outcome = await workspace.send('command=%2Fdesk&text=help', how)
  return outcome.kind === 'answered' ? outcome.status : outcome.kind
}

test('Bolt refuses what is not signed by the workspace', async () => {
  expect(await status({ secret: 'another' })).toBe(401)
  expect(await status({ timestamp: String(Math.floor(Date.now() / 1000) - 600) })).toBe(401)
})
