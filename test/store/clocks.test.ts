import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { decideDue } from '../../src/domain/clock-due.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { IncidentEvent, Recorded } from '../../src/domain/incident.ts'
import { clocksOf } from '../../src/domain/sla-clock.ts'
import { decideDueClocks } from '../../src/store/due-clocks.ts'
import { historyOf } from '../../src/store/queries/history.ts'
import { verifyChains } from '../../src/store/verify.ts'
import { type ClockDifference, verifyClocks } from '../../src/store/verify-clocks.ts'
import { part } from '../support/calendar-arbitrary.ts'
import { clockCase } from '../support/clock-arbitrary.ts'
import { written } from '../support/clock-life.ts'
import { liveAndTick, stepsWithTicks } from '../support/clock-lives.ts'
import {
  hour,
  promising,
  prioritise,
  reply,
  resolve,
  take,
  target,
  waitFor,
  warning,
  when,
} from '../support/promised.ts'
import { dueServices } from '../support/clock-ticks.ts'
import { type ClockStore, openClockStore, putInForce } from './clock-desk.ts'

const half = { percent: 50 }
const desk = promising(
  target({ warnings: [warning(half, 'team', 'team-lead'), warning({ percent: 75 }, 'team')] }),
  target({ kind: 'response', hours: 2, warnings: [warning(half, 'team')] }),
)

let store: ClockStore
const opened = async (...given: Parameters<typeof openClockStore>): Promise<ClockStore> =>
  (store = await openClockStore(...given))
afterEach(() => store.close())

const count = async (table: 'clock_marks' | 'deliveries' | 'events' | 'clocks'): Promise<number> => {
  const { rows } = await store.pool.query<{ count: number }>(`select count(*)::int as count from ${table}`)
  return rows[0]?.count ?? 0
}

test('6.1-b: after each command rows stand as the pure function says', async () => {
  await opened(desk)
  const id = await store.raisedAt('2026-03-12T09:00')
  const commands = [take, prioritise('P1'), waitFor('requester'), { type: 'resume' }, reply, resolve] as const
  for (const [index, command] of commands.entries()) {
    await store.does(`2026-03-12T1${index}:00`, 'gil', id, command)
    const said = clocksOf(await historyOf(store.db, id), await store.services.desk())
    expect((await store.clocks(id)).map(written)).toEqual(said.map(written).sort())
  }
})

/** What happened, in full where it was decided about clocks. */
const timing = (history: readonly Recorded<IncidentEvent>[]): readonly (IncidentEvent | string)[] =>
  history.map(({ event }) => ('slot' in event ? event : event.type))

/** What a calendar said before is kept in the calendar, so each case has one of its own. */
const renamed = (drawn: Desk): Desk => {
  const id = randomUUID()
  return {
    ...drawn,
    calendars: drawn.calendars.map((calendar) => (calendar.id === 'drawn' ? { ...calendar, id } : calendar)),
    targets: drawn.targets.map((each) => ({ ...each, calendar: id })),
  }
}

test(
  '6.1-b: whatever people do and whenever ticks come, rows stand as if kept in memory',
  { timeout: 90_000 },
  async () => {
    await opened(desk)
    await fc.assert(
      fc.asyncProperty(clockCase, fc.array(part, { maxLength: 6 }), async (drawn, ticks) => {
        await putInForce(store, renamed(drawn.desk))
        const life = liveAndTick({ ...drawn, desk: await store.services.desk() }, ticks)
        const id = await store.raisedAt(Temporal.Instant.fromEpochMilliseconds(drawn.from).toString())
        for (const step of stepsWithTicks(drawn, ticks))
          if (step.by === undefined) await store.tick(step.at.toString())
          else await store.act(id, step.command, step.by, { now: step.at })
        expect((await store.clocks(id)).map(written)).toEqual(
          life.clocks.toSorted((a, b) => (a.slot < b.slot ? -1 : 1)).map(written),
        )
        expect(timing(await historyOf(store.db, id))).toEqual(timing(life.history))
        await store.act(id, { type: 'cancel', reason: 'Over' }, 'gil', { now: when('2040-01-01T00:00') })
      }),
      { numRuns: 20 },
    )
    const different: ClockDifference[] = []
    await verifyClocks(store.db, (difference) => different.push(difference))
    expect(different).toEqual([])
  },
)

test('8.1-h: a warning, its mark and its messages are written together', async () => {
  await opened(desk)
  const id = await store.raisedAt('2026-03-12T09:00')
  store.woken.length = 0
  await store.tick('2026-03-12T13:00:05')
  const history = await historyOf(store.db, id)
  expect(history.slice(1).map(({ seq, actor, via, event }) => [seq, actor, via.how, event.type])).toEqual([
    [2, 'desk:clock', 'clock', 'clock-warned'],
    [3, 'desk:clock', 'clock', 'clock-warned'],
    [4, 'desk:clock', 'clock', 'clock-breached'],
  ])
  const marks = await store.db.selectFrom('clock_marks').selectAll().orderBy('seq').execute()
  expect(marks.map(({ slot, run, threshold, seq }) => `${slot} ${run} ${threshold} ${seq}`)).toEqual([
    'sla/resolution 1 50% 2',
    'sla/response 1 50% 3',
    'sla/response 1 breach 4',
  ])
  // Both of the team's channels, and its lead for what she is told of.
  expect((await store.alerts(id)).toSorted()).toEqual(
    [2, 3, 4]
      .flatMap((seq) => [`19:net@thread.tacv2 ${seq}`, `CNET ${seq}`])
      .concat('UDANA 2', 'UDANA 4')
      .toSorted(),
  )
  expect(store.woken).toContain('slack/T0SMALL/UDANA')
  expect((await verifyChains(store.db)).altered).toEqual([])
})

