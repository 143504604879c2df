import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkApprovals } from '../../src/approval-checks.ts'
import { checkedChanges, createChangeService } from '../../src/change-service.ts'
import type { AskedChange } from '../../src/domain/change-command.ts'
import type { ChangePolicy } from '../../src/domain/change-policy.ts'
import type { Change } from '../../src/domain/change.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { saveAbsence } from '../../src/store/absences.ts'
import { applyDesk, createDeskReader } from '../../src/store/desk-versions.ts'
import { findChange } from '../../src/store/changes.ts'
import { demoDesk } from '../support/cast.ts'
import { thursday } from '../support/given.ts'
import { smallDesk } from '../support/small-desk.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
let changes: ChangePolicy
let now = thursday
let rechecked: string[] = []
let desk: () => Promise<Desk>
beforeAll(async () => {
  store = await openStore()
  const demo = await demoDesk()
  if (demo.changes === undefined) throw new Error('the demo desk has no changes')
  const { minor } = demo.changes.approvals
  changes = { ...demo.changes, managers: ['jo'], approvals: { minor, significant: minor, major: minor } }
  await apply('hana')
  desk = createDeskReader(store.db, 0).current
})
afterAll(() => store.close())

/** The small desk with changes, in which one person answers for the network. */
const apply = async (owner: string): Promise<void> => {
  const { version: _, ...content } = smallDesk
  const services = content.services.map((one) => (one.id === 'wifi' ? { ...one, owner } : one))
  await applyDesk(
    store.owner.db,
    { ...content, services, changes },
    { source: `owner ${owner}`, appliedBy: 'test', now },
  )
}

const asked: AskedChange = {
  title: 'Access points',
  scope: 'All of them',
  reason: 'They freeze',
  type: 'normal',
  services: ['wifi'],
  components: [],
  removal: false,
  risks: {},
  impact: '',
  cost: '',
  assessment: '',
  plan: 'One by one',
  reversal: 'The old ones again',
  reversalTested: 'On the spare one',
  from: '2026-06-01T10:00:00Z',
  to: '2026-06-01T12:00:00Z',
  implementer: 'ben',
  links: [],
}

const service = () => createChangeService({ ...store.services, desk }, () => now)

const propose = async (): Promise<string> => {
  const risks = Object.fromEntries(changes.riskQuestions.map(({ id, answers }) => [id, answers[0]?.id ?? '']))
  const outcome = await service().propose({ ...asked, risks }, true, {
    actor: 'ada',
    via: { how: 'form' },
    now,
  })
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
  return outcome.state.id
}

/** One round, as a process does that has just started: what is known is in the database only. */
const check = async (): Promise<readonly string[]> => {
  rechecked = []
  const recheck = (id: string) => {
    rechecked.push(id)
    return service().actOnChange(
      id,
      { type: 'approval', command: { type: 'recheck' } },
      { actor: 'desk:clock', via: { how: 'clock' }, now },
    )
  }
  await checkApprovals({ db: store.db, desk }, checkedChanges(store.db, recheck), () => now)
  return rechecked
}

/** Changes that a round would have to look at. */
const unchecked = async (): Promise<number> => {
  const { rows } = await store.pool.query<{ count: number }>(
    `select count(*)::int as count from changes c left join approval_checks k on k.record = c.id
     where c.state = 'requested' and (k.version is distinct from c.version)`,
  )
  return rows[0]?.count ?? 0
}

const enter = async (person: string, deputy: string, from: number, to: number, id: string): Promise<void> => {
  const absence = {
    id,
    person,
    deputy,
    from: now.add({ hours: from }),
    to: now.add({ hours: to }),
    enteredBy: person,
    enteredAt: now,
  }
  await saveAbsence(
    store.db,
    { kind: 'accepted', events: [{ type: 'entered', absence }], effects: [] },
    { actor: person, via: { how: 'form' }, now },
    await desk(),
    store.services.enqueue,
  )
}

const seatOf = async (id: string): Promise<string> => {
  const change: Change | undefined = await findChange(store.db, id)
  const seat = change?.approval?.stages[0]?.seats[0]
  return seat?.deputy === undefined ? (seat?.person ?? 'nobody') : `${seat.person}>${seat.deputy}`
}

test('9.2-c: seats are put right when people are away and back, and under a new desk file, and only then', async () => {
  const first = await propose()
  const second = await propose()
  expect(await unchecked()).toBe(2)
  expect(await check()).toEqual([])
  expect(await unchecked()).toBe(0)
  expect(await seatOf(first)).toBe('hana')

  // Entered after the card was posted, to begin later.
  await enter('hana', 'eve', 2, 4, '6f1f0f0e-0000-4000-8000-000000000001')
  expect(await check()).toEqual([])
  now = now.add({ hours: 1 })
  expect(await check()).toEqual([])
  now = now.add({ hours: 1 })
  expect(await check()).toEqual([first, second])
  expect(await seatOf(first)).toBe('hana>eve')
  expect(await check()).toEqual([])
  // A late tick loses nothing.
  now = now.add({ hours: 9 })
  expect(await check()).toEqual([first, second])
  expect(await seatOf(second)).toBe('hana')

  // Entered to begin at once.
  await enter('hana', 'eve', 0, 1, '6f1f0f0e-0000-4000-8000-000000000002')
  expect(await check()).toEqual([first, second])
  await store.owner.pool.query(
    `update absences set taken_back_at = $1, taken_back_by = 'hana', taken_back_via = '{}' where taken_back_at is null and upper(during) > $1`,
    [now.add({ minutes: 5 }).toString()],
  )
  now = now.add({ minutes: 5 })
  expect(await check()).toEqual([first, second])
  expect(await seatOf(first)).toBe('hana')

  await apply('ivo')
  expect(await check()).toEqual([first, second])
  expect(await seatOf(first)).toBe('ivo')
  expect(await check()).toEqual([])
})

test('9.2-c: one that cannot be looked at keeps no other waiting', async () => {
  const [broken, other] = [await propose(), await propose()]
  await apply('hana')
  const recheck = (id: string) =>
    id === broken
      ? Promise.reject(new Error('the database is away'))
      : service().actOnChange(
          id,
          { type: 'approval', command: { type: 'recheck' } },
          { actor: 'desk:clock', via: { how: 'clock' }, now },
        )
  await expect(
    checkApprovals({ db: store.db, desk }, checkedChanges(store.db, recheck), () => now),
  ).rejects.toThrow('the database is away')
  expect(await seatOf(other)).toBe('hana')
  expect(await seatOf(broken)).toBe('ivo')
  expect(await check()).toEqual([broken])
  expect(await seatOf(broken)).toBe('hana')
})

test('9.2-c: one that the clock cannot decide keeps no other waiting', async () => {
  const [broken, other] = [await propose(), await propose()]
  now = now.add({ hours: 24 * 30 })
  // What nothing in the desk writes: it is due before the other, and cannot be read.
  await store.owner.pool.query(
    `update changes set content = jsonb_set(content, '{approval,openedAt}', '"never"'), next_at = '2026-01-01'
     where id = $1`,
    [broken],
  )
  await expect(service().tickChanges()).rejects.toThrow(/Invalid/)
  expect((await findChange(store.db, other))?.state).toBe('expired')
})
