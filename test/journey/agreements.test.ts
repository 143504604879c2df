import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { inMinutes, onTheMinute } from '../support/changing.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { edited } from '../support/desk-edit.ts'
import { changeDesk } from '../support/new-desk.ts'
import { lateClock, timelyClock } from '../support/late-clock.ts'
import { quiet } from '../support/person.ts'
import { watch } from '../support/watch.ts'
import { closed, raise, resolve, take } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

describe.each(settings)('9.2-c: agreements while the person affected is away, in $name', (setting) => {
  let house: DeskHouse
  let cast: Cast
  beforeAll(async () => {
    house = await openDeskHouse()
    onTheMinute(house)
    cast = await castOf(house, setting)
    const { requester, bystander } = cast
    await requester.command('away')
    await requester.opens(await requester.toldWith(/When you are away/), 'Enter an absence')
    await requester.fillIn({ Until: inMinutes(house, 600), Deputy: bystander.name })
    await requester.told(/entered as away/)
    await closed(requester)
    await quiet(house)
  })
  afterAll(() => house.close())

  const begun = async (title: string): Promise<string> => {
    const record = await raise(house, cast, title)
    await take(house, cast, record)
    return record
  }

  test('8.1-f: the deputy closes, named as deputy, and the desk leads are not written to', async () => {
    const { requester, bystander, agent, deskLead, triage } = cast
    const record = await begun('Gull on the mast')
    const before = deskLead.read().length
    await resolve(house, cast, record, 'It flew away.')
    await agent.cardSays(record, /Resolved/, triage)
    await quiet(house)
    const asked = await bystander.cardSays(record, new RegExp(`You are asked as deputy of ${requester.name}`))
    expect(buttons(asked)).toEqual(['Close', 'Reopen', 'Details'])
    expect(deskLead.read().length).toBe(before)
    await bystander.command('list approvals')
    expect(await bystander.told(/Waiting for your decision/)).toContain(record)
    await bystander.press(asked, 'Close')
    await agent.cardSays(record, /🔒 Closed/, triage)
    await quiet(house)
    const said = `${bystander.name} agreed for ${requester.name} to close it.`
    expect(holding(agent.lines(record, triage), said)).toHaveLength(1)
    expect(holding(requester.lines(record), said)).toHaveLength(1)
    const after = await bystander.cardSays(record, /Nothing is left to answer/)
    expect(buttons(after)).toEqual(['Details'])
  })

  test('8.1-f: two clicks at the same moment are one answer', async () => {
    const { requester, bystander, agent, triage } = cast
    const record = await begun('Owl on the mast')
    await resolve(house, cast, record, 'It flew away too.')
    await quiet(house)
    const [mine, theirs] = [await requester.cardSays(record, /Resolved/), await bystander.card(record)]
    await Promise.all([requester.press(mine, 'Close'), bystander.press(theirs, 'Close')])
    await agent.cardSays(record, /🔒 Closed/, triage)
    await quiet(house)
    expect(holding(agent.lines(record, triage), 'to close it.')).toHaveLength(1)
    const { rows } = await house.service.database.pool.query(
      'select outcome from approval_ends where record = $1',
      [record],
    )
    expect(rows).toEqual([{ outcome: 'approved' }])
  })

  test('8.1-e: the deputy agrees that work is suspended, and declines that the priority falls', async () => {
    const { requester, bystander, agent, triage } = cast
    const record = await begun('A page is missing')
    const suspends = { 'Waiting for': 'a supplier', 'What is missing?': 'Printed anew.' }
    await agent.act(await agent.card(record, triage), 'Suspend', suspends)
    await quiet(house)
    const asked = await bystander.cardSays(record, /You are asked as deputy of/)
    expect(asked.text).toContain('Do you agree?')
    expect(buttons(asked)).toEqual(['Agree', 'Decline', 'Details'])
    await bystander.press(asked, 'Decline')
    await quiet(house)
    const said = `${bystander.name} declined for ${requester.name}. Nothing changes.`
    expect(holding(agent.lines(record, triage), said)).toHaveLength(1)
    expect((await agent.card(record, triage)).text).not.toContain('A question is open')
  })

  test('9.2-c: a deputy who is disabled is refused at the click, audited, and asked no more', async () => {
    const { requester, bystander, agent, triage } = cast
    const record = await begun('Crow on the mast')
    await resolve(house, cast, record, 'It flew away as well.')
    await quiet(house)
    const asked = await bystander.cardSays(record, /You are asked as deputy of/)
    const desk = watch(house)
    await lateClock(desk.db)
    await changeDesk(
      house,
      edited((file) => {
        const found = file.people.find(({ id }) => id === bystander.id)
        if (found === undefined) throw new Error(`${bystander.id} is not in the desk file`)
        found.disabled = true
      }),
    )
    await desk.refuses(() => bystander.press(asked, 'Close'), { reason: 'disabled' })
    expect((await agent.card(record, triage)).text).toContain('Resolved')
    await timelyClock(desk.db)
    await house.service.tickAgreements()
    await quiet(house)
    expect(buttons(await bystander.cardSays(record, /You are not asked any more/))).toEqual(['Details'])
    // Whoever is away may answer all the same.
    await requester.press(await requester.card(record), 'Close')
    await agent.cardSays(record, /🔒 Closed/, triage)
    await desk.close()
  })
})
