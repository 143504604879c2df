import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canonical, nextHash, noHash } from '../../src/store/hash-chain.ts'
import { type Altered, type Verified, verifyChains } from '../../src/store/verify.ts'
import { onSlack, slackTenant } from '../support/small-desk.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
const ids: string[] = []
beforeAll(async () => {
  store = await openStore()
  const place = { platform: 'slack', tenant: slackTenant, conversation: 'CHELP', thread: '1.1' } as const
  const via = { how: 'words', identity: onSlack('UADA'), place }
  for (let index = 0; index < 12; index += 1) {
    const id = await store.raised({ title: `Größe ${index} "q" \\ 日本 \u2028` }, { via })
    await store.act(id, { type: 'take' }, 'carl', { now: Temporal.Instant.from('2026-03-12T09:00:00.5Z') })
    await store.act(id, { type: 'comment', text: 'Line one\nline two \u{1f600}', files: 1 }, 'ada', { via })
    await store.act(id, { type: 'set-priority', to: 'P4', reason: 'x' }, 'gil')
    ids.push(id)
  }
})
afterAll(() => store.close())

/** What somebody does who has the owner's rights and knows how to switch the triggers off; undone afterwards. */
const tampered = async (...acts: readonly string[]): Promise<Verified> => {
  let seen: Verified | undefined
  const undo = new Error('undo')
  await store.owner.db
    .transaction()
    .execute(async (tx) => {
      await sql.raw('alter table events disable trigger all').execute(tx)
      for (const act of acts) await sql.raw(act).execute(tx)
      seen = await verifyChains(tx)
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  if (seen === undefined) throw new Error('nothing was verified')
  return seen
}

test('8.1-d: what nobody touched is whole', async () => {
  expect(await verifyChains(store.db)).toEqual({ records: 12, events: 72, altered: [] })
})

const victim = 'INC-7'
const cases: readonly (readonly [string, readonly string[], Omit<Altered, 'record'>])[] = [
  [
    'the data of an event',
    [`update events set data = data || '{"text": "x"}' where record = '${victim}' and seq = 3`],
    { seq: 3, what: 'event 3 (commented) was altered' },
  ],
  [
    'its author',
    [`update events set actor = 'cleo' where record = '${victim}' and seq = 2`],
    { seq: 2, what: 'event 2 (taken) was altered' },
  ],
  [
    'its time, by a millisecond',
    [`update events set at = at + interval '1 millisecond' where record = '${victim}' and seq = 1`],
    { seq: 1, what: 'event 1 (raised) was altered' },
  ],
  [
    'its kind',
    [`update events set type = 'resumed' where record = '${victim}' and seq = 2`],
    { seq: 2, what: 'event 2 (resumed) was altered' },
  ],
  [
    'where it came from',
    [`update events set via = '{"how": "form"}' where record = '${victim}' and seq = 3`],
    { seq: 3, what: 'event 3 (commented) was altered' },
  ],
  [
    'its hash',
    [`update events set hash = sha256(hash) where record = '${victim}' and seq = 4`],
    { seq: 4, what: 'event 4 (asked) was altered' },
  ],
  [
    'several events: the first is named',
    [`update events set actor = 'cleo' where record = '${victim}' and seq >= 3`],
    { seq: 3, what: 'event 3 (commented) was altered' },
  ],
  [
    'an event in the middle taken out',
    [`delete from events where record = '${victim}' and seq = 2`],
    { seq: 2, what: 'event 2 is missing' },
  ],
  [
    'the first taken out',
    [`delete from events where record = '${victim}' and seq = 1`],
    { seq: 1, what: 'event 1 is missing' },
  ],
  [
    'the last cut off',
    [`delete from events where record = '${victim}' and seq = 6`],
    { seq: 6, what: 'events after 5 are missing' },
  ],
  [
    'the last two cut off',
    [`delete from events where record = '${victim}' and seq >= 5`],
    { seq: 5, what: 'events after 4 are missing' },
  ],
  [
    'all of them taken out',
    [`delete from events where record = '${victim}'`],
    { seq: 1, what: 'all its events are missing' },
  ],
  [
    'one put in at the end',
    [
      `insert into events select record, 7, at, actor, via, type, data, hash from events where record = '${victim}' and seq = 6`,
    ],
    { seq: 7, what: 'event 7 (priority-set) was altered' },
  ],
  [
    'one put in between, the others moved on',
    [
      `update events set seq = seq + 100 where record = '${victim}' and seq > 2`,
      `insert into events select record, 3, at, actor, via, type, data, hash from events where record = '${victim}' and seq = 2`,
      `update events set seq = seq - 99 where record = '${victim}' and seq > 100`,
    ],
    { seq: 3, what: 'event 3 (taken) was altered' },
  ],
  [
    'two exchanged',
    [
      `update events set seq = seq + 100 where record = '${victim}' and seq in (2, 3)`,
      `update events set seq = case seq when 102 then 3 else 2 end where record = '${victim}' and seq > 100`,
    ],
    { seq: 2, what: 'event 2 (commented) was altered' },
  ],
  [
    'the end that the record knows',
    [`update incidents set chain = sha256(chain) where id = '${victim}'`],
    { seq: 6, what: 'the record does not end where its events do' },
  ],
  [
    'the last cut off and the version set back',
    [
      `delete from events where record = '${victim}' and seq = 6`,
      `update incidents set version = 5 where id = '${victim}'`,
    ],
    { seq: 5, what: 'the record does not end where its events do' },
  ],
  [
    'the record itself taken away',
    [`delete from message_refs where false`, `delete from incidents where id = '${victim}'`],
    { seq: 1, what: 'it has events and no record' },
  ],
]

test.each(cases)('8.1-d: shows: %s', async (_, acts, altered) => {
  expect((await tampered(...acts)).altered).toEqual([{ record: victim, ...altered }])
})

test('8.1-d: each altered record is named, in the order of their numbers', async () => {
  const { altered } = await tampered(
    `update events set actor = 'zoe' where record in ('INC-2', 'INC-10', 'INC-9') and seq = 2`,
  )
  expect(altered.map(({ record, seq }) => [record, seq])).toEqual([
    ['INC-2', 2],
    ['INC-9', 2],
    ['INC-10', 2],
  ])
})

test('afterwards everything is as it was', async () => {
  expect((await verifyChains(store.db)).altered).toEqual([])
})

/** The same value with the keys of its objects in another order. */
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, shuffled(inner)]),
  )
}

test('the order of keys does not count, and anything else does', () => {
  const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => JSON.stringify(value) !== undefined)
  fc.assert(
    fc.property(json, (value) => {
      expect(canonical(shuffled(value))).toBe(canonical(value))
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  fc.assert(
    fc.property(json, json, (one, other) => {
      const same = canonical(one) === canonical(other)
      expect(same).toBe(
        canonical(JSON.parse(JSON.stringify(one))) === canonical(JSON.parse(JSON.stringify(other))),
      )
    }),
  )
})

test('an event’s hash depends on every part of it and on the hash before', () => {
  const event = {
    record: 'INC-1',
    seq: 2,
    at: '2026-03-12T09:00:00Z',
    actor: 'ada',
    via: { how: 'form' },
    type: 'taken',
    data: { a: 1, b: undefined },
  }
  const hashes = [
    nextHash(noHash, event),
    nextHash(nextHash(noHash, event), event),
    ...Object.keys(event).map((key) => nextHash(noHash, { ...event, [key]: 'other' })),
  ].map((hash) => hash.toString('hex'))
  expect(new Set(hashes).size).toBe(hashes.length)
  expect(nextHash(noHash, { ...event, data: { a: 1 } })).toEqual(nextHash(noHash, event))
})
