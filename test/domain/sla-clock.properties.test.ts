import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tracesOf } from '../../src/domain/clock-trace.ts'
import type { BusinessCalendar, Desk } from '../../src/domain/desk.ts'
import type { IncidentEvent, Recorded } from '../../src/domain/incident.ts'
import { isBefore } from '../../src/domain/counted-time.ts'
import { reachedAfter, thresholdKey } from '../../src/domain/service-target.ts'
import { type Clock, clocksOf, leftAt } from '../../src/domain/sla-clock.ts'
import { part } from '../support/calendar-arbitrary.ts'
import { type ClockCase, clockCase } from '../support/clock-arbitrary.ts'
import { clockDifferencesOf } from '../support/clock-differences.ts'
import { type Life, tick, written } from '../support/clock-life.ts'
import { instant, liveAndTick, liveThrough } from '../support/clock-lives.ts'

const dayMs = 86_400_000
const few = { numRuns: 150 }
const parts = fc.array(part, { maxLength: 12 })

const said = (clocks: readonly Clock[]): readonly string[] => clocks.map(written).sort()

describe('6.1-b: clocks of whatever happens', () => {
  test('a walk by minutes finds the same (the long run: npm run oracle -- clocks 100000)', () => {
    fc.assert(
      fc.property(clockCase, (drawn) => {
        expect(clockDifferencesOf(drawn).found).toEqual([])
      }),
      few,
    )
  })

  test('counted and left are what was promised, while it runs and while it stands', () => {
    fc.assert(
      fc.property(clockCase, part, (drawn, at) => {
        const { history, clocks } = liveThrough(drawn)
        const now = laterThan(history, Math.floor(at * 5 * dayMs))
        for (const { clock, counted } of tracesOf(history, clocks, drawn.desk, now))
          expect(counted + leftAt(drawn.desk, clock, 'north', now)).toBe(clock.within)
      }),
      few,
    )
  })

  test('kept from event to event they stand as a replay of everything says', () => {
    fc.assert(
      fc.property(clockCase, parts, (drawn, ticks) => {
        for (const life of [liveThrough(drawn), liveAndTick(drawn, ticks)])
          expect(said(promised(life, drawn.desk))).toEqual(said(clocksOf(life.history, drawn.desk)))
      }),
      few,
    )
  })

  test('suspended and resumed at one moment, it goes on as if nothing had been', () => {
    fc.assert(
      fc.property(clockCase, fc.nat(), (drawn, where) => {
        const { history } = liveThrough(drawn)
        // What waits already, or is over, is not suspended; that it waits is news, so an update would begin anew.
        const [before, after] = [where % history.length, (where % history.length) + 1]
        fc.pre(stands(history.slice(0, after)))
        const { at } = history[before] ?? { at: instant(drawn.from) }
        const both: readonly IncidentEvent[] = [
          { type: 'suspended', waitingFor: 'requester', reason: 'It waits' },
          { type: 'resumed' },
        ]
        const paused = [
          ...history.slice(0, after),
          ...both.map((event) => ({ record: 'INC-1', seq: 0, at, actor: 'gil', event })),
          ...history.slice(after),
        ]
        const told = (of: readonly Recorded<IncidentEvent>[]): readonly string[] =>
          said(
            clocksOf(of, drawn.desk)
              .filter(({ kind }) => kind !== 'update')
              .map((clock): Clock => ({ ...clock, runningSince: clock.startedAt, counted: 0 })),
          )
        expect(told(paused)).toEqual(told(history))
      }),
      few,
    )
  })

  test('everything so many weeks later is due so many weeks later, where clocks are never changed', () => {
    fc.assert(
      fc.property(clockCase, fc.integer({ min: 1, max: 40 }), (drawn, weeks) => {
        const here = inUtc(drawn, 0)
        const there = inUtc(drawn, weeks)
        const later = clocksOf(liveThrough(there).history, there.desk)
        expect(said(later)).toEqual(
          said(clocksOf(liveThrough(here).history, here.desk).map((clock) => shifted(clock, weeks))),
        )
      }),
      few,
    )
  })
})

