import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Database, connect } from '../../../src/store/database.ts'
import { type Cast, castOf, settings } from '../../support/cast.ts'
import { type DatabaseRoad, openDatabaseRoad } from '../../support/database-road.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../../support/desk-house.ts'
import { quiet } from '../../support/person.ts'
import { closed, numberIn, raise, take } from '../../support/raising.ts'
import { holding } from '../../support/reading.ts'

let house: DeskHouse
let road: DatabaseRoad
let straight: Database
beforeAll(async () => {
  house = await openDeskHouse({
    patience: 250,
    through: async (connection) => {
      road = await openDatabaseRoad(connection)
      return road.connection
    },
  })
  straight = connect(house.connection, { owner: true, poolSize: 1 })
})
afterEach(async () => {
  road.thaw()
  road.mend()
  await ready(200)
})
afterAll(async () => {
  await straight.close()
  await house.close()
  await road.close()
})

const ready = (status: number): Promise<true> =>
  eventually(
    async () => ((await fetch(`${house.address}/readyz`)).status === status ? true : undefined),
    `/readyz says ${status}`,
  )

const titled = (title: string) =>
  straight.db.selectFrom('incidents').select(['id', 'state']).where('title', '=', title).execute()

const commented = async (words: string): Promise<number> => {
  const rows = await straight.db.selectFrom('events').select('data').where('type', '=', 'commented').execute()
  return rows.filter(({ data }) => (data as { text: string }).text === words).length
}

const oneChat = settings.filter(({ requesterChat, agentChat }) => requesterChat === agentChat)

describe.each(oneChat)('while the database is away, in $name', (setting) => {
  let cast: Cast
  beforeAll(async () => {
    cast = await castOf(house, setting)
  })

  const openForm = async (): Promise<void> => {
    await cast.requester.chat.shortcut(cast.requester.user, 'Report a problem')
    await cast.requester.form('Report a problem')
  }
  const fillIn = async (title: string): Promise<void> => {
    await openForm()
    await cast.requester.fillIn({ 'What is wrong?': title, Service: cast.service.name })
  }

  test('a slow one: “Still saving”, and then the number, once', async () => {
    const title = `Slow in ${setting.name}`
    const { requester, agent, triage } = cast
    await openForm()
    road.freeze()
    await requester.fillIn({ 'What is wrong?': title, Service: cast.service.name })
    expect(await requester.told(/Still saving/)).toContain('no need to send it again')
    expect(await titled(title)).toEqual([])
    road.thaw()
    const record = numberIn(await requester.told(/is recorded/))
    expect(await titled(title)).toEqual([{ id: record, state: 'new' }])
    await closed(requester)
    await quiet(house)
    expect(agent.cards(record, triage)).toHaveLength(1)
  })

  test('a slow one: a click is saved as soon as it can be', async () => {
    const title = `A slow click in ${setting.name}`
    const { agent, triage } = cast
    const record = await raise(house, cast, title)
    const card = await agent.card(record, triage)
    road.freeze()
    await agent.press(card, 'Take it')
    await agent.told(/Still saving/)
    road.thaw()
    await agent.cardSays(record, /In progress/, triage)
    await quiet(house)
    expect(await titled(title)).toEqual([{ id: record, state: 'in-progress' }])
    expect(agent.cards(record, triage)).toHaveLength(1)
  })

  test('none: polite words with a reference, nothing typed is lost, and the same form is taken later', async () => {
    const title = `Down in ${setting.name}`
    const { requester, agent, triage } = cast
    await openForm()
    road.cut()
    await ready(503)
    await requester.fillIn({ 'What is wrong?': title, Service: cast.service.name })
    expect(await requester.told(/[Rr]eference/)).toMatch(/[Rr]eference:? [0-9a-f]{8}/)
    const kept = requester.chat.form(requester.user)
    expect(JSON.stringify(kept?.body)).toContain(title)
    expect(requester.chat.complaints(requester.user)).toEqual([])
    road.mend()
    await ready(200)
    expect(await titled(title)).toEqual([])
    await requester.fillIn({})
    const record = numberIn(await requester.told(/is recorded/))
    expect(await titled(title)).toEqual([{ id: record, state: 'new' }])
    await closed(requester)
    await quiet(house)
    expect(agent.cards(record, triage)).toHaveLength(1)
  })

  test('none: a click is answered with words and a reference, and nothing has happened', async () => {
    const title = `A click into the void in ${setting.name}`
    const { agent, triage } = cast
    const record = await raise(house, cast, title)
    const card = await agent.card(record, triage)
    road.cut()
    await agent.press(card, 'Take it')
    expect(await agent.told(/[Rr]eference/)).toMatch(/[Rr]eference:? [0-9a-f]{8}/)
    road.mend()
    await ready(200)
    expect(await titled(title)).toEqual([{ id: record, state: 'new' }])
    await take(house, cast, record)
    expect(await titled(title)).toEqual([{ id: record, state: 'in-progress' }])
  })

  test('none: words in a thread are refused, sent again by the platform, and count once', async () => {
    const words = `Is anybody there, ${setting.name}?`
    const { agent, requester, triage } = cast
    const record = await raise(house, cast, `A talk in ${setting.name}`)
    await take(house, cast, record)
    road.cut()
    await ready(503)
    const refused = house.playground.slack.deliveries().refused
    const said = agent.reply(record, words, triage)
    if (setting.agentChat === 'slack') {
      await eventually(
        () => (house.playground.slack.deliveries().refused > refused ? true : undefined),
        'the event refused',
      )
    } else {
      await eventually(
        () =>
          house.playground.teams
            .refusals()
            .find((reason) => reason.startsWith('message: the bot answered 5')),
        'the message refused',
      )
    }
    road.mend()
    await ready(200)
    // Slack comes again after a minute: here at once, byte for byte.
    if (setting.agentChat === 'slack') await house.playground.slack.replay()
    else await said
    await eventually(async () => ((await commented(words)) > 0 ? true : undefined), 'the comment')
    await quiet(house)
    if (setting.agentChat === 'slack') await house.playground.slack.replay()
    expect(await commented(words)).toBe(1)
    expect(holding(requester.lines(record), words)).toHaveLength(1)
  })

  test('none: what was to be sent is sent when it is back, once', async () => {
    const title = `Sent late in ${setting.name}`
    const { requester, agent, triage } = cast
    await fillIn(title)
    const record = numberIn(await requester.told(/is recorded/))
    road.cut()
    await ready(503)
    road.mend()
    await closed(requester)
    await ready(200)
    await agent.card(record, triage)
    await eventually(
      async () => ((await house.service.waitingDeliveries()) === 0 ? true : undefined),
      'everything sent',
    )
    expect(agent.cards(record, triage)).toHaveLength(1)
    expect(requester.cards(record)).toHaveLength(1)
  })
})
