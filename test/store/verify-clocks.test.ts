import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClockDifference, type VerifiedClocks, verifyClocks } from '../../src/store/verify-clocks.ts'
import { promising, reopen, reply, resolve, take, target, waitFor, prioritise } from '../support/promised.ts'
import { startProgram } from '../support/program.ts'
import { type ClockStore, openClockStore, putInForce } from './clock-desk.ts'

const hours8 = target()
const response = target({ kind: 'response', hours: 2 })
const orbit = target({ tier: 'uc', party: 'orbit', calendar: 'always' })

let store: ClockStore
/** Records by what became of them. */
const ids: Record<string, string> = {}
beforeAll(async () => {
  store = await openClockStore(promising(hours8, response, orbit))
  const raised = async (name: string): Promise<string> =>
    (ids[name] = await store.raisedAt('2026-03-12T09:00'))
  const [running, missed, reopened, gone] = [
    await raised('running'),
    await raised('missed'),
    await raised('reopened'),
    await raised('gone'),
  ]
  await store.does('2026-03-12T09:30', 'gil', running, waitFor('supplier'))
  await store.does('2026-03-12T10:30', 'carl', running, { type: 'resume' })
  await store.does('2026-03-12T12:00', 'carl', missed, take)
  await store.does('2026-03-12T12:00', 'gil', gone, prioritise('P4'))
  await store.tick('2026-03-12T13:30')
  await store.does('2026-03-12T13:40', 'carl', missed, {
    type: 'explain-miss',
    slot: 'sla/response',
    cause: 'unnoticed',
    text: 'Nobody looked',
  })
  await store.does('2026-03-12T14:00', 'carl', reopened, resolve)
  await putInForce(store, promising(target({ hours: 12 }), orbit))
  await store.does('2026-03-12T14:10', 'ada', reopened, reopen)
  await store.tick('2026-03-12T14:20')
  await store.does('2026-03-12T14:30', 'carl', gone, reply)
})
afterAll(() => store.close())

/** After what somebody does who has the owner's rights, undone afterwards. */
const verified = async (
  ...acts: readonly string[]
): Promise<VerifiedClocks & { readonly found: readonly ClockDifference[] }> => {
  const { owner } = store
  const found: ClockDifference[] = []
  await owner.pool.query('create table if not exists untouched as select * from clocks')
  try {
    for (const act of acts) await owner.pool.query(act)
    return { ...(await verifyClocks(owner.db, (difference) => found.push(difference))), found }
  } finally {
    await owner.pool.query('delete from clocks')
    await owner.pool.query('insert into clocks select * from untouched')
  }
}

test('6.1-b: what nobody touched is what its history says, under whatever was agreed', async () => {
  expect(await verified()).toEqual({ clocks: 9, records: 4, differences: 0, found: [] })
})

const of = (name: string, slot: string): string => `record = '${ids[name]}' and slot = '${slot}'`
const resolution = 'sla/resolution'

test.each([
  [
    'a due time, by a second',
    () => `update clocks set due = due + interval '1 second' where ${of('running', resolution)}`,
    ['running', resolution, 'due', '2026-03-13T12:00:01Z', '2026-03-13T12:00:00Z'],
  ],
  [
    'what was counted',
    () => `update clocks set counted_ms = 1 where ${of('running', 'uc/orbit/resolution')}`,
    ['running', 'uc/orbit/resolution', 'counted', '1', '3600000'],
  ],
  [
    'a miss',
    () => `update clocks set missed = false where ${of('missed', 'sla/response')}`,
    ['missed', 'sla/response', 'missed', 'false', 'true'],
  ],
  [
    'a cause that was told',
    () => `update clocks set explained = false where ${of('missed', 'sla/response')}`,
    ['missed', 'sla/response', 'explained', 'false', 'true'],
  ],
  [
    'what was promised when it ended',
    () => `update clocks set within_ms = 1 where ${of('reopened', 'sla/response')}`,
    ['reopened', 'sla/response', 'within', '1', '7200000'],
  ],
  [
    'what a tick decides next',
    () => `update clocks set next_threshold = null, next_at = null where ${of('running', resolution)}`,
    ['running', resolution, 'nextThreshold', 'none', '50%'],
  ],
  [
    'of a target that is gone',
    () => `update clocks set started_at = started_at - interval '1 hour' where ${of('gone', 'sla/response')}`,
    ['gone', 'sla/response', 'startedAt', '2026-03-12T07:00:00Z', '2026-03-12T08:00:00Z'],
  ],
  [
    'a clock that was taken out',
    () => `delete from clocks where ${of('running', resolution)}`,
    ['running', resolution, 'state', 'no clock', 'running'],
  ],
  [
    'a clock that was put in',
    () =>
      `insert into clocks select record, 'sla/update', tier, 'update', party, target, calendar, desk_version, within_ms, run, state, started_at, counted_ms, running_since, due, ended_at, missed, explained, next_threshold, next_at, asleep_until, acknowledged_by from clocks where ${of('running', resolution)}`,
    ['running', 'sla/update', 'state', 'running', 'no clock'],
  ],
] as const)('6.1-b: shows: %s', async (_, act, [name, slot, field, stored, computed]) => {
  const { found, differences } = await verified(act())
  expect(found[0]).toEqual({ record: ids[name], slot, field, stored, computed })
  expect(differences).toBe(found.length)
})

test('6.1-b: the desk command says so, and its status', async () => {
  const said = async (): Promise<readonly [number | string, string]> => {
    const program = startProgram(join(import.meta.dirname, '../../src/desk.ts'), ['clocks'], {
      cwd: tmpdir(),
      env: { DATABASE_URL: store.connection },
    })
    const status = await program.ended
    return [status, program.said().out + program.said().err]
  }
  expect(await said()).toEqual([0, '9 clocks of 4 records: no differences.\n'])
  await store.owner.pool.query(`update clocks set counted_ms = 1 where ${of('running', resolution)}`)
  expect(await said()).toEqual([
    1,
    `${ids['running']} sla/resolution counted: stored 1, computed 0\n9 clocks of 4 records: 1 differences.\n`,
  ])
  await store.owner.pool.query(`update clocks set counted_ms = 0 where ${of('running', resolution)}`)
})

test('afterwards everything is as it was', async () => {
  expect((await verified()).found).toEqual([])
})
