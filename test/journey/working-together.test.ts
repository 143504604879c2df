import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { asPerson, quiet } from '../support/person.ts'
import { closed, raise, take } from '../support/raising.ts'
import { buttons, holding, notifies } from '../support/reading.ts'

let house: DeskHouse
beforeAll(async () => {
  house = await openDeskHouse()
})
afterAll(() => house.close())

describe.each(settings)('people work on an incident in $name', (setting) => {
  let cast: Cast
  beforeAll(async () => {
    cast = await castOf(house, setting)
  })

  const asOf = async (
    person: Cast['agent'],
    record: string,
    label: string,
    values: Record<string, string>,
  ) => {
    const { triage } = cast
    await person.act(await person.card(record, triage), label, values)
    const told = await person.told(new RegExp(record))
    await closed(person)
    await quiet(house)
    return told
  }

  test('an agent hands it over: the new team gets a card, the old thread no longer crosses', async () => {
    const { desk, requester, agent, otherAgent, triage, team, otherTeam } = cast
    const record = await raise(house, cast, 'Nothing reaches the port office')
    await take(house, cast, record)
    await asOf(agent, record, 'Hand over', {
      'To which team': otherTeam.name,
      'What should they know?': 'It is their laptops after all.',
    })
    // The new team has a triage channel in each chat, and its lead is in both.
    const newLead = desk.people.find(({ id }) => id === otherTeam.lead)!
    for (const { platform, conversation } of otherTeam.triage)
      await asPerson(house, newLead, platform).card(record, conversation)
    const theirs = cast.otherTriage
    const card = await otherAgent.card(record, theirs)
    expect(card.text).toContain(otherTeam.name)
    expect(card.text).toContain('Nobody yet')
    expect(buttons(card)[0]).toBe('Take it')
    const said = `${agent.name} handed it from ${team.name} to ${otherTeam.name}: It is their laptops after all.`
    expect(holding(otherAgent.lines(record, theirs), said)).toHaveLength(1)
    expect(holding(requester.lines(record), said)).toHaveLength(1)
    expect(holding(agent.lines(record, triage), said)).toHaveLength(1)
    const old = await agent.cardSays(record, new RegExp(otherTeam.name), triage)
    expect(buttons(old)).toEqual(['Details'])

    await agent.reply(record, 'Is anyone on it?', triage)
    expect(await agent.told(/Nothing was changed/)).toContain('does not concern you')
    await otherAgent.act(card, 'Take it')
    await otherAgent.cardSays(record, /In progress/, theirs)
    await otherAgent.reply(record, 'We are on it.', theirs)
    await quiet(house)
    expect(holding(requester.read(), 'Is anyone on it?')).toEqual([])
    expect(holding(otherAgent.lines(record, theirs), 'Is anyone on it?')).toEqual([])
    expect(holding(requester.lines(record), 'We are on it.')).toHaveLength(1)
    expect(holding(agent.lines(record, triage), 'We are on it.')).toEqual([])
  })

  test('an agent assigns it to a colleague, who is notified', async () => {
    const { requester, agent, colleague, triage } = cast
    const record = await raise(house, cast, 'The till will not open')
    const told = await asOf(agent, record, 'Assign', { 'To whom': colleague.name })
    expect(told).toContain(`is assigned to ${colleague.name}`)
    const card = await colleague.cardSays(record, /👤 Assigned/, triage)
    expect(card.text).toContain(colleague.name)
    const line = colleague.lines(record, triage).find(({ text }) => text.includes('assigned it to'))
    expect(line?.text).toContain(`${agent.name} assigned it to`)
    expect(line?.text).toContain(colleague.name)
    expect(line !== undefined && notifies(line, colleague)).toBe(true)
    await requester.cardSays(record, new RegExp(colleague.name))

    await agent.command(`assign ${record} me`)
    await agent.told(new RegExp(`is assigned to ${agent.name}`))
    await agent.command(`assign ${record} Nobody Atall`)
    expect(await agent.told(/knows nobody/)).toContain('“Nobody Atall”')
  })

  test('an agent of another team is refused, in words that help', async () => {
    const { otherAgent, team } = cast
    const record = await raise(house, cast, 'Cannot print boarding passes')
    for (const words of [`take ${record}`, `note ${record} Let me see.`]) {
      await otherAgent.command(words)
      const told = await otherAgent.told(/Nothing was changed/)
      expect(told).toContain(`this belongs to ${team.name}, and you are not one of its agents`)
    }
    await otherAgent.command(`show ${record}`)
    const details = await otherAgent.toldWith(/History/)
    await otherAgent.press(details, 'Take it')
    await otherAgent.told(/Nothing was changed: this belongs to/)
    await quiet(house)
  })

  test('the requester escalates it to management', async () => {
    // The desk lead is in both chats, and written to in the one that was used.
    const { requester, agent, lead, deskLeadElsewhere, owner, triage } = cast
    const record = await raise(house, cast, 'Passengers cannot board')
    await requester.act(await requester.card(record), 'Escalate', { Reason: 'The 18:00 ferry is due.' })
    expect(await requester.told(/escalated/)).toContain('management has been told')
    await closed(requester)
    await quiet(house)
    const said = `${requester.name} escalated it to`
    for (const manager of [lead, owner, deskLeadElsewhere]) {
      const notice = manager.read().filter(({ text }) => text.startsWith(`${record} ·`))
      expect(holding(notice, said)).toHaveLength(1)
      expect(notice[0]?.text).toContain('The 18:00 ferry is due.')
      expect(notice[0]?.fallback).toContain('The 18:00 ferry is due.')
      expect(buttons(notice[0]!)).toEqual(['Details'])
      await manager.press(notice[0]!, 'Details')
      await manager.told(/History/)
    }
    expect(holding(agent.lines(record, triage), said)).toHaveLength(1)
    await agent.cardSays(record, /Escalated to management/, triage)
    await requester.cardSays(record, /Escalated to management/)
  })

  test('the priority goes up by hand with a reason, and down only when the requester agrees', async () => {
    const { requester, agent, triage } = cast
    const record = await raise(house, cast, 'Crew list is empty')
    await take(house, cast, record)
    const raised = await asOf(agent, record, 'Priority', {
      Priority: '🟠 P2',
      'Why does the matrix not fit?': 'The crew sails tonight.',
    })
    expect(raised).toContain('has priority P2 now')
    await requester.cardSays(record, /🟠 P2 \(set by hand\)/)
    const why = `${agent.name} set the priority from P4 to P2: The crew sails tonight.`
    expect(holding(requester.lines(record), why)).toHaveLength(1)

    const asked = await asOf(agent, record, 'Priority', {
      Priority: '⚪ P4',
      'Why does the matrix not fit?': 'There is a printed list.',
    })
    expect(asked).toContain(`waits for the agreement of ${requester.name} or a desk lead`)
    const mine = await requester.cardSays(record, /A question is open/)
    expect(mine.text).toContain(
      `${agent.name} asks to lower the priority to P4: There is a printed list. Do you agree?`,
    )
    expect(buttons(mine).slice(0, 2)).toEqual(['Agree', 'Decline'])
    const question = requester.lines(record).find(({ text }) => text.includes('Please answer with Agree'))
    expect(question !== undefined && notifies(question, requester)).toBe(true)
    await agent.cardSays(record, /🟠 P2/, triage)
    await agent.press(await agent.card(record, triage), 'Agree')
    expect(await agent.told(/Nothing was changed/)).toContain(`only ${requester.name}`)

    await requester.press(mine, 'Decline')
    await quiet(house)
    const declined = await requester.cardSays(record, /🟠 P2/)
    expect(declined.text).not.toContain('A question is open')
    expect(holding(agent.lines(record, triage), `${requester.name} declined. Nothing changes.`)).toHaveLength(
      1,
    )

    await asOf(agent, record, 'Priority', {
      Priority: '⚪ P4',
      'Why does the matrix not fit?': 'Everybody is on board.',
    })
    await requester.press(await requester.cardSays(record, /A question is open/), 'Agree')
    await requester.cardSays(record, /⚪ P4/)
    await agent.cardSays(record, /⚪ P4/, triage)
    await quiet(house)
    expect(holding(agent.lines(record, triage), `${requester.name} agreed.`)).toHaveLength(1)
  })

  test('a desk lead agrees in the requester’s place', async () => {
    const { requester, agent, deskLead, triage } = cast
    const record = await raise(house, cast, 'The map is upside down', {
      'How many does it hurt?': 'High: a whole site or service',
    })
    await asOf(agent, record, 'Priority', {
      Priority: '⚪ P4',
      'Why does the matrix not fit?': 'One can turn the map.',
    })
    const home = await deskLead.chat.home(deskLead.user)
    expect(home?.text).toContain('The map is upside down')
    await deskLead.command(`show ${record}`)
    const details = await deskLead.toldWith(/History/)
    expect(buttons(details).slice(0, 2)).toEqual(['Agree', 'Decline'])
    await deskLead.press(details, 'Agree')
    await requester.cardSays(record, /⚪ P4/)
    await quiet(house)
    const said = `${agent.name} set the priority from P2 to P4, and ${deskLead.name} agreed: One can turn the map.`
    expect(holding(requester.lines(record), said)).toHaveLength(1)
    expect(holding(agent.lines(record, triage), said)).toHaveLength(1)
  })

  test('work is suspended by agreement and resumes when the requester answers', async () => {
    const { requester, agent, triage } = cast
    const record = await raise(house, cast, 'A page is missing')
    await take(house, cast, record)
    await asOf(agent, record, 'Suspend', {
      'Waiting for': 'the person affected',
      'What is missing?': 'Which page is it?',
    })
    await agent.cardSays(record, /🔧 In progress/, triage)
    await requester.press(await requester.cardSays(record, /Which page is it\?/), 'Agree')
    await requester.cardSays(record, /⏸️ Suspended, waiting for the person affected/)
    const card = await agent.cardSays(record, /⏸️ Suspended/, triage)
    expect(buttons(card)[0]).toBe('Resume')
    await quiet(house)
    expect(
      holding(requester.lines(record), 'Work is suspended while waiting for you: Which page is it?'),
    ).toHaveLength(1)

    await requester.reply(record, 'Page nine.')
    await requester.cardSays(record, /🔧 In progress/)
    await agent.cardSays(record, /🔧 In progress/, triage)
    await quiet(house)
    expect(holding(agent.lines(record, triage), 'Page nine.')).toHaveLength(1)
    expect(holding(agent.lines(record, triage), `${requester.name} brought it back to work.`)).toHaveLength(1)
  })

  test('the classification is corrected', async () => {
    const { requester, agent, triage, otherService } = cast
    const record = await raise(house, cast, 'I cannot sign in')
    const told = await asOf(agent, record, 'Classify', {
      'Service or component': otherService.name,
      Category: 'Cannot sign in, or no permission',
      Urgency: 'High: work has stopped',
    })
    expect(told).toContain(`${otherService.name}, Cannot sign in, or no permission; priority P3`)
    const card = await agent.cardSays(record, /🟡 P3/, triage)
    expect(card.text).toContain('Cannot sign in, or no permission')
    await requester.cardSays(record, new RegExp(otherService.name.replaceAll(/[()]/g, String.raw`\$&`)))
    expect(
      holding(requester.lines(record), `${agent.name} classified it as ${otherService.name}`),
    ).toHaveLength(1)
  })

  test('the requester takes it back while nobody works on it', async () => {
    const { requester, agent, triage } = cast
    const record = await raise(house, cast, 'Never mind')
    await requester.act(await requester.card(record), 'Cancel it', { Reason: 'It was the wrong door.' })
    expect(await requester.told(/cancelled/)).toContain(`${record} is cancelled.`)
    await closed(requester)
    const card = await agent.cardSays(record, /🚫 Cancelled/, triage)
    expect(buttons(card)).toEqual(['Raise a follow-up', 'Details'])
    await quiet(house)
    expect(
      holding(agent.lines(record, triage), `${requester.name} cancelled it: It was the wrong door.`),
    ).toHaveLength(1)
    await agent.command(`take ${record}`)
    expect(await agent.told(/Nothing was changed/)).toContain('it is cancelled by now')
  })
})
