import type { Moment } from './clock-moments.ts'
import type { Stint } from './counted-time.ts'
import type { Desk } from './desk.ts'
import { type Incident, isOpen } from './incident.ts'
import { type ServiceTarget, supplierOf } from './service-target.ts'

/** One measurement from its start: a clock has more than one when it starts anew. */
export interface Run {
  /** Counts from 1. */
  readonly number: number
  readonly startedAt: Temporal.Instant
  readonly stints: readonly Stint[]
  readonly ended?: Ended
  readonly acknowledgedBy?: string
}

export interface Ended {
  readonly at: Temporal.Instant
  /** Done what was promised, or no longer asked for. */
  readonly how: 'met' | 'stopped'
  /** The incident as it was then: what was promised stays what it was then. */
  readonly incident: Incident
}

/** What of a target decides when its clock runs. */
export type RunRule = Pick<ServiceTarget, 'tier' | 'kind' | 'party' | 'pausedBy' | 'reopening'>

/** All runs of a clock, oldest first; none when it never started. */
export const runsOf = (rule: RunRule, moments: readonly Moment[], desk: Desk): readonly Run[] => {
  const runs: Run[] = []
  for (const moment of moments) {
    const run = runs.at(-1)
    const counts = countsIn(rule, moment.incident, desk)
    if (run === undefined || run.ended !== undefined) {
      if (begins(rule, run, moment, counts)) restart(rule, runs, moment)
    } else {
      const signal = signalOf(rule, moment, counts)
      if (signal !== undefined) runs[runs.length - 1] = end(run, moment, signal === 'again' ? 'met' : signal)
      if (signal === 'again') runs.push(fresh(runs.length, moment))
    }
    const now = runs.at(-1)
    if (now !== undefined && now.ended === undefined) runs[runs.length - 1] = after(now, moment, counts)
  }
  return runs
}

const fresh = (before: number, { at }: Moment): Run => ({ number: before + 1, startedAt: at, stints: [] })

/** What was resolved and is open again goes on or starts anew, by rule; everything else starts anew. */
const restart = ({ tier, kind, reopening }: RunRule, runs: Run[], moment: Moment): void => {
  const run = runs.at(-1)
  if (run === undefined || tier === 'uc' || kind !== 'resolution' || reopening === 'restarts')
    runs.push(fresh(runs.length, moment))
  else {
    const { ended: _, ...open } = run
    runs[runs.length - 1] = open
  }
}

const after = (run: Run, { at, event, actor }: Moment, counts: boolean): Run => {
  const last = run.stints.at(-1)
  const runs = last !== undefined && last.to === undefined
  const acknowledged = event.type === 'acknowledged' ? { acknowledgedBy: actor } : {}
  if (counts === runs) return { ...run, ...acknowledged }
  const stints = counts ? [...run.stints, { from: at }] : closed(run.stints, at)
  return { ...run, stints, ...acknowledged }
}

const end = (run: Run, { at, incident }: Moment, how: Ended['how']): Run => ({
  ...run,
  stints: closed(run.stints, at),
  ended: { at, how, incident },
})

const closed = (stints: readonly Stint[], to: Temporal.Instant): readonly Stint[] =>
  stints.map((stint) => (stint.to === undefined ? { ...stint, to } : stint))

/** Whether time passes for it in this state. */
const countsIn = ({ tier, party, pausedBy }: RunRule, incident: Incident, desk: Desk): boolean => {
  if (!isOpen(incident)) return false
  if (tier === 'uc') return incident.waitingFor === 'supplier' && supplierOf(desk, incident.service) === party
  if (tier === 'ola' && incident.team !== party) return false
  return incident.waitingFor === undefined || !pausedBy.includes(incident.waitingFor)
}

/** From when the incident was raised, and not from when somebody saw it; for a team, from when it got the incident. */
const begins = (
  { tier, kind, party }: RunRule,
  run: Run | undefined,
  { event, incident }: Moment,
  counts: boolean,
): boolean => {
  if (tier === 'uc') return counts
  if (tier === 'ola' && incident.team !== party) return false
  if (run === undefined) return tier === 'ola' || event.type === 'raised'
  return event.type === 'reopened' && kind !== 'response'
}

/** What the event means for a run that has not ended; `again`: done, and the next one begins. */
const signalOf = (
  { tier, kind, party }: RunRule,
  { event, incident }: Moment,
  counts: boolean,
): Ended['how'] | 'again' | undefined => {
  if (event.type === 'cancelled') return 'stopped'
  // A wait is over when the supplier is no longer waited for, whatever the reason.
  if (tier === 'uc') return counts ? undefined : 'met'
  if (tier === 'ola' && incident.team !== party) return undefined
  if (event.type === 'resolved') return 'met'
  if (kind === 'response') return isAnswer(event) ? 'met' : undefined
  if (kind === 'update') return isAnswer(event) || event.type === 'suspended' ? 'again' : undefined
  return undefined
}

/** The first public answer, or *Take it*. */
const isAnswer = (event: Moment['event']): boolean =>
  event.type === 'taken' || (event.type === 'commented' && event.side === 'desk')
