import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeenMessage } from '../../playground/chat.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { type InBothChats, inBothChats } from '../support/in-both-chats.ts'
import { type PersonAtChat, quiet } from '../support/person.ts'
import { inHours, propose, request } from '../support/proposing.ts'
import { closed } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

const board = 'C0CHANGES'
const decides = (card: SeenMessage): boolean => buttons(card).includes('Approve')

/** Iris owns what is in Slack, Sam what is in Teams; whom they ask instead is in either. */
describe.each([
  { name: 'Slack', owner: ['iris', 'slack'], to: ['dawa', 'slack'], service: 'Remote access (VPN)' },
  { name: 'Teams', owner: ['sam', 'teams'], to: ['noor', 'teams'], service: 'Orders and invoices' },
  {
    name: 'from Slack to Teams',
    owner: ['iris', 'slack'],
    to: ['noor', 'teams'],
    service: 'Remote access (VPN)',
  },
  {
    name: 'from Teams to Slack',
    owner: ['sam', 'teams'],
    to: ['dawa', 'slack'],
    service: 'Orders and invoices',
  },
] as const)('9.2-c: an approver asks somebody to decide instead, $name', ({ owner, to, service }) => {
  let house: DeskHouse
  let people: InBothChats
  let requester: PersonAtChat
  let approver: PersonAtChat
  let delegate: PersonAtChat
  let record: string
  beforeAll(async () => {
    house = await openDeskHouse()
    people = await inBothChats(house)
    requester = people.at('gabriel', 'slack')
    approver = people.at(owner[0], owner[1])
    delegate = people.at(to[0], to[1])
    record = await propose(
      house,
      requester,
      request(house, 'New firmware', { 'Services affected': [service], 'Window to': inHours(house, 30) }),
    )
  })
  afterAll(() => house.close())

  const asksInstead = async (name: string): Promise<void> =>
    approver.act(await approver.card(record), 'Delegate', { 'Who shall decide instead of you?': name })

  test('not whoever asks for it: refused beside the input or above it, and nothing typed is lost', async () => {
    await asksInstead(requester.name)
    await approver.told(/cannot decide this/)
    expect((await requester.card(record)).text).toContain(`Waits for ${approver.name}.`)
    await approver.close()
  })

  test('the other is asked, and named as deciding for them; the one who asked has nothing to decide', async () => {
    await asksInstead(delegate.name)
    await approver.told(/theirs to decide now instead of yours/)
    await closed(approver)
    await quiet(house)
    const card = await delegate.card(record)
    expect(decides(card)).toBe(true)
    expect(card.text).toContain(`It waits for you, as deputy of ${approver.name}.`)
    expect(card.text).toContain(`${delegate.name} (deputy of ${approver.name})`)
    expect(decides(await approver.card(record))).toBe(false)
    expect((await requester.card(record)).text).toContain(`${delegate.name} (deputy of ${approver.name})`)
    const words = `${approver.name} asked ${delegate.name} to decide instead.`
    expect(holding(people.at('ben', 'slack').lines(record, board), words)).toHaveLength(1)
    expect(holding(requester.lines(record), words)).toHaveLength(1)
  })

  test('their answer stands for the other’s, with both names', async () => {
    await delegate.press(await delegate.card(record), 'Approve')
    await delegate.cardSays(record, /Approved/)
    await quiet(house)
    expect(decides(await delegate.card(record))).toBe(false)
    const words = `${delegate.name} approved for ${approver.name}.`
    expect(holding(people.at('ben', 'slack').lines(record, board), words)).toHaveLength(1)
    expect(holding(requester.lines(record), words)).toHaveLength(1)
    await approver.cardSays(record, /Approved/)
  })
})
