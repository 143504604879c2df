import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, connect } from '../../../src/store/database.ts'
import type { SeenMessage } from '../../../playground/chat.ts'
import { type Cast, type Setting, castOf, settings } from '../../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../../support/desk-house.ts'
import { quiet } from '../../support/person.ts'
import { raise } from '../../support/raising.ts'
import { holding } from '../../support/reading.ts'

let house: DeskHouse
let owner: Database
beforeAll(async () => {
  house = await openDeskHouse()
  owner = connect(house.connection, { owner: true, poolSize: 1 })
})
afterAll(async () => {
  await owner.close()
  await house.close()
})

const someoneElse = 'b3f1c7a2-6d0e-4f55-8a38-0e7f4a1d2c99'

/** As a process leaves it that dies between the answer of the chat and its own note of it, with its lease not over yet. */
const forgetPosting = async (record: string): Promise<void> => {
  await owner.pool.query(
    `insert into pace (key, leased_by, leased_until)
     select pace_key, '${someoneElse}', now() + interval '1 hour' from message_refs
     where record = $1 and audience = 'triage'
     on conflict (key) do update set leased_by = excluded.leased_by, leased_until = excluded.leased_until`,
    [record],
  )
  await owner.pool.query(
    `update deliveries set state = 'sending', done_at = null from message_refs r
     where r.id = deliveries.ref and r.record = $1 and r.audience = 'triage' and kind = 'card'`,
    [record],
  )
  await owner.pool.query(`update message_refs set message = null where record = $1 and audience = 'triage'`, [
    record,
  ])
}

const endLease = (): Promise<unknown> =>
  owner.pool.query('update pace set leased_until = now() where leased_by = $1', [someoneElse])

const commented = async (words: string): Promise<number> => {
  const rows = await owner.db.selectFrom('events').select('data').where('type', '=', 'commented').execute()
  return rows.filter(({ data }) => (data as { text: string }).text === words).length
}

const settingIn = (name: string): Setting => {
  const found = settings.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no setting ${name}`)
  return found
}

const forgotten = async (setting: Setting): Promise<{ cast: Cast; record: string; card: SeenMessage }> => {
  const cast = await castOf(house, setting)
  const record = await raise(house, cast, `Posted by a process that died, ${setting.name}`)
  await quiet(house)
  const card = await cast.agent.card(record, cast.triage)
  await forgetPosting(record)
  return { cast, record, card }
}

describe.each(['Slack', 'Teams'])('below a card that nobody noted, in %s', (name) => {
  test('words wait until the desk knows whose they are: refused, brought again, and counted once', async () => {
    const setting = settingIn(name)
    const { cast, record, card } = await forgotten(setting)
    const { agent, requester, triage } = cast
    const words = `Is it the fax in ${name}?`
    const { slack, teams } = house.playground
    const refusals = teams.refusals().length
    const refused = slack.deliveries().refused
    const said = agent.say(words, { conversation: triage, thread: card.id })
    await eventually(
      () => (slack.deliveries().refused > refused || teams.refusals().length > refusals ? true : undefined),
      'the words refused',
    )
    expect(await commented(words)).toBe(0)
    // Slack can be asked where the card is; in Teams the first click tells.
    if (name === 'Slack') {
      await endLease()
      await quiet(house)
      // Slack comes again after a minute: here at once, byte for byte, with what it has told since.
      for (let back = 1; back <= 6; back += 1) await slack.replay(back)
    } else {
      await agent.press(card, 'Take it')
      await said
      await endLease()
    }
    await quiet(house)
    expect(await commented(words)).toBe(1)
    expect(holding(requester.lines(record), words)).toHaveLength(1)
    expect(agent.cards(record, triage)).toHaveLength(1)
  })

  test('in another thread of the channel they are nobody’s business again once it is noted', async () => {
    const { cast, record } = await forgotten(settingIn(name))
    const { agent, triage } = cast
    await endLease()
    await quiet(house)
    const root = await agent.say('Lunch?', { conversation: triage })
    const { slack, teams } = house.playground
    const before = [slack.deliveries().refused, teams.refusals().length]
    await agent.say('Yes.', { conversation: triage, thread: root })
    expect([slack.deliveries().refused, teams.refusals().length]).toEqual(before)
    expect(await commented('Yes.')).toBe(0)
    expect(agent.cards(record, triage).length).toBe(name === 'Slack' ? 1 : 2)
  })
})

describe('a click on a card in Teams that nobody noted', () => {
  test('tells where it stands: it is edited from then on, and not posted again', async () => {
    const { cast, record, card } = await forgotten(settingIn('Teams'))
    const { agent, requester, triage } = cast
    await agent.press(card, 'Take it')
    await endLease()
    await agent.cardSays(record, /In progress/, triage)
    await agent.say('Have you tried again?', { conversation: triage, thread: card.id })
    await quiet(house)
    expect(agent.cards(record, triage).map(({ id }) => id)).toEqual([card.id])
    expect(holding(requester.lines(record), 'Have you tried again?')).toHaveLength(1)
  })

  test('that was posted again meanwhile makes both cards the record’s: answered below, and edited alike', async () => {
    const { cast, record, card } = await forgotten(settingIn('Teams'))
    const { agent, requester, triage } = cast
    await endLease()
    await quiet(house)
    const both = agent.cards(record, triage)
    expect(both).toHaveLength(2)
    await agent.press(card, 'Take it')
    await agent.say('Which floor is it on?', { conversation: triage, thread: card.id })
    await quiet(house)
    expect(holding(requester.lines(record), 'Which floor is it on?')).toHaveLength(1)
    const later = both.find(({ id }) => id !== card.id)
    if (later === undefined) throw new Error('there is no second card')
    await agent.act(later, 'Resolve', { 'What was done?': 'Restarted.' })
    await quiet(house)
    const texts = agent.cards(record, triage).map(({ text }) => text)
    expect(texts).toHaveLength(2)
    for (const text of texts) expect(text).toMatch(/Resolved/)
  })
})
