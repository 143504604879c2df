import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personOf } from '../../src/domain/authority.ts'
import type { Platform } from '../../src/domain/person.ts'
import { demoDesk } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { changeDesk, without } from '../support/new-desk.ts'
import { type PersonAtChat, asPerson, quiet } from '../support/person.ts'
import { approveChange, proposeChange } from '../support/proposing.ts'
import { buttons } from '../support/reading.ts'
import { closed } from '../support/raising.ts'

let house: DeskHouse
let at: (who: readonly [string, Platform]) => PersonAtChat
beforeAll(async () => {
  house = await openDeskHouse()
  const desk = await demoDesk()
  at = ([id, platform]) => asPerson(house, personOf(desk, id)!, platform)
})
afterAll(() => house.close())

const inHours = (hours: number): string => house.clock.now.add({ hours }).round('minute').toString()

/** What Thunderbird would make of it, by number. */
const eventsOf = (text: string): ReadonlyMap<string, ICAL.Component> =>
  new Map(
    new ICAL.Component(ICAL.parse(text) as [string, unknown[], unknown[]])
      .getAllSubcomponents('vevent')
      .map((event) => [String(event.getFirstPropertyValue('uid')).split('@')[0] ?? '', event]),
  )

const statusOf = (text: string, record: string): string =>
  String(eventsOf(text).get(record)?.getFirstPropertyValue('status') ?? 'not there')

const linkIn = (words: string): string =>
  /http:\/\/127\.0\.0\.1:\d+\/calendar\/[\w-]{43}\.ics/.exec(words)?.[0] ?? `no link in: ${words}`

const status = async (link: string): Promise<number> => (await fetch(link)).status

const offered = async (person: PersonAtChat): Promise<void> => {
  await person.command('schedule')
  await person.press(await person.toldWith(/Schedule of change/), 'Calendar link')
}

describe.each([
  {
    name: 'Slack',
    asks: ['fern', 'slack'],
    decides: ['iris', 'slack'],
    bystander: ['gabriel', 'slack'],
    service: 'Remote access (VPN)',
    from: 30,
  },
  {
    name: 'Teams',
    asks: ['tomas', 'teams'],
    decides: ['sam', 'teams'],
    bystander: ['quinn', 'teams'],
    service: 'Orders and invoices',
    from: 60,
  },
] as const)('9.2-e a calendar that is asked for in $name', ({ service, from, ...who }) => {
  let requester: PersonAtChat
  let record: string
  let link: string
  let window: [string, string]
  beforeAll(async () => {
    requester = at(who.asks)
    window = [inHours(from), inHours(from + 2)]
    record = await proposeChange(house, requester, 'New firmware, and more', service, window)
  })

  test('is offered with the schedule, and said once', async () => {
    await offered(requester)
    link = linkIn(await requester.told(/Subscribe to this address/))
    await offered(requester)
    const again = await requester.toldWith(/It still works, and cannot be shown again/)
    expect(again.text).not.toContain('/calendar/')
    expect(buttons(again)).toEqual(['New link', 'Turn it off'])
  })

  test('has the change, as it stands', async () => {
    const response = await fetch(link)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('private, max-age=300')
    const text = await response.text()
    const event = eventsOf(text).get(record)
    expect(event?.getFirstPropertyValue('summary')).toBe(`${record}: New firmware, and more`)
    expect(String(event?.getFirstPropertyValue('dtstart'))).toBe(window[0])
    expect(String(event?.getFirstPropertyValue('description'))).toContain(`Services: ${service}`)
    expect(statusOf(text, record)).toBe('TENTATIVE')
    await approveChange(house, at(who.decides), record)
    expect(statusOf(await (await fetch(link)).text(), record)).toBe('CONFIRMED')
  })

  test('is not sent again while it says the same', async () => {
    const first = await fetch(link)
    const etag = first.headers.get('etag') ?? ''
    const second = await fetch(link, { headers: { 'if-none-match': etag } })
    expect([second.status, await second.text(), second.headers.get('etag')]).toEqual([304, '', etag])
    const head = await fetch(link, { method: 'HEAD' })
    expect([head.status, head.headers.get('etag')]).toEqual([200, etag])
  })

  test('of somebody whom it does not concern does not have it', async () => {
    const other = at(who.bystander)
    await offered(other)
    const theirs = await fetch(linkIn(await other.told(/Subscribe to this address/)))
    expect([theirs.status, [...eventsOf(await theirs.text()).keys()]]).toEqual([200, []])
  })

  test('takes out what was withdrawn, by saying so', async () => {
    await requester.act(await requester.card(record), 'Withdraw', { 'Why?': 'Not needed' })
    await requester.told(/withdrawn/)
    await closed(requester)
    await quiet(house)
    const changed = await fetch(link)
    expect(statusOf(await changed.text(), record)).toBe('CANCELLED')
  })

  test('gets a new link, and the old one is nobody’s', async () => {
    await offered(requester)
    await requester.press(await requester.toldWith(/cannot be shown again/), 'New link')
    const fresh = linkIn(await requester.told(/Subscribe to this address/))
    expect(fresh).not.toBe(link)
    expect([await status(link), await status(fresh)]).toEqual([404, 200])
    link = fresh
  })

  test('is turned off', async () => {
    await offered(requester)
    await requester.press(await requester.toldWith(/cannot be shown again/), 'Turn it off')
    await requester.told(/no longer works/)
    expect(await status(link)).toBe(404)
  })

  test('of somebody who left, or is disabled, is no calendar', async () => {
    await offered(requester)
    link = linkIn(await requester.told(/Subscribe to this address/))
    expect(await status(link)).toBe(200)
    await changeDesk(house, (source) =>
      without(requester.id)(source).replaceAll(
        new RegExp(String.raw`\b${requester.id}\b(?=[\],])`, 'g'),
        'rosa',
      ),
    )
    expect(await status(link)).toBe(404)
    await changeDesk(house, (source) => `${source}# again\n`)
    expect(await status(link)).toBe(200)
    await changeDesk(house, (source) =>
      source.replace(`  - id: ${requester.id}\n`, `  - id: ${requester.id}\n    disabled: true\n`),
    )
    expect(await status(link)).toBe(404)
    await changeDesk(house, (source) => `${source}# once more\n`)
    expect(await status(link)).toBe(200)
  })
})

test('9.2-e where nobody knows the address of the desk, it is said whom to ask', async () => {
  const away = await openDeskHouse({ publicUrl: false })
  try {
    const person = asPerson(away, personOf(await demoDesk(), 'fern')!, 'slack')
    await person.command('schedule')
    await person.press(await person.toldWith(/Schedule of change/), 'Calendar link')
    expect(await person.told(/cannot give you a calendar link yet/)).toContain('PUBLIC_URL')
  } finally {
    await away.close()
  }
})
