import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ChatFailure } from '../../../src/bot/chat-port.ts'
import { line } from '../../../src/bot/ui/card.ts'
import { connect } from '../../../src/store/database.ts'
import { buttonClick, messageShortcut, slashCommand, viewSubmission } from '../../bot/slack/payloads.ts'
import { type Cast, castOf, settings } from '../../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../../support/desk-house.ts'
import { commonRoom } from '../../support/forger.ts'
import { quiet } from '../../support/person.ts'
import { type Watch, watch } from '../../support/watch.ts'

let house: DeskHouse
let desk: Watch
let elsewhere: Elsewhere
let cast: Cast
beforeAll(async () => {
  house = await openDeskHouse()
  desk = watch(house)
  elsewhere = await openElsewhere()
  cast = await castOf(house, settings[1]!)
})
afterAll(async () => {
  await desk.close()
  await elsewhere.close()
  await house.close()
})

/** A host that nobody should ever call, and everything that calls it. */
interface Elsewhere {
  readonly origin: string
  readonly port: number
  readonly calls: string[]
  close(): Promise<void>
}

const openElsewhere = async (): Promise<Elsewhere> => {
  const calls: string[] = []
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`)
    response.end('{"id":"x"}')
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Addresses of that host, some of which look like Slack's. */
const responseUrls = (): readonly string[] => {
  const { port, origin } = elsewhere
  const { host } = new URL(house.playground.slack.apiUrl)
  return [
    `${origin}/commands/T0BELLWIRE/1/x`,
    `http://hooks.slack.com@127.0.0.1:${port}/actions/T0BELLWIRE/1/x`,
    `http://${host}@127.0.0.1:${port}/actions/x`,
    `http://127.0.0.1:${port}/hooks.slack.com/actions/x`,
    `http://127.0.0.1:${port}#@hooks.slack.com/`,
    `http://127.0.0.1:${port}\\@${host}/`,
    `http://localhost:${port}/x`,
    `http://[::ffff:127.0.0.1]:${port}/x`,
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'not an address',
  ]
}

it('a response_url that leads elsewhere is not called, though its payload is rightly signed', async () => {
  const { slack } = house.playground
  const user = { id: 'U0FERN', username: 'fern', name: 'fern', team_id: slack.tenant }
  const interact = (payload: object) =>
    slack.send(new URLSearchParams({ payload: JSON.stringify({ ...payload, user }) }).toString())
  const value = JSON.stringify({ n: 'list.mine' })
  for (const url of responseUrls()) {
    const channel = { id: commonRoom.slack, name: 'help' }
    await interact({ ...buttonClick(value), channel, response_url: url })
    await interact({ ...buttonClick('forged'), channel, response_url: url })
    await interact({ ...messageShortcut(), channel, response_url: url })
    await interact({
      ...viewSubmission({ f: 'incident.comment', s: { record: 'INC-1' } }),
      response_urls: [{ response_url: url, channel_id: channel.id, block_id: 'b', action_id: 'a' }],
    })
    const command = slashCommand({
      user_id: user.id,
      channel_id: channel.id,
      text: 'list',
      response_url: url,
    })
    await slack.send(new URLSearchParams(command).toString())
  }
  // They were answered all the same, by ways that the payload has no say in.
  await eventually(
    () => slack.read(user.id, commonRoom.slack).find(({ text }) => text.includes('Your open records')),
    'the answer in the channel',
  )
  await quiet(house)
  expect(elsewhere.calls).toEqual([])
})

it('a late answer is not sent elsewhere either', async () => {
  const slow = await openDeskHouse({ patience: 0 })
  const owner = connect(slow.connection, { owner: true, poolSize: 1 })
  const { slack } = slow.playground
  const body = slashCommand({
    user_id: 'U0FERN',
    channel_id: commonRoom.slack,
    text: 'list',
    response_url: `${elsewhere.origin}/late`,
  })
  try {
    // Whoever wants to read records has to wait as long as this takes.
    const outcome = await owner.db.transaction().execute(async (tx) => {
      await sql`lock table incidents in access exclusive mode`.execute(tx)
      return slack.send(new URLSearchParams(body).toString())
    })
    expect(JSON.stringify(outcome)).toContain('Still saving')
    await eventually(
      () => slack.read('U0FERN', commonRoom.slack).find(({ text }) => text.includes('Your open records')),
      'the late answer in the channel',
    )
    expect(elsewhere.calls).toEqual([])
  } finally {
    await owner.close()
    await slow.close()
  }
})

