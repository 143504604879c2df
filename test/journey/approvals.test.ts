import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personOf } from '../../src/domain/authority.ts'
import type { Platform } from '../../src/domain/person.ts'
import { demoDesk } from '../support/cast.ts'
import { after, asksToDecide, boards, propose } from '../support/changing.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { changeDesk, without } from '../support/new-desk.ts'
import { type PersonAtChat, asPerson, quiet } from '../support/person.ts'
import { closed } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

let house: DeskHouse
let at: (id: string, platform: Platform) => PersonAtChat
const open = async (): Promise<void> => {
  house = await openDeskHouse()
  const desk = await demoDesk()
  at = (id, platform) => asPerson(house, personOf(desk, id)!, platform)
}
const close = (): Promise<void> => house.close()

const vpn = { 'Services affected': ['Remote access (VPN)'] }
const orders = { 'Services affected': ['Orders and invoices'] }

const settings = [
  { name: 'Slack', asks: ['fern', 'slack'], owner: ['iris', 'slack'], services: vpn },
  { name: 'Teams', asks: ['quinn', 'teams'], owner: ['sam', 'teams'], services: orders },
  { name: 'from Slack to Teams', asks: ['gabriel', 'slack'], owner: ['sam', 'teams'], services: orders },
  { name: 'from Teams to Slack', asks: ['tomas', 'teams'], owner: ['iris', 'slack'], services: vpn },
] as const

describe.each(settings)('9.2-c: what waits for a decision, in $name', ({ asks, owner, services }) => {
  let requester: PersonAtChat
  let approver: PersonAtChat
  const records: string[] = []
  beforeAll(async () => {
    await open()
    requester = at(asks[0], asks[1])
    approver = at(owner[0], owner[1])
  })
  afterAll(close)

  test('nothing: the list says so, and home says nothing of changes', async () => {
    await approver.command('list approvals')
    expect(await approver.told(/Waiting for your decision/)).toContain('Nothing waits for your decision.')
    const home = await approver.home()
    expect(home.text).not.toContain('Waits for your decision')
    expect(home.text).not.toContain('Your changes')
  })

  test('the oldest first, page after page, each with the way to its card', async () => {
    for (let index = 0; index < 11; index += 1)
      records.push(await propose(house, requester, `Router ${index}`, 30 + 2 * index, services))
    await approver.command('list waiting')
    const waiting = await approver.toldWith(/Waiting for you/)
    expect(waiting.text).toContain('11 changes wait for your decision.')
    await approver.press(waiting, 'For my decision')
    const list = await approver.toldWith(/Waiting for your decision/)
    const shown = [...list.text.matchAll(/^CHG-\d+/gm)].map(([record]) => record)
    expect(shown).toEqual(records.slice(0, 7))
    expect(list.text).toContain('Page 1 of 2')
    expect(buttons(list)).toEqual([...records.slice(0, 7).map(() => 'Details'), 'Next page'])
    await approver.press(list, 'Next page')
    const next = await approver.toldWith(/Page 2 of 2/)
    expect(next.text).toContain(records[10])
    expect(buttons(next)).toEqual([...records.slice(7).map(() => 'Details'), 'Previous page'])
    const [first = ''] = records.slice(7)
    await approver.press(next, 'Details')
    const details = await approver.shown(/History/)
    expect(details.text).toContain(`${first} · Router 7`)
    expect(asksToDecide(details)).toBe(true)
    await approver.press(details, 'Approve')
    await approver.cardSays(first, /👍 Approved/)
    await quiet(house)
    await approver.command('list approvals')
    const after_ = await approver.toldWith(/Waiting for your decision/)
    expect(after_.text).not.toContain(first)
    expect(after_.text).toContain('Page 1 of 2')
  })

  test('at home: what to decide, what one asks for, with pages, and up to date after a click', async () => {
    const mine = await requester.home()
    expect(mine.text).toContain('Your changes (11)')
    expect(mine.text).not.toContain('Waits for your decision')
    expect(mine.text).toContain('Page 1 of 3')
    const home = await approver.home()
    const [waits = ''] = home.text.split('Waiting for you')
    expect(waits).toContain('Waits for your decision (10)')
    for (const record of records.slice(0, 5)) expect(waits).toContain(`${record} `)
    expect(waits).not.toContain(`${records[5]} `)
    expect(home.text).toContain('Page 1 of 2')
    await approver.press(home, 'Next page')
    const second = await approver.again(home, /Page 2 of 2/)
    expect(second.text).toContain(`${records[5]} `)
    await approver.press(second, 'Details')
    const details = await approver.shown(/History/)
    expect(details.text).toContain(`${records[5]} · Router 5`)
    await approver.press(details, 'Approve')
    await approver.cardSays(records[5] ?? '', /👍 Approved/)
    await quiet(house)
    expect((await approver.home()).text).toContain('Waits for your decision (9)')
  })
})

