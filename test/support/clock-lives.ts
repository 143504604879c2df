import type { Desk } from '../../src/domain/desk.ts'
import type { ClockCase } from './clock-arbitrary.ts'
import { type Life, attempt, begin, tick } from './clock-life.ts'

const dayMs = 86_400_000

export const instant = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)

/** When a part of the days is: to the minute where it lies in an even second, else to the millisecond. */
const timeOf = ({ from, days }: ClockCase, part: number): Temporal.Instant => {
  const at = Math.floor(from + part * (days * dayMs - 1))
  return instant(Math.floor(at / 1000) % 2 === 0 ? Math.floor(at / 60_000) * 60_000 : at)
}

/** The life of an incident that is raised when the days begin; what is refused does not happen. Steps in between are seen. */
export const liveThrough = (
  drawn: ClockCase,
  seen: (life: Life, desk: Desk) => void = () => undefined,
): Life => {
  const { desk, from } = drawn
  let life = begin(desk, instant(from), 'ada')
  seen(life, desk)
  for (const { at, by, command } of steps(drawn)) {
    const next = attempt(life, desk, at, by, command)
    if (next === undefined) continue
    life = next
    seen(life, desk)
  }
  return life
}

/** What is tried, in the order of time. */
const steps = (drawn: ClockCase) =>
  drawn.attempts
    .map(({ part, ...tried }) => ({ at: timeOf(drawn, part), ...tried }))
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))

/** The same with ticks in between, who has no name. */
export const stepsWithTicks = (drawn: ClockCase, ticks: readonly number[]) =>
  [...steps(drawn), ...ticks.map((part) => ({ at: timeOf(drawn, part), by: undefined }))].toSorted((a, b) =>
    Temporal.Instant.compare(a.at, b.at),
  )

/** The life of that incident with ticks at these parts of the days. */
export const liveAndTick = (drawn: ClockCase, ticks: readonly number[]): Life => {
  const { desk } = drawn
  return stepsWithTicks(drawn, ticks).reduce(
    (life, step) =>
      step.by === undefined
        ? tick(life, desk, step.at)
        : (attempt(life, desk, step.at, step.by, step.command) ?? life),
    begin(desk, instant(drawn.from), 'ada'),
  )
}
