import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SlackWorkspace } from '../../../playground/slack/workspace.ts'
import { ada, ben, botToken, requests, startBot, startWorkspace } from './support.ts'
import type { TestBot } from './support.ts'

// Slack's own Socket Mode client, inside Bolt, talks to the simulated server.
let bot: TestBot
let workspace: SlackWorkspace
let app: App

beforeEach(async () => {
  bot = await startBot()
  workspace = await startWorkspace(bot.url, { appToken: 'xapp-test', patience: 500 })
  const clientOptions = { slackApiUrl: workspace.apiUrl }
  app = new App({
    token: botToken,
    clientOptions,
    logLevel: LogLevel.ERROR,
    receiver: new SocketModeReceiver({
      appToken: 'xapp-test',
      logLevel: LogLevel.ERROR,
      installerOptions: { clientOptions },
      // After it is told to come back, Slack's client waits this long.
      clientPingTimeout: 50,
    }),
  })
})
afterEach(async () => {
  await app.stop()
  await workspace.settled()
  await workspace.close()
  await bot.close()
})

test('a command, a form and an event go over the socket and nothing over HTTP', async () => {
  const heard: unknown[] = []
  app.command('/desk', async ({ ack, body }) => {
    const long = 'x'.repeat(2900)
    await ack({ text: String(body.text.length), blocks: [section('one'), section(long), section('end')] })
  })
  app.shortcut('report', async ({ ack, body, client }) => {
    await ack()
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'f',
        title: { type: 'plain_text', text: 'Form' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [
          {
            type: 'input',
            block_id: 'title',
            label: { type: 'plain_text', text: 'Title' },
            element: { type: 'plain_text_input', action_id: 'value' },
          },
        ],
      },
    })
  })
  app.view('f', async ({ ack }) => ack({ response_action: 'errors', errors: { title: 'No.' } }))
  app.event('reaction_added', async ({ event }) => void heard.push(event.reaction))
  await app.start()
  expect(workspace.sockets()).toBe(1)

  await workspace.command(ada, { conversation: requests }, `hello ${'y'.repeat(70_000)}`)
  expect(workspace.read(ada, requests)[0]!.text).toMatch(/^one\nx+\nend$/)
  expect(workspace.read(ada, requests)[0]!.fallback).toBe('70006')
  await workspace.shortcut(ada, 'Report a problem')
  await vi.waitFor(() => expect(workspace.form(ada)).toBeDefined())
  await workspace.submit(ada, { Title: 'Fax' })
  expect(workspace.form(ada)!.inputs).toEqual([{ label: 'Title', kind: 'text', value: 'Fax', error: 'No.' }])
  await workspace.say(ben, { conversation: requests }, 'broken')
  await workspace.react(ben, workspace.read(ben, requests).at(-1)!, 'ticket')
  expect(heard).toEqual(['ticket'])
  expect(bot.received).toEqual([])
  expect(workspace.complaints(ada)).toEqual([])
})

test('a bot that is asked to come back comes back', async () => {
  app.command('/desk', async ({ ack }) => ack('still here'))
  await app.start()
  workspace.refreshSockets()
  await vi.waitFor(() => expect(workspace.sockets()).toBe(0))
  await vi.waitFor(() => expect(workspace.sockets()).toBe(1), { timeout: 2000 })
  await workspace.command(ada, { conversation: requests }, 'help')
  expect(workspace.read(ada, requests).at(-1)!.text).toBe('still here')
})

test('what is not acknowledged over the socket times out', async () => {
  await app.start()
  await workspace.command(ada, { conversation: requests }, 'help')
  expect(workspace.complaints(ada)).toEqual(['/desk failed with the error "operation_timeout"'])
})

test('a ticket is good for one connection', async () => {
  const answer = await fetch(`${workspace.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: 'Bearer xapp-test' },
  })
  const { url } = (await answer.json()) as { url: string }
  const first = new WebSocket(url)
  const hello = await new Promise<string>((resolve) => {
    first.addEventListener('message', ({ data }) => resolve(String(data)))
  })
  expect(JSON.parse(hello)).toMatchObject({ type: 'hello', num_connections: 1 })
  const second = new WebSocket(url)
  await new Promise((resolve) => second.addEventListener('error', resolve))
  expect(workspace.sockets()).toBe(1)
  first.close()
  await vi.waitFor(() => expect(workspace.sockets()).toBe(0))
})

const section = (text: string) => ({ type: 'section' as const, text: { type: 'plain_text' as const, text } })