describe('6.1-b: ticks whenever they come', () => {
  test('each threshold is decided at most once, and in the end none that was passed is left', () => {
    fc.assert(
      fc.property(clockCase, parts, (drawn, ticks) => {
        const { desk } = drawn
        let life = liveAndTick(drawn, ticks)
        const end = laterThan(life.history, 60 * dayMs)
        life = tick(life, desk, end)
        // What nobody is told at night is decided at the next opening.
        if (life.asleepUntil !== undefined) life = tick(life, desk, life.asleepUntil)
        const decided = decidedIn(life)
        expect(new Set(decided).size).toBe(decided.length)
        expect(life.clocks.filter(({ next }) => next !== undefined && isBefore(next.at, end))).toEqual([])
        expect(undecided(life, desk, end).filter((one) => !decided.includes(one))).toEqual([])
      }),
      { numRuns: 250 },
    )
  })

  test('when they come changes nothing of what is missed', () => {
    fc.assert(
      fc.property(clockCase, parts, parts, (drawn, some, others) => {
        const [one, other] = [some, others].map((ticks) => {
          const life = liveAndTick(drawn, ticks)
          return life.clocks
            .filter(({ state }) => state === 'met')
            .map(({ slot, run, within, counted, missed }) => `${slot} ${run} ${within} ${counted} ${missed}`)
        })
        expect(one).toEqual(other)
      }),
      few,
    )
  })
})

const laterThan = (history: readonly Recorded<IncidentEvent>[], ms: number): Temporal.Instant =>
  instant(Math.max(...history.map(({ at }) => at.epochMilliseconds)) + ms)

/** Without those whose target ceased to hold, as for another priority, which a replay knows nothing of. */
const promised = ({ clocks, history }: Life, desk: Desk): readonly Clock[] => {
  const slots = new Set(clocksOf(history, desk).map(({ slot }) => slot))
  return clocks.filter(({ slot, state }) => state !== 'stopped' || slots.has(slot))
}

const stands = (history: readonly Recorded<IncidentEvent>[]): boolean => {
  let [open, waits] = [true, false]
  for (const { event } of history) {
    if (event.type === 'resolved' || event.type === 'cancelled') [open, waits] = [false, false]
    if (event.type === 'reopened') open = true
    if (event.type === 'suspended') waits = true
    if (event.type === 'resumed' || event.type === 'handed-over') waits = false
  }
  return open && !waits
}

const decidedIn = ({ history }: Life): readonly string[] =>
  history.flatMap(({ event }) => {
    if (event.type !== 'clock-warned' && event.type !== 'clock-breached') return []
    const threshold = event.type === 'clock-warned' ? event.threshold : 'breach'
    return [`${event.slot} ${event.run} ${event.within} ${threshold}`]
  })

/** Everything that clocks have passed by then, by their count alone. */
const undecided = (life: Life, desk: Desk, now: Temporal.Instant): readonly string[] =>
  promised(life, desk).flatMap((clock) => {
    const { slot, run, within, state, target } = clock
    const counted = within - leftAt(desk, clock, life.incident.customer, now)
    const warnings = desk.targets.find(({ id }) => id === target)?.warnings ?? []
    const reached = state === 'running' ? warnings.filter(({ at }) => counted > reachedAfter(at, within)) : []
    return [...reached.map(({ at }) => thresholdKey(at)), ...(counted > within ? ['breach'] : [])].map(
      (threshold) => `${slot} ${run} ${within} ${threshold}`,
    )
  })

const later = (date: string, weeks: number): string => Temporal.PlainDate.from(date).add({ weeks }).toString()

/** The case in a zone without summer time, with all its dates so many weeks later. */
const inUtc = (drawn: ClockCase, weeks: number): ClockCase => {
  const movedEra = <Era extends Omit<BusinessCalendar, 'id' | 'earlier'>>(era: Era): Era => ({
    ...era,
    zone: 'UTC',
    holidays: era.holidays.map((holiday) => ({ ...holiday, date: later(holiday.date, weeks) })),
    ...(era.from === undefined ? {} : { from: later(era.from, weeks) }),
  })
  const { earlier, ...present } = drawn.calendar
  const calendar: BusinessCalendar = {
    ...movedEra(present),
    ...(earlier === undefined ? {} : { earlier: earlier.map(movedEra) }),
  }
  const targets = drawn.desk.targets.map((target) => ({
    ...target,
    exceptions: target.exceptions.map((exception) => ({
      ...exception,
      from: later(exception.from, weeks),
      to: later(exception.to, weeks),
    })),
  }))
  const calendars = drawn.desk.calendars.map((one) => (one.id === calendar.id ? calendar : one))
  return {
    ...drawn,
    calendar,
    from: drawn.from + weeks * 7 * dayMs,
    desk: { ...drawn.desk, calendars, targets },
  }
}

const shifted = (clock: Clock, weeks: number): Clock => {
  const moved = (at: Temporal.Instant): Temporal.Instant => at.add({ hours: weeks * 7 * 24 })
  return {
    ...clock,
    startedAt: moved(clock.startedAt),
    ...(clock.runningSince === undefined ? {} : { runningSince: moved(clock.runningSince) }),
    ...(clock.due === undefined ? {} : { due: moved(clock.due) }),
    ...(clock.endedAt === undefined ? {} : { endedAt: moved(clock.endedAt) }),
    ...(clock.next === undefined ? {} : { next: { ...clock.next, at: moved(clock.next.at) } }),
  }
}
