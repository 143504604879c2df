import * as fc from 'fast-check'
import {
  afterOpen,
  countedDays,
  isOpenAt,
  nextOpen,
  openBetween,
  openSpans,
} from '../../src/domain/business-time.ts'
import { type CalendarCase, calendarCase, part } from './calendar-arbitrary.ts'
import { walkMinutes } from './minute-oracle.ts'

/** A part of what is looked at, as parts of its length, and an open time in milliseconds. */
interface Question {
  readonly from: number
  readonly to: number
  readonly ms: number
}

export interface OracleCase extends CalendarCase {
  readonly questions: readonly Question[]
}

const hour = 3_600_000
const open = fc.oneof(
  fc.constantFrom(0, 1, hour / 2, hour, 2 * hour, 4 * hour, 8 * hour, 24 * hour),
  fc.integer({ min: 0, max: 40 * hour }),
)

/** A calendar, days, and four questions about them. */
export const oracleCase: fc.Arbitrary<OracleCase> = fc
  .tuple(
    calendarCase,
    fc.array(fc.record({ from: part, to: part, ms: open }), { minLength: 4, maxLength: 4 }),
  )
  .map(([drawn, questions]) => ({ ...drawn, questions }))

const instant = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)
const said = (at: Temporal.Instant | undefined): string => at?.toString() ?? 'never'

/** Where the functions of business time and the walk by minutes do not agree: one line each, none when all is well. */
export const differencesOf = ({ calendar, from, days, questions }: OracleCase): readonly string[] => {
  const oracle = walkMinutes(calendar, from, days)
  const found: string[] = []
  const compare = (what: string, ours: unknown, theirs: unknown): void => {
    if (String(ours) !== String(theirs)) found.push(`${what}: ${String(ours)}, walked ${String(theirs)}`)
  }
  /** What lies beyond the walk is unknown to it, not absent. */
  const within = (at: Temporal.Instant | undefined): Temporal.Instant | undefined =>
    at === undefined || at.epochMilliseconds >= oracle.to ? undefined : at

  for (const [index, question] of questions.entries()) {
    const [start, end] = [question.from, question.to].map((part) => {
      const at = Math.floor(from + part * (oracle.to - 1 - from))
      return index % 2 === 0 ? at : Math.floor(at / 60_000) * 60_000
    })
    if (start === undefined || end === undefined) continue
    const [a, b] = [instant(start), instant(end)]
    const between = `${a.toString()} to ${b.toString()}`
    compare(`open at ${a.toString()}`, isOpenAt(calendar, a), oracle.isOpen(start))
    compare(`open ${between}`, openBetween(calendar, a, b), oracle.openBetween(start, end))
    const next = oracle.nextOpen(start)
    compare(
      `next after ${a.toString()}`,
      said(within(nextOpen(calendar, a))),
      said(next === undefined ? undefined : instant(next)),
    )
    const done = oracle.afterOpen(start, question.ms)
    compare(
      `${question.ms} after ${a.toString()}`,
      said(within(afterOpen(calendar, a, question.ms))),
      said(done === undefined || done >= oracle.to ? undefined : instant(done)),
    )
    compare(
      `days ${between}`,
      countedDays(calendar, a, b)
        .map(
          ({ date, zone, holiday, ms }) =>
            `${date} ${zone}${holiday === undefined ? '' : ` ${holiday}`}: ${ms}`,
        )
        .join(),
      oracle.days(start, end).join(),
    )
  }
  compare('spans', spansWithin(calendar, from, oracle.to).join(' '), oracle.spans().map(written).join(' '))
  return found
}

const spansWithin = (calendar: CalendarCase['calendar'], from: number, to: number): readonly string[] => {
  const found: string[] = []
  for (const span of openSpans(calendar, instant(from))) {
    const start = Math.max(span.from.epochMilliseconds, from)
    if (start >= to) break
    found.push(written([start, Math.min(span.to.epochMilliseconds, to)]))
  }
  return found
}

const written = ([from, to]: readonly [number, number]): string =>
  `${instant(from).toString()}/${instant(to).toString()}`
