import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personOf } from '../../src/domain/authority.ts'
import type { Platform } from '../../src/domain/person.ts'
import { demoDesk } from '../support/cast.ts'
import { after, asksToDecide, boards, inMinutes, onTheMinute, propose } from '../support/changing.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { type PersonAtChat, asPerson, quiet } from '../support/person.ts'
import { closed } from '../support/raising.ts'
import { buttons, holding, valueIn } from '../support/reading.ts'

let house: DeskHouse
let at: (id: string, platform: Platform) => PersonAtChat
const open = async (): Promise<void> => {
  house = await openDeskHouse()
  onTheMinute(house)
  const desk = await demoDesk()
  at = (id, platform) => asPerson(house, personOf(desk, id)!, platform)
}
const close = (): Promise<void> => house.close()

/** Enters it with the button below the list, and gives what was told. */
const enter = async (person: PersonAtChat, values: Record<string, string>): Promise<string> => {
  await person.command('away')
  await person.opens(await person.toldWith(/When you are away/), 'Enter an absence')
  await person.fillIn(values)
  const told = await person.told(/entered as away/)
  await closed(person)
  await quiet(house)
  return told
}

describe.each([
  {
    name: 'Slack',
    asks: ['fern', 'slack'],
    owner: ['iris', 'slack'],
    deputy: ['ben', 'slack'],
    service: 'Remote access (VPN)',
  },
  {
    name: 'Teams',
    asks: ['quinn', 'teams'],
    owner: ['sam', 'teams'],
    deputy: ['priya', 'teams'],
    service: 'Orders and invoices',
  },
  {
    name: 'from Slack to Teams',
    asks: ['gabriel', 'slack'],
    owner: ['iris', 'slack'],
    deputy: ['noor', 'teams'],
    service: 'Remote access (VPN)',
  },
  {
    name: 'from Teams to Slack',
    asks: ['tomas', 'teams'],
    owner: ['sam', 'teams'],
    deputy: ['dawa', 'slack'],
    service: 'Orders and invoices',
  },
] as const)('9.2-c: who is away has a deputy, in $name', ({ name, asks, owner, deputy, service }) => {
  let requester: PersonAtChat
  let approver: PersonAtChat
  let standIn: PersonAtChat
  const services = { 'Services affected': [service] }
  beforeAll(async () => {
    await open()
    requester = at(asks[0], asks[1])
    approver = at(owner[0], owner[1])
    standIn = at(deputy[0], deputy[1])
  })
  afterAll(close)

  test('entered from now on, the deputy is told, and is asked by the card instead of the one away', async () => {
    await approver.command('away')
    const nothing = await approver.toldWith(/When you are away/)
    expect(nothing.text).toContain('Nothing is entered.')
    expect(buttons(nothing)).toEqual(['Enter an absence'])
    const told = await enter(approver, { Until: inMinutes(house, 200), Deputy: standIn.name })
    expect(told).toContain(`${standIn.name} is asked instead`)
    const notice = holding(standIn.read(), `${approver.name} is away`)
    expect(notice.at(-1)).toContain('and you stand in')
    const record = await propose(house, requester, `Deputy ${name}`, 30, services)
    const asked = await standIn.card(record)
    expect(asked.text).toContain(`It waits for you, as deputy of ${approver.name}.`)
    expect(asksToDecide(asked)).toBe(true)
    expect((await requester.card(record)).text).toContain(
      `Waits for ${standIn.name} (deputy of ${approver.name}).`,
    )
    expect(approver.cards(record)).toEqual([])
    await standIn.press(asked, 'Approve')
    await standIn.cardSays(record, /👍 Approved/)
    await quiet(house)
    expect(holding(requester.lines(record), `${standIn.name} approved for ${approver.name}.`)).toHaveLength(1)
  })

  test('back: the deputy’s card loses its buttons, and whose seat it is has it', async () => {
    const record = await propose(house, requester, `Back ${name}`, 40, services)
    expect(asksToDecide(await standIn.card(record))).toBe(true)
    await approver.command('back')
    expect(await approver.told(/Welcome back/)).toContain('Nothing is entered.')
    await quiet(house)
    expect(holding(standIn.read(), 'you do not stand in any more').length).toBeGreaterThan(0)
    await after(house, 0)
    expect(asksToDecide(await standIn.cardSays(record, new RegExp(`Waits for ${approver.name}\\.`)))).toBe(
      false,
    )
    const mine = await approver.card(record)
    expect(mine.text).toContain('It waits for you.')
    expect(asksToDecide(mine)).toBe(true)
    expect(holding(requester.lines(record), `${approver.name} is back.`)).toHaveLength(1)
    expect(await after(house, 0)).toBe(0)
    await approver.command('back')
    expect(await approver.told(/You are not away/)).toContain('nothing was changed')
  })

  test('a dated one begins and ends by itself, whatever was asked before', async () => {
    const record = await propose(house, requester, `Dated ${name}`, 50, services)
    await enter(approver, {
      From: inMinutes(house, 1),
      Until: inMinutes(house, 3),
      Deputy: standIn.name,
    })
    expect(await after(house, 0)).toBe(0)
    expect(asksToDecide(await approver.card(record))).toBe(true)
    expect(standIn.cards(record)).toEqual([])
    await after(house, 1)
    const away = await approver.cardSays(record, /You are away/)
    expect(away.text).toContain(`${standIn.name} is asked as your deputy.`)
    expect(asksToDecide(away)).toBe(false)
    expect(asksToDecide(await standIn.card(record))).toBe(true)
    const line = `${approver.name} is away: ${standIn.name} is asked as deputy.`
    expect(holding(requester.lines(record), line)).toHaveLength(1)
    await after(house, 2)
    expect(asksToDecide(await standIn.cardSays(record, new RegExp(`Waits for ${approver.name}\\.`)))).toBe(
      false,
    )
    const mine = await approver.cardSays(record, /It waits for you\. /)
    await approver.press(mine, 'Approve')
    await approver.cardSays(record, /👍 Approved/)
    await quiet(house)
  })

  test('words fill the form in; what is wrong is said beside the input, and nothing is lost', async () => {
    await approver.command(`away from 2030-12-01 09:00 until 2030-12-03 @${standIn.name}`)
    const form = await approver.form('Enter an absence')
    expect(valueIn(form, 'From')).toBe('2030-12-01T09:00')
    expect(valueIn(form, 'Until')).toBe('2030-12-04T00:00')
    expect(valueIn(form, 'Deputy')).toBe(standIn.name)
    await approver.fillIn({ Until: '2030-12-01T08:00' })
    const wrong = await complaint(approver, 'Until')
    expect(wrong).toContain('This is not after the start')
    const again = approver.chat.form(approver.user)
    expect(again === undefined ? '' : valueIn(again, 'From')).toBe('2030-12-01T09:00')
    expect(again === undefined ? '' : valueIn(again, 'Deputy')).toBe(standIn.name)
    await approver.fillIn({ Until: '2030-12-04T00:00', Deputy: approver.name })
    expect(await complaint(approver, 'Deputy')).toContain('Nobody can stand in for themselves')
    await approver.fillIn({ Deputy: standIn.name })
    await approver.told(/entered as away/)
    await closed(approver)
    await approver.command('away until 2030-12-02')
    expect((await approver.form('Enter an absence')).text).toContain(`, ${standIn.name} stands in`)
    await approver.fillIn({ From: '2030-11-30T09:00' })
    expect(await complaint(approver, 'From')).toContain(
      'overlaps an absence that is entered already, 2030-12-01 09:00 to 2030-12-04 00:00',
    )
    await approver.close()
    await quiet(house)
  })

  test('taken back, it is gone from the list, once', async () => {
    await approver.command('away')
    const list = await approver.toldWith(/When you are away/)
    expect(buttons(list)).toEqual(['Take back', 'Enter an absence'])
    await approver.press(list, 'Take back')
    expect(await approver.told(/Taken back/)).toContain('Nothing is entered.')
    await approver.press(list, 'Take back')
    expect(await approver.told(/Nothing was changed/)).toContain(`${approver.name} took it back already`)
    await quiet(house)
    expect(holding(standIn.read(), 'will not be away').length).toBeGreaterThan(0)
  })

  test('said in a channel, only they see it', async () => {
    const channel = boards[owner[1]]
    await approver.command('away', channel)
    await approver.toldWith(/When you are away/)
    const seen = at('ada', owner[1]).read(channel)
    expect(seen.some(({ text }) => text.includes('When you are away'))).toBe(false)
  })

  test('entered in a channel, no more of it is told there than was said', async () => {
    const channel = boards[owner[1]]
    await enter(approver, { From: inMinutes(house, 500), Until: inMinutes(house, 600) })
    await approver.command('away until 2031-02-03', channel)
    const form = await approver.form('Enter an absence')
    expect(form.text).not.toContain('Entered already')
    await approver.fillIn({ From: '2031-02-01T09:00' })
    await approver.told(/entered as away/)
    await closed(approver)
    const seen = at('ada', owner[1]).read(channel)
    expect(seen.some((message) => buttons(message).includes('Take back'))).toBe(false)
  })
})

