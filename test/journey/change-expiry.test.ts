import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeenMessage } from '../../playground/chat.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { type InBothChats, inBothChats } from '../support/in-both-chats.ts'
import type { PersonAtChat } from '../support/person.ts'
import { inHours, propose, request } from '../support/proposing.ts'
import { buttons, holding } from '../support/reading.ts'

const board = '19:change-board@thread.tacv2'
/** A majority of five decides what is major; some of them are in Slack, some in Teams. */
const members = ['ada', 'lena', 'mira', 'noor', 'sam'] as const
const decides = (card: SeenMessage): boolean => buttons(card).includes('Approve')

describe.each([
  { name: 'Slack', asks: 'fern', chat: 'slack' },
  { name: 'Teams', asks: 'quinn', chat: 'teams' },
] as const)('9.2-c: what nobody decides expires, asked for in $name', ({ asks, chat }) => {
  let house: DeskHouse
  let people: InBothChats
  let requester: PersonAtChat
  let record: string
  beforeAll(async () => {
    house = await openDeskHouse()
    people = await inBothChats(house)
    requester = people.at(asks, chat)
    record = await propose(
      house,
      requester,
      request(house, 'Give the orders away', {
        'Services affected': ['Orders and invoices'],
        'Removes or transfers a service?': 'Yes: it is a major change then',
        'Window from': inHours(house, 24 * 60),
        'Window to': inHours(house, 24 * 60 + 2),
      }),
    )
  })
  afterAll(() => house.close())

  test('all who decide are asked, in both chats, and the card says until when', async () => {
    for (const id of members) {
      const card = await people.cardOf(id, record)
      expect({ id, decides: decides(card) }).toEqual({ id, decides: true })
      expect(card.text).toContain('Expires undecided')
    }
    const mira = people.at('mira', 'teams')
    expect((await mira.card(record, board)).text).toContain(
      '0 of 3 in “Change advisory board”, then “Customers”',
    )
  })

  test('one who has decided is not reminded; the others are', async () => {
    const sam = people.at('sam', 'teams')
    await sam.press(await sam.card(record), 'Approve')
    await sam.cardSays(record, /1 of 3/)
    await people.afterHours(24 * 7)
    expect(sam.cards(record)).toHaveLength(1)
    for (const id of ['mira', 'noor']) {
      const reminded = await people.holderOf(id, record)
      expect(reminded.cards(record).length).toBeGreaterThan(1)
    }
  })

  test('its time over, every copy in both chats loses its buttons, and everyone is told once', async () => {
    await people.afterHours(24 * 45)
    for (const id of members)
      expect({ id, decides: decides(await people.cardOf(id, record, /Expired without a decision/)) }).toEqual(
        { id, decides: false },
      )
    const mira = people.at('mira', 'teams')
    expect(decides(await mira.cardSays(record, /Expired without a decision/, board))).toBe(false)
    expect(buttons(await requester.cardSays(record, /Expired without a decision/))).toEqual([
      'Comment',
      'Details',
    ])
    const words = 'Its time to be decided is over: it expired.'
    expect(holding(mira.lines(record, board), words)).toHaveLength(1)
    expect(holding(requester.lines(record), words)).toHaveLength(1)
    expect(people.told('ada', words)).toBe(1)
    await people.afterHours(24 * 90)
    expect(holding(requester.lines(record), words)).toHaveLength(1)
  })

  test('its details tell those who were asked that it is over', async () => {
    const lena = await people.holderOf('lena', record)
    await lena.command(`show ${record}`)
    expect(await lena.told(/History/)).toContain('it expired')
  })
})
