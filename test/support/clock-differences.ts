import { slotOf, thresholdKey } from '../../src/domain/service-target.ts'
import { type Clock, clocksOf } from '../../src/domain/sla-clock.ts'
import type { ClockCase } from './clock-arbitrary.ts'
import { liveThrough } from './clock-lives.ts'
import { type WalkedClock, walkClock } from './clock-oracle.ts'
import { walkMinutes } from './minute-oracle.ts'

/** Where clocks and the walk by minutes do not agree: one line each, none when all is well. And how many were compared. */
export const clockDifferencesOf = (
  drawn: ClockCase,
): { readonly compared: number; readonly found: readonly string[] } => {
  const { desk, calendar, from, days } = drawn
  const { history } = liveThrough(drawn)
  const minutes = walkMinutes(calendar, from, days)
  const clocks = new Map(clocksOf(history, desk).map((clock) => [clock.slot, clock]))
  const targets = new Map(desk.targets.map((target) => [slotOf(target), target]))
  const found: string[] = []
  for (const [slot, example] of targets) {
    const walked = walkClock(example, history, desk, minutes)
    const [ours, theirs] = [ourWords(clocks.get(slot), minutes.to), theirWords(walked, drawn, minutes.to)]
    for (const [index, word] of theirs.entries())
      if (ours[index] !== word) found.push(`${slot}: ${ours[index]}, walked ${word}`)
  }
  return { compared: targets.size, found }
}

const time = (at: number | undefined): string =>
  at === undefined ? 'never' : Temporal.Instant.fromEpochMilliseconds(at).toString()

const known = (at: Temporal.Instant | undefined, end: number): number | undefined =>
  at === undefined || at.epochMilliseconds >= end ? undefined : at.epochMilliseconds

/** What lies beyond the walk is unknown to it, not absent. */
const ourWords = (clock: Clock | undefined, end: number): readonly string[] => {
  if (clock === undefined) return ['no clock']
  const next = known(clock.next?.at, end)
  return [
    `${clock.target} within ${clock.within}`,
    `run ${clock.run} from ${time(clock.startedAt.epochMilliseconds)} ${clock.state} ${time(clock.endedAt?.epochMilliseconds)}`,
    `counted ${clock.counted}, missed ${clock.missed}`,
    `due ${time(known(clock.due, end))}`,
    next === undefined ? 'nothing next' : `next ${clock.next?.threshold} ${time(next)}`,
  ]
}

const theirWords = (walked: WalkedClock | undefined, { desk }: ClockCase, end: number): readonly string[] => {
  if (walked === undefined) return ['no clock']
  const { target, within, run, state, startedAt, endedAt, counted, countedBefore, missed } = walked
  const reached = (ms: number): number | undefined => {
    const at = walked.reached(ms)
    return at === undefined || at >= end ? undefined : at
  }
  const runs = state === 'running'
  const warnings = desk.targets.find(({ id }) => id === target)?.warnings ?? []
  const ahead = warnings.map(({ at }) => ({
    name: thresholdKey(at),
    at: reached('percent' in at ? Math.floor((within * at.percent) / 100) : within - at.left),
  }))
  const all = [...(runs ? ahead : []), { name: 'breach', at: reached(within + 1) }]
  // Nothing was decided yet, so the first comes next, also when it lies in the past.
  const next = all.find(({ at }) => at !== undefined)
  return [
    `${target} within ${within}`,
    `run ${run} from ${time(startedAt)} ${state} ${time(endedAt)}`,
    `counted ${runs ? countedBefore : counted}, missed ${missed}`,
    `due ${time(reached(within))}`,
    next === undefined ? 'nothing next' : `next ${next.name} ${time(next.at)}`,
  ]
}
