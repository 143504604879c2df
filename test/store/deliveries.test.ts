import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as deliveries from '../../src/store/deliveries.ts'
import { slackTenant } from '../support/small-desk.ts'
import { type Store, openStore } from './open-store.ts'

/** A process that sends nothing. */
const nobody = '00000000-0000-4000-8000-000000000000'

const net = `slack/${slackTenant}/CNET`
const [one, other] = [randomUUID(), randomUUID()]

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.pool.query(`delete from pace; update deliveries set state = 'sent'`)
})

const next = () => deliveries.nextDelivery(store.db, net)
const lease = (holder: string) => deliveries.leaseConversation(store.db, net, holder)
const release = (holder: string) => deliveries.releaseConversation(store.db, net, holder)
/** Sends what is next without a chat; gives its id. */
const sendNext = async (): Promise<number | undefined> => {
  const delivery = await next()
  if (delivery === undefined) return undefined
  const { ids } = await deliveries.beginSending(store.db, delivery)
  await deliveries.settle(store.db, delivery, ids, { state: 'sent', maybeTwice: false })
  return delivery.id
}

describe('the lease of a conversation', () => {
  test('is one holder’s, who may renew it, and nobody else’s until it is given up', async () => {
    expect(await lease(one)).toBe(true)
    expect(await lease(one)).toBe(true)
    expect(await lease(other)).toBe(false)
    expect(await release(one)).toBe(true)
    expect(await lease(other)).toBe(true)
    expect(await lease(one)).toBe(false)
  })

  test('is taken over from a holder that was silent too long, who then has nothing to give up', async () => {
    await lease(one)
    await store.pool.query(`update pace set leased_until = now() - interval '1 millisecond'`)
    expect(await lease(other)).toBe(true)
    expect(await release(one)).toBe(true)
    expect(await lease(one)).toBe(false)
  })

  test('of twenty who want it at once one gets it', async () => {
    for (let round = 0; round < 5; round += 1) {
      await store.pool.query('delete from pace')
      const got = await Promise.all(Array.from({ length: 20 }, () => lease(randomUUID())))
      expect(got.filter(Boolean).length).toBe(1)
    }
  })

  test('is not given up while something is due, unless the holder stops', async () => {
    await store.raised()
    await lease(one)
    expect(await release(one)).toBe(false)
    expect(await lease(other)).toBe(false)
    expect(await deliveries.releaseConversation(store.db, net, one, true)).toBe(true)
    expect(await lease(other)).toBe(true)
  })
})

test('no wake-up is lost between a holder that gives up and a delivery that comes: time and again', async () => {
  const id = await store.raised()
  await sendNext()
  for (let round = 0; round < 150; round += 1) {
    await store.pool.query('delete from pace')
    await lease(one)
    // What is said is committed before its sender is woken, and the old holder gives up at about that time.
    const comes = store.act(id, { type: 'note', text: `${round}` }, 'carl').then(() => lease(other))
    const [released, leased] = await Promise.all([release(one), comes])
    // Either the old holder has seen it and goes on, or the new one has the conversation.
    expect(leased || !released).toBe(true)
    while ((await sendNext()) !== undefined);
  }
})

test('deliveries of a conversation come one after the other, those of another never', async () => {
  const id = await store.raised()
  await store.act(id, { type: 'note', text: 'one' }, 'carl')
  await store.act(id, { type: 'note', text: 'two' }, 'carl')
  const kinds: (string | number | undefined)[] = []
  for (let delivery = await next(); delivery !== undefined; delivery = await next()) {
    expect(delivery.ref.conversation).toBe('CNET')
    kinds.push(delivery.kind === 'card' ? 'card' : delivery.seq)
    await sendNext()
  }
  expect(kinds).toEqual(['card', 2, 3])
})

test('what waits for its time holds back what comes after it, and is due then', async () => {
  const id = await store.raised()
  const card = await next()
  if (card === undefined) throw new Error('nothing waits')
  await deliveries.settle(store.db, card, (await deliveries.beginSending(store.db, card)).ids, {
    state: 'queued',
    error: 'busy',
    wait: 60_000,
  })
  await store.act(id, { type: 'note', text: 'one' }, 'carl')
  expect(await next()).toBeUndefined()
  expect(await deliveries.forsakenConversations(store.db, nobody)).not.toContain(net)
  await lease(one)
  expect(await release(one)).toBe(true)
  await store.pool.query(
    `update deliveries set not_before = now() - interval '1 millisecond' where id = ${card.id}`,
  )
  expect((await next())?.id).toBe(card.id)
  expect(await deliveries.forsakenConversations(store.db, nobody)).toContain(net)
})

test('edits of a card are taken together, those of another card and lines are not', async () => {
  const first = await store.raised()
  const second = await store.raised()
  for (const id of [first, second]) await store.act(id, { type: 'note', text: 'x' }, 'carl')
  const delivery = await next()
  if (delivery === undefined) throw new Error('nothing waits')
  const { ids } = await deliveries.beginSending(store.db, delivery)
  expect(ids.length).toBe(2)
  await deliveries.settle(store.db, delivery, ids, { state: 'sent', maybeTwice: false })
  expect(await next()).toMatchObject({ kind: 'card', ref: { record: second } })
})

test('what was posted is remembered for its card, and for no line', async () => {
  const id = await store.raised()
  await store.act(id, { type: 'note', text: 'x' }, 'carl')
  const place = { platform: 'slack', tenant: slackTenant, conversation: 'CNET' } as const
  for (const message of ['1.0', '2.0']) {
    const delivery = await next()
    if (delivery === undefined) throw new Error('nothing waits')
    const { ids } = await deliveries.beginSending(store.db, delivery)
    await deliveries.settle(store.db, delivery, ids, {
      state: 'sent',
      posted: { place, message },
      maybeTwice: false,
    })
  }
  const ref = store.db.selectFrom('message_refs').select('message').where('record', '=', id)
  expect(await ref.where('conversation', '=', 'CNET').executeTakeFirst()).toEqual({ message: '1.0' })
})

describe('forsaken conversations', () => {
  test('are those with something due and no living sender', async () => {
    expect(await deliveries.forsakenConversations(store.db, nobody)).toEqual([])
    await store.raised()
    const all = await deliveries.forsakenConversations(store.db, nobody)
    expect(all.length).toBe(3)
    await lease(one)
    expect(await deliveries.forsakenConversations(store.db, nobody)).not.toContain(net)
    // Whoever has it may have lost the database on the way, and goes on as soon as it is back.
    expect(await deliveries.forsakenConversations(store.db, one)).toContain(net)
    await store.pool.query(`update pace set leased_until = now() - interval '1 second'`)
    expect([...(await deliveries.forsakenConversations(store.db, nobody))].sort()).toEqual([...all].sort())
  })

  test('include what a dead process was sending or was unsure of', async () => {
    await store.raised()
    for (const state of ['sending', 'ambiguous']) {
      await store.pool.query(
        `update deliveries set state = $1 where state <> 'sent' and pace_key = '${net}'`,
        [state],
      )
      expect(await deliveries.forsakenConversations(store.db, nobody)).toContain(net)
    }
  })

  test('do not include what is over', async () => {
    await store.raised()
    for (const state of ['sent', 'failed', 'unreachable']) {
      await store.pool.query('update deliveries set state = $1', [state])
      expect(await deliveries.forsakenConversations(store.db, nobody)).toEqual([])
    }
    expect(await deliveries.countWaiting(store.db)).toBe(0)
  })
})
