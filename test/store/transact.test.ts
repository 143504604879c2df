import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openQueue, type Queue } from '../../src/store/queues.ts'
import { historyOf } from '../../src/store/queries/history.ts'
import { findIncident } from '../../src/store/incidents.ts'
import { thursday } from '../support/given.ts'
import { onSlack, slackTenant, teamsTenant } from '../support/small-desk.ts'
import { type Store, contents, openStore } from './open-store.ts'

let store: Store
let queue: Queue
let now = 0
beforeAll(async () => {
  store = await openStore({
    enqueue:
      () =>
      (...filed) =>
        queue.enqueue(...filed),
  })
  // Its calls cover nothing that comes after them: each transaction files its own.
  queue = await openQueue(
    store,
    () => undefined,
    () => (now += 5000),
  )
})
afterAll(async () => {
  await queue.stop()
  await store.close()
})

const fromSlack = { how: 'form', identity: onSlack('UADA') }

test('8.1-a: raising writes the record, its event, its places, what to send there, the wake-up calls and the inbound id', async () => {
  const outcome = await store.raise({ title: "Größe 'quoted' \\ 日本" }, { inbound: 'act-1', via: fromSlack })
  expect(outcome).toMatchObject({ kind: 'done', repeated: false, state: { version: 1, state: 'new' } })
  if (outcome.kind !== 'done') return
  const { id } = outcome.state
  expect(await findIncident(store.db, id)).toEqual(outcome.state)
  const [event, ...more] = await historyOf(store.db, id)
  expect(more).toEqual([])
  expect(event).toMatchObject({ record: id, seq: 1, at: thursday, actor: 'ada', via: fromSlack })
  expect(event?.event).toMatchObject({ type: 'raised', title: "Größe 'quoted' \\ 日本" })

  const places = await store.db.selectFrom('message_refs').selectAll().where('record', '=', id).execute()
  const direct = `slack/${slackTenant}/UADA`
  const triage = [`slack/${slackTenant}/CNET`, `teams/${teamsTenant}/19:net@thread.tacv2`]
  expect(places.map((place) => `${place.audience} ${place.pace_key}`).sort()).toEqual([
    `requester ${direct}`,
    ...triage.map((key) => `triage ${key}`),
  ])
  const deliveries = await store.db
    .selectFrom('deliveries')
    .selectAll()
    .where(
      'ref',
      'in',
      places.map((place) => place.id),
    )
    .execute()
  expect(deliveries.map((delivery) => delivery.kind)).toEqual(['card', 'card', 'card'])
  expect(new Set(deliveries.map((delivery) => delivery.state))).toEqual(new Set(['queued']))
  const three = [triage[0], direct, triage[1]]
  expect([...store.woken].sort()).toEqual(three)
  expect((await contents(store))['jobs']).toEqual([{ count: 1 }])
  expect(await store.db.selectFrom('inbox').select(['id', 'record']).execute()).toEqual([
    { id: 'act-1', record: id },
  ])
})

test('a call that is in the queue already covers what is committed in the second after it, and nothing that was not committed', async () => {
  let time = 0
  const calls = async (): Promise<number> =>
    (await store.pool.query<{ count: number }>(`select count(*) from pgboss.job where name = 'deliver'`))
      .rows[0]?.count ?? 0
  const own = await openQueue(
    store,
    () => undefined,
    () => time,
  )
  try {
    const before = await calls()
    const file = () => store.db.transaction().execute((tx) => own.enqueue(tx))
    await file()
    expect(await calls()).toBe(before + 1)
    // Not told that it was committed, it covers nothing.
    const filed = await file()
    expect(await calls()).toBe(before + 2)
    filed()
    time = 999
    const covered = await file()
    covered()
    expect(await calls()).toBe(before + 2)
    time = 1000
    await file()
    expect(await calls()).toBe(before + 3)
  } finally {
    await own.stop()
  }
})

test('a record raised in a channel by the person affected is answered in that thread', async () => {
  const place = { platform: 'slack', tenant: slackTenant, conversation: 'CHELP', thread: '17.1' } as const
  const here = await store.raised({}, { via: { how: 'words', place } })
  const forAda = await store.raised({}, { actor: 'ben', via: { how: 'words', place } })
  const placeOf = (record: string) =>
    store.db
      .selectFrom('message_refs')
      .select(['conversation', 'thread', 'direct_user'])
      .where('record', '=', record)
      .where('audience', '=', 'requester')
      .execute()
  expect(await placeOf(here)).toEqual([{ conversation: 'CHELP', thread: '17.1', direct_user: null }])
  expect(await placeOf(forAda)).toEqual([{ conversation: null, thread: null, direct_user: 'UADA' }])
})

