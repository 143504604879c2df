import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accepted, theDesk } from '../../src/domain/decision.ts'
import type { IncidentEvent } from '../../src/domain/incident.ts'
import { findIncident, incidents } from '../../src/store/incidents.ts'
import { dueAgreements } from '../../src/store/queries/incident-lists.ts'
import { createRecords } from '../../src/store/records.ts'
import { transact } from '../../src/store/transact.ts'
import { verifyChains } from '../../src/store/verify.ts'
import { thursday } from '../support/given.ts'
import { type Store, openStore } from './open-store.ts'

const closeDue = '2026-03-17T16:00:00Z'
let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

/** Records what an earlier version recorded, and nothing of an approval. */
const happened = async (...events: readonly IncidentEvent[]): Promise<string> => {
  const id = await store.raised()
  await store.act(id, { type: 'take' }, 'carl')
  await transact(
    store.services,
    createRecords(store.services, incidents),
    id,
    { actor: 'carl', via: { how: 'form' }, now: thursday },
    () => accepted(events, []),
  )
  return id
}

/** The tables as they were before. */
const before = `
  drop index incidents_next; drop index incidents_asked; drop index incidents_agreeing;
  update incidents set agreement = null where state = 'resolved';
  alter table incidents rename column agreement to question;
  alter table incidents drop column asked, drop column next_at;
  create index incidents_close_due on incidents (close_due) where state = 'resolved';
  alter table approval_checks add constraint approval_checks_record_fkey foreign key (record) references changes;`

const upgrade = (): Promise<string> =>
  readFile(join(import.meta.dirname, '../../migrations/0008_agreements.sql'), 'utf8')

test('9.2-c: what was asked before the upgrade gets its approval by the first tick, due as it was promised', async () => {
  const asks = { kind: 'lower-priority', to: 'P4' } as const
  const asked = await happened({ type: 'asked', question: { id: 'q1', asks, reason: 'Later', by: 'carl' } })
  const resolved = await happened(
    { type: 'classification-checked' },
    { type: 'resolved', code: 'fixed', text: 'Done', closeDue },
  )
  await store.act(resolved, { type: 'note', text: 'A word behind it' }, 'carl')
  const other = await store.raised()
  await store.owner.pool.query(before)
  await store.owner.pool.query(await upgrade())

  expect(await findIncident(store.db, resolved)).toMatchObject({
    agreement: { id: `${resolved}/4`, asks: { kind: 'close' } },
  })
  expect((await dueAgreements(store.db, thursday, 10)).toSorted()).toEqual([asked, resolved].toSorted())
  for (const id of [asked, resolved]) {
    const ticked = await store.act(id, { type: 'tick' }, theDesk)
    expect(ticked).toMatchObject({ kind: 'done', state: { agreement: { approval: { state: 'open' } } } })
  }
  expect(await dueAgreements(store.db, thursday, 10)).toEqual([])
  const opened = await findIncident(store.db, resolved)
  expect(opened?.agreement?.approval?.expiresAt?.toString()).toBe(closeDue)
  expect(await findIncident(store.db, other)).not.toHaveProperty('agreement')
  const closed = await store.act(resolved, { type: 'close' }, 'ada')
  expect(closed).toMatchObject({ kind: 'done', state: { state: 'closed' } })
  const agreed = await store.act(asked, { type: 'agree', question: 'q1' }, 'ada')
  expect(agreed).toMatchObject({ kind: 'done', state: { priority: 'P4' } })
  expect(await verifyChains(store.db)).toMatchObject({ altered: [] })
})

test('9.2-c: the database holds one answer and one end of an agreement', async () => {
  const id = await happened(
    { type: 'classification-checked' },
    { type: 'resolved', code: 'fixed', text: 'Done', closeDue },
  )
  const answers = await Promise.all([
    store.act(id, { type: 'close' }, 'ada'),
    store.act(id, { type: 'reopen', reason: 'Again' }, 'ben'),
    store.act(id, { type: 'close' }, 'ada'),
  ])
  expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(1)
  const { rows } = await store.pool.query('select approval, seq from approval_ends where record = $1', [id])
  expect(rows).toHaveLength(1)
  await expect(
    store.pool.query(
      `insert into approval_ends (approval, record, outcome, seq) values ($1, $2, 'rejected', 99)`,
      [(rows[0] as { approval: string }).approval, id],
    ),
  ).rejects.toThrow('approval_ends_pkey')
})
