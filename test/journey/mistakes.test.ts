import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../support/desk-house.ts'
import { quiet } from '../support/person.ts'
import { closed, raise, send } from '../support/raising.ts'
import { holding, valueIn } from '../support/reading.ts'

let house: DeskHouse
beforeAll(async () => {
  house = await openDeskHouse()
})
afterAll(() => house.close())

const recorded = async (): Promise<number> => {
  const rows = await house.service.database.db.selectFrom('incidents').select('id').execute()
  return rows.length
}

describe.each(settings)('a mistake loses nothing in $name', (setting) => {
  let cast: Cast
  beforeAll(async () => {
    cast = await castOf(house, setting)
  })

  const complaint = (label: string): Promise<string> =>
    eventually(() => {
      const form = cast.requester.chat.form(cast.requester.user)
      return form?.inputs.find((input) => input.label === label)?.error
    }, `a complaint beside ${label}`)

  test('a report without a title or a service', async () => {
    const { requester, service } = cast
    const before = await recorded()
    await requester.command('incident')
    await requester.form('Report a problem')
    await requester.fillIn({ Details: 'It is *all* broken.' })
    expect(await complaint('What is wrong?')).not.toBe('')
    expect(await complaint('Service')).not.toBe('')
    const form = requester.chat.form(requester.user)!
    expect(valueIn(form, 'Details')).toBe('It is *all* broken.')
    expect(await recorded()).toBe(before)
    const record = await send(house, requester, { 'What is wrong?': 'Everything', Service: service.name })
    expect((await requester.card(record)).text).toContain('It is *all* broken.')
  })

  test('a title of nothing but blanks', async () => {
    const { requester, service } = cast
    await requester.command('incident')
    await requester.form('Report a problem')
    await requester.fillIn({ 'What is wrong?': '   ', Service: service.name, Details: 'Kept.' })
    expect(await complaint('What is wrong?')).not.toBe('')
    expect(valueIn(requester.chat.form(requester.user)!, 'Details')).toBe('Kept.')
    await send(house, requester, { 'What is wrong?': 'Words after all' })
  })

  test('words that are too long', async () => {
    const { requester, service } = cast
    const before = await recorded()
    await requester.command('incident Short enough')
    await requester.form('Report a problem')
    const title = `${'Long '.repeat(40)}title`
    await requester.fillIn({ 'What is wrong?': title, Service: service.name, Details: 'Kept as well.' })
    expect(await complaint('What is wrong?')).not.toBe('')
    const form = requester.chat.form(requester.user)!
    expect(valueIn(form, 'What is wrong?')).toBe(title)
    expect(valueIn(form, 'Details')).toBe('Kept as well.')
    expect(valueIn(form, 'Service')).toBe(service.name)
    expect(await recorded()).toBe(before)
    await send(house, requester, { 'What is wrong?': 'Short enough' })
  })

  test('a service that the person affected does not get', async () => {
    const { requester, desk } = cast
    const self = desk.people.find(({ id }) => id === requester.id)!
    const other = desk.people.find(({ customer }) => customer !== self.customer)!
    const only = desk.services.find(
      ({ customers }) => customers.includes(self.customer) && !customers.includes(other.customer),
    )!
    const before = await recorded()
    await requester.command('incident Cannot order')
    await requester.form('Report a problem')
    await requester.fillIn({ Service: only.name, Details: 'At the gate.', 'On behalf of': other.name })
    expect(await complaint('Service')).toContain('not offered to the person affected')
    const form = requester.chat.form(requester.user)!
    expect(valueIn(form, 'What is wrong?')).toBe('Cannot order')
    expect(valueIn(form, 'Details')).toBe('At the gate.')
    expect(valueIn(form, 'Service')).toBe(only.name)
    expect(valueIn(form, 'On behalf of')).toBe(other.name)
    expect(await recorded()).toBe(before)
    const shared = desk.services.find(({ customers }) => customers.includes(other.customer))!
    const record = await send(house, requester, { Service: shared.name })
    await requester.command(`show ${record}`)
    expect(await requester.told(/History/)).toContain(other.name)
  })

  test('a form that is sent twice', async () => {
    const { requester, service } = cast
    const before = await recorded()
    await requester.command('incident Sent in haste')
    await requester.form('Report a problem')
    const { chat, user } = requester
    await requester.acts(() =>
      Promise.all([
        chat.submit(user, { Service: service.name }),
        chat.submit(user, { Service: service.name }),
      ]),
    )
    const record = /INC-\d+/.exec(await requester.told(/is recorded/))![0]
    await closed(requester)
    await quiet(house)
    expect(await recorded()).toBe(before + 1)
    expect(requester.cards(record)).toHaveLength(1)
  })

  test('a form that was overtaken', async () => {
    const { agent, colleague, triage } = cast
    const record = await raise(house, cast, 'Compass points south')
    await agent.opens(await agent.card(record, triage), 'Priority')
    await colleague.act(await colleague.card(record, triage), 'Priority', {
      Priority: '🟡 P3',
      'Why does the matrix not fit?': 'Fog is coming.',
    })
    await colleague.told(/has priority P3 now/)
    await closed(colleague)
    await quiet(house)
    await agent.fillIn({ Priority: '🟠 P2', 'Why does the matrix not fit?': 'Night is coming.' })
    expect(await agent.told(/Somebody changed this record/)).toContain('Nothing of yours is lost')
    const form = agent.chat.form(agent.user)!
    expect(valueIn(form, 'Why does the matrix not fit?')).toBe('Night is coming.')
    expect(valueIn(form, 'Priority')).toBe('🟠 P2')
    await agent.cardSays(record, /🟡 P3/, triage)
    await agent.fillIn({})
    await agent.told(/has priority P2 now/)
    await closed(agent)
    await quiet(house)
    await agent.cardSays(record, /🟠 P2/, triage)
    expect(holding(agent.lines(record, triage), 'from P3 to P2: Night is coming.')).toHaveLength(1)
  })

  test('a button of a card that is old by now', async () => {
    const { agent, colleague, triage } = cast
    const record = await raise(house, cast, 'Rudder is loose')
    await agent.command(`show ${record}`)
    const old = await agent.toldWith(/History/)
    await colleague.act(await colleague.card(record, triage), 'Resolve', {
      'What was done?': 'Tightened it.',
    })
    await colleague.told(/is resolved/)
    await closed(colleague)
    await quiet(house)
    await agent.press(old, 'Take it')
    expect(await agent.told(/Nothing was changed/)).toContain('it is resolved by now')
  })
})
