import { readFile } from 'node:fs/promises'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Desk } from '../../../src/domain/desk.ts'
import { readDeskFile } from '../../../src/desk-file/read.ts'
import type { Playground } from '../../../playground/playground.ts'
import { startPlayground } from '../../../playground/playground.ts'
import { suggestionsFor } from '../../../playground/page/people.ts'
import { seedOf } from '../../../playground/seeds.ts'

let desk: Desk
let playground: Playground

beforeAll(async () => {
  const reading = readDeskFile(
    await readFile(new URL('../../../examples/desk.yaml', import.meta.url), 'utf8'),
  )
  if (!reading.ok) throw new Error('The demo desk file does not read.')
  desk = { ...reading.desk, version: 1 }
  // Nobody listens there: the bot is started after the playground.
  playground = await startPlayground({
    desk,
    slackRequestUrl: 'http://127.0.0.1:9/slack/events',
    teamsMessagesUrl: 'http://127.0.0.1:9/api/messages',
  })
})
afterAll(async () => await playground.close())

describe('what the chats are filled with', () => {
  it('puts a team in its triage channel, and everybody and a guest in the request channel', () => {
    const { users, channels } = seedOf(desk, 'slack')
    const network = channels.find((channel) => channel.id === 'C0NETWORK')
    expect([network?.name, network?.members]).toEqual(['network', ['U0BEN', 'U0CHIARA', 'U0DAWA']])
    const help = channels.find((channel) => channel.id === 'C0HELP')
    expect(help?.members).toEqual(users.map((user) => user.id))
    const guests = users.filter((user) => user.guest === true)
    expect(guests).toHaveLength(1)
    expect(desk.people.flatMap((person) => person.identities.map((one) => one.user))).not.toContain(
      guests[0]?.id,
    )
  })

  it('puts the members of a change authority in its channel', () => {
    const changes = seedOf(desk, 'slack').channels.find((channel) => channel.id === 'C0CHANGES')
    expect([changes?.name, changes?.members]).toEqual(['changes', ['U0ADA', 'U0BEN', 'U0LENA', 'U0IRIS']])
    const board = seedOf(desk, 'teams').channels.find((channel) => channel.name === 'Change board')
    expect(board?.members).toHaveLength(5)
  })

  it('names Teams channels as Teams does', () => {
    expect(seedOf(desk, 'teams').channels.map((channel) => channel.name)).toEqual([
      'Help',
      'Workplace',
      'Business apps',
      'Change board',
      'Change schedule',
    ])
  })

  it('proposes somebody in each chat who only asks', () => {
    expect(suggestionsFor(desk).map(({ platform, name }) => [platform, name])).toEqual([
      ['slack', 'Fern Holloway'],
      ['teams', 'Quinn Tremblay'],
    ])
  })
})

describe('the playground', () => {
  it('gives the bot settings that reach the simulated chats and nothing else', () => {
    const { slackSettings, teamsSettings } = playground
    expect(slackSettings.SLACK_TEAM_IDS).toBe('T0BELLWIRE')
    for (const url of [
      slackSettings.SLACK_API_URL,
      teamsSettings.TEAMS_OPENID_METADATA_URL,
      teamsSettings.TEAMS_TOKEN_URL,
      teamsSettings.TEAMS_SERVICE_URLS,
    ])
      expect(new URL(url).hostname).toBe('127.0.0.1')
    expect(slackSettings.SLACK_SIGNING_SECRET).toMatch(/^[0-9a-f]{48}$/)
    expect(teamsSettings.MicrosoftAppPassword).not.toBe(slackSettings.SLACK_SIGNING_SECRET)
  })

  it('shows the same people on both sides of the page as in the chats', () => {
    expect(playground.slack.users().map((user) => user.id)).toContain('U0FERN')
    expect(playground.slack.conversations('U0FERN').map((one) => one.name)).toEqual([
      'help',
      'schedule',
      'Desk',
    ])
    expect(playground.teams.users().some((user) => user.name === 'Quinn Tremblay')).toBe(true)
  })
})
