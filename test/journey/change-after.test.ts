import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DeskHouse, eventually, openDeskHouse } from '../support/desk-house.ts'
import { type InBothChats, inBothChats } from '../support/in-both-chats.ts'
import { type PersonAtChat, quiet } from '../support/person.ts'
import { inHours, propose, request } from '../support/proposing.ts'
import { closed } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

describe.each([
  {
    name: 'Slack',
    asks: ['fern', 'slack'],
    decides: ['iris', 'slack'],
    does: ['gabriel', 'slack'],
    service: 'Remote access (VPN)',
  },
  {
    name: 'Teams',
    asks: ['quinn', 'teams'],
    decides: ['sam', 'teams'],
    does: ['otto', 'teams'],
    service: 'Orders and invoices',
  },
  {
    name: 'from Slack to Teams',
    asks: ['gabriel', 'slack'],
    decides: ['sam', 'teams'],
    does: ['otto', 'teams'],
    service: 'Orders and invoices',
  },
  {
    name: 'from Teams to Slack',
    asks: ['quinn', 'teams'],
    decides: ['iris', 'slack'],
    does: ['fern', 'slack'],
    service: 'Remote access (VPN)',
  },
] as const)('9.2-g: what failed is looked into, $name', ({ asks, decides, does, service }) => {
  let house: DeskHouse
  let people: InBothChats
  let maker: PersonAtChat
  let owner: PersonAtChat
  let record: string
  beforeAll(async () => {
    house = await openDeskHouse()
    people = await inBothChats(house)
    maker = people.at(asks[0], asks[1])
    owner = people.at(does[0], does[1])
    const approver = people.at(decides[0], decides[1])
    record = await propose(
      house,
      maker,
      request(house, 'New firmware', { 'Services affected': [service], 'Window from': inHours(house, -1) }),
    )
    await approver.press(await approver.card(record), 'Approve')
    await maker.cardSays(record, /Approved/)
    await maker.press(await maker.card(record), 'Start')
    await maker.cardSays(record, /Being made/)
  })
  afterAll(() => house.close())

  const complained = async (label: string, words: string): Promise<void> => {
    const form = await eventually(() => {
      const open = maker.chat.form(maker.user)
      return open?.inputs.some((input) => input.label === label && input.error?.includes(words)) === true
        ? open
        : undefined
    }, `${label}: ${words}`)
    expect(form.inputs.length).toBeGreaterThan(1)
  }

  test('it may be said later what is done about it, but not without who and until when', async () => {
    await maker.act(await maker.card(record), 'Failed', {
      'What happened?': 'One reader stays dark',
      'What is to be done about it?': 'Try it on the old model first',
    })
    await complained('Until when?', 'Please fill this in')
    await maker.fillIn({ 'What is to be done about it?': '' })
    await maker.told(/is recorded as failed/)
    await closed(maker)
    await quiet(house)
    expect((await maker.card(record)).text).toContain('Failed, to be reviewed')
  })

  test('it is not reviewed before that was looked into', async () => {
    await maker.act(await maker.card(record), 'Review', {
      'Did it do what it was meant to?': 'No',
      'What was learnt?': 'There are two models',
    })
    await complained('What is to be done about it?', 'Please fill this in')
    expect((await maker.card(record)).text).toContain('Failed, to be reviewed')
    await maker.fillIn({
      'What is to be done about it?': 'Try it on the old model first',
      'Who does that?': owner.name,
      'Until when?': inHours(house, 48),
    })
    expect(await maker.told(/is reviewed/)).toContain('asked for until it is done')
    await closed(maker)
    await quiet(house)
    const card = await maker.cardSays(record, /Reviewed/)
    expect(card.text).toContain(`☐ Try it on the old model first (${owner.name} until`)
  })

  test('whoever does it is told at once, asked when it is due, and then the change manager too', async () => {
    expect(people.told(owner.id, `To do for ${owner.name} until`)).toBe(1)
    const words = `Not done yet by ${owner.name}: Try it on the old model first`
    await people.afterHours(24)
    expect(people.told(owner.id, words)).toBe(0)
    await people.afterHours(24 * 7)
    expect(people.told(owner.id, words)).toBe(1)
    expect(people.told('ada', words)).toBe(0)
    await people.afterHours(24 * 14)
    expect(people.told(owner.id, words)).toBe(2)
    expect(people.told('ada', words)).toBe(1)
  })

  test('done from that message: the card says so, and nobody is asked any more', async () => {
    const asked = owner.read().findLast(({ text }) => text.includes('Not done yet by'))
    if (asked === undefined) throw new Error('nobody asked')
    expect(buttons(asked)).toEqual(['Done: Try it on the old model first', 'Details'])
    await owner.press(asked, 'Done: Try it on the old model first')
    await quiet(house)
    await maker.cardSays(record, /☑ Try it on the old model first/)
    expect(holding(maker.lines(record), `${owner.name} did what was to be done.`)).toHaveLength(1)
    await people.afterHours(24 * 60)
    expect(people.told(owner.id, 'Not done yet by')).toBeLessThanOrEqual(2)
    expect(people.told('ada', 'Not done yet by')).toBe(1)
  })
})