describe.each(settings)('9.2-c: a seat is given to somebody else, in $name', ({ asks, owner, services }) => {
  let requester: PersonAtChat
  let approver: PersonAtChat
  let other: PersonAtChat
  let manager: PersonAtChat
  let record: string
  beforeAll(async () => {
    await open()
    requester = at(asks[0], asks[1])
    approver = at(owner[0], owner[1])
    other = owner[1] === 'slack' ? at('noor', 'teams') : at('ben', 'slack')
    // She is in both chats; the desk writes to her in the one she uses.
    manager = at('ada', owner[1])
    record = await propose(house, requester, 'Reader', 30, services)
  })
  afterAll(close)

  const details = async (person: PersonAtChat) => {
    await person.command(`show ${record}`)
    return person.shown(/History/)
  }

  test('only change managers see the button, and only they get the form', async () => {
    expect(buttons(await details(at('chiara', 'slack')))).not.toContain('Reassign')
    await at('chiara', 'slack').close()
    expect(buttons(await details(manager))).toContain('Reassign')
    await manager.close()
    const bystander = at('ben', 'slack')
    await bystander.press(await bystander.card(record, boards.slack), 'Reassign')
    expect(await bystander.told(/Nothing was changed/)).toContain('only a change manager can do that')
  })

  test('with a reason, to somebody who may decide; what is wrong is said, and nothing is lost', async () => {
    const form = await manager.opens(await details(manager), 'Reassign')
    expect(form.inputs.map(({ label }) => label)).toEqual(['Whose seat', 'Who shall decide instead?', 'Why?'])
    await manager.fillIn({ 'Who shall decide instead?': requester.name, 'Why?': 'They are ill' })
    expect(await manager.told(/cannot decide this/)).toContain('they ask for it themselves')
    const again = manager.chat.form(manager.user)
    expect(again?.inputs.find(({ label }) => label === 'Why?')?.value).toBe('They are ill')
    await manager.fillIn({ 'Who shall decide instead?': other.name })
    expect(await manager.told(/everyone concerned is told/)).toContain(`is ${other.name}’s to decide now`)
    await closed(manager)
    await quiet(house)
  })

  test('everyone concerned is told, and the former approver’s card loses its buttons', async () => {
    const asked = await other.card(record)
    expect(asked.text).toContain('It waits for you.')
    expect(asksToDecide(asked)).toBe(true)
    const line = `Ada Moreira asked ${other.name} instead of ${approver.name}: They are ill`
    expect(holding(approver.read(), line).length).toBeGreaterThan(0)
    expect(holding(requester.lines(record), line)).toHaveLength(1)
    const card = await approver.cardSays(record, new RegExp(`Waits for ${other.name}\\.`))
    expect(asksToDecide(card)).toBe(false)
    await other.press(asked, 'Approve')
    await other.cardSays(record, /👍 Approved/)
    await quiet(house)
    await manager.close()
    expect(buttons(await details(manager))).not.toContain('Reassign')
    await manager.close()
  })
})

/** Somebody else answers for what one person has answered for. */
const owned =
  (before: string, now: string) =>
  (source: string): string =>
    source.replaceAll(`owner: ${before}\n`, `owner: ${now}\n`)

/** One person is gone, and another has all that was theirs. */
const left =
  (gone: string, heir: string) =>
  (source: string): string =>
    without(gone)(source).replaceAll(new RegExp(`\\b${gone}\\b`, 'g'), heir)

const disabled =
  (...people: readonly string[]) =>
  (source: string): string =>
    people.reduce(
      (text, id) => text.replace(`  - id: ${id}\n`, `  - id: ${id}\n    disabled: true\n`),
      source,
    )

