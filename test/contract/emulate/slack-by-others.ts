import { createServer } from 'node:http'
import { WebClient } from '@slack/web-api'
import { createEmulator } from 'emulate'
import manifest from '../../../manifests/slack.json' with { type: 'json' }
import { type Fields, fields, objects, text } from '../../../playground/slack/fields.ts'

/** One call of the Web API, as it was made and answered. */
export interface Call {
  readonly method: string
  readonly status: number
  readonly answer: Fields
}

/** `emulate`: a Slack Web API that others made, with everything that it was asked through `apiUrl`. */
export interface SlackByOthers {
  /** Leads there over a recorder. */
  readonly apiUrl: string
  /** The token of the app, with the scopes that our manifest asks for. */
  readonly token: string
  readonly team: string
  readonly bot: string
  readonly ada: string
  readonly ben: string
  readonly channel: string
  readonly calls: readonly Call[]
  /** The token of an app that was installed without that scope. */
  tokenWithout(scope: string): string
  /** Calls a method with the app's token, unrecorded. */
  ask(method: string, args?: Fields): Promise<Fields>
  /** A trigger as every interaction brings one, in a view if it is told which. */
  trigger(view?: string): Promise<string>
  close(): Promise<void>
}

const scopes = manifest.oauth_config.scopes.bot
const token = 'xoxb-with-every-scope'
const tokenWithout = (scope: string): string => `xoxb-without-${scope}`

/** Starts it with two people, the desk's bot and a channel; it is as strict about scopes as it can be. */
export const openSlackByOthers = async (): Promise<SlackByOthers> => {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        team: { name: 'Bellwire Demo', domain: 'bellwire-demo' },
        users: [
          { name: 'ada', real_name: 'Ada Byron', email: 'ada@example.com' },
          { name: 'ben', real_name: 'Ben Ode', email: 'ben@example.com' },
          { name: 'desk', real_name: 'Desk' },
        ],
        channels: [{ name: 'requests' }],
        tokens: [
          { token, user: 'desk', scopes },
          { token: 'xoxb-of-the-test', user: 'desk', scopes: ['channels:read', 'users:read'] },
          ...scopes.map((scope) => ({
            token: tokenWithout(scope),
            user: 'desk',
            scopes: scopes.filter((each) => each !== scope),
          })),
        ],
      },
    },
  })
  // By its number: nock lets tests go to that address only.
  const address = emulator.url.replace('localhost', '127.0.0.1')
  const calls: Call[] = []
  const recorder = await record(address, (call) => calls.push(call))
  const web = (as: string): WebClient =>
    new WebClient(as, { slackApiUrl: `${address}/api/`, retryConfig: { retries: 0 } })
  const ask = async (method: string, args: Fields = {}): Promise<Fields> =>
    fields(await web(token).apiCall(method, { ...args }))
  const test = web('xoxb-of-the-test')
  const people = objects(fields(await test.users.list({}))['members'])
  const idOf = (name: string): string => text(people.find((each) => each['name'] === name)?.['id'])
  const channels = objects(fields(await test.conversations.list({}))['channels'])
  return {
    apiUrl: `${recorder.url}/api/`,
    token,
    team: text((await ask('auth.test'))['team_id']),
    bot: idOf('desk'),
    ada: idOf('ada'),
    ben: idOf('ben'),
    channel: text(channels.find((each) => each['name'] === 'requests')?.['id']),
    calls,
    tokenWithout,
    ask,
    trigger: async (view) =>
      text((await ask('views.generateTriggerId', view === undefined ? {} : { view_id: view }))['trigger_id']),
    close: async () => {
      await recorder.close()
      await emulator.close()
    },
  }
}

/** Passes every request on as it came, and the answer back, telling what was called. */
const record = async (target: string, tell: (call: Call) => void) => {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
      const { authorization = '', 'content-type': type = '' } = request.headers
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? 'POST',
        headers: { authorization, 'content-type': type },
        body: Buffer.concat(chunks),
      })
      const body = await answer.text()
      const method = (request.url ?? '').split('/').at(-1) ?? ''
      tell({ method, status: answer.status, answer: fields(body.startsWith('{') ? JSON.parse(body) : {}) })
      // Where files are uploaded to lies behind the recorder as well: our edge sends them nowhere else.
      const host = request.headers.host ?? ''
      const told = body.replaceAll(/http:\/\/localhost:\d+\/upload\//g, `http://${host}/upload/`)
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(told)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the recorder has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async (): Promise<void> => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
