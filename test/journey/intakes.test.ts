import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { quiet } from '../support/person.ts'
import { mention, raise, send } from '../support/raising.ts'
import { buttons, holding, valueIn } from '../support/reading.ts'

let house: DeskHouse
beforeAll(async () => {
  house = await openDeskHouse()
})
afterAll(() => house.close())

describe.each(settings)('a problem is reported in $name', (setting) => {
  let cast: Cast
  beforeAll(async () => {
    cast = await castOf(house, setting)
  })

  test('from somebody’s message, with its text and a link to it', async () => {
    const { requester, bystander, otherAgent, otherTriage, help, helpService } = cast
    const id = await bystander.say('The label printer *eats* paper', { conversation: help })
    const message = requester.read(help).find((one) => one.id === id)!
    await requester.acts(() => requester.chat.messageAction(requester.user, message, 'Report a problem'))
    const form = await requester.form('Report a problem')
    expect(valueIn(form, 'What is wrong?')).toBe('The label printer *eats* paper')
    expect(valueIn(form, 'Service')).toBe(helpService.name)
    expect(valueIn(form, 'Category')).toBe('Something is broken')
    const record = await send(house, requester)
    const card = await requester.card(record, help)
    expect(card.thread).toBe(id)
    expect(card.text).toContain('The message it was raised from')
    expect(JSON.stringify(card.body)).toMatch(/https:\/\/[^"]*(slack|teams)[^"]*/)
    const theirs = await otherAgent.card(record, otherTriage)
    expect(theirs.text).toContain(`Raised by ${requester.name}`)
    await otherAgent.reply(record, 'We will feed it something else.', otherTriage)
    await quiet(house)
    expect(holding(requester.lines(record, help), 'We will feed it something else.')).toHaveLength(1)
  })

  test('by a long message, which is kept whole', async () => {
    const { requester, bystander, help } = cast
    const words = `It began on Monday.\n${'Again and again it says no paper. '.repeat(12)}`
    const id = await bystander.say(words, { conversation: help })
    const message = requester.read(help).find((one) => one.id === id)!
    await requester.acts(() => requester.chat.messageAction(requester.user, message, 'Report a problem'))
    const form = await requester.form('Report a problem')
    expect(valueIn(form, 'What is wrong?')).toBe('It began on Monday.')
    expect(valueIn(form, 'Details')?.replaceAll(/\s+/g, ' ')).toBe(words.trim().replaceAll(/\s+/g, ' '))
    await requester.close()
  })

  test('from anywhere, by shortcut', async () => {
    const { requester, agent, triage, service } = cast
    await requester.acts(() => requester.chat.shortcut(requester.user, 'Report a problem'))
    const form = await requester.form('Report a problem')
    expect(valueIn(form, 'What is wrong?')).toBe('')
    const record = await send(house, requester, { 'What is wrong?': 'Crane is stuck', Service: service.name })
    expect((await requester.card(record)).text).toContain('Crane is stuck')
    await agent.card(record, triage)
  })

  test('in plain words to the desk, which offers it, or to add them to what is open', async () => {
    const { requester, agent, triage, service } = cast
    const record = await raise(house, cast, 'The radar is blind')
    await requester.say('The radar is blind on the other ship, too')
    const offer = await requester.toldWith(/Nothing is recorded yet/)
    expect(offer.text).toContain('“The radar is blind on the other ship, too”')
    expect(buttons(offer)[0]).toBe('Report a problem')
    const add = buttons(offer).find((label) => label.startsWith(`Add to ${record}`))!
    expect(add).toBe(`Add to ${record} The radar is blind`)
    await requester.press(offer, add)
    await requester.told(/has your comment/)
    await quiet(house)
    expect(
      holding(
        agent.lines(record, triage),
        `${requester.name} (requester): The radar is blind on the other ship, too`,
      ),
    ).toHaveLength(1)

    await requester.say('The horn is hoarse')
    const form = await requester.opens(
      await requester.toldWith(/Nothing is recorded yet/),
      'Report a problem',
    )
    expect(valueIn(form, 'What is wrong?')).toBe('The horn is hoarse')
    const next = await send(house, requester, { Service: service.name })
    expect(requester.cards(next)).toHaveLength(1)
  })

  test('in a request channel: offered to its author only, answered in that thread', async () => {
    const { requester, bystander, otherAgent, otherTriage, help } = cast
    const before = bystander.read(help).length + bystander.read().length
    const id = await requester.say('My laptop sings', { conversation: help })
    const offer = await requester.toldWith(/Nothing is recorded yet/)
    expect(bystander.read(help).length + bystander.read().length).toBe(before + 1)
    expect(offer.onlyFor === requester.user || offer.conversation === requester.direct).toBe(true)
    const form = await requester.opens(offer, 'Report a problem')
    expect(valueIn(form, 'What is wrong?')).toBe('My laptop sings')
    expect(valueIn(form, 'Service')).toBe(cast.helpService.name)
    const record = await send(house, requester)
    const card = await requester.card(record, help)
    expect(card.thread).toBe(id)
    expect(requester.cards(record)).toEqual([])
    await requester.reply(record, 'It is a sad song.', help)
    await quiet(house)
    expect(holding(otherAgent.lines(record, otherTriage), 'It is a sad song.')).toHaveLength(1)
    expect(
      holding(
        requester.lines(record, help).filter(({ author }) => author === 'desk'),
        'sad song',
      ),
    ).toEqual([])
  })

  test('by mentioning the desk in a channel', async () => {
    const { requester, help } = cast
    const { id, form } = await mention(requester, 'incident The coffee machine is cold', help)
    expect(valueIn(form, 'What is wrong?')).toBe('The coffee machine is cold')
    const record = await send(house, requester)
    expect((await requester.card(record, help)).thread).toBe(id)
  })

  test('by command in a channel, which fills in what the channel is for', async () => {
    const { requester, help, helpService } = cast
    await requester.command('incident Screen is green', help)
    const form = await requester.form('Report a problem')
    expect(valueIn(form, 'Service')).toBe(helpService.name)
    await send(house, requester)
  })

  test('on behalf of somebody else, who gets the answers', async () => {
    const { requester, bystander, agent, triage, service } = cast
    await requester.command('incident Her badge does not open the gate')
    await requester.form('Report a problem')
    const [first = ''] = bystander.name.split(' ')
    expect(await requester.chat.lookup(requester.user, 'On behalf of', first)).toContain(bystander.name)
    await requester.fillIn({ Service: service.name, 'On behalf of': bystander.name })
    const told = await requester.told(/is recorded/)
    expect(told).toContain(`${bystander.name} gets the answers.`)
    const record = /INC-\d+/.exec(told)![0]
    await quiet(house)
    const card = await bystander.card(record)
    expect(card.text).toContain(`Raised by ${requester.name}`)
    expect(card.text).toContain(bystander.name)
    expect(requester.cards(record)).toEqual([])
    await bystander.reply(record, 'It is gate four.')
    await quiet(house)
    expect(
      holding(agent.lines(record, triage), `${bystander.name} (requester): It is gate four.`),
    ).toHaveLength(1)
  })
})

// Teams tells the desk only of reactions to its own messages.
describe.each(settings.filter(({ requesterChat }) => requesterChat === 'slack'))(
  'a problem is reported in $name',
  (setting) => {
    test('by a reaction, which only offers it', async () => {
      const { requester, bystander, help } = await castOf(house, setting)
      const id = await bystander.say('Phones are silent', { conversation: help })
      const message = requester.read(help).find((one) => one.id === id)!
      await requester.acts(() => requester.chat.react(requester.user, message, 'ticket'))
      const offer = await requester.toldWith(/Nothing is recorded yet/)
      expect(offer.onlyFor).toBe(requester.user)
      expect(offer.text).toContain('“Phones are silent”')
      const form = await requester.opens(offer, 'Report a problem')
      expect(valueIn(form, 'What is wrong?')).toBe('Phones are silent')
      const record = await send(house, requester)
      expect((await requester.card(record, help)).thread).toBe(id)
    })
  },
)
