import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeenMessage } from '../../playground/chat.ts'
import { personOf } from '../../src/domain/authority.ts'
import type { Platform } from '../../src/domain/person.ts'
import { demoDesk } from '../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../support/desk-house.ts'
import { changeDesk } from '../support/new-desk.ts'
import { type PersonAtChat, asPerson, quiet } from '../support/person.ts'
import { approveChange, proposeChange } from '../support/proposing.ts'
import { closed } from '../support/raising.ts'
import { buttons } from '../support/reading.ts'

let house: DeskHouse
let at: (who: readonly [string, Platform]) => PersonAtChat
beforeAll(async () => {
  house = await openDeskHouse()
  const desk = await demoDesk()
  at = ([id, platform]) => asPerson(house, personOf(desk, id)!, platform)
})
afterAll(() => house.close())

const channels = { slack: 'C0SCHEDULE', teams: '19:change-schedule@thread.tacv2' } as const

const kept = async (): Promise<void> => {
  await house.service.keepSchedule()
  await quiet(house)
}

/** What the desk has posted there for all to read, oldest first. */
const posts = (reader: PersonAtChat): readonly SeenMessage[] =>
  reader
    .read(channels[reader.platform])
    .filter(({ author, onlyFor }) => author === 'desk' && onlyFor === undefined)

const says = (reader: PersonAtChat, pattern: RegExp): Promise<SeenMessage> =>
  eventually(() => posts(reader).findLast(({ text }) => pattern.test(text)), `the post says ${pattern}`)

const inHours = (hours: number): string => house.clock.now.add({ hours }).toString()

describe.each([
  { name: 'Slack', asks: ['fern', 'slack'], decides: ['iris', 'slack'], service: 'Remote access (VPN)' },
  { name: 'Teams', asks: ['tomas', 'teams'], decides: ['sam', 'teams'], service: 'Orders and invoices' },
] as const)('9.2-e the schedule that is posted in $name', ({ asks, decides, service }) => {
  let reader: PersonAtChat
  let requester: PersonAtChat
  let record: string
  let id: string
  beforeAll(() => {
    requester = at(asks)
    reader = requester
  })

  test('is one post, for this week and the next, however often it is looked at', async () => {
    await Promise.all([kept(), kept(), kept()])
    await kept()
    const [post, ...more] = posts(reader)
    expect(more).toEqual([])
    expect(post?.text).toMatch(/This week, [^]*Next week, /)
    expect(buttons(post!)).toEqual(['My schedule', 'Calendar link'])
    id = post?.id ?? ''
  })

  test('follows a change that is asked for, approved, started, and done, in place', async () => {
    record = await proposeChange(house, requester, 'New firmware', service, [inHours(-1), inHours(30)])
    expect((await says(reader, new RegExp(record))).text).toContain('not on the schedule yet')
    await approveChange(house, at(decides), record)
    await says(reader, /👍 Approved/)
    await requester.press(await requester.card(record), 'Start')
    await says(reader, /🔧 Being made/)
    await quiet(house)
    await requester.act(await requester.card(record), 'Done', { 'What happened?': 'All went well' })
    await says(reader, /✅ Done/)
    await closed(requester)
    await quiet(house)
    expect(posts(reader).map((post) => post.id)).toEqual([id])
  })

  test('loses a change that is withdrawn', async () => {
    const gone = await proposeChange(house, requester, 'Not this', service, [inHours(40), inHours(42)])
    await says(reader, new RegExp(`${gone} Not this`))
    await requester.act(await requester.card(gone), 'Withdraw', { 'Why?': 'Not needed' })
    await requester.told(/withdrawn/)
    await closed(requester)
    await quiet(house)
    expect(
      posts(reader)
        .map(({ text }) => text)
        .join('\n'),
    ).not.toContain(gone)
  })

  test('leads everybody to what they may see', async () => {
    await reader.press(await says(reader, /Kept up to date/), 'My schedule')
    expect(await reader.told(/Week \d/)).toContain(record)
    expect(posts(reader)).toHaveLength(1)
  })

  test('turns with the week', async () => {
    const before = (await says(reader, /Next week/)).text
    const next = /Next week, (.*)/.exec(before)?.[1] ?? 'nothing'
    const { now } = house.clock
    house.clock.now = now.add({ hours: 7 * 24 })
    await kept()
    expect((await says(reader, /This week/)).text).toContain(`This week, ${next}`)
    house.clock.now = now
    await kept()
    expect(posts(reader).map((post) => post.id)).toEqual([id])
  })

  test('that somebody took away is posted anew at the next change, once', async () => {
    await remove(reader, id)
    expect(posts(reader)).toEqual([])
    await proposeChange(house, requester, 'Another', service, [inHours(50), inHours(52)])
    await quiet(house)
    await says(reader, /Another/)
    const ids = posts(reader).map((post) => post.id)
    expect(ids).toHaveLength(1)
    expect(ids[0]).not.toBe(id)
  })
})

test('9.2-e a channel that the desk file names no more keeps its post, which says so, and gets another when named again', async () => {
  const [slack, teams] = [at(['fern', 'slack']), at(['tomas', 'teams'])]
  await kept()
  const line = `      slack: T0BELLWIRE/${channels.slack}\n`
  await changeDesk(house, (source) => source.replace(line, ''))
  await kept()
  const [ended, ...more] = posts(slack)
  expect(more).toEqual([])
  expect(ended?.text).toContain('no longer kept up to date')
  expect(posts(teams).at(-1)?.text).toContain('Kept up to date')
  const record = await proposeChange(house, slack, 'After it', 'Remote access (VPN)', [
    inHours(60),
    inHours(61),
  ])
  await says(teams, new RegExp(record))
  expect(
    posts(slack)
      .map(({ text }) => text)
      .join(''),
  ).not.toContain(record)
  await changeDesk(house, (source) => `${source}# again\n`)
  await kept()
  expect(posts(slack).map(({ text }) => text.includes('Kept up to date'))).toEqual([false, true])
})

/** Takes a post away behind the desk's back, with the desk's own credentials: in both chats its owner's and nobody else's. */
const remove = async (reader: PersonAtChat, message: string): Promise<void> => {
  const { slackSettings: slack, teamsSettings: teams } = house.playground
  const json = { 'content-type': 'application/json' }
  if (reader.platform === 'slack') {
    const answer = await fetch(`${slack.SLACK_API_URL}chat.delete`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${slack.SLACK_BOT_TOKEN}` },
      body: JSON.stringify({ channel: channels.slack, ts: message }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    return
  }
  const granted = await fetch(teams.TEAMS_TOKEN_URL, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: teams.MicrosoftAppId,
      client_secret: teams.MicrosoftAppPassword,
      scope: 'https://api.botframework.com/.default',
    }),
  })
  const { access_token: token } = (await granted.json()) as { access_token: string }
  const path = `v3/conversations/${encodeURIComponent(channels.teams)}/activities/${encodeURIComponent(message)}`
  const answer = await fetch(`${teams.TEAMS_SERVICE_URLS.replace(/\/$/, '')}/${path}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  })
  if (!answer.ok) throw new Error(await answer.text())
}
