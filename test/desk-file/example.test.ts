import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Desk } from '../../src/domain/desk.ts'
import { readDeskFile } from '../../src/desk-file/read.ts'
import { channelName } from '../../src/desk-file/channel-name.ts'
import golden from './example.golden.json' with { type: 'json' }

const read = (): Omit<Desk, 'version'> => {
  const result = readDeskFile(readFileSync('examples/desk.yaml', 'utf8'))
  if (!result.ok) throw new Error(JSON.stringify(result.mistakes, null, 2))
  return result.desk
}

test('the example is read as the organisation it describes', () => {
  expect(read()).toEqual(golden)
})

test('the example is the organisation that the playground promises', () => {
  const desk = read()
  expect(desk.customers).toHaveLength(2)
  expect(desk.people).toHaveLength(20)
  const on = (platform: string) =>
    desk.people.filter((p) => p.identities.some((i) => i.platform === platform))
  expect([on('slack').length, on('teams').length]).toEqual([11, 11])
  expect(desk.people.filter((p) => p.identities.length === 2).map((p) => p.id)).toEqual(['ada', 'lena'])
  expect(new Set(desk.people.map((p) => p.zone)).size).toBe(20)
  expect(desk.services).toHaveLength(6)
  expect(desk.services.every((service) => service.components.length > 0)).toBe(true)
  expect(desk.teams.map((team) => team.triage.map((place) => place.platform))).toEqual([
    ['slack'],
    ['slack', 'teams'],
    ['teams'],
  ])
})

test('every agent can see a triage channel of the team', () => {
  const desk = read()
  for (const team of desk.teams) {
    const chats = team.triage.map((place) => place.platform)
    for (const id of [team.lead, ...team.members])
      expect(desk.people.find((p) => p.id === id)?.identities.some((i) => chats.includes(i.platform))).toBe(
        true,
      )
  }
})

test('every member of a change authority can see a channel of it', () => {
  const desk = read()
  for (const authority of desk.changes?.authorities ?? []) {
    const chats = authority.channels.map((place) => place.platform)
    for (const id of authority.members)
      expect(desk.people.find((p) => p.id === id)?.identities.some((i) => chats.includes(i.platform))).toBe(
        true,
      )
  }
  expect(desk.changes?.authorities.map(({ channels }) => channels.map(({ platform }) => platform))).toEqual([
    ['slack'],
    ['teams'],
  ])
})

test('9.2-c: the example can decide whatever anybody proposes', () => {
  const { people, customers } = read()
  expect(people.filter(({ manager }) => manager === undefined).map(({ id }) => id)).toEqual(['ada', 'kofi'])
  expect(customers.map(({ representatives }) => representatives?.length)).toEqual([1, 1])
})

test('the channels of the example have readable names', () => {
  const desk = read()
  const places = [
    ...desk.teams.flatMap((team) => team.triage),
    ...desk.requestChannels.map((each) => each.place),
    ...(desk.changes?.authorities ?? []).flatMap((authority) => authority.channels),
  ]
  expect(places.map(channelName)).toEqual([
    'network',
    'workplace',
    'Workplace',
    'Business apps',
    'help',
    'Help',
    'changes',
    'Change board',
  ])
})