describe.each([
  {
    name: 'Slack',
    asks: ['fern', 'slack'],
    owner: ['iris', 'slack'],
    next: ['emre', 'slack'],
    above: ['lena', 'slack'],
    services: vpn,
  },
  {
    name: 'Teams',
    asks: ['quinn', 'teams'],
    owner: ['sam', 'teams'],
    next: ['noor', 'teams'],
    above: ['mira', 'teams'],
    services: orders,
  },
  {
    name: 'Slack and Teams',
    asks: ['gabriel', 'slack'],
    owner: ['iris', 'slack'],
    next: ['priya', 'teams'],
    above: ['lena', 'slack'],
    services: vpn,
  },
] as const)(
  '9.2-c: people change while they are asked, in $name',
  ({ asks, owner, next, above, services }) => {
    let requester: PersonAtChat
    let approver: PersonAtChat
    let successor: PersonAtChat
    let boss: PersonAtChat
    let manager: PersonAtChat
    beforeAll(async () => {
      await open()
      requester = at(asks[0], asks[1])
      approver = at(owner[0], owner[1])
      successor = at(next[0], next[1])
      boss = at(above[0], above[1])
      manager = at('ada', 'teams')
    })
    afterAll(close)

    const role = owned(owner[0], next[0])
    let record: string

    test('who lost the role is asked no more, and who has it now is', async () => {
      record = await propose(house, requester, 'Role', 30, services)
      expect(asksToDecide(await approver.card(record))).toBe(true)
      await changeDesk(house, role)
      await after(house, 0)
      const line = `${successor.name} is asked instead of ${approver.name}, who can decide no more.`
      expect(holding(requester.lines(record), line)).toHaveLength(1)
      expect(asksToDecide(await successor.card(record))).toBe(true)
      expect(
        asksToDecide(await approver.cardSays(record, new RegExp(`Waits for ${successor.name}\\.`))),
      ).toBe(false)
      expect(await after(house, 0)).toBe(0)
    })

    test('who is disabled is asked no more, and let in no more: their line manager decides', async () => {
      await changeDesk(house, (source) => disabled(next[0])(role(source)))
      await after(house, 0)
      const card = await requester.cardSays(record, new RegExp(`Waits for ${boss.name}\\.`))
      expect(card.text).toContain('⏳ Waiting for approval')
      expect(asksToDecide(await boss.card(record))).toBe(true)
      expect(asksToDecide(await successor.cardSays(record, new RegExp(boss.name)))).toBe(false)
      await successor.command('list approvals')
      expect(await successor.told(/disabled/)).toContain('nothing was recorded')
    })

    test('nobody left who may decide: the change manager is told, and it approves never by itself', async () => {
      await changeDesk(house, (source) => disabled(next[0], 'lena', 'kofi', 'mira')(role(source)))
      await after(house, 0)
      const card = await requester.cardSays(record, /Nobody valid is left to decide/)
      expect(card.text).toContain('⏳ Waiting for approval')
      expect(asksToDecide(await boss.cardSays(record, /Nobody valid is left/))).toBe(false)
      expect(holding(manager.read(), `${record} · Role`).join(' ')).toContain(
        'nobody can instead: the change managers are told',
      )
      expect(await after(house, 0)).toBe(0)
      // She gives the seat to somebody, who decides.
      await manager.command(`show ${record}`)
      await manager.opens(await manager.shown(/History/), 'Reassign')
      await manager.fillIn({ 'Who shall decide instead?': approver.name, 'Why?': 'Nobody else is left' })
      await manager.told(/everyone concerned is told/)
      await closed(manager)
      await quiet(house)
      const line = `Ada Moreira asked ${approver.name}, where nobody was: Nobody else is left`
      expect(holding(requester.lines(record), line)).toHaveLength(1)
      expect(asksToDecide(await approver.card(record))).toBe(true)
    })

    test('who left is asked no more', async () => {
      expect(asksToDecide(await approver.cardSays(record, /It waits for you/))).toBe(true)
      const heir = owner[1] === 'slack' ? at('emre', 'slack') : at('otto', 'teams')
      await changeDesk(house, left(owner[0], heir.id))
      await after(house, 0)
      expect((await requester.card(record)).text).toContain(`Waits for ${heir.name}.`)
      expect(asksToDecide(await approver.cardSays(record, new RegExp(heir.name)))).toBe(false)
      await heir.press(await heir.cardSays(record, /It waits for you/), 'Approve')
      await heir.cardSays(record, /👍 Approved/)
      await quiet(house)
    })
  },
)
