import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { quiet } from '../support/person.ts'
import { raise, resolve, send, take } from '../support/raising.ts'
import { buttons } from '../support/reading.ts'

describe.each(settings)('at home in $name', (setting) => {
  let house: DeskHouse
  let cast: Cast
  // A house for each: the settings share their people, and everybody starts with nothing open.
  beforeAll(async () => {
    house = await openDeskHouse()
    cast = await castOf(house, setting)
  })
  afterAll(() => house.close())

  test('nothing is open, and a problem can be reported', async () => {
    const { requester, service } = cast
    const home = await requester.home()
    expect(home.text).toContain('Nothing waits for you.')
    expect(home.text).toContain('You have no open records.')
    expect(buttons(home)).toEqual(['Report a problem'])
    await requester.opens(home, 'Report a problem')
    const record = await send(house, requester, { 'What is wrong?': 'Home is cold', Service: service.name })
    const after = await requester.home()
    expect(after.text).toContain('Your open records (1)')
    expect(after.text).toContain(`${record} ⚪ P4 Home is cold`)
    expect(buttons(after)).toEqual(['Report a problem', 'Details'])
    await requester.press(after, 'Details')
    expect(await requester.told(/History/)).toContain(`${record} · Home is cold`)
  })

  test('pages through more than five records', async () => {
    const { requester } = cast
    const records: string[] = []
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six'])
      records.push(await raise(house, cast, `Buoy ${name} is adrift`))
    const home = await requester.home()
    expect(home.text).toContain('Your open records (7)')
    expect(home.text).toContain('Page 1 of 2')
    for (const record of records.slice(-5)) expect(home.text).toContain(`${record} `)
    expect(home.text).not.toContain('Buoy one')
    expect(buttons(home)).toContain('Next page')
    expect(buttons(home)).not.toContain('Previous page')
    await requester.press(home, 'Next page')
    const second = await requester.again(home, /Page 2 of 2/)
    expect(second.text).toContain('Buoy one is adrift')
    expect(second.text).not.toContain('Buoy two')
    expect(buttons(second)).not.toContain('Next page')
    await requester.press(second, 'Details')
    expect(await requester.told(/History/)).toContain('Buoy one is adrift')
    await requester.press(second, 'Previous page')
    await requester.again(home, /Page 1 of 2/)
  })

  test('shows first what waits for an answer', async () => {
    const { requester, agent } = cast
    const record = await raise(house, cast, 'Flag is missing')
    await take(house, cast, record)
    const busy = await agent.home()
    expect(busy.text).toContain('Waiting for you (1)')
    expect(busy.text).toContain(`${record} ⚪ P4 Flag is missing`)
    await resolve(house, cast, record)
    const home = await requester.home()
    const [waiting = ''] = home.text.split('Your open records')
    expect(waiting).toContain('Waiting for you (1)')
    expect(waiting).toContain('Flag is missing')
    expect(waiting).toContain('does it work again?')
    expect((await agent.home()).text).toContain('Nothing waits for you.')
    await requester.press(home, 'Details')
    const details = await requester.shown(/History/)
    expect(details.text).toContain(record)
    await requester.press(details, 'Close')
    await requester.cardSays(record, /🔒 Closed/)
    await quiet(house)
    expect((await requester.home()).text).toContain('Nothing waits for you.')
  })
})
