import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { raise, resolve, take } from '../support/raising.ts'
import { buttons } from '../support/reading.ts'

let house: DeskHouse
beforeAll(async () => {
  house = await openDeskHouse()
})
afterAll(() => house.close())

describe.each(settings)('the desk is asked in $name', (setting) => {
  let cast: Cast
  let record: string
  const title = `Lifeboat ${setting.name.toLowerCase().replaceAll(' ', '-')} has no oars`
  beforeAll(async () => {
    cast = await castOf(house, setting)
    record = await raise(house, cast, title)
  })

  test('for what is mine, my team’s, and what waits for me', async () => {
    const { requester, agent } = cast
    for (const words of ['list', 'list mine']) {
      await requester.command(words)
      const mine = await requester.toldWith(/Your open records/)
      expect(mine.text).toContain(record)
      expect(mine.text).toContain(title)
      expect(mine.text).toContain('New')
    }
    await agent.command('list team')
    expect(await agent.told(/Your teams’ open records/)).toContain(title)
    await requester.command('list waiting')
    expect(await requester.told(/Waiting for you/)).not.toContain(record)
    await take(house, cast, record)
    await agent.command('list waiting')
    expect(await agent.told(/Waiting for you/)).toContain(record)
    await resolve(house, cast, record)
    await requester.command('list waiting')
    const waiting = await requester.toldWith(/Waiting for you/)
    expect(waiting.text).toContain('does it work again?')
    await requester.press(waiting, 'Details')
    expect(await requester.told(/History/)).toContain('Does it work again?')
    await requester.command('list team')
    expect(await requester.told(/Your teams’ open records/)).toContain('Your teams have no open records.')
  })

  test('for a record by its number', async () => {
    const { requester, bystander } = cast
    for (const words of [`show ${record}`, record.toLowerCase()]) {
      await requester.command(words)
      const details = await requester.toldWith(/History/)
      expect(details.text).toContain(`${record} · ${title}`)
      expect(buttons(details)).toEqual(['Close', 'Reopen', 'Comment', 'Details'])
    }
    const said = new Set<string>()
    for (const number of [record, 'INC-99999']) {
      await bystander.command(`show ${number}`)
      said.add((await bystander.told(/There is no/)).replace(number, 'INC'))
    }
    // Nobody learns from the answer whether a record exists.
    expect([...said]).toEqual(['There is no INC, or it does not concern you. “list” shows your records.'])
  })

  test('for words, and finds what may be seen', async () => {
    const { requester, bystander, agent } = cast
    const [, word = ''] = title.split(' ')
    const found = await requester.chat.search(requester.user, word)
    expect(found.join('\n')).toContain(`${record} `)
    expect(found.join('\n')).toContain(title)
    expect((await agent.chat.search(agent.user, word)).join('\n')).toContain(title)
    expect((await bystander.chat.search(bystander.user, word)).join('\n')).not.toContain(title)
  })

  test('what it understands', async () => {
    const { requester } = cast
    const root = setting.requesterChat === 'slack' ? '/desk' : '@Desk'
    await requester.command('help')
    const help = await requester.toldWith(/report a problem/)
    for (const verb of ['incident [title]', 'list [', 'show INC-1', 'reopen [INC-1]', 'close [INC-1]'])
      expect(help.text).toContain(`${root} ${verb}`)
    const menu = ['Report a problem', 'My records', 'Waiting for me', 'For my decision', 'My teams', 'Help']
    expect(buttons(help)).toEqual(menu)
    await requester.command('', cast.help)
    const bare = await requester.toldWith(/What would you like to do\?/)
    expect(buttons(bare)).toEqual(menu)
    await requester.press(bare, 'My records')
    expect(await requester.told(/Your open records/)).toContain(record)
    await requester.press(bare, 'Help')
    await requester.told(/report a problem/)
    const form = await requester.opens(bare, 'Report a problem')
    expect(form.submitLabel).toBe('Send')
    await requester.close()
  })

  test('what it does not understand, and for a number that was left out', async () => {
    const { requester, help } = cast
    const root = setting.requesterChat === 'slack' ? '/desk' : '@Desk'
    await requester.command('abracadabra', help)
    const told = await requester.told(/abracadabra/)
    expect(told).toContain('is not something the desk understands; nothing was recorded.')
    expect(told).toContain('incident, change, list, schedule, show')
    await requester.command('close')
    expect(await requester.told(/Which record\?/)).toContain(`${root} close INC-1`)
    await requester.command('resolve', help)
    expect(await requester.told(/Which record\?/)).toContain(`${root} resolve INC-1`)
  })
})

// Slack has no search extension.
describe.each(settings.filter(({ requesterChat }) => requesterChat === 'teams'))('in $name', (setting) => {
  test('a record is searched for and shared, as a card with nothing to click', async () => {
    const cast = await castOf(house, setting)
    const { requester, bystander, help, service } = cast
    const record = await raise(house, cast, 'Anchor is missing')
    expect(await requester.chat.search(requester.user, 'anchor')).toContain(
      `${record} Anchor is missing — New · P4 · ${service.name}`,
    )
    const id = await requester.chat.share?.(requester.user, { conversation: help }, 'anchor', 0)
    const shared = bystander.read(help).find((message) => message.id === id)
    expect(shared?.text).toContain(`${record} · Anchor is missing`)
    expect(shared?.author).toBe(requester.user)
    expect(shared?.buttons).toEqual([])
  })
})
