import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../../playground/chat.ts'
import type { Platform } from '../../src/domain/person.ts'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { quiet } from '../support/person.ts'
import { raise, resolve, take } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

let house: DeskHouse
beforeAll(async () => {
  house = await openDeskHouse()
})
afterAll(() => house.close())

/** The next post of the desk is refused for good. */
const refusal: Readonly<Record<Platform, Fault>> = {
  slack: {
    method: 'chat.postMessage',
    times: 1,
    how: { kind: 'status', status: 200, error: 'is_archived' },
  },
  teams: {
    method: 'post',
    times: 1,
    how: { kind: 'status', status: 403, error: 'BotNotInConversationRoster' },
  },
}
const chatName: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' }

describe.each(settings)('without an answer in $name', (setting) => {
  let cast: Cast
  beforeAll(async () => {
    cast = await castOf(house, setting)
  })

  test('a resolved incident is closed after the agreed business days, and not before', async () => {
    const { requester, agent, triage } = cast
    const record = await raise(house, cast, 'Gull on the mast')
    await take(house, cast, record)
    await resolve(house, cast, record, 'It flew away.')
    const card = await requester.cardSays(record, /Without an answer it closes/)
    expect(buttons(card)).toContain('Close')
    const began = house.clock.now
    house.clock.now = began.add({ hours: 24 })
    await house.service.tickAgreements()
    await requester.cardSays(record, /✅ Resolved/)

    // Five business days are over after two weeks, whatever the day is.
    house.clock.now = began.add({ hours: 14 * 24 })
    expect(await house.service.tickAgreements()).toBeGreaterThan(0)
    expect(await house.service.tickAgreements()).toBe(0)
    await quiet(house)
    house.clock.now = began
    for (const [person, conversation] of [
      [requester, requester.direct],
      [agent, triage],
    ] as const) {
      const closed = await person.cardSays(record, /🔒 Closed/, conversation)
      expect(buttons(closed)).toEqual(['Raise a follow-up', 'Details'])
      const said = 'Closed: nobody answered in the agreed time.'
      expect(holding(person.lines(record, conversation), said)).toHaveLength(1)
    }
    await agent.press(await agent.card(record, triage), 'Details')
    expect(await agent.told(/History/)).toMatch(/nobody answered in the agreed time\.\s+\(clock\)/)
  })

  test('the desk sees what could not be delivered, and to whom', async () => {
    const { requester, agent, triage } = cast
    const record = await raise(house, cast, 'Parrot on the bridge')
    requester.chat.fault(refusal[setting.requesterChat])
    await agent.reply(record, 'Does it speak?', triage)
    await quiet(house)
    expect(holding(requester.lines(record), 'Does it speak?')).toEqual([])
    const lost = `1 message could not be delivered to the requester’s side in ${chatName[setting.requesterChat]} (${requester.name})`
    await agent.press(await agent.card(record, triage), 'Details')
    expect(await agent.told(/History/)).toContain(lost)
    await take(house, cast, record)
    expect((await agent.card(record, triage)).text).toContain(lost)
    await requester.press(await requester.card(record), 'Details')
    expect(await requester.told(/History/)).not.toContain('could not be delivered')
    expect(holding(requester.lines(record), `${agent.name} took it`)).toHaveLength(1)
  })
})

describe.each(settings.slice(0, 2))('in a hurry in $name', (setting) => {
  test('an answer that comes too fast for the chat comes a little later', async () => {
    const cast = await castOf(house, setting)
    const { requester } = cast
    const record = await raise(house, cast, 'Bell rings too often')
    const { method } = refusal[setting.requesterChat]
    requester.chat.fault({ method, times: 1, how: { kind: 'status', status: 429, retryAfter: 1 } })
    await requester.press(await requester.card(record), 'Details')
    expect(await requester.told(/History/)).toContain('Bell rings too often')
  })
})