test('8.1-h: or not at all, when any of it cannot be', async () => {
  let broken = false
  await opened(desk, {
    enqueue: () => () => (broken ? Promise.reject(new Error('no queue')) : Promise.resolve(() => undefined)),
  })
  const id = await store.raisedAt('2026-03-12T09:00')
  const before = await Promise.all([count('events'), count('deliveries')])
  broken = true
  await store.tick('2026-03-12T13:00:05')
  expect(store.failed).toEqual([id])
  expect(await Promise.all([count('events'), count('deliveries'), count('clock_marks')])).toEqual([
    ...before,
    0,
  ])
  broken = false
  // It is tried again after five minutes.
  await store.tick('2026-03-12T13:04')
  expect(await store.decided(id)).toEqual([])
  await store.tick('2026-03-12T13:05:06')
  expect(await store.decided(id)).toHaveLength(3)
})

test('8.1-h: batch after batch until nothing is due', async () => {
  await opened(promising(target({ warnings: [warning(half, 'team')] })), { batch: 2 })
  const ids = []
  for (let index = 0; index < 7; index += 1) ids.push(await store.raisedAt(`2026-03-12T09:0${index}`))
  await store.tick('2026-03-12T13:04:30')
  const decided = await Promise.all(ids.map((id) => store.decided(id)))
  expect(decided.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 0, 0])
  expect(store.lags).toEqual([270])
})

test('8.1-h: what somebody is changing waits for nobody, and nobody for it', async () => {
  await opened(promising(target({ warnings: [warning(half, 'team')] })), { batch: 1 })
  const [held, free] = [await store.raisedAt('2026-03-12T09:00'), await store.raisedAt('2026-03-12T09:01')]
  const client = await store.owner.pool.connect()
  try {
    await client.query('begin')
    await client.query('select 1 from incidents where id = $1 for update', [held])
    await store.tick('2026-03-12T13:02')
    expect([await store.decided(held), await store.decided(free)]).toMatchObject([
      [],
      ['50% 2026-03-12T12:01:00Z'],
    ])
    await client.query('rollback')
  } finally {
    client.release()
  }
  await store.tick('2026-03-12T13:02:10')
  expect(await store.decided(held)).toEqual(['50% 2026-03-12T12:00:00Z late'])
})

test('8.1-h: a record whose clocks cannot be decided keeps no other waiting', async () => {
  const ids: string[] = []
  await opened(desk, {
    changes: {
      decide: ({ state, history, clocks }, meta) => {
        if (state.id === ids[1]) throw new Error('it is broken')
        return decideDue(state, history, clocks, meta)
      },
    },
  })
  for (let index = 0; index < 3; index += 1) ids.push(await store.raisedAt('2026-03-12T09:00'))
  await store.tick('2026-03-12T13:00:05')
  await store.tick('2026-03-12T13:00:15')
  expect(await Promise.all(ids.map(async (id) => (await store.decided(id)).length))).toEqual([3, 0, 3])
  expect(store.failed).toEqual([ids[1]])
})

test('8.1-h: nor does one that cannot be written, and nothing of it is told', async () => {
  await opened(desk)
  const ids = []
  for (let index = 0; index < 3; index += 1) ids.push(await store.raisedAt('2026-03-12T09:00'))
  await store.owner.pool.query(
    `insert into clock_marks values ($1, 'sla/resolution', 1, ${8 * hour}, '50%', 1)`,
    [ids[1]],
  )
  await store.tick('2026-03-12T13:00:05')
  expect(await Promise.all(ids.map(async (id) => (await store.decided(id)).length))).toEqual([3, 0, 3])
  expect(await store.alerts(ids[1] ?? '')).toEqual([])
  expect(store.failed).toEqual([ids[1]])
})

test('6.1-b: what nobody is told at night sleeps until the opening, whoever looks', async () => {
  await opened(promising(target()))
  const id = await store.raisedAt('2026-03-12T09:00')
  await store.tick('2026-03-12T22:00')
  const [row] = await store.db.selectFrom('clocks').selectAll().execute()
  expect(row?.asleep_until).toEqual(when('2026-03-13T09:00'))
  expect(await decideDueClocks(dueServices(store.services), when('2026-03-13T08:59:59'), 10)).toMatchObject({
    claimed: 0,
  })
  await store.tick('2026-03-13T09:00')
  expect(await store.decided(id)).toEqual(['50% 2026-03-12T12:00:00Z late', '75% 2026-03-12T14:00:00Z late'])
  const [after] = await store.db.selectFrom('clocks').selectAll().execute()
  expect(after?.asleep_until).toBeNull()
})

test('6.1-b: three hours without a tick: each warning once, marked late', async () => {
  const short = target({
    hours: 2,
    warnings: [warning(half, 'team'), warning({ left: hour / 2 }, 'team-lead')],
  })
  await opened(promising(short))
  const id = await store.raisedAt('2026-03-12T09:00')
  await store.tick('2026-03-12T09:50')
  await store.tick('2026-03-12T12:50')
  await store.tick('2026-03-12T12:50:10')
  expect(await store.decided(id)).toEqual([
    '50% 2026-03-12T09:00:00Z late',
    'PT30M 2026-03-12T09:30:00Z late',
    'breach 2026-03-12T10:00:00.001Z late',
  ])
  expect(await count('clock_marks')).toBe(3)
  expect(store.lags).toEqual([0, 10_200, 0])
})
