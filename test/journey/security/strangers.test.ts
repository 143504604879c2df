import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Platform } from '../../../src/domain/person.ts'
import { type Cast, settings } from '../../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../../support/desk-house.ts'
import { commonRoom, forger } from '../../support/forger.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { stage } from './forgeries.ts'

let house: DeskHouse
let desk: Watch
let record: string
let cast: Cast
beforeAll(async () => {
  house = await openDeskHouse()
  desk = watch(house)
  ;({ cast, record } = await stage(house, settings[0]!))
})
afterAll(async () => {
  await desk.close()
  await house.close()
})

const otherWorkspace = 'T0ELSEWHERE'
const otherTenant = '99999999-9999-4999-8999-999999999999'
const quinn = 'c25d2428-9977-4858-aaf2-47d0ea7acdd7'

interface Row {
  readonly who: string
  readonly platform: Platform
  readonly user: string
  readonly tenant?: string
  readonly reason: 'outsider' | 'unidentified'
}

const rows: readonly Row[] = [
  { who: 'a guest', platform: 'slack', user: 'U0VISITOR', reason: 'outsider' },
  {
    who: 'a stranger of Slack Connect',
    platform: 'slack',
    user: 'U0STRANGER',
    tenant: otherWorkspace,
    reason: 'outsider',
  },
  {
    who: 'one of another workspace with the id of one of ours',
    platform: 'slack',
    user: 'U0BEN',
    tenant: otherWorkspace,
    reason: 'outsider',
  },
  { who: 'one whom Slack does not know', platform: 'slack', user: 'U0NOBODY', reason: 'unidentified' },
  {
    who: 'a guest',
    platform: 'teams',
    user: '0b7f3c52-6a1e-4d0c-9a63-3f1de2f6c9aa',
    reason: 'outsider',
  },
  {
    who: 'one of another tenant in a shared channel',
    platform: 'teams',
    user: randomUUID(),
    tenant: otherTenant,
    reason: 'outsider',
  },
  {
    who: 'one of another tenant with the object id of one of ours',
    platform: 'teams',
    user: quinn,
    tenant: otherTenant,
    reason: 'outsider',
  },
  { who: 'one whom Teams does not know', platform: 'teams', user: randomUUID(), reason: 'unidentified' },
]

const refusals = {
  outsider: 'This desk serves its own organisation only',
  unidentified: 'The desk could not find out who you are',
}

it.each(rows)('$who is refused in words in $platform', async ({ platform, user, tenant, reason }) => {
  const stranger = forger(house, user, platform, tenant === undefined ? {} : { tenant })
  const home = platform === 'slack' ? 'T0BELLWIRE' : cast.desk.people[0]?.identities[0]?.tenant
  const told = { reason, platform, actor: `${platform}/${tenant ?? home}/${user}` }
  const values = { title: 'Let me in', service: 'mail', category: 'fault', text: 'words' }
  const answers = await desk.refuses(
    async () => [
      await stranger.command('incident Let me in'),
      await stranger.command(`show ${record}`),
      await stranger.command('list'),
      await stranger.submit('incident.report', { form: randomUUID() }, values),
      await stranger.submit('incident.comment', { form: randomUUID(), record }, values),
    ],
    { ...told, detail: { intent: 'words' } },
    { ...told, detail: { intent: 'submitted' } },
  )
  for (const answer of answers) {
    expect(answer).toContain(refusals[reason])
    expect(answer).not.toMatch(/Nobody else|Network|Let me in|Tidewater/)
  }
})

describe('a guest with the real client', () => {
  const { slack: room } = commonRoom

  it('is refused on every way in of Slack', async () => {
    const { slack } = house.playground
    const guest = 'U0VISITOR'
    const told = { reason: 'outsider', platform: 'slack' as const, actor: `slack/T0BELLWIRE/${guest}` }
    const direct = slack.conversations(guest).at(-1)?.id ?? ''
    await desk.refuses(
      async () => {
        await slack.say(guest, { conversation: direct }, 'my printer is broken')
        await slack.say(guest, { conversation: room }, 'my printer is broken')
        await slack.shortcut(guest, 'Report a problem')
        const said = slack.read(guest, room).find(({ author }) => author === guest)
        if (said === undefined) throw new Error('nothing was said')
        await slack.messageAction(guest, said, 'Report a problem')
        await slack.react(guest, said, 'ticket')
        await slack.home(guest)
        await slack.settled()
      },
      ...['words', 'pressed', 'picked', 'home'].map((intent) => ({ ...told, detail: { intent } })),
    )
    const read = await eventually(() => {
      const all = [...slack.read(guest, direct), ...slack.read(guest, room)].filter(
        ({ author }) => author === 'desk',
      )
      return all.length > 0 ? all : undefined
    }, 'words for the guest')
    for (const { text, buttons } of read) {
      expect(text).toContain(refusals.outsider)
      expect(buttons).toEqual([])
    }
    expect((await slack.home(guest))?.text).toContain(refusals.outsider)
  })

  it('is refused on every way in of Teams', async () => {
    const { teams } = house.playground
    const guest = teams.users().find(({ name }) => name === 'Victor Visitor')?.id ?? ''
    const told = { reason: 'outsider', platform: 'teams' as const }
    const direct = teams.conversations(guest).at(-1)?.id ?? ''
    await desk.refuses(
      async () => {
        await teams.say(guest, { conversation: direct }, 'my printer is broken')
        await teams.command(guest, { conversation: commonRoom.teams }, 'incident mine')
        await teams.shortcut(guest, 'Report a problem')
        expect(await teams.search(guest, 'business')).toEqual([])
      },
      ...['words', 'pressed', 'search'].map((intent) => ({ ...told, detail: { intent } })),
    )
    const read = [...teams.read(guest, direct)].filter(({ author }) => author === 'desk')
    expect(read.at(-1)?.text).toContain(refusals.outsider)
  })
})
