import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import slack from '../../manifests/slack.json' with { type: 'json' }
import teams from '../../manifests/teams/manifest.json' with { type: 'json' }
import { type Cast, castOf } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'

/** What somebody is told whose words the desk does not take for a command. */
const notACommand = /not something the desk understands|Nothing is recorded yet/

const listed = (scope: string): readonly string[] =>
  teams.bots.flatMap(({ commandLists }) =>
    commandLists.flatMap(({ scopes, commands }) =>
      scopes.includes(scope) ? commands.map(({ title }) => title) : [],
    ),
  )

describe('a command that a manifest proposes', () => {
  let house: DeskHouse
  let inTeams: Cast
  let inSlack: Cast
  beforeAll(async () => {
    house = await openDeskHouse()
    inTeams = await castOf(house, { name: 'Teams', requesterChat: 'teams', agentChat: 'teams' })
    inSlack = await castOf(house, { name: 'Slack', requesterChat: 'slack', agentChat: 'slack' })
  })
  afterAll(() => house.close())

  const hinted = slack.features.slash_commands.flatMap(({ usage_hint: hint }) => hint.split(' | '))

  test.each(listed('personal'))('in a Teams chat with the desk is understood: %s', async (words) => {
    await inTeams.requester.command(words)
    expect(await inTeams.requester.told(/\S/)).not.toMatch(notACommand)
  })

  test.each(listed('team'))('in a Teams channel is understood: %s', async (words) => {
    await inTeams.agent.command(words, inTeams.triage)
    expect(await inTeams.agent.told(/\S/)).not.toMatch(notACommand)
  })

  test.each(hinted)('in Slack is understood: %s', async (words) => {
    const { requester } = inSlack
    await requester.command(words.replace('[title]', 'The printer burns'))
    // A form in Slack has no words but its title.
    const answer = words.startsWith('incident') ? requester.form('Report a problem') : requester.told(/\S/)
    expect(JSON.stringify(await answer)).not.toMatch(notACommand)
    await requester.close()
  })

  test('is told from other words', async () => {
    await inTeams.agent.command('levitate', inTeams.triage)
    expect(await inTeams.agent.told(/\S/)).toMatch(notACommand)
    await inSlack.requester.command('levitate')
    expect(await inSlack.requester.told(/\S/)).toMatch(notACommand)
  })
})
