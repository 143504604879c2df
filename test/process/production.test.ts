import { createConnection } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { demoDesk } from '../support/cast.ts'
import { type Chats, openChats } from '../support/chats.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Program, freePort, inTime, startProgram } from '../support/program.ts'

const root = join(import.meta.dirname, '../..')
let database: FreshDatabase
let chats: Chats
let port: number
let address: string
const started: Program[] = []

beforeEach(async () => {
  database = await freshDatabase()
  port = await freePort()
  address = `http://127.0.0.1:${port}`
  chats = await openChats({ desk: await demoDesk(), address, slackRetries: [0, 500, 1000] })
})
afterEach(async () => {
  for (const program of started.splice(0)) await program.end('SIGKILL')
  await chats.close()
  await database.close()
})

/** `src/main.ts` itself, in production. */
const start = async (env: Readonly<Record<string, string>>): Promise<Program> => {
  const program = startProgram(join(root, 'src/main.ts'), [], {
    // A folder without an `.env`.
    cwd: join(root, 'test'),
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: database.connection,
      DESK_FILE: join(root, 'examples/desk.yaml'),
      LOG_LEVEL: 'warn',
      ...env,
    },
  })
  started.push(program)
  await program.says(/Bellwire serves/)
  return program
}

const sql = async (text: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString: database.connection })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

const status = async (path: string, method = 'GET'): Promise<number> =>
  (await fetch(`${address}${path}`, { method })).status

const reportOf = async (title: string): Promise<void> => {
  await chats.slack.shortcut('U0FERN', 'Report a problem')
  await inTime(() => chats.slack.form('U0FERN'), 'the form')
  await chats.slack.submit('U0FERN', { 'What is wrong?': title, Service: 'Remote access (VPN)' })
}

const cardOf = (record: string): boolean =>
  chats.slack.read('U0BEN', 'C0NETWORK').some(({ text }) => text.startsWith(`${record} · `))

test('with Slack’s credentials only it serves Slack, and neither Teams nor a playground', async () => {
  const program = await start(chats.slackEnv)
  expect(program.said().out).toBe(`Bellwire serves Slack on ${address}\n`)
  expect(await chats.slack.verifyUrl()).toBe(true)
  expect(await status('/readyz')).toBe(200)
  expect(await status('/metrics')).toBe(200)
  expect(await status('/')).toBe(404)
  expect(await status('/playground/state')).toBe(404)
  expect(await status('/api/messages', 'POST')).toBe(404)
  expect(await status('/slack/events', 'POST')).toBe(401)
  await reportOf('The VPN drops')
  expect(chats.slack.form('U0FERN')?.text).toContain('INC-1 is recorded')
  await inTime(() => (cardOf('INC-1') ? true : undefined), 'the card in triage')
  expect(await program.end('SIGTERM')).toBe(0)
  expect(program.said().err).toBe('')
})

test('with Teams’ credentials only it serves Teams', async () => {
  const program = await start(chats.teamsEnv)
  expect(program.said().out).toBe(`Bellwire serves Microsoft Teams on ${address}\n`)
  expect(await status('/slack/events', 'POST')).toBe(404)
  expect(await status('/api/messages', 'POST')).toBe(401)
  expect(await program.end('SIGTERM')).toBe(0)
})

test('a stop lets a submission end and answers it; what is not sent yet is sent after the next start', async () => {
  const program = await start(chats.slackEnv)
  await chats.slack.shortcut('U0FERN', 'Report a problem')
  await inTime(() => chats.slack.form('U0FERN'), 'the form')
  const holder = new Client({ connectionString: database.connection })
  await holder.connect()
  await holder.query('begin; lock table inbox in exclusive mode')
  const submitted = chats.slack.submit('U0FERN', {
    'What is wrong?': 'The VPN drops',
    Service: 'Remote access (VPN)',
  })
  await inTime(
    async () => (await sql(`select 1 from pg_locks where not granted and relation = 'inbox'::regclass`))[0],
    'the submission at the lock',
  )
  // Slack takes its time with posts, so that the stop comes before they are through.
  chats.slack.fault({ method: 'chat.postMessage', times: 10, how: { kind: 'status', status: 503 } })
  const ended = program.end('SIGTERM')
  await inTime(async () => ((await refuses(port)) ? true : undefined), 'nothing new let in')
  await holder.query('commit')
  await holder.end()
  await submitted
  expect(chats.slack.form('U0FERN')?.text).toContain('INC-1 is recorded')
  expect(await ended).toBe(0)
  expect(program.said().err).toBe('')
  expect(cardOf('INC-1')).toBe(false)
  const [waiting] = await sql(
    `select count(*)::int as count from deliveries where state in ('queued', 'ambiguous')`,
  )
  expect(waiting).toEqual({ count: 2 })
  // A stopped process holds no conversation: nobody waits for its lease to run out.
  expect(await sql('select key from pace where leased_by is not null')).toEqual([])

  for (let left = 0; left < 10; left += 1) await swallow()
  await start(chats.slackEnv)
  await inTime(() => (cardOf('INC-1') ? true : undefined), 'the card after the next start')
  await inTime(
    async () =>
      (await sql(`select 1 from deliveries where state <> 'sent'`)).length === 0 ? true : undefined,
    'everything sent',
  )
  expect(chats.slack.duplicates()).toBe(0)
})

/** Uses up one of the failures asked for. */
const swallow = (): Promise<Response> =>
  fetch(`${chats.slack.apiUrl}chat.postMessage`, { method: 'POST', body: 'nothing' })

const refuses = (at: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(at, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', () => resolve(true))
  })
