import { readFile } from 'node:fs/promises'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChangeService } from '../../src/change-service.ts'
import { applyDesk } from '../../src/store/desk-versions.ts'
import type { AskedChange } from '../../src/domain/change-command.ts'
import { thursday } from '../support/given.ts'
import { asked, schedulingDesk } from '../support/scheduling.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
let desk: Store['services']['desk']
/** What is waited for before a command is decided: the schedule has been read by then. */
let gate: () => Promise<void> = () => Promise.resolve()
let changes: ReturnType<typeof createChangeService>
beforeAll(async () => {
  store = await openStore({ deskAge: 0 })
  await applyDesk(store.owner.db, schedulingDesk, { source: 'x', appliedBy: 'test', now: thursday })
  desk = store.services.desk
  const gated = { ...store.services, desk: (atLeast?: number) => gate().then(() => desk(atLeast)) }
  changes = createChangeService(gated, () => thursday)
})
afterAll(() => store.close())

const by = (actor: string) => ({ actor, via: { how: 'button' } as const, now: thursday })

const proposed = async (what: Partial<AskedChange>, who = 'ben'): Promise<string> => {
  const outcome = await changes.propose(asked(what), true, by(who))
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
  return outcome.state.id
}

const approve = (id: string, who: string) =>
  changes.actOnChange(id, { type: 'approval', command: { type: 'approve', stage: 0 } }, by(who))

/** Opens when so many wait for it, once each. */
const gateFor = (most: number): (() => Promise<void>) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let waiting = 0
  return () => {
    waiting += 1
    if (waiting === most) resolve()
    return promise
  }
}

const slotsOf = async (id: string): Promise<readonly string[]> => {
  const { rows } = await store.pool.query<{ slot: string }>(
    `select component || ' ' || overridden as slot from change_slots where change = $1
     union all select service || ' ' || parts::text || ' ' || overridden from change_service_slots where change = $1 order by 1`,
    [id],
  )
  return rows.map(({ slot }) => slot)
}

const standing = async (id: string): Promise<string> => {
  const { rows } = await store.pool.query<{ state: string }>(`select state from changes where id = $1`, [id])
  const slots = await slotsOf(id)
  return `${rows[0]?.state}, and holds ${slots.length === 0 ? 'nothing' : 'it'}`
}

const friday = (hour: number) => ({
  from: `2026-03-13T${String(hour).padStart(2, '0')}:00:00Z`,
  to: `2026-03-13T${String(hour + 1).padStart(2, '0')}:00:00Z`,
})

const owner = (what: Partial<AskedChange>): string => (what.services?.[0] === 'payroll' ? 'ivo' : 'hana')

describe('9.2-e two approvals at the same moment', () => {
  test.each<[string, number, Partial<AskedChange>, Partial<AskedChange>, number]>([
    ['of one component', 6, { components: ['core'] }, { components: ['core', 'access-points'] }, 1],
    ['of a service and a component of it', 8, { components: [] }, { components: ['core'] }, 1],
    ['of a service twice', 10, { components: [] }, { components: [] }, 1],
    ['of two components', 12, { components: ['core'] }, { components: ['access-points'] }, 2],
    [
      'of two services, a component of one',
      14,
      { services: ['payroll'] },
      { services: ['wifi'], components: ['core'] },
      2,
    ],
  ])('%s: as many are approved as fit', async (_, hour, one, other, most) => {
    const first = await proposed({ ...friday(hour), ...one })
    const second = await proposed({ ...friday(hour), ...other, implementer: 'cleo' })
    gate = gateFor(2)
    const outcomes = await Promise.all([approve(first, owner(one)), approve(second, owner(other))])
    gate = () => Promise.resolve()
    const stand = await Promise.all([first, second].map(standing))
    expect(stand.filter((one) => one === 'approved, and holds it')).toHaveLength(most)
    expect(stand.filter((one) => one === 'requested, and holds nothing')).toHaveLength(2 - most)
    const why = outcomes.flatMap((one) => (one.kind === 'refused' ? [one.refusal.code] : []))
    expect(why).toEqual(Array.from({ length: 2 - most }, () => 'conflicts'))
  })
})

const hold = (client: PoolClient, id: string, components: string[], services: object[], allowed = false) =>
  client.query(
    `select keep_change_slots($1, true, $2, '[2026-04-01T20:00Z,2026-04-01T22:00Z)', $3, $4::jsonb)`,
    [id, allowed, components, JSON.stringify(services)],
  )

