import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeenMessage } from '../../playground/chat.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../support/desk-house.ts'
import { type InBothChats, inBothChats } from '../support/in-both-chats.ts'
import { type PersonAtChat, quiet } from '../support/person.ts'
import { inHours, propose, request } from '../support/proposing.ts'
import { closed } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

const board = 'C0CHANGES'
const decides = (card: SeenMessage): boolean =>
  buttons(card).some((label) => label === 'Approve' || label === 'Go ahead alone')

/** Ben is named in Slack, Mira in Teams. */
describe.each([
  { name: 'Slack', asks: ['fern', 'slack'], alone: ['ben', 'slack'] },
  { name: 'Teams', asks: ['quinn', 'teams'], alone: ['mira', 'teams'] },
  { name: 'from Slack to Teams', asks: ['gabriel', 'slack'], alone: ['mira', 'teams'] },
  { name: 'from Teams to Slack', asks: ['otto', 'teams'], alone: ['ben', 'slack'] },
] as const)('9.2-f: an emergency, from its start to its review, $name', ({ asks, alone }) => {
  let house: DeskHouse
  let people: InBothChats
  let requester: PersonAtChat
  let named: PersonAtChat
  let record: string
  beforeAll(async () => {
    house = await openDeskHouse()
    people = await inBothChats(house)
    const { at } = people
    requester = at(asks[0], asks[1])
    named = at(alone[0], alone[1])
    record = await propose(
      house,
      requester,
      request(house, 'Cut the uplink', {
        Type: 'Emergency: it cannot wait for the usual path',
        'Services affected': ['Orders and invoices'],
        'Window from': inHours(house, -1),
      }),
    )
  })
  afterAll(() => house.close())

  test('those who may be reached are all asked, and one named for it may go ahead alone', async () => {
    const ada = await people.cardOf('ada', record)
    expect(buttons(ada)).toContain('Approve')
    expect(buttons(ada)).not.toContain('Go ahead alone')
    expect(buttons(await named.card(record))).toContain('Go ahead alone')
    expect((await named.card(record)).text).toContain('🚨 Emergency')
  })

  test('not without confirming it a second time: nothing happens, and the reason stays typed', async () => {
    await named.opens(await named.card(record), 'Go ahead alone')
    await named.fillIn({ 'Why can it not wait?': 'Orders leak' })
    const form = await eventually(() => {
      const open = named.chat.form(named.user)
      return open?.text.includes('please confirm') === true ? open : undefined
    }, 'the complaint')
    expect(form.inputs.find(({ label }) => label === 'Why can it not wait?')?.value).toBe('Orders leak')
    expect((await requester.card(record)).text).toContain('Waiting for approval')
  })

  test('confirmed, it goes ahead: every copy loses its buttons, and all it concerns are told at once', async () => {
    await named.fillIn({
      'Why can it not wait?': 'Orders leak',
      'Go ahead before the others have decided?': 'Yes, I answer for it',
    })
    await named.told(/goes ahead\. Everyone concerned is told/)
    await closed(named)
    await quiet(house)
    for (const id of ['ada', 'ben', 'mira', 'lena', 'sam'])
      expect({ id, decides: decides(await people.cardOf(id, record, /Approved/)) }).toEqual({
        id,
        decides: false,
      })
    const ben = people.at('ben', 'slack')
    expect(decides(await ben.cardSays(record, /Approved/, board))).toBe(false)
    const words = `${named.name} goes ahead alone, before anybody else decided: Orders leak`
    for (const id of ['ada', 'joao', 'tomas', 'sam', 'lena'])
      expect({ id, told: people.told(id, words) }).toEqual({ id, told: 1 })
    expect(holding(ben.lines(record, board), words)).toHaveLength(1)
    expect(holding(requester.lines(record), words)).toHaveLength(1)
  })

  test('it is made, and its review is asked for every working day until it is done', async () => {
    await requester.press(await requester.card(record), 'Start')
    await requester.cardSays(record, /Being made/)
    await requester.act(await requester.card(record), 'Done', { 'What happened?': 'The leak is closed' })
    await requester.told(/is recorded as done/)
    await closed(requester)
    await quiet(house)
    const asked = 'It is over and not reviewed yet: please review it.'
    expect(people.told(requester.id, asked)).toBe(0)
    // Three days by the clock, and then until somebody works.
    await people.afterHours(24 * 7)
    expect(people.told(requester.id, asked)).toBe(1)
    expect(people.told('ada', asked)).toBe(1)
    await people.afterHours(24 * 7)
    expect(people.told(requester.id, asked)).toBe(1)
    await people.afterHours(24 * 14)
    expect(people.told(requester.id, asked)).toBe(2)
    expect(people.told('ada', asked)).toBe(2)
    await requester.act(await requester.card(record), 'Review', {
      'Did it do what it was meant to?': 'Yes',
      'What was learnt?': 'Watch the orders',
    })
    await requester.told(/is reviewed/)
    await closed(requester)
    await people.afterHours(24 * 60)
    expect(people.told(requester.id, asked)).toBe(2)
    expect((await requester.card(record)).text).toContain('Effective: Watch the orders')
  })
})
