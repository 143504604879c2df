import { afterEach, describe, expect, test } from 'vitest'
import { decideDue } from '../../src/domain/clock-due.ts'
import { decideIncident } from '../../src/domain/incident-decide.ts'
import { createDeskReader } from '../../src/store/desk-versions.ts'
import { decideDueClocks } from '../../src/store/due-clocks.ts'
import { incidents } from '../../src/store/incidents.ts'
import { historyOf } from '../../src/store/queries/history.ts'
import { createRecords } from '../../src/store/records.ts'
import { transact } from '../../src/store/transact.ts'
import { dueServices } from '../support/clock-ticks.ts'
import { verifyClocks } from '../../src/store/verify-clocks.ts'
import { promising, take, target, when } from '../support/promised.ts'
import { type ClockStore, openClockStore, putInForce } from './clock-desk.ts'

const desk = promising(target(), target({ kind: 'response', hours: 2 }))
const longer = promising(target({ hours: 12 }), target({ kind: 'response', hours: 2 }))

let store: ClockStore
const opened = async (...given: Parameters<typeof openClockStore>): Promise<void> => {
  store = await openClockStore(...given)
}
afterEach(async () => {
  const different: string[] = []
  try {
    await verifyClocks(store.db, (found) => different.push(JSON.stringify(found)))
  } finally {
    await store.close()
  }
  if (different.length > 0) throw new Error(different.join('\n'))
})

const types = async (id: string): Promise<readonly string[]> =>
  (await historyOf(store.db, id)).map(({ event }) => event.type)
const dueOf = async (id: string): Promise<readonly (Temporal.Instant | undefined)[]> =>
  (await store.clocks(id)).map(({ due }) => due)
const versions = async (id: string): Promise<readonly number[]> =>
  (await store.clocks(id)).map(({ deskVersion }) => deskVersion)
const lines = async (id: string): Promise<number> =>
  (
    await store.db
      .selectFrom('deliveries')
      .innerJoin('message_refs', 'message_refs.id', 'deliveries.ref')
      .select('seq')
      .where('record', '=', id)
      .where('kind', '=', 'line')
      .execute()
  ).length

