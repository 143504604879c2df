import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as deliveries from '../../src/store/deliveries.ts'
import { slackTenant, teamsTenant } from '../support/small-desk.ts'
import { type Sending, openSending } from './sending.ts'

/** A process that sends nothing. */
const nobody = '00000000-0000-4000-8000-000000000000'

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
      expect(await deliveries.forsakenConversations(sending.store.db, nobody)).toContain(net)
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
  const { sender, over } = sending.start({
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
  sender.wake(net)
  await over
  // Time enough to begin another message, for a sender that does not notice.
  for (let trip = 0; trip < 20; trip += 1) await sending.states(net)
  await sender.stop()
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
