import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { slackTenant, teamsTenant } from '../support/small-desk.ts'
import { type Sending, openSending } from './sending.ts'

const ada = `slack/${slackTenant}/UADA`
const net = `slack/${slackTenant}/CNET`
const netInTeams = `teams/${teamsTenant}/19:net@thread.tacv2`

let sending: Sending
let id: string
beforeEach(async () => {
  sending = await openSending()
  id = await sending.store.raised()
})
afterEach(() => sending.store.close())

const comment = (text: string) => sending.store.act(id, { type: 'comment', text, files: 0 }, 'ada')
const rowsOf = (key: string) =>
  sending.store.db.selectFrom('deliveries').selectAll().where('pace_key', '=', key).orderBy('id').execute()
const texts = () => sending.slack.shown.map(({ text }) => text)
/** How long until the first delivery of a conversation, in seconds, rounded. */
const waits = async (key: string): Promise<number> => {
  const { rows } = await sending.store.pool.query<{ wait: number }>(
    `select round(extract(epoch from not_before - now()))::int as wait from deliveries where pace_key = $1 order by id`,
    [key],
  )
  return rows[0]?.wait ?? 0
}

test('a card is posted, its lines go below it in order, and later changes edit it', async () => {
  await comment('one')
  await comment('two')
  await sending.send(net)
  expect(texts()).toEqual(['card at 3', 'line of 2', 'line of 3'])
  const [card, ...lines] = sending.slack.shown
  expect(card?.place).toEqual({ platform: 'slack', tenant: slackTenant, conversation: 'CNET' })
  for (const one of lines) expect(one.place.thread).toBe(card?.message)
  await comment('three')
  await sending.send(net)
  expect(texts()).toEqual(['card at 4', 'line of 2', 'line of 3', 'line of 4'])
})

test('a direct conversation is opened for the first message and remembered', async () => {
  await sending.send(ada)
  await comment('one')
  await sending.send(ada)
  expect(sending.slack.opened).toEqual(['UADA'])
  expect(sending.slack.shown.map(({ place }) => place.conversation)).toEqual(['D-UADA', 'D-UADA'])
})

test('8.1-d: a notice is written to each person of the management', async () => {
  await sending.store.act(id, { type: 'escalate', reason: 'x' }, 'ada')
  for (const user of ['UDANA', 'UHANA', 'UGIL']) await sending.send(`slack/${slackTenant}/${user}`)
  expect(sending.slack.shown.map(({ place, text }) => `${place.conversation}: ${text}`)).toEqual([
    'D-UDANA: notice of 2',
    'D-UHANA: notice of 2',
    'D-UGIL: notice of 2',
  ])
})

test('edits of one card that wait are one edit, whatever else waits between them', async () => {
  await sending.send(net)
  for (const text of ['a', 'b', 'c']) await comment(text)
  sending.slack.calls()
  await sending.send(net)
  expect(sending.slack.calls()).toEqual(['update', 'post', 'post', 'post'])
  expect(texts()).toEqual(['card at 4', 'line of 2', 'line of 3', 'line of 4'])
  expect(new Set(await sending.states(net))).toEqual(new Set(['card sent', 'line sent']))
})

test('it asks for its turn: posts by conversation, edits by platform', async () => {
  await comment('one')
  await sending.send(ada)
  await comment('two')
  await sending.send(ada)
  expect(sending.paced).toEqual([
    `slack/${slackTenant}/D-UADA 1000`,
    `slack/${slackTenant}/D-UADA 1000`,
    'slack/update 1200',
    `slack/${slackTenant}/D-UADA 1000`,
  ])
})

describe('when the chat does not take a message', () => {
  test('busy: after the time it asked for, without counting as a failure, and what comes after waits', async () => {
    await comment('one')
    for (let round = 0; round < 7; round += 1) {
      sending.slack.fails('busy', 30_000)
      await sending.send(net)
      expect(await waits(net)).toBeGreaterThan(25)
      expect(await sending.states(net)).toEqual(['card queued', 'card queued', 'line queued'])
      await sending.passTime()
    }
    expect((await rowsOf(net))[0]?.attempts).toBe(0)
    await sending.send(net)
    expect(texts()).toEqual(['card at 2', 'line of 2'])
  })

  test('a conversation that waits does not hold up the others', async () => {
    sending.slack.fails('busy', 30_000)
    await sending.send(net)
    await sending.send(ada)
    expect(texts()).toEqual(['card at 1'])
  })

  test('away: later and later, and given up after so many attempts', async () => {
    const waited: number[] = []
    for (let round = 0; round < 5; round += 1) {
      sending.slack.fails('away')
      await sending.send(net)
      waited.push(await waits(net))
      if (round < 4) await sending.passTime()
    }
    expect(waited.slice(0, 4).map((wait) => wait <= 8 && wait >= 0)).toEqual([true, true, true, true])
    expect(waited[3]).toBeGreaterThan(waited[1] ?? Infinity)
    expect(await sending.states(net)).toEqual(['card failed'])
    expect((await rowsOf(net))[0]).toMatchObject({ attempts: 5, error: 'it is away' })
    expect(sending.slack.shown).toEqual([])
  })

  test('away for long: never more than five minutes between two attempts', async () => {
    await sending.store.owner.pool.query('update deliveries set attempts = 20 where pace_key = $1', [net])
    sending.slack.fails('away')
    await sending.send(net, { attempts: 30 })
    const wait = await waits(net)
    expect(wait).toBeGreaterThan(290)
    expect(wait).toBeLessThanOrEqual(300)
  })

  test('unreachable: said so at once, and its lines cannot arrive either', async () => {
    await comment('one')
    sending.slack.fails('unreachable')
    await sending.send(net)
    expect(await sending.states(net)).toEqual(['card unreachable', 'card unreachable', 'line unreachable'])
    const rows = await rowsOf(net)
    expect(rows.map((row) => row.error)).toEqual([
      'it is unreachable',
      'it is unreachable',
      'its card was never posted there',
    ])
    expect(sending.warned.length).toBe(2)
  })

  test('rejected: that message failed, and the next is sent', async () => {
    await sending.send(net)
    await comment('one')
    await comment('two')
    sending.slack.works()
    sending.slack.fails('rejected')
    await sending.send(net)
    expect(texts()).toEqual(['card at 3', 'line of 3'])
    expect(await sending.states(net)).toEqual([
      'card sent',
      'card sent',
      'line failed',
      'card sent',
      'line sent',
    ])
  })

  test('a platform that is not connected: failed, not forgotten', async () => {
    await sending.send(netInTeams, { chats: new Map([['slack', sending.slack.port]]) })
    expect((await rowsOf(netInTeams))[0]).toMatchObject({ state: 'failed', error: 'teams is not connected' })
  })

  test('what cannot be made is tried again and given up, and the log has the cause', async () => {
    for (let round = 0; round < 5; round += 1) {
      await sending.send(net, { render: () => Promise.reject(new Error('a bug')) })
      await sending.passTime()
    }
    expect((await rowsOf(net))[0]).toMatchObject({ state: 'failed', error: 'internal error' })
  })

  test('what has nothing left to say is done', async () => {
    await sending.send(net, { render: () => Promise.resolve(undefined) })
    expect(await sending.states(net)).toEqual(['card sent'])
    expect(sending.slack.shown).toEqual([])
  })
})
