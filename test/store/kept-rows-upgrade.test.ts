import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'

const folder = join(import.meta.dirname, '../../migrations')

/** A database of the version before, with one of everything whose columns change. */
const before = `
  insert into people values ('ada', 'Ada', 'ada@example.com', 'UTC', true);
  insert into incidents (id, number, version, changed_in, state, title, description, service, category, impact, urgency, priority,
    raised_by, affected, customer, team, waiting_for, escalated, raised_at, chain)
  values ('INC-1', 1, 1, 1, 'new', 'mail.example.com is away', 'See ~/log', 'mail', 'fault', 'high', 'low', 'P2',
      'ada', 'ada', 'a', 'first', null, false, '2026-03-12T09:00:00Z', '\\x00'),
    ('INC-2', 2, 2, 1, 'suspended', 'Waits', 'Long', 'mail', 'fault', 'low', 'low', 'P4',
      'ada', 'ada', 'a', 'first', 'supplier', false, '2026-03-12T09:00:00Z', '\\x01');
  insert into message_refs (id, record, audience, platform, tenant, conversation)
  values ('00000000-0000-7000-8000-000000000001', 'INC-1', 'triage', 'teams', 't', 'c');
  insert into deliveries (ref, pace_key, kind, created_at)
  values ('00000000-0000-7000-8000-000000000001', 'teams/t/c', 'card', '2026-03-12T09:00:00Z');
  insert into clocks (record, slot, tier, kind, target, calendar, desk_version, within_ms, run, state, started_at, counted_ms,
    running_since, missed, explained)
  values ('INC-1', 'sla/response', 'sla', 'response', 'x', 'y', 1, 1000, 1, 'running', '2026-03-12T09:00:00Z', 0,
    '2026-03-12T09:00:00Z', false, false)`
const tables = ['incidents', 'message_refs', 'deliveries', 'clocks']

let database: FreshDatabase
let client: Client
beforeAll(async () => {
  database = await freshDatabase({ name: 'empty', prepare: () => Promise.resolve() })
  client = new Client({ connectionString: database.connection })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.close()
})

const held = async (): Promise<unknown> =>
  Promise.all(tables.map(async (table) => (await client.query(`select * from ${table} order by 1`)).rows))

test('an upgrade keeps what there is, finds its words, and takes no word that is none', async () => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted()
  const upgrade = files.findIndex((file) => file.startsWith('0009'))
  for (const file of files.slice(0, upgrade)) await client.query(await readFile(join(folder, file), 'utf8'))
  await client.query(before)
  const kept = await held()
  await client.query(await readFile(join(folder, files[upgrade] ?? ''), 'utf8'))
  expect(await held()).toEqual(kept)
  await client.query('set enable_seqscan = off')
  const { rows } = await client.query(
    `select id from incidents where searchable(title, description) @@ to_tsquery('simple', 'example & log')`,
  )
  expect(rows).toEqual([{ id: 'INC-1' }])
  for (const [table, column] of [
    ['incidents', 'state'],
    ['incidents', 'impact'],
    ['incidents', 'urgency'],
    ['incidents', 'priority'],
    ['incidents', 'waiting_for'],
    ['message_refs', 'audience'],
    ['message_refs', 'platform'],
    ['deliveries', 'kind'],
    ['deliveries', 'state'],
    ['clocks', 'tier'],
    ['clocks', 'kind'],
    ['clocks', 'state'],
  ])
    await expect(
      client.query(`update ${table} set ${column} = 'nonsense'`),
      `${table}.${column}`,
    ).rejects.toThrow('check constraint')
})
