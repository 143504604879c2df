import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personOf } from '../../src/domain/authority.ts'
import type { Platform } from '../../src/domain/person.ts'
import { demoDesk } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { changeDesk } from '../support/new-desk.ts'
import { type PersonAtChat, asPerson, quiet } from '../support/person.ts'
import { closed } from '../support/raising.ts'
import { approveChange, proposeChange } from '../support/proposing.ts'

let house: DeskHouse
let at: (who: readonly [string, Platform]) => PersonAtChat
beforeAll(async () => {
  house = await openDeskHouse()
  const desk = await demoDesk()
  at = ([id, platform]) => asPerson(house, personOf(desk, id)!, platform)
})
afterAll(() => house.close())

const inHours = (hours: number): string =>
  house.clock.now
    .add({ minutes: hours * 60 })
    .round('minute')
    .toString()

const day = (hours: number): string => house.clock.now.add({ hours }).toString().slice(0, 10)

/** Everything stands still for two days around now. */
const freeze = (source: string): string => {
  const window = `zone: Etc/UTC, from: ${day(-24)}T00:00, to: ${day(48)}T00:00`
  return source.replace('  freezes:\n', `  freezes:\n    - { id: alarm, name: Alarm, ${window} }\n`)
}

/** Instants are kept to the millisecond, which the standing clock need not have reached. The desk ticks by itself too. */
const ticked = async (): Promise<void> => {
  house.clock.now = house.clock.now.add({ seconds: 1 })
  await house.service.tickChanges()
  await quiet(house)
}

test.each([
  { chat: 'Slack', asks: ['fern', 'slack'], decides: ['iris', 'slack'], service: 'Remote access (VPN)' },
  { chat: 'Teams', asks: ['tomas', 'teams'], decides: ['sam', 'teams'], service: 'Orders and invoices' },
] as const)(
  '9.2-e whoever makes what was approved shortly before its window is told at once, in $chat, and once',
  async ({ asks, decides, service }) => {
    const implementer = at(asks)
    const soon = [inHours(0.5), inHours(1)] as const
    const record = await proposeChange(house, implementer, 'Soon', service, soon)
    await approveChange(house, at(decides), record)
    await ticked()
    await ticked()
    const reminders = implementer.read().filter(({ text }) => /You are to make it from/.test(text))
    expect(reminders.map(({ text }) => text.includes(`${record} · Soon`))).toEqual([true])
    await implementer.press(reminders[0]!, 'Details')
    expect(await implementer.told(/History/)).toContain(record)
    await implementer.act(await implementer.card(record), 'Withdraw', { 'Why?': 'Enough' })
    await implementer.cardSays(record, /Withdrawn/)
    await closed(implementer)
    await quiet(house)
  },
)

describe.each([
  {
    name: 'Slack',
    asks: ['fern', 'slack'],
    also: ['gabriel', 'slack'],
    decides: ['iris', 'slack'],
    service: 'Remote access (VPN)',
    from: -1,
  },
  {
    name: 'Teams',
    asks: ['tomas', 'teams'],
    also: ['quinn', 'teams'],
    decides: ['sam', 'teams'],
    service: 'Orders and invoices',
    from: -4,
  },
] as const)('9.2-e what is in the way of a change, in $name', ({ service, from, ...who }) => {
  let approver: PersonAtChat
  let first: string
  let second: string
  beforeAll(async () => {
    approver = at(who.decides)
    const window = [inHours(from), inHours(from + 8)] as const
    first = await proposeChange(house, at(who.asks), 'First', service, window)
    second = await proposeChange(house, at(who.also), 'Second', service, window)
    await house.service.keepSchedule()
    // Services of both chats depend on each other: what is left of the one is out of the other's way.
    await approveChange(house, approver, first)
    await ticked()
  })

  test('is found at the click, with the number of the other, and stands on the schedule', async () => {
    await approver.press(await approver.card(second), 'Approve')
    expect(await approver.told(/cannot be made as it stands/)).toContain(`${first} works on ${service}`)
    await approver.command('schedule')
    const seen = await approver.told(/Schedule of change/)
    expect(seen).toContain(`⚠️ ${first} works on ${service} at the same time.`)
  })

  test('is found at the start, when a freeze began meanwhile, which stands on the schedule too', async () => {
    const implementer = at(who.asks)
    await changeDesk(house, freeze)
    await implementer.press(await implementer.card(first), 'Start')
    expect(await implementer.told(/Nothing was changed|cannot be made/)).toContain('Alarm')
    expect((await implementer.card(first)).text).toContain('Approved')
    await implementer.command('schedule')
    expect(await implementer.told(/Schedule of change/)).toContain(
      '❄️ Freeze “Alarm”: no changes of all services',
    )
    await changeDesk(house, (source) => `${source}# again\n`)
    await implementer.press(await implementer.card(first), 'Start')
    await implementer.cardSays(first, /Being made/)
    await implementer.act(await implementer.card(first), 'Done', { 'What happened?': 'All went well' })
    await implementer.cardSays(first, /Done, to be reviewed/)
    await quiet(house)
  })

  test('is gone with the change that is over', async () => {
    await approver.press(await approver.card(second), 'Approve')
    expect((await approver.cardSays(second, /Approved/)).text).not.toContain('⚠️')
    await at(who.also).act(await at(who.also).card(second), 'Withdraw', { 'Why?': 'Enough' })
    await at(who.also).cardSays(second, /Withdrawn/)
  })
})
