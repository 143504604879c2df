import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Filling, SeenMessage } from '../../playground/chat.ts'
import { personOf } from '../../src/domain/authority.ts'
import type { Platform } from '../../src/domain/person.ts'
import { demoDesk } from '../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../support/desk-house.ts'
import { type PersonAtChat, asPerson, quiet } from '../support/person.ts'
import { inHours as hoursAhead, propose as proposeAs, request as requestOf } from '../support/proposing.ts'
import { closed } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

let house: DeskHouse
let at: (id: string, platform: Platform) => PersonAtChat
beforeAll(async () => {
  house = await openDeskHouse()
  const desk = await demoDesk()
  at = (id, platform) => asPerson(house, personOf(desk, id)!, platform)
})
afterAll(() => house.close())

const board = { slack: 'C0CHANGES', teams: '19:change-board@thread.tacv2' } as const

const inHours = (hours: number): string => hoursAhead(house, hours)
const request = (title: string, more: Filling = {}): Filling =>
  requestOf(house, title, { 'Services affected': ['Orders and invoices'], ...more })
const propose = (person: PersonAtChat, values: Filling): Promise<string> => proposeAs(house, person, values)

const decides = (card: SeenMessage): boolean => buttons(card).includes('Approve')

describe.each([
  {
    name: 'Slack',
    asks: ['fern', 'slack'],
    decides: ['iris', 'slack'],
    service: 'Remote access (VPN)',
    hour: 1,
  },
  {
    name: 'Teams',
    asks: ['quinn', 'teams'],
    decides: ['sam', 'teams'],
    service: 'Orders and invoices',
    hour: 6,
  },
  {
    name: 'from Slack to Teams',
    asks: ['gabriel', 'slack'],
    decides: ['sam', 'teams'],
    service: 'Orders and invoices',
    hour: 11,
  },
  {
    name: 'from Teams to Slack',
    asks: ['tomas', 'teams'],
    decides: ['iris', 'slack'],
    service: 'Remote access (VPN)',
    hour: 16,
  },
] as const)('9.2-c: a change is decided in $name', ({ asks, decides: owner, service, hour }) => {
  let requester: PersonAtChat
  let approver: PersonAtChat
  let watcher: PersonAtChat
  let record: string
  beforeAll(async () => {
    requester = at(asks[0], asks[1])
    approver = at(owner[0], owner[1])
    watcher = at('ben', 'slack')
    record = await propose(
      requester,
      request('New firmware', {
        'Services affected': [service],
        'Window from': inHours(hour),
        'Window to': inHours(hour + 2),
      }),
    )
  })

  test('the card stands with the board, with the approver, and with whoever asks', async () => {
    const inBoard = await watcher.card(record, board.slack)
    expect(inBoard.text).toContain('0 of 1 in “Service owner”')
    expect(inBoard.text).toContain(`Waits for ${approver.name}.`)
    expect(decides(inBoard)).toBe(true)
    const asked = await approver.card(record)
    expect(asked.text).toContain('It waits for you.')
    expect(decides(asked)).toBe(true)
    const mine = await requester.card(record)
    expect(buttons(mine)).toEqual(['Withdraw', 'Comment', 'Details'])
  })

  test('whoever is not asked is told why, and nothing happens', async () => {
    await watcher.press(await watcher.card(record, board.slack), 'Approve')
    expect(await watcher.told(/Nothing was changed/)).toContain('you are not among those who decide this')
    expect((await requester.card(record)).text).toContain('Waiting for approval')
  })

  test('approved: every copy loses its buttons and says so', async () => {
    await approver.press(await approver.card(record), 'Approve')
    await approver.cardSays(record, /Approved/)
    await quiet(house)
    for (const [person, place] of [
      [watcher, board.slack],
      [approver, undefined],
      [requester, undefined],
    ] as const) {
      const card = await person.cardSays(record, /Approved/, place)
      expect(decides(card)).toBe(false)
    }
    expect(holding(watcher.lines(record, board.slack), `${approver.name} approved.`)).toHaveLength(1)
    expect(holding(requester.lines(record), `${approver.name} approved.`)).toHaveLength(1)
  })

  test('9.2-e: it is offered to be started in its window only, and the time at the click decides', async () => {
    expect(buttons(await requester.card(record))).not.toContain('Start')
    const { now } = house.clock
    house.clock.now = now.add({ hours: hour, minutes: 1 })
    await requester.acts(() => house.service.tickChanges())
    const notice = await requester.toldWith(/Its window is open until/)
    expect(buttons(notice)).toEqual(['Start', 'Details'])
    await quiet(house)
    house.clock.now = now
    await requester.press(await requester.card(record), 'Start')
    expect(await requester.told(/Nothing was changed/)).toContain('its window begins')
    expect((await requester.card(record)).text).toContain('Approved')
  })

  test('9.2-e: nobody started it: all whom it concerns hear so, and it cannot be started any more', async () => {
    const { now } = house.clock
    house.clock.now = now.add({ hours: hour + 2 })
    await requester.acts(() => house.service.tickChanges())
    await requester.told(/Its window is over, and nobody started it/)
    await quiet(house)
    house.clock.now = now
    for (const [person, place] of [
      [watcher, board.slack],
      [requester, undefined],
    ] as const) {
      const card = await person.cardSays(record, /Its window is over, and it was not started/, place)
      expect(buttons(card)).not.toContain('Start')
    }
    expect(holding(watcher.lines(record, board.slack), 'nobody started it')).toHaveLength(1)
  })
})

test('a window that ends before it starts is complained about, and nothing typed is lost', async () => {
  const requester = at('joao', 'slack')
  await requester.command('change')
  await requester.form('Propose a change')
  await requester.fillIn({ ...request('No way back'), 'Window to': inHours(0) })
  const form = await eventually(() => {
    const open = requester.chat.form(requester.user)
    const complaint = open?.inputs.find(({ label }) => label === 'Window to')?.error
    return complaint?.includes('This is not after the start') === true ? open : undefined
  }, 'the complaint')
  expect(form.inputs.find(({ label }) => label === 'What shall be changed?')?.value).toBe('No way back')
  await requester.close()
})

test('9.2-e: what collides is refused at the click, with the number of the other change', async () => {
  const requester = at('fern', 'slack')
  const approver = at('iris', 'slack')
  const values = request('First', {
    'Services affected': ['Remote access (VPN)'],
    'Window from': inHours(30),
    'Window to': inHours(33),
  })
  const first = await propose(requester, values)
  const second = await propose(at('gabriel', 'slack'), { ...values, 'What shall be changed?': 'Second' })
  await approver.press(await approver.card(first), 'Approve')
  await approver.cardSays(first, /Approved/)
  await quiet(house)
  await approver.press(await approver.card(second), 'Approve')
  expect(await approver.told(/cannot be made as it stands/)).toContain(
    `${first} works on Remote access (VPN)`,
  )
  const manager = at('ada', 'slack')
  await manager.cardSays(second, new RegExp(`${first} works on`), board.slack)
  await manager.act(await manager.card(second, board.slack), 'Allow the overlap', {
    'Why is it safe?': 'Other gateway',
  })
  await manager.told(/may overlap/)
  await closed(manager)
  await quiet(house)
  await approver.press(await approver.card(second), 'Approve')
  await approver.cardSays(second, /Approved/)
})