describe('6.1-b: a new desk file', () => {
  test('moves what runs at the next tick, and it is told once', async () => {
    await opened(desk)
    const id = await store.raisedAt('2026-03-12T09:00')
    await store.tick('2026-03-12T09:10')
    await putInForce(store, longer)
    await store.tick('2026-03-12T09:20')
    await store.tick('2026-03-12T09:30')
    expect(await dueOf(id)).toEqual([when('2026-03-13T13:00'), when('2026-03-12T11:00')])
    expect(await types(id)).toEqual(['raised', 'terms-changed'])
    // In ada's chat, and in both of the team's channels.
    expect(await lines(id)).toBe(3)
  })

  test('says nothing where nothing moved', async () => {
    await opened(desk)
    const id = await store.raisedAt('2026-03-12T09:00')
    const version = await putInForce(store, { ...desk, name: 'Another name' })
    await store.tick('2026-03-12T09:20')
    expect(await types(id)).toEqual(['raised'])
    expect(await versions(id)).toEqual([version, version])
  })

  test('is told also when somebody is quicker than the tick', async () => {
    await opened(desk)
    const id = await store.raisedAt('2026-03-12T09:00')
    await putInForce(store, longer)
    await store.does('2026-03-12T09:20', 'carl', id, take)
    await store.tick('2026-03-12T09:30')
    expect(await types(id)).toEqual(['raised', 'terms-changed', 'taken'])
    expect((await store.clocks(id)).map(({ state }) => state)).toEqual(['running', 'met'])
  })

  test('that another process has not read yet is told once all the same, whoever acts in which process', async () => {
    await opened(desk)
    const id = await store.raisedAt('2026-03-12T09:00')
    // A process that reads the desk file only once in a while, as all do.
    const { db } = store
    const services = { ...store.services, desk: createDeskReader(db, 3_600_000).current }
    expect((await services.desk()).version).toBeGreaterThan(0)
    await putInForce(store, longer)
    await store.tick('2026-03-12T09:10')
    const due = dueServices(services, { failed: (record) => void record })
    await decideDueClocks(due, when('2026-03-12T09:20'), 10)
    const request = { actor: 'carl', via: { how: 'form' }, now: when('2026-03-12T09:20') } as const
    await transact(services, createRecords(services, incidents), id, request, (state, meta) =>
      decideIncident(state!, take, { ...meta, absences: [] }),
    )
    await store.tick('2026-03-12T09:30')
    expect(await types(id)).toEqual(['raised', 'terms-changed', 'taken'])
    expect(await versions(id)).toEqual([3, 3])
    expect((await dueOf(id))[0]).toEqual(when('2026-03-13T13:00'))
  })

  test('takes a target away', async () => {
    await opened(desk)
    const id = await store.raisedAt('2026-03-12T09:00')
    await putInForce(store, promising(target({ kind: 'response', hours: 2 })))
    await store.tick('2026-03-12T09:20')
    expect(await store.clocks(id)).toMatchObject([
      { slot: 'sla/resolution', state: 'stopped', endedAt: when('2026-03-12T09:20') },
      { slot: 'sla/response', state: 'running' },
    ])
    await store.tick('2026-03-20T09:20')
    expect(await store.decided(id)).toHaveLength(3)
    expect((await store.clocks(id))[0]).toMatchObject({ state: 'stopped', missed: false })
  })

  test('adds a target, also to what had none at all: it starts with the incident', async () => {
    await opened(promising())
    const [open, answered, over] = [
      await store.raisedAt('2026-03-12T09:00'),
      await store.raisedAt('2026-03-12T09:00'),
      await store.raisedAt('2026-03-12T09:00'),
    ]
    await store.does('2026-03-12T12:00', 'carl', answered, take)
    await store.does('2026-03-12T12:00', 'ada', over, { type: 'cancel', reason: 'By mistake' })
    await store.tick('2026-03-12T12:30')
    await putInForce(store, desk)
    await store.tick('2026-03-12T13:30')
    expect(await dueOf(open)).toEqual([when('2026-03-12T17:00'), when('2026-03-12T11:00')])
    // What was answered before anything was promised is neither kept nor missed.
    expect((await store.clocks(answered)).map(({ slot }) => slot)).toEqual(['sla/resolution'])
    expect(await store.clocks(over)).toEqual([])
    expect(await types(over)).toEqual(['raised', 'cancelled'])
  })

  test('reckons anew batch by batch, each record once', async () => {
    await opened(desk, { batch: 2 })
    const ids = []
    for (let index = 0; index < 5; index += 1) ids.push(await store.raisedAt('2026-03-12T09:00'))
    const version = await putInForce(store, longer)
    await store.tick('2026-03-12T09:20')
    for (const id of ids) {
      expect(await versions(id)).toEqual([version, version])
      expect(await types(id)).toEqual(['raised', 'terms-changed'])
    }
  })

  test('interrupted, it goes on where it was', async () => {
    let left = 2
    const reckoned: string[] = []
    await opened(desk, {
      batch: 1,
      changes: {
        decide: ({ state, history, clocks }, meta) => {
          reckoned.push(state.id)
          return decideDue(state, history, clocks, meta)
        },
        failed: () => {
          throw new Error('it died')
        },
      },
      enqueue: () => () => {
        left -= 1
        return left === 0 ? Promise.reject(new Error('it died')) : Promise.resolve(() => undefined)
      },
    })
    left = 100
    const ids = []
    for (let index = 0; index < 3; index += 1) ids.push(await store.raisedAt('2026-03-12T09:00'))
    await putInForce(store, longer)
    left = 2
    await expect(store.tick('2026-03-12T09:20')).rejects.toThrow('it died')
    left = 100
    await store.tick('2026-03-12T09:30')
    expect(reckoned).toEqual([ids[0], ids[1], ids[1], ids[2]])
    for (const id of ids) expect(await types(id)).toEqual(['raised', 'terms-changed'])
  })

  test('what somebody was changing then is reckoned by the next tick', async () => {
    await opened(desk)
    const [held, free] = [await store.raisedAt('2026-03-12T09:00'), await store.raisedAt('2026-03-12T09:00')]
    await putInForce(store, longer)
    const client = await store.owner.pool.connect()
    try {
      await client.query('begin')
      await client.query('select 1 from incidents where id = $1 for update', [held])
      await store.tick('2026-03-12T09:20')
      await client.query('rollback')
    } finally {
      client.release()
    }
    expect([await types(held), await types(free)]).toEqual([['raised'], ['raised', 'terms-changed']])
    await store.tick('2026-03-12T09:30')
    expect(await types(held)).toEqual(['raised', 'terms-changed'])
  })
})