test('somebody is answered in the chat that they used, else in the one they prefer, else nowhere', async () => {
  const directOf = async (record: string): Promise<readonly (string | null)[]> => {
    const rows = await store.db
      .selectFrom('message_refs')
      .select('direct_user')
      .where('record', '=', record)
      .where('audience', '=', 'requester')
      .execute()
    return rows.map((row) => row.direct_user)
  }
  const used = await store.raised(
    { affected: 'ben' },
    { actor: 'ben', via: { how: 'form', identity: onSlack('UBEN') } },
  )
  const preferred = await store.raised({ affected: 'ben' }, { actor: 'ben', via: { how: 'clock' } })
  const nowhere = await store.raised({ affected: 'mia' }, { actor: 'ben' })
  expect(await directOf(used)).toEqual(['UBEN'])
  expect(await directOf(preferred)).toEqual(['ben-object'])
  expect(await directOf(nowhere)).toEqual([])
})

/** Has every write to a table fail while the work is done. */
const sabotage = async (table: string, work: () => Promise<void>): Promise<void> => {
  await store.owner.pool.query(
    `create or replace function sabotage() returns trigger language plpgsql as $$ begin raise exception 'sabotaged'; end $$;
     create trigger sabotage before insert or update on ${table} for each row execute function sabotage()`,
  )
  try {
    await work()
  } finally {
    await store.owner.pool.query(`drop trigger sabotage on ${table}`)
  }
}

describe('a command that fails half-way leaves nothing', () => {
  const steps = ['incidents', 'events', 'message_refs', 'deliveries', 'inbox', 'pgboss.job'] as const
  test.each(steps)('when %s cannot be written while raising', async (table) => {
    const before = await contents(store)
    await sabotage(table, () =>
      expect(store.raise({}, { inbound: `fails-${table}` })).rejects.toThrow('sabotaged'),
    )
    expect(await contents(store)).toEqual(before)
    expect(await store.raise({}, { inbound: `fails-${table}` })).toMatchObject({
      kind: 'done',
      repeated: false,
    })
  })

  test.each(steps)('when %s cannot be written while handing over', async (table) => {
    const id = await store.raised()
    const before = await contents(store)
    const handOver = () =>
      store.act(id, { type: 'hand-over', to: 'apps', reason: 'x' }, 'carl', { inbound: `over-${table}` })
    await sabotage(table, () => expect(handOver()).rejects.toThrow('sabotaged'))
    expect(await contents(store)).toEqual(before)
    expect(await handOver()).toMatchObject({ kind: 'done', repeated: false, state: { team: 'apps' } })
  })

  test('when the wake-up call cannot be filed, or the sender is not told because of it', async () => {
    const before = await contents(store)
    const told = store.woken.length
    await sabotage('pgboss.job', () => expect(store.raise()).rejects.toThrow('sabotaged'))
    expect(await contents(store)).toEqual(before)
    expect(store.woken.length).toBe(told)
  })
})

test('a refusal leaves nothing, not even its inbound id', async () => {
  const id = await store.raised()
  const before = await contents(store)
  expect(await store.act(id, { type: 'take' }, 'eve', { inbound: 'refused-1' })).toMatchObject({
    kind: 'refused',
    refusal: { code: 'not-your-team' },
    state: { id },
  })
  expect(await store.raise({ title: '' }, { inbound: 'refused-2' })).toMatchObject({ kind: 'refused' })
  expect(await contents(store)).toEqual(before)
})

test('8.1-a: what no database keeps is replaced, and the rest is recorded', async () => {
  const id = await store.raised({ title: 'half \ud83d', description: 'nul \0 here' })
  expect(await findIncident(store.db, id)).toMatchObject({
    title: 'half \ufffd',
    description: 'nul \ufffd here',
  })
  expect(await store.act(id, { type: 'note', text: '\udc00\0' }, 'carl')).toMatchObject({ kind: 'done' })
})

test('of many that are raised at the same moment one that cannot be kept does not take the others with it', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, index) =>
      store.raise(index % 10 === 3 ? { followUpOf: 'INC-424242' } : {}, { inbound: `many-${index}` }),
    ),
  )
  const failed = outcomes.flatMap((outcome, index) => (outcome.status === 'rejected' ? [index] : []))
  expect(failed).toEqual([3, 13, 23, 33])
  const kept = await store.pool.query(`select from inbox where id like 'many-%'`)
  expect(kept.rowCount).toBe(36)
})

