import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personOf } from '../../src/domain/authority.ts'
import type { Platform } from '../../src/domain/person.ts'
import { demoDesk } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { type PersonAtChat, asPerson } from '../support/person.ts'
import { propose, request } from '../support/proposing.ts'
import { buttons } from '../support/reading.ts'

let house: DeskHouse
let at: (id: string, platform: Platform) => PersonAtChat
let change: string

const results = async (id: string, query: string): Promise<string> => {
  const { chat, user } = at(id, 'teams')
  return (await chat.search(user, query)).join('\n')
}

beforeAll(async () => {
  house = await openDeskHouse()
  const desk = await demoDesk()
  at = (id, platform) => asPerson(house, personOf(desk, id)!, platform)
  change = await propose(
    house,
    at('tomas', 'teams'),
    request(house, 'Zebra firmware', { 'Services affected': ['Remote access (VPN)'] }),
  )
})
afterAll(() => house.close())

describe.each([
  { chat: 'slack', agent: 'ben', customer: 'fern' },
  { chat: 'teams', agent: 'priya', customer: 'quinn' },
] as const)('8.1-i: a change is found in $chat', ({ chat, agent, customer }) => {
  test('by its number, by words of it, and shown with its history', async () => {
    const reader = at(agent, chat)
    await reader.command(`list ${change}`)
    expect(await reader.told(/Records with/)).toContain(`${change} Zebra firmware`)
    await reader.command('list zebra firm')
    const found = await reader.shown(/Records with/)
    expect(found.text).toContain(`${change} Zebra firmware`)
    expect(buttons(found)).toContain('Details')
    for (const words of [`show ${change.toLowerCase()}`, change]) {
      await reader.command(words)
      expect(await reader.told(/History/)).toContain('asks for approval')
    }
  })

  test('not by whom it does not concern: the words are those for what is not there', async () => {
    const reader = at(customer, chat)
    await reader.command('list zebra')
    expect(await reader.told(/Records with/)).toContain('Nothing of yours has these words')
    for (const words of [`show ${change}`, `comment ${change} hello`]) {
      await reader.command(words)
      expect(await reader.told(/There is no/)).toContain(`There is no ${change}, or it does not concern you`)
    }
  })

  test('a verb of incidents says where its buttons are, and a comment reaches both sides', async () => {
    const reader = at(agent, chat)
    await reader.command(`take ${change}`)
    expect(await reader.told(/Nothing was changed/)).toContain(
      `“take” is for incidents, and ${change} is a change`,
    )
    await at('tomas', 'teams').command(`comment ${change} Bring the ladder to ${chat}`)
    await at('tomas', 'teams').cardSays(change, /Zebra/)
    await reader.command(`show ${change}`)
    await reader.told(new RegExp(`Bring the ladder to ${chat}`))
  })
})

test('the search extension of Teams gives it to be shared, without buttons, to those who may read it', async () => {
  expect(await results('priya', 'zebra')).toContain(`${change} Zebra firmware`)
  expect(await results('priya', change)).toContain(`${change} Zebra firmware`)
  expect(await results('tomas', 'zebra')).toContain(`${change} Zebra firmware`)
  expect(await results('quinn', 'zebra')).not.toContain(change)
})
