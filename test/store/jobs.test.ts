import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPacer } from '../../src/bot/jobs/pacer.ts'
import { findIncident } from '../../src/store/incidents.ts'
import { createNumberStock } from '../../src/store/number-stock.ts'
import { historyOf } from '../../src/store/queries/history.ts'
import { dueAgreements } from '../../src/store/queries/incident-lists.ts'
import { theDesk } from '../../src/domain/decision.ts'
import { tickDue } from '../../src/tick-due.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const resolved = async (): Promise<string> => {
  const id = await store.raised()
  await store.act(id, { type: 'take' }, 'carl')
  await store.act(
    id,
    { type: 'resolve', code: 'fixed', text: 'Done', service: 'wifi', category: 'fault' },
    'carl',
  )
  return id
}

const tick = (now: Temporal.Instant) =>
  tickDue(
    () => dueAgreements(store.db, now, 100),
    (id) => store.act(id, { type: 'tick' }, theDesk, { via: { how: 'clock' }, now }),
  )

describe('8.1-f: closing what nobody answered', () => {
  const due = Temporal.Instant.from('2026-03-17T16:00:00Z')

  test('closes what is due and nothing else; a second tick finds nothing', async () => {
    const ids = [await resolved(), await resolved()]
    const open = await store.raised()
    // Those who have not answered are reminded, once for all the time that nobody looked.
    expect(await tick(due.subtract({ milliseconds: 1 }))).toBe(2)
    expect(await tick(due.subtract({ milliseconds: 1 }))).toBe(0)
    for (const id of ids) expect((await findIncident(store.db, id))?.state).toBe('resolved')
    expect(await tick(due)).toBe(2)
    expect(await tick(due)).toBe(0)
    for (const id of ids) {
      expect((await findIncident(store.db, id))?.state).toBe('closed')
      const last = (await historyOf(store.db, id)).at(-1)
      expect(last).toMatchObject({
        actor: 'desk:clock',
        via: { how: 'clock' },
        event: { type: 'closed', how: 'no-answer' },
      })
    }
    expect((await findIncident(store.db, open))?.state).toBe('new')
  })

  test('two ticks at once close each once', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, resolved))
    const closed = await Promise.all([tick(due), tick(due)])
    expect(closed.reduce((sum, one) => sum + one, 0)).toBe(6)
    for (const id of ids) expect((await findIncident(store.db, id))?.version).toBe(7)
  })

  test('a tick that is late by weeks loses nothing, and what was reopened meanwhile stays open', async () => {
    const [late, reopened] = [await resolved(), await resolved()]
    await store.act(reopened, { type: 'reopen', reason: 'Again' }, 'ada')
    expect(await tick(due.add({ hours: 24 * 40 }))).toBe(1)
    expect((await findIncident(store.db, late))?.state).toBe('closed')
    expect((await findIncident(store.db, reopened))?.state).toBe('in-progress')
  })

  test('goes on batch after batch, and stops when a batch can do nothing', async () => {
    const outcomes = [200, 200, 50]
    let asked = 0
    const closed = await tickDue(
      () => Promise.resolve(Array.from({ length: outcomes[asked++] ?? 0 }, (_, index) => `INC-${index}`)),
      () => Promise.resolve({ kind: 'done' }),
    )
    expect(closed).toBe(450)
    expect(asked).toBe(4)
    let looked = 0
    const stuck = await tickDue(
      () => Promise.resolve(Array.from({ length: 200 }, () => `INC-${(looked += 1)}`)),
      () => Promise.resolve({ kind: 'refused' }),
    )
    expect(stuck).toBe(0)
    expect(looked).toBe(200)
  })
})

const paced = () => {
  let time = 0
  const slept: number[] = []
  const pace = createPacer(
    () => time,
    (ms) => {
      slept.push(ms)
      return Promise.resolve()
    },
  )
  return { pace, slept, pass: (ms: number) => (time += ms) }
}

describe('the pacer', () => {
  test('lets the first go at once and the next after the interval, counted from the turn before', async () => {
    const { pace, slept, pass } = paced()
    await pace('C1', 1000)
    expect(slept).toEqual([])
    pass(400)
    await pace('C1', 1000)
    await pace('C1', 1000)
    expect(slept).toEqual([600, 1600])
    pass(5000)
    await pace('C1', 1000)
    expect(slept).toEqual([600, 1600])
  })

  test('gives turns to all who ask at once, one interval apart', async () => {
    const { pace, slept } = paced()
    await Promise.all(Array.from({ length: 5 }, () => pace('C1', 1000)))
    expect(slept).toEqual([1000, 2000, 3000, 4000])
  })

  test('makes nobody wait for another conversation, nor where there is no interval', async () => {
    const { pace, slept } = paced()
    for (let index = 0; index < 100; index += 1) {
      await pace(`C${index}`, 1000)
      await pace('unpaced', 0)
    }
    expect(slept).toEqual([])
  })

  test('remembers a turn that is still to come, however many conversations there are', async () => {
    const { pace, slept, pass } = paced()
    await pace('C1', 10_000)
    pass(5000)
    for (let index = 0; index < 6000; index += 1) await pace(`other ${index}`, 1)
    await pace('C1', 10_000)
    expect(slept).toEqual([5000])
  })
})

const numbersOf = () => {
  const time = { now: 0 }
  const stock = createNumberStock('incident_numbers', () => time.now)
  const refill = async (count: number): Promise<void> => {
    const takeIn = stock.drawing()
    takeIn(await createNumberStock('incident_numbers').take(store.db, count))
  }
  return { time, stock, refill }
}

describe('numbers', () => {
  test('are each given once, in the order of asking, those in stock first', async () => {
    const { stock, refill } = numbersOf()
    const first = await stock.take(store.db, 3)
    await refill(4)
    const [second, third] = [await stock.take(store.db, 2), await stock.take(store.db, 5)]
    const all = [...first, ...second, ...third]
    expect(all).toEqual(all.toSorted((a, b) => a - b))
    expect(new Set(all).size).toBe(10)
  })

  test('that lay too long are left as gaps: a later record never gets an earlier number', async () => {
    const { time, stock, refill } = numbersOf()
    await refill(5)
    time.now = 2000
    const [other = 0] = await numbersOf().stock.take(store.db, 1)
    const [late = 0] = await stock.take(store.db, 1)
    expect(late).toBeGreaterThan(other)
    await refill(1)
    expect((await stock.take(store.db, 1))[0]).toBeGreaterThan(late)
  })

  test('are dropped each by its own age, however often more are drawn', async () => {
    const { time, stock, refill } = numbersOf()
    await refill(3)
    time.now = 1500
    await refill(1)
    time.now = 2500
    const [other = 0] = await numbersOf().stock.take(store.db, 1)
    const [kept = 0, drawn = 0] = await stock.take(store.db, 2)
    expect(kept).toBe(other - 1)
    expect(drawn).toBe(other + 1)
  })
})