it('no token and no call leaves for a service URL that is not allowed, rightly signed or not', async () => {
  const { teams } = house.playground
  const urls = [
    `${elsewhere.origin}/`,
    `${elsewhere.origin}/teams/`,
    `http://${new URL(teams.serviceUrl).host}@127.0.0.1:${elsewhere.port}/teams/`,
    `http://localhost:${elsewhere.port}/teams/`,
  ]
  const user = cast.requester.user
  await desk.refuses(
    async () => {
      for (const serviceUrl of urls) {
        const said = teams.example(user, { conversation: cast.requester.direct }, 'help')
        // Without an object id the desk has to ask the connector who this is.
        const from = { id: '29:unheard-of', name: 'Someone' }
        const activity = { ...said, id: randomUUID(), serviceUrl, from }
        expect((await teams.send(activity, { serviceUrl })).status).toBe(403)
        const joined = {
          ...activity,
          id: randomUUID(),
          type: 'conversationUpdate',
          membersAdded: [said['recipient']],
        }
        expect((await teams.send(joined, { serviceUrl })).status).toBe(403)
      }
    },
    { reason: 'foreign-service-url' },
  )
  expect(elsewhere.calls).toEqual([])
  const known = await desk.db.selectFrom('service_urls').selectAll().execute()
  expect(known.map(({ url }) => url)).toEqual([teams.serviceUrl])
})

it('no token leaves for an address that was believed before it was taken off the list', async () => {
  const { teams } = house.playground
  const chat = house.service.edges.find(({ platform }) => platform === 'teams')?.chat
  await desk.db
    .updateTable('service_urls')
    .set({ url: `${elsewhere.origin}/teams/` })
    .execute()
  const place = { platform: 'teams', tenant: teams.tenant, conversation: commonRoom.teams } as const
  const posted = await chat?.post(place, line('Where does this go?'), 'key').catch((error: unknown) => error)
  expect(posted).not.toBeInstanceOf(ChatFailure)
  expect(elsewhere.calls).toEqual([])
  expect(teams.posted().at(-1)?.text).toContain('Where does this go?')
})

it('a conversation’s id cannot lead a call out of its path', async () => {
  const { teams } = house.playground
  const chat = house.service.edges.find(({ platform }) => platform === 'teams')?.chat
  await desk.db.updateTable('service_urls').set({ url: teams.serviceUrl }).execute()
  for (const conversation of [
    `//127.0.0.1:${elsewhere.port}/x`,
    `..//..//${elsewhere.origin}`,
    '?x=#',
    '..',
  ]) {
    const place = { platform: 'teams', tenant: teams.tenant, conversation } as const
    await expect(chat?.post(place, line('x'), 'key')).rejects.toBeInstanceOf(ChatFailure)
  }
  expect(elsewhere.calls).toEqual([])
})

it('a message action cannot make the desk link to elsewhere', async () => {
  const { teams } = house.playground
  const submitted = async (linkToMessage: string): Promise<string | null> => {
    const payload = {
      id: '1690000000001',
      linkToMessage,
      body: { contentType: 'text', content: 'The scanner is dead' },
    }
    const example = teams.example(cast.requester.user, { conversation: commonRoom.teams }, '')
    const invoke = (name: string, value: object) =>
      teams.send({ ...example, type: 'invoke', id: `f:${randomUUID()}`, name, value })
    const opened = await invoke('composeExtension/fetchTask', {
      commandId: 'report',
      messagePayload: payload,
    })
    const offer = /"offer":"([0-9a-f-]{36})"/.exec(opened.body)?.[1] ?? ''
    const state = { form: randomUUID(), offer }
    await invoke('composeExtension/submitAction', {
      commandId: 'report',
      data: {
        submit: { form: 'incident.report', state },
        i_title: 'From a message',
        i_service: 'mail',
        i_category: 'fault',
      },
    })
    const row = await desk.db
      .selectFrom('incidents')
      .select('link')
      .orderBy('number', 'desc')
      .executeTakeFirst()
    return row?.link ?? null
  }
  const right = 'https://teams.microsoft.com/l/message/19%3Ahelp%40thread.tacv2/1690000000001'
  expect(await submitted(right)).toBe(right)
  for (const wrong of [
    'https://evil.example/l/message/1',
    'https://teams.microsoft.com.evil.example/l/message/1',
    'https://teams.microsoft.com@evil.example/',
    'javascript:alert(1)',
    'http://teams.microsoft.com/l/message/1',
  ])
    expect([wrong, await submitted(wrong)]).toEqual([wrong, null])
})
