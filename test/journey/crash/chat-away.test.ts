import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, connect } from '../../../src/store/database.ts'
import { type Cast, castOf, settings } from '../../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../../support/desk-house.ts'
import { inTime } from '../../support/program.ts'
import { closed, numberIn } from '../../support/raising.ts'

let house: DeskHouse
let straight: Database
let slack: Cast
let teams: Cast
beforeAll(async () => {
  house = await openDeskHouse()
  straight = connect(house.connection, { owner: true, poolSize: 1 })
  slack = await cast('slack')
  teams = await cast('teams')
})
afterAll(async () => {
  await straight.close()
  await house.close()
})

const cast = async (platform: 'slack' | 'teams'): Promise<Cast> => {
  const setting = settings.find((one) => one.requesterChat === platform && one.agentChat === platform)
  if (setting === undefined) throw new Error('no such setting')
  return castOf(house, setting)
}

/** Raised and told; what follows from it may still be on its way. */
const report = async ({ requester, service }: Cast, title: string): Promise<string> => {
  await requester.chat.shortcut(requester.user, 'Report a problem')
  await requester.form('Report a problem')
  await requester.fillIn({ 'What is wrong?': title, Service: service.name })
  const record = numberIn(await requester.told(/is recorded/))
  await closed(requester)
  return record
}

const rows = (record: string) =>
  straight.db
    .selectFrom('deliveries')
    .innerJoin('message_refs', 'message_refs.id', 'deliveries.ref')
    .where('record', '=', record)
    .select(['state', 'attempts', 'error', 'maybe_twice', 'audience'])
    .orderBy('deliveries.id')
    .execute()

const everythingSent = (record: string): Promise<true> =>
  inTime(
    async () => ((await rows(record)).every(({ state }) => state === 'sent') ? true : undefined),
    `everything about ${record} sent`,
    30_000,
  )

const fail = (
  how: Parameters<typeof house.playground.slack.fault>[0]['how'],
  times: number,
  method = 'chat.postMessage',
): void => house.playground.slack.fault({ method, times, how })

test('posts whose answers are lost stand there once, and as the record is now', async () => {
  fail({ kind: 'lost' }, 2)
  const record = await report(slack, 'Answers lost')
  const { agent, requester, triage } = slack
  const card = await agent.card(record, triage)
  await eventually(
    async () => ((await rows(record)).every(({ state }) => state === 'ambiguous') ? true : undefined),
    'the doubt',
  )
  // While the desk does not know that its cards are there, the record goes on.
  await agent.press(card, 'Take it')
  await everythingSent(record)
  expect(agent.cards(record, triage)).toHaveLength(1)
  expect(requester.cards(record)).toHaveLength(1)
  expect(house.playground.slack.duplicates()).toBe(0)
  await agent.cardSays(record, /In progress/, triage)
  await requester.cardSays(record, /In progress/)
})

test('errors of Slack’s own stop nothing in Teams, and everything arrives once afterwards', async () => {
  fail({ kind: 'status', status: 500 }, 4)
  const record = await report(slack, 'Slack has trouble')
  const elsewhere = await report(teams, 'Meanwhile in Teams')
  await teams.agent.card(elsewhere, teams.triage)
  await everythingSent(elsewhere)
  expect((await rows(record)).some(({ state }) => state !== 'sent')).toBe(true)
  await everythingSent(record)
  expect(slack.agent.cards(record, slack.triage)).toHaveLength(1)
  expect(slack.requester.cards(record)).toHaveLength(1)
  expect(house.playground.slack.duplicates()).toBe(0)
})

test('a Slack that limits the rate is left alone for as long as it says, which is no failed attempt', async () => {
  const began = performance.now()
  fail({ kind: 'status', status: 429, retryAfter: 2 }, 2)
  const record = await report(slack, 'Too fast')
  await everythingSent(record)
  expect(performance.now() - began).toBeGreaterThan(2000)
  expect(await rows(record)).toMatchObject([{ attempts: 1 }, { attempts: 1 }])
})

test('a post that hangs holds up its own conversation only', { timeout: 40_000 }, async () => {
  fail({ kind: 'hang' }, 1)
  const record = await report(slack, 'Slack says nothing')
  // One of the two places hangs; the other has its card at once, and so has another team’s.
  await eventually(
    async () =>
      (await rows(record)).filter(({ state }) => state === 'sent').length === 1 ? true : undefined,
    'the other place served',
  )
  const elsewhere = await report(teams, 'Meanwhile elsewhere')
  await everythingSent(elsewhere)
  expect((await rows(record)).map(({ state }) => state)).toContain('sending')
  await everythingSent(record)
  expect(slack.agent.cards(record, slack.triage)).toHaveLength(1)
  expect(slack.requester.cards(record)).toHaveLength(1)
  expect(house.playground.slack.duplicates()).toBe(0)
})

test('in Teams, where nothing can be looked for, a lost answer is posted again and said to be doubtful', async () => {
  const twice = house.playground.teams.duplicates()
  house.playground.teams.fault({ method: 'post', times: 2, how: { kind: 'lost' } })
  const record = await report(teams, 'Lost in Teams')
  await everythingSent(record)
  const doubtful = (await rows(record)).filter(({ maybe_twice: doubt }) => doubt).length
  expect(doubtful).toBe(2)
  expect(house.playground.teams.duplicates() - twice).toBe(2)
})