test('there is no record of a number that was never given', async () => {
  expect(await store.act('INC-99999', { type: 'take' }, 'carl')).toEqual({ kind: 'no-such-record' })
  expect(await store.act("INC-1' or '1", { type: 'take' }, 'carl')).toEqual({ kind: 'no-such-record' })
})

test('8.1-d: after a hand-over the first team’s card is still edited, told of it, and then no longer spoken in', async () => {
  const id = await store.raised()
  const saidIn = async (seq: number): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('deliveries')
      .innerJoin('message_refs as ref', 'ref.id', 'deliveries.ref')
      .select('deliveries.pace_key')
      .where('ref.record', '=', id)
      .where('ref.audience', '=', 'triage')
      .where('kind', '=', 'line')
      .where('seq', '=', seq)
      .orderBy('deliveries.pace_key')
      .execute()
    return rows.map((row) => row.pace_key)
  }
  const net = [`slack/${slackTenant}/CNET`, `teams/${teamsTenant}/19:net@thread.tacv2`]
  const apps = `teams/${teamsTenant}/19:apps@thread.tacv2`
  await store.act(id, { type: 'hand-over', to: 'apps', reason: 'Theirs' }, 'carl')
  await store.act(id, { type: 'take' }, 'eve')
  expect(await saidIn(2)).toEqual([net[0], apps, net[1]])
  expect(await saidIn(3)).toEqual([apps])
  const cards = await store.db
    .selectFrom('deliveries')
    .innerJoin('message_refs as ref', 'ref.id', 'deliveries.ref')
    .select((eb) => ['deliveries.pace_key', eb.fn.countAll<number>().as('edits')])
    .where('ref.record', '=', id)
    .where('ref.audience', '=', 'triage')
    .where('kind', '=', 'card')
    .groupBy('deliveries.pace_key')
    .execute()
  expect(Object.fromEntries(cards.map((card) => [card.pace_key, card.edits]))).toEqual({
    [net[0] ?? '']: 3,
    [net[1] ?? '']: 3,
    [apps]: 2,
  })
})

test('what is said in a thread is not repeated in it, and is said in the others', async () => {
  const place = { platform: 'slack', tenant: slackTenant, conversation: 'CHELP', thread: '18.1' } as const
  const id = await store.raised({}, { via: { how: 'words', place } })
  const via = { how: 'thread', place }
  const comment = { type: 'comment', text: 'Hello', files: 0 } as const
  const linesIn = async (): Promise<number> => {
    const row = await store.db
      .selectFrom('deliveries')
      .innerJoin('message_refs as ref', 'ref.id', 'deliveries.ref')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('ref.record', '=', id)
      .where('kind', '=', 'line')
      .executeTakeFirstOrThrow()
    return row.count
  }
  await store.act(id, comment, 'ada', { via, saidThere: true })
  expect(await linesIn()).toBe(2)
  await store.act(id, comment, 'ada', { via })
  expect(await linesIn()).toBe(5)
})

test('in one conversation a card comes before its lines, and lines in the order of what happened', async () => {
  const id = await store.raised()
  await store.act(id, { type: 'take' }, 'gil')
  await store.act(id, { type: 'suspend', waitingFor: 'requester', reason: 'Which?' }, 'gil')
  await store.act(id, { type: 'comment', text: 'The third', files: 0 }, 'ada')
  const rows = await store.db
    .selectFrom('deliveries')
    .innerJoin('message_refs as ref', 'ref.id', 'deliveries.ref')
    .select(['kind', 'seq'])
    .where('ref.record', '=', id)
    .where('ref.audience', '=', 'requester')
    .orderBy('deliveries.id')
    .execute()
  expect(rows.map((row) => (row.kind === 'card' ? 'card' : row.seq))).toEqual([
    'card',
    'card',
    2,
    'card',
    5,
    'card',
    6,
    7,
  ])
})

test('times are kept to the millisecond, so that what was hashed is what is read', async () => {
  const id = await store.raised({}, { now: Temporal.Instant.from('2026-03-12T09:00:00.123456789Z') })
  expect((await findIncident(store.db, id))?.raisedAt.toString()).toBe('2026-03-12T09:00:00.123Z')
  expect((await historyOf(store.db, id))[0]?.at.toString()).toBe('2026-03-12T09:00:00.123Z')
})