/** What is said beside an input of the form in front of them. */
const complaint = async (person: PersonAtChat, label: string): Promise<string> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const error = person.chat.form(person.user)?.inputs.find((input) => input.label === label)?.error
    if (error !== undefined && error !== '') return error
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
  throw new Error(`${person.name} never sees a complaint beside ${label}`)
}

describe.each(['slack', 'teams'] as const)('9.2-c: for somebody else, in %s', (platform) => {
  beforeAll(open)
  afterAll(close)
  const [absent, other] = platform === 'slack' ? (['iris', 'ben'] as const) : (['sam', 'priya'] as const)

  test('a change manager enters it; both are told, and the absent one may take it back', async () => {
    const manager = at('ada', platform)
    const one = at(absent, platform)
    await manager.command('away')
    await manager.opens(await manager.toldWith(/When you are away/), 'Enter an absence')
    await manager.fillIn({
      'Who is away': one.name,
      Until: inMinutes(house, 30_000),
      Deputy: at(other, platform).name,
    })
    expect(await manager.told(/entered as away/)).toContain(`When ${one.name} is away`)
    await closed(manager)
    await quiet(house)
    expect(holding(one.read(), 'Ada Moreira entered that you are away').at(-1)).toContain('Write “back”')
    await manager.command(`away of ${one.name}`)
    expect(buttons(await manager.toldWith(/When .* is away/))).toEqual(['Take back', 'Enter an absence'])
    await one.command('away')
    expect((await one.toldWith(/When you are away/)).text).toContain('Entered by Ada Moreira')
    await one.command('back')
    await one.told(/Welcome back/)
    await quiet(house)
  })

  test('nobody else does, and is told who may', async () => {
    const someone = at(other, platform)
    await someone.command(`away of ${at(absent, platform).name} until 2030-12-03`)
    expect(await someone.told(/Nothing was changed/)).toContain(
      `only ${at(absent, platform).name} and the change managers can do that`,
    )
  })

  test('where nobody stands in, it waits for the one away, and the change managers are told', async () => {
    const one = at(absent, platform)
    const asking = platform === 'slack' ? at('fern', 'slack') : at('quinn', 'teams')
    const service = platform === 'slack' ? 'Remote access (VPN)' : 'Orders and invoices'
    const record = await propose(house, asking, 'Alone', 30, { 'Services affected': [service] })
    // Who asks for the change cannot decide it for anybody.
    expect(await enter(one, { Until: inMinutes(house, 60), Deputy: asking.name })).toContain(
      'wherever they may',
    )
    await after(house, 0)
    const told = holding(at('ada', 'teams').read(), `${one.name} is away, and nobody stands in.`)
    expect(told.join(' ')).toContain(`${record} · Alone`)
    expect(asksToDecide(await one.card(record))).toBe(true)
    expect((await asking.card(record)).text).toContain(`Waits for ${one.name}.`)
    await one.command('back')
    await one.told(/Welcome back/)
  })

  test('what cannot be read is answered with what would be', async () => {
    const someone = at(other, platform)
    await someone.command('away until Friday @nobody')
    expect(await someone.told(/cannot read/)).toContain('away until 2026-12-03')
  })
})

test('said as plain words to the desk, dates are one click away, and a sentence is no absence', async () => {
  await open()
  const approver = at('iris', 'slack')
  await approver.say('away until 2031-01-05')
  const offer = await approver.toldWith(/one click opens the form/)
  const form = await approver.opens(offer, 'Enter an absence')
  expect(valueIn(form, 'Until')).toBe('2031-01-06T00:00')
  await approver.close()
  await approver.say('away from my desk the printer burns')
  expect(await approver.told(/Shall/)).toContain('be reported as a problem')
  await close()
})
