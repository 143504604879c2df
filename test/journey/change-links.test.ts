import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personOf } from '../../src/domain/authority.ts'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../support/desk-house.ts'
import { type PersonAtChat, asPerson, quiet } from '../support/person.ts'
import { filledIn, inHours, request, sendRequest } from '../support/proposing.ts'
import { closed, raise } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

describe.each(settings)('8.1-k: from an incident to a change and back, $name', (setting) => {
  let house: DeskHouse
  let cast: Cast
  let owner: PersonAtChat
  let incident: string
  let change: string
  beforeAll(async () => {
    house = await openDeskHouse()
    cast = await castOf(house, setting)
    const { desk, service } = cast
    const person = personOf(desk, service.owner)!
    owner = asPerson(house, person, person.identities[0]!.platform)
    incident = await raise(house, cast, 'Readers freeze')
  })
  afterAll(() => house.close())

  test('the team’s card offers it; the form comes filled in with what the incident is about', async () => {
    const { agent, requester, triage, service } = cast
    expect(buttons(await agent.card(incident, triage))).toContain('Propose a change')
    expect(buttons(await requester.card(incident))).not.toContain('Propose a change')
    const form = await agent.opens(await agent.card(incident, triage), 'Propose a change')
    expect(filledIn(form)).toMatchObject({
      'Services affected': service.name,
      'Reason and benefit': `${incident}: Readers freeze`,
      'Belongs to': incident,
    })
    change = await sendRequest(
      house,
      agent,
      request(house, 'New firmware', {
        'Reason and benefit': 'So that it does not come again',
        'Services affected': [service.name],
        'Window from': inHours(house, -1),
      }),
    )
    expect((await agent.card(change)).text).toContain(`Belongs to ${incident}`)
  })

  test('the team’s card names the change with its state, and the customer’s does not', async () => {
    const { agent, requester, triage } = cast
    const card = await agent.cardSays(incident, /Changes that belong to it/, triage)
    expect(card.text).toContain(`${change} New firmware · Waiting for approval`)
    await owner.press(await owner.card(change), 'Approve')
    await owner.cardSays(change, /Approved/)
    await agent.cardSays(incident, new RegExp(`${change} New firmware · Approved`), triage)
    await quiet(house)
    expect((await requester.card(incident)).text).not.toContain(change)
  })

  test('its end is a line in the team’s thread, once, and only there', async () => {
    const { agent, requester, triage } = cast
    await agent.press(await agent.card(change), 'Start')
    await agent.cardSays(change, /Being made/)
    await agent.act(await agent.card(change), 'Done', { 'What happened?': 'Both readers run' })
    await agent.told(/is recorded as done/)
    await closed(agent)
    await house.service.tellIncidents()
    await house.service.tellIncidents()
    await quiet(house)
    expect(holding(agent.lines(incident, triage), `${change} New firmware was made`)).toHaveLength(1)
    expect(holding(agent.lines(incident, triage), 'Both readers run')).toHaveLength(1)
    expect(holding(requester.lines(incident), change)).toEqual([])
    await agent.cardSays(incident, /New firmware · Done, to be reviewed/, triage)
  })

  test('8.1-i: what is raised within a day on that service hears of the change, once', async () => {
    const { agent, requester, triage } = cast
    const next = await raise(house, cast, 'Nobody gets in')
    await house.service.tellIncidents()
    await house.service.tellIncidents()
    await quiet(house)
    const said = holding(agent.lines(next, triage), 'Something was changed on this service shortly before')
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(`${change} New firmware was made`)
    const card = await agent.card(next, triage)
    expect(card.text).toContain(`${change} New firmware: made on`)
    expect(card.text).toMatch(/just before this was raised|min before this was raised/)
    expect(holding(requester.lines(next), change)).toEqual([])
    expect((await requester.card(next)).text).not.toContain(change)
  })

  test('“change” with the number, and in the incident’s thread, opens the same form', async () => {
    const { agent, triage, bystander } = cast
    await agent.command(`change ${incident} Replace the readers`)
    const form = await agent.form('Propose a change')
    expect(filledIn(form)).toMatchObject({
      'What shall be changed?': 'Replace the readers',
      'Belongs to': incident,
    })
    await agent.close()
    const root = await agent.card(incident, triage)
    await agent.say('@Desk change', { conversation: triage, thread: root.id })
    // Slack opens no form in answer to a mention: there it is one click away.
    const inThread =
      setting.agentChat === 'teams'
        ? await agent.form('Propose a change')
        : await agent.opens(await agent.toldWith(/Propose a change/), 'Propose a change')
    expect(filledIn(inThread)['Belongs to']).toBe(incident)
    await agent.close()
    await bystander.command(`change ${incident}`)
    expect(await bystander.told(/There is no/)).toContain(
      `There is no ${incident}, or it does not concern you`,
    )
  })

  test('a number that is none, and one that is none of their business, are complained about beside the input', async () => {
    const { bystander } = cast
    for (const [typed, complaint] of [
      ['INC-999999', 'There is no INC-999999, or it does not concern you'],
      [incident, `There is no ${incident}, or it does not concern you`],
      ['the readers', '“the” is no number of a record'],
    ] as const) {
      await bystander.command('change')
      await bystander.form('Propose a change')
      await bystander.fillIn(
        request(house, 'Mine', { 'Services affected': [cast.service.name], 'Belongs to': typed }),
      )
      const input = await eventually(() => {
        const form = bystander.chat.form(bystander.user)
        const found = form?.inputs.find(({ label }) => label === 'Belongs to')
        return found?.error === undefined ? undefined : found
      }, complaint)
      expect(input.error).toContain(complaint)
      expect(input.value).toBe(typed)
      await bystander.close()
    }
  })
})
