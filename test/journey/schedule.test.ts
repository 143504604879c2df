import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personOf } from '../../src/domain/authority.ts'
import { weekText } from '../../src/bot/views/schedule-words.ts'
import type { Platform } from '../../src/domain/person.ts'
import { weekAt } from '../../src/domain/schedule-week.ts'
import { demoDesk } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { forger } from '../support/forger.ts'
import { type PersonAtChat, asPerson } from '../support/person.ts'
import { approveChange, proposeChange } from '../support/proposing.ts'
import { buttons } from '../support/reading.ts'

let house: DeskHouse
let at: (who: readonly [string, Platform]) => PersonAtChat
/** Of the week after the present one, wherever it is read: a Monday, and an instant of that week's Thursday everywhere. */
let monday: Temporal.PlainDate
let thursday: Temporal.Instant
beforeAll(async () => {
  house = await openDeskHouse()
  const desk = await demoDesk()
  at = ([id, platform]) => asPerson(house, personOf(desk, id)!, platform)
  monday = weekAt(house.clock.now, 'UTC').add({ weeks: 2 })
  thursday = Temporal.Instant.from(`${monday.add({ days: 3 }).toString()}T12:00:00Z`)
})
afterAll(() => house.close())

const iso = (week: Temporal.PlainDate): string =>
  `${week.yearOfWeek}-W${String(week.weekOfYear).padStart(2, '0')}`
const hours = (count: number): string => thursday.add({ hours: count }).toString()

describe.each([
  {
    name: 'Slack',
    asks: ['fern', 'slack'],
    decides: ['iris', 'slack'],
    bystander: ['gabriel', 'slack'],
    service: 'Remote access (VPN)',
    nearly: 'Remote acess (VPN)',
    // Fern is at Lord Howe: there it is Friday already.
    from: 8,
    day: { weekday: 'Friday', after: 4 },
  },
  {
    name: 'Teams',
    asks: ['tomas', 'teams'],
    decides: ['sam', 'teams'],
    bystander: ['quinn', 'teams'],
    service: 'Orders and invoices',
    nearly: 'orders and invoises',
    // Tomás is in Santiago: there it is Wednesday still.
    from: -11,
    day: { weekday: 'Wednesday', after: 2 },
  },
] as const)('9.2-e the schedule of change in $name', ({ service, nearly, from, day, ...who }) => {
  let requester: PersonAtChat
  let approver: PersonAtChat
  let other: PersonAtChat
  let record: string
  let week: string
  beforeAll(async () => {
    requester = at(who.asks)
    approver = at(who.decides)
    other = at(who.bystander)
    week = iso(monday)
    record = await proposeChange(house, requester, 'New firmware', service, [hours(from), hours(from + 2)])
  })

  test('shows what waits, by day in the reader’s time, and what was decided', async () => {
    await requester.command(`schedule ${week}`)
    const waits = await requester.told(/Schedule of change/)
    expect(waits).toContain(`Week ${monday.weekOfYear}, ${weekText(monday)}`)
    expect(waits).toContain(`${record} New firmware`)
    expect(waits).toContain('Waiting for approval, not on the schedule yet')
    expect(waits).toContain(`${day.weekday} ${monday.add({ days: day.after }).day} `)
    expect(waits).toContain(`${service} · ${requester.name}`)
    await approveChange(house, approver, record)
    await requester.command(`schedule ${week}`)
    const decided = await requester.told(/Schedule of change/)
    expect(decided).toContain('👍 Approved')
    expect(decided).not.toContain('not on the schedule yet')
  })

  test('leads to the whole request, and to other weeks', async () => {
    await requester.command(`schedule ${week}`)
    const seen = await requester.toldWith(/Schedule of change/)
    await requester.press(seen, 'Details')
    expect(await requester.told(/History/)).toContain(record)
    await requester.press(seen, 'Next week')
    const next = await requester.toldWith(new RegExp(weekText(monday.add({ weeks: 1 }))))
    expect(next.text).toContain('Nothing is planned in this week.')
    await requester.press(next, 'Previous week')
    expect(await requester.told(new RegExp(weekText(monday)))).toContain(record)
  })

  test.each(['the number of a week', 'a day of it'])('of a service, with %s', async (how) => {
    const said = how === 'a day of it' ? monday.add({ days: 6 }).toString() : week
    await approver.command(`schedule ${service} ${said}`)
    const shown = await approver.told(/Schedule of change/)
    expect(shown).toContain(`Schedule of change · ${service}`)
    expect(shown).toContain(record)
  })

  test('of another service does not show it, nor do this week, the next, and the last', async () => {
    await approver.command(`schedule ${week} devices`)
    expect(await approver.told(/Laptops and phones/)).not.toContain(record)
    const present = weekAt(house.clock.now, personOf(await demoDesk(), approver.id)!.zone)
    for (const [words, weeks] of [
      ['schedule', 0],
      ['schedule next week', 1],
      ['schedule last week', -1],
    ] as const) {
      await approver.command(words)
      expect(await approver.told(new RegExp(weekText(present.add({ weeks }))))).not.toContain(record)
    }
  })

  test('a service spelt wrongly is one click from what was meant', async () => {
    await approver.command(`schedule ${nearly} ${week}`)
    const asked = await approver.toldWith(/knows no service/)
    expect(asked.text).toContain(`Did you mean ${service}?`)
    await approver.press(asked, service)
    expect(await approver.told(/Schedule of change/)).toContain(record)
  })

  test.each(['2026-W54', '2026-02-30', 'nxt week'])(
    '“%s” is no week, and it is said what would be',
    async (wrong) => {
      await approver.command(`schedule ${wrong}`)
      const said = await approver.toldWith(/is no week that the desk can show/)
      expect(said.text).toContain(`“${wrong}”`)
      expect(buttons(said)).toEqual(['This week', 'Next week'])
    },
  )

  test.each(['9999-99-99/0', '../../etc', 'x/-1/gone'])(
    'a button that says “%s” shows the present week',
    async (argument) => {
      const person = personOf(await demoDesk(), other.id)!
      const said = await forger(house, person, other.platform).press({ name: 'schedule.show', argument })
      expect(said).toContain(weekText(weekAt(house.clock.now, person.zone)))
    },
  )

  test('shows nobody what does not concern them', async () => {
    await other.command(`schedule ${week}`)
    const said = await other.told(/Schedule of change/)
    expect(said).not.toContain(record)
    expect(said).toContain('Only changes that concern you are shown')
  })
})
