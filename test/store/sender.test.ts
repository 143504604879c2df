import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as deliveries from '../../src/store/deliveries.ts'
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

describe('when the answer to a post was lost', () => {
  test('it is looked for, found, and not posted again', async () => {
    sending.slack.losesAnswer()
    await sending.send(net)
    expect(await sending.states(net)).toEqual(['card ambiguous'])
    await sending.passTime()
    await comment('one')
    await sending.send(net)
    expect(texts()).toEqual(['card at 2', 'line of 2'])
    expect((await rowsOf(net))[0]).toMatchObject({ state: 'sent', maybe_twice: false })
  })

  test('the card that is found shows what changed since it was posted', async () => {
    sending.slack.losesAnswer()
    await sending.send(net)
    await sending.store.act(id, { type: 'take' }, 'carl')
    await sending.passTime()
    await sending.send(net)
    expect(texts()[0]).toBe('card at 2')
  })

  test('it is looked for, not found, and posted', async () => {
    sending.slack.fails('ambiguous')
    await sending.send(net)
    await sending.passTime()
    sending.slack.calls()
    await sending.send(net)
    expect(sending.slack.calls()).toEqual(['find', 'post'])
    expect(texts()).toEqual(['card at 1'])
  })

  test('a line is looked for like a card', async () => {
    await sending.send(net)
    await comment('one')
    sending.slack.works()
    sending.slack.losesAnswer()
    await sending.send(net)
    await sending.passTime()
    await sending.send(net)
    expect(texts()).toEqual(['card at 2', 'line of 2'])
  })

  test.each(['busy', 'away'] as const)(
    'the doubt outlives a chat that is %s when it is looked for',
    async (kind) => {
      sending.slack.losesAnswer()
      await sending.send(net)
      for (let round = 0; round < 2; round += 1) {
        await sending.passTime()
        sending.slack.fails(kind)
        await sending.send(net)
        expect(await sending.states(net)).toEqual(['card ambiguous'])
      }
      await sending.passTime()
      await sending.send(net)
      expect(texts()).toEqual(['card at 1'])
      expect(await sending.states(net)).toEqual(['card sent'])
    },
  )

  test('what stays doubtful is never given up', async () => {
    for (let round = 0; round < 8; round += 1) {
      sending.slack.works()
      sending.slack.fails('ambiguous')
      if (round === 0) sending.slack.calls()
      await sending.store.owner.pool.query(`update deliveries set state = 'ambiguous' where pace_key = $1`, [
        net,
      ])
      await sending.send(net)
      await sending.passTime()
    }
    expect(await sending.states(net)).toEqual(['card ambiguous'])
  })

  test('an edit is simply made again', async () => {
    await sending.send(net)
    await sending.store.act(id, { type: 'note', text: 'x' }, 'carl')
    sending.slack.losesAnswer()
    await sending.send(net)
    await sending.passTime()
    sending.slack.calls()
    await sending.send(net)
    expect(sending.slack.calls()).toEqual(['update', 'post'])
    expect((await rowsOf(net))[1]).toMatchObject({ state: 'sent', maybe_twice: false })
  })
})

describe('in a chat where nothing can be looked for', () => {
  beforeEach(async () => {
    await sending.store.close()
    sending = await openSending({ finds: false })
    id = await sending.store.raised()
  })

  test('a message whose answer was lost is posted again, and marked as maybe there twice', async () => {
    sending.teams.losesAnswer()
    await sending.send(netInTeams)
    await sending.passTime()
    await sending.send(netInTeams)
    expect(sending.teams.shown.length).toBe(2)
    expect(sending.teams.calls()).toEqual(['post', 'post'])
    expect((await rowsOf(netInTeams))[0]).toMatchObject({ state: 'sent', maybe_twice: true })
  })

  test('the mark is not lost to a busy chat in between', async () => {
    sending.teams.losesAnswer()
    await sending.send(netInTeams)
    await sending.passTime()
    sending.teams.fails('busy')
    await sending.send(netInTeams)
    await sending.passTime()
    await sending.send(netInTeams)
    expect((await rowsOf(netInTeams))[0]).toMatchObject({ state: 'sent', maybe_twice: true })
  })
})

const dies = (): Promise<never> => Promise.reject(new Error('killed'))

describe('when the process dies', () => {
  test.each([true, false])(
    'after posting and before noting it (messages can be looked for: %s)',
    async (finds) => {
      await sending.store.close()
      sending = await openSending({ finds })
      id = await sending.store.raised()
      await sending.send(net, { settle: dies })
      expect(await sending.states(net)).toEqual(['card sending'])
      await sending.passTime()
      expect(await deliveries.forsakenConversations(sending.store.db)).toContain(net)
      await sending.send(net)
      expect(sending.slack.shown.length).toBe(finds ? 1 : 2)
      expect((await rowsOf(net))[0]).toMatchObject({ state: 'sent', maybe_twice: !finds })
    },
  )

  test('before posting', async () => {
    await sending.send(net, { render: async () => dies(), settle: dies })
    expect(await sending.states(net)).toEqual(['card sending'])
    await sending.passTime()
    await sending.send(net)
    expect(sending.slack.shown.length).toBe(1)
  })

  test('its conversation stays its own for a while, then another takes it over', async () => {
    await sending.send(net, { settle: dies })
    await sending.send(net)
    expect(await sending.states(net)).toEqual(['card sending'])
    await sending.passTime()
    await sending.send(net)
    expect(await sending.states(net)).toEqual(['card sent'])
  })
})

test('who took so long that another took the conversation over leaves the rest to that one', async () => {
  await comment('one')
  const other = 'b3f1c7a2-6d0e-4f55-8a38-0e7f4a1d2c99'
  const began: number[] = []
  await sending.send(net, {
    begin: (delivery) => {
      began.push(delivery.id)
      return deliveries.beginSending(sending.store.db, delivery)
    },
    settle: async (...settled) => {
      await deliveries.settle(sending.store.db, ...settled)
      await sending.passTime()
      await deliveries.leaseConversation(sending.store.db, net, other)
    },
  })
  expect(began.length).toBe(1)
  expect(await sending.states(net)).toEqual(['card sent', 'card sent', 'line queued'])
})

test('a graceful stop finishes the message being sent and leaves the conversation to the next process at once', async () => {
  await comment('one')
  const stopped = Promise.withResolvers<void>()
  const { sender } = sending.start({
    settle: async (...settled) => {
      void sender.stop().then(stopped.resolve)
      await deliveries.settle(sending.store.db, ...settled)
    },
  })
  sender.wake(net)
  await stopped.promise
  expect(await sending.states(net)).toEqual(['card sent', 'card sent', 'line queued'])
  sender.wake(net)
  await sending.send(net)
  expect(texts()).toEqual(['card at 2', 'line of 2'])
})

test('waking twice while it sends misses nothing and sends nothing twice', async () => {
  const { sender, over } = sending.start({
    begin: async (delivery) => {
      sender.wake(net)
      sender.wake(net)
      return deliveries.beginSending(sending.store.db, delivery)
    },
  })
  sender.wake(net)
  await over
  await sender.stop()
  expect(texts()).toEqual(['card at 1'])
})
