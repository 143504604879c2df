import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { quiet } from '../support/person.ts'
import { closed, numberIn, resolve, take } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

let house: DeskHouse
beforeAll(async () => {
  house = await openDeskHouse()
})
afterAll(() => house.close())

describe.each(settings)('an incident lives in $name', (setting) => {
  let cast: Cast
  let record: string
  beforeAll(async () => {
    cast = await castOf(house, setting)
  })

  test('is raised by command, and told once it is recorded', async () => {
    const { requester, agent, triage, service, team } = cast
    await requester.command('incident The gangway scanner beeps and stops')
    const form = await requester.form('Report a problem')
    const value = (label: string): string | undefined =>
      form.inputs.find((input) => input.label === label)?.value
    expect(value('What is wrong?')).toBe('The gangway scanner beeps and stops')
    expect(value('How many does it hurt?')).toBe('Low: one person')
    expect(form.inputs.find((input) => input.label === 'Service')?.options).toContain(service.name)
    await requester.fillIn({
      Service: service.name,
      Details: 'Since the storm.',
      'How many does it hurt?': 'Medium: a team or department',
      'How soon is it needed?': 'High: work has stopped',
    })
    const told = await requester.told(/is recorded/)
    expect(told).toContain('with priority P2')
    expect(told).toContain(`${team.name} has it in its triage channel`)
    record = numberIn(told)
    await closed(requester)
    await quiet(house)

    const mine = await requester.card(record)
    const theirs = await agent.card(record, triage)
    for (const card of [mine, theirs]) {
      expect(card.text).toContain(`${record} · The gangway scanner beeps and stops`)
      expect(card.text).toContain('🆕 New')
      expect(card.text).toContain('🟠 P2')
      expect(card.text).toContain('Since the storm.')
      expect(card.text).toContain('Nobody yet')
      expect(card.text).toContain(`Raised by ${requester.name}`)
      expect(card.fallback).toBe(`${record} New, P2: The gangway scanner beeps and stops`)
    }
    expect(theirs.text).toContain('Medium and high')
    expect(buttons(mine)).toEqual(['Comment', 'Escalate', 'Cancel it', 'Why this due time?', 'Details'])
    expect(buttons(theirs)[0]).toBe('Take it')
    expect(requester.cards(record)).toHaveLength(1)
    expect(agent.cards(record, triage)).toHaveLength(1)
  })

  test('is taken, and both cards say so', async () => {
    const { requester, agent, triage } = cast
    await take(house, cast, record)
    const mine = await requester.cardSays(record, /🔧 In progress/)
    const theirs = await agent.card(record, triage)
    expect(mine.text).toContain(agent.name)
    expect(buttons(mine)).toEqual(['Comment', 'Escalate', 'Why this due time?', 'Details'])
    expect(buttons(theirs)).toEqual([
      'Resolve',
      'Assign',
      'Comment',
      'Note',
      'Hand over',
      'Priority',
      'Classify',
      'Suspend',
      'Escalate',
      'Cancel it',
      'Propose a change',
      'Why this due time?',
      'Details',
    ])
    expect(holding(requester.lines(record), `${agent.name} took it`)).toHaveLength(1)
    expect(requester.cards(record)).toHaveLength(1)
    await agent.command(`take ${record}`)
    expect(await agent.told(/taken/)).toContain('You have taken it already.')
  })

  test('carries replies from thread to thread, once and with the name', async () => {
    const { requester, agent, triage, team } = cast
    await agent.reply(record, 'Which gangway is it?', triage)
    await quiet(house)
    const asked = holding(requester.lines(record), 'Which gangway is it?')
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain(`${agent.name} (${team.name}): Which gangway is it?`)
    expect(holding(agent.lines(record, triage), 'Which gangway is it?')).toHaveLength(1)

    await requester.reply(record, 'The one at *pier* 3')
    await quiet(house)
    const answered = holding(agent.lines(record, triage), 'The one at *pier* 3')
    expect(answered).toHaveLength(1)
    expect(answered[0]).toContain(`${requester.name} (requester): The one at *pier* 3`)
    const echoed = requester.lines(record).filter(({ author }) => author === 'desk')
    expect(holding(echoed, 'pier* 3')).toEqual([])

    await agent.act(await agent.card(record, triage), 'Comment', { 'Your comment': 'I am on my way.' })
    await agent.told(/has your comment/)
    await closed(agent)
    await quiet(house)
    expect(holding(requester.lines(record), 'I am on my way.')).toHaveLength(1)
    expect(holding(agent.lines(record, triage), 'I am on my way.')).toHaveLength(1)
  })

  test('keeps internal notes on the desk’s side', async () => {
    const { requester, agent, triage } = cast
    await agent.act(await agent.card(record, triage), 'Note', { Note: 'Spare scanner is in locker 4.' })
    await agent.told(/has your note/)
    await closed(agent)
    const root = await agent.card(record, triage)
    await agent.chat.command(
      agent.user,
      { conversation: agent.direct },
      `note ${record} Locker code is 1234.`,
    )
    await agent.told(/Only the team can see it/)
    await quiet(house)
    expect(root.id).toBeDefined()
    expect(holding(agent.lines(record, triage), 'Internal note by')).toHaveLength(2)
    await requester.press(await requester.card(record), 'Details')
    const details = await requester.told(/History/)
    expect(details).not.toMatch(/locker|note/i)
    expect(holding(requester.read(), 'ocker')).toEqual([])
    await agent.press(await agent.card(record, triage), 'Details')
    expect(await agent.told(/History/)).toContain('Locker code is 1234.')
  })

  test('is resolved, reopened with a reason, and resolved again', async () => {
    const { requester, agent, triage } = cast
    await resolve(house, cast, record, 'Changed the scanner.')
    const mine = await requester.cardSays(record, /✅ Resolved/)
    expect(mine.text).toContain(`Fixed by ${agent.name}: Changed the scanner.`)
    expect(mine.text).toContain('Does it work again?')
    expect(buttons(mine)).toEqual(['Close', 'Reopen', 'Comment', 'Details'])
    const theirs = await agent.cardSays(record, /✅ Resolved/, triage)
    expect(buttons(theirs)).toEqual(['Reopen', 'Comment', 'Note', 'Propose a change', 'Details'])
    expect(theirs.text).toContain(`${requester.name} is asked to agree to closing`)
    expect(holding(requester.lines(record), 'does it work again?')).toHaveLength(1)

    await requester.act(mine, 'Reopen', { Reason: 'It beeps again.' })
    await requester.told(/is open again/)
    await closed(requester)
    await quiet(house)
    expect(buttons(await agent.cardSays(record, /🔧 In progress/, triage))).toContain('Resolve')
    await requester.cardSays(record, /🔧 In progress/)
    expect(
      holding(agent.lines(record, triage), `${requester.name} reopened it: It beeps again.`),
    ).toHaveLength(1)
    await resolve(house, cast, record, 'Changed the cable, too.')
  })

  test('is closed by the person affected, and by nobody else', async () => {
    const { requester, agent, triage } = cast
    await agent.command(`close ${record}`)
    expect(await agent.told(/Nothing was changed/)).toContain(`only ${requester.name}, whom it affects`)
    await requester.press(await requester.cardSays(record, /✅ Resolved/), 'Close')
    const mine = await requester.cardSays(record, /🔒 Closed/)
    const theirs = await agent.cardSays(record, /🔒 Closed/, triage)
    await quiet(house)
    expect(buttons(mine)).toEqual(['Raise a follow-up', 'Details'])
    expect(buttons(theirs)).toEqual(['Raise a follow-up', 'Details'])
    expect(holding(agent.lines(record, triage), `${requester.name} agreed to close it.`)).toHaveLength(1)
  })

  test('tells its history with who and from where', async () => {
    const { requester, agent, triage } = cast
    await agent.press(await agent.card(record, triage), 'Details')
    const told = (await agent.told(/History/)).replaceAll(/\s+/g, ' ').replaceAll(' : ', ': ')
    const chat = { slack: 'Slack', teams: 'Teams' }
    const [hers, theirs] = [chat[requester.platform], chat[agent.platform]]
    const steps = [
      `${requester.name} raised it. (form in ${hers})`,
      `${agent.name} took it and is working on it. (button in ${theirs})`,
      `Which gangway is it? (thread in ${theirs})`,
      `(requester): The one at *pier* 3 (`,
      `I am on my way. (form in ${theirs})`,
      `Spare scanner is in locker 4. (form in ${theirs})`,
      `Locker code is 1234. (words in ${theirs})`,
      `${agent.name} checked the classification.`,
      `${agent.name} resolved it (Fixed): Changed the scanner. (form in ${theirs})`,
      `${requester.name} reopened it: It beeps again. (form in ${hers})`,
      `Changed the cable, too. (form in ${theirs})`,
      `${requester.name} agreed to close it. (button in ${hers})`,
    ]
    let from = 0
    for (const step of steps) {
      const at = told.indexOf(step, from)
      expect(at, `${step} in: ${told.slice(from)}`).toBeGreaterThanOrEqual(from)
      from = at + step.length
    }
  })

  test('is never reopened once closed, but followed up', async () => {
    const { requester, agent, triage, service } = cast
    await requester.command(`reopen ${record} It is broken again.`)
    const told = await requester.told(/Nothing was changed/)
    expect(told).toContain('it is closed by now')
    await requester.command(`comment ${record} Hello?`)
    expect(await requester.told(/Nothing was changed/)).toContain('it is closed by now')

    const form = await requester.opens(await requester.card(record), 'Raise a follow-up')
    expect(form.inputs.find(({ label }) => label === 'What is wrong?')?.value).toBe(
      'The gangway scanner beeps and stops',
    )
    await requester.fillIn({ Service: service.name })
    const next = numberIn(await requester.told(/is recorded/))
    await closed(requester)
    await quiet(house)
    expect(next).not.toBe(record)
    for (const [person, conversation] of [
      [requester, requester.direct],
      [agent, triage],
    ] as const) {
      await person.cardSays(next, new RegExp(`Follow-up of ${record}\\b`), conversation)
      await person.cardSays(record, new RegExp(`Followed up by ${next}\\b`), conversation)
    }
  })
})