describe('9.2-e the database by itself', () => {
  test('lets the second of two transactions wait for the first, and refuses it', async () => {
    const [a, b] = [await proposed(friday(1)), await proposed(friday(2))]
    const [one, other] = [await store.pool.connect(), await store.pool.connect()]
    try {
      await one.query('begin')
      await other.query('begin')
      await hold(one, a, [], [{ service: 'wifi' }])
      const second = hold(other, b, ['core'], [{ service: 'wifi', component: 'core' }]).then(
        () => 'held',
        (error: { code: string }) => error.code,
      )
      expect(await Promise.race([second, new Promise((r) => setTimeout(r, 100, 'waits'))])).toBe('waits')
      await one.query('commit')
      expect(await second).toBe('23P01')
    } finally {
      await Promise.all([one.query('rollback'), other.query('rollback')])
      one.release()
      other.release()
    }
    await store.pool.query(`select keep_change_slots($1, false, false, null, '{}', '[]')`, [a])
    expect(await slotsOf(a)).toEqual([])
  })

  test('takes both where the first goes back, and where one was allowed', async () => {
    const [a, b, c] = [await proposed(friday(3)), await proposed(friday(4)), await proposed(friday(5))]
    const [one, other] = [await store.pool.connect(), await store.pool.connect()]
    await one.query('begin')
    await hold(one, a, [], [{ service: 'wifi' }])
    const second = hold(other, b, ['core'], [{ service: 'wifi', component: 'core' }])
    await one.query('rollback')
    await second
    await hold(one, c, [], [{ service: 'wifi' }], true)
    one.release()
    other.release()
    expect(await slotsOf(a)).toEqual([])
    expect(await slotsOf(b)).toEqual(['core false', 'wifi [core,core] false'])
    expect(await slotsOf(c)).toEqual(['wifi (,) true'])
  })
})

test('what a change occupies is written with its approval, kept while words are said, and given back at its end', async () => {
  const id = await proposed({ ...friday(16), services: ['wifi', 'payroll'], components: ['core'] })
  expect(await slotsOf(id)).toEqual([])
  await approve(id, 'hana')
  const held = ['core false', 'payroll (,) false', 'wifi [core,core] false']
  expect(await slotsOf(id)).toEqual(held)
  // A later desk file that would make it another thing makes nobody's comment fail, and frees nothing.
  const moved = schedulingDesk.services.map((one) => ({ ...one, components: [] }))
  await applyDesk(
    store.owner.db,
    { ...schedulingDesk, services: moved },
    { source: 'moved', appliedBy: 'test', now: thursday },
  )
  await changes.actOnChange(id, { type: 'comment', text: 'Soon', files: 0 }, by('ben'))
  expect(await slotsOf(id)).toEqual(held)
  await applyDesk(store.owner.db, schedulingDesk, { source: 'back', appliedBy: 'test', now: thursday })
  await changes.actOnChange(id, { type: 'withdraw', reason: 'Not now' }, by('ben'))
  expect(await slotsOf(id)).toEqual([])
})

test('9.2-f an emergency that goes ahead over another is recorded as allowed, with the reason given', async () => {
  const planned = await proposed(friday(18))
  await approve(planned, 'hana')
  const urgent = await proposed({ ...friday(18), type: 'emergency', implementer: 'cleo' })
  const ahead = { type: 'go-ahead', reason: 'Nobody can work', confirmed: true } as const
  const outcome = await changes.actOnChange(urgent, ahead, by('gil'))
  expect(outcome).toMatchObject({
    kind: 'done',
    state: { state: 'approved', override: { by: 'gil', reason: 'Nobody can work', conflicts: [planned] } },
  })
  expect(await slotsOf(urgent)).toEqual(['wifi (,) true'])
})

test('changes that were scheduled before are given their services, and two that overlap then are no reason to fail', async () => {
  const [a, b] = [await proposed({ ...friday(20), components: ['core'] }), await proposed(friday(20))]
  await approve(a, 'hana')
  await store.owner.pool.query(`update changes set state = 'approved' where id = $1`, [b])
  await store.owner.pool.query('delete from change_service_slots')
  const migration = await readFile('migrations/0005_schedule.sql', 'utf8')
  await store.owner.pool.query(/^do \$\$.*?^end \$\$;/ms.exec(migration)?.[0] ?? 'nothing')
  const held = [await slotsOf(a), await slotsOf(b)].map((slots) =>
    slots.filter((slot) => slot.startsWith('wifi')),
  )
  expect(held.map((slots) => slots.map((slot) => slot.replace(/ (?:true|false)$/, '')))).toEqual([
    ['wifi [core,core]'],
    ['wifi (,)'],
  ])
  expect(held.flat().filter((slot) => slot.endsWith('true'))).toHaveLength(1)
})
