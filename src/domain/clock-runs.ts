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
  /** As it was when the run last was somebody's concern: what was promised then is what it is held to. */
  readonly incident: Incident
  readonly ended?: Ended
  readonly acknowledgedBy?: string
}

export interface Ended {
  readonly at: Temporal.Instant
  /** Done what was promised, or no longer asked for. */
  readonly how: 'met' | 'stopped'
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
    if (now !== undefined && now.ended === undefined) runs[runs.length - 1] = after(rule, now, moment, counts)
  }
  return runs
}

const fresh = (before: number, { at, incident }: Moment): Run => ({
  number: before + 1,
  startedAt: at,
  stints: [],
  incident,
})

/** What was resolved and is open again goes on or starts anew, by rule; a wait or a cycle starts anew. */
const restart = ({ tier, kind, reopening }: RunRule, runs: Run[], moment: Moment): void => {
  const run = runs.at(-1)
  const anew = tier === 'uc' || kind === 'update' || (kind === 'resolution' && reopening === 'restarts')
  if (run === undefined || anew) runs.push(fresh(runs.length, moment))
  else {
    const { ended: _, ...open } = run
    runs[runs.length - 1] = open
  }
}

const after = (rule: RunRule, run: Run, moment: Moment, counts: boolean): Run => {
  const { at, event, actor } = moment
  const last = run.stints.at(-1)
  const runs = last !== undefined && last.to === undefined
  return {
    ...run,
    ...(isElsewhere(rule, moment.incident) ? {} : { incident: moment.incident }),
    ...(event.type === 'acknowledged' ? { acknowledgedBy: actor } : {}),
    ...(counts === runs ? {} : { stints: counts ? [...run.stints, { from: at }] : closed(run.stints, at) }),
  }
}

const end = (run: Run, { at }: Moment, how: Ended['how']): Run => ({
  ...run,
  stints: closed(run.stints, at),
  ended: { at, how },
})

const closed = (stints: readonly Stint[], to: Temporal.Instant): readonly Stint[] =>
  stints.map((stint) => (stint.to === undefined ? { ...stint, to } : stint))

/** Another team has it than the one whose target it is. */
const isElsewhere = ({ tier, party }: RunRule, { team }: Incident): boolean =>
  tier === 'ola' && team !== party

/** Whether time passes for it in this state. */
const countsIn = (rule: RunRule, incident: Incident, desk: Desk): boolean => {
  const { tier, party, pausedBy } = rule
  if (!isOpen(incident)) return false
  if (tier === 'uc') return incident.waitingFor === 'supplier' && supplierOf(desk, incident.service) === party
  if (isElsewhere(rule, incident)) return false
  return incident.waitingFor === undefined || !pausedBy.includes(incident.waitingFor)
}

/** From when the incident was raised, and not from when somebody saw it; for a team, from when it got the incident. */
const begins = (
  rule: RunRule,
  run: Run | undefined,
  { event, incident }: Moment,
  counts: boolean,
): boolean => {
  const { tier, kind } = rule
  if (tier === 'uc') return counts
  if (isElsewhere(rule, incident)) return false
  if (run === undefined) return tier === 'ola' || event.type === 'raised'
  // A team that did not do what it promised gets the incident back.
  if (tier === 'ola' && run.ended?.how === 'stopped') return isOpen(incident)
  return event.type === 'reopened' && kind !== 'response'
}

/** What the event means for a run that has not ended; `again`: done, and the next one begins. */
const signalOf = (
  rule: RunRule,
  { event, incident }: Moment,
  counts: boolean,
): Ended['how'] | 'again' | undefined => {
  const { tier, kind } = rule
  if (event.type === 'cancelled') return 'stopped'
  // A wait is over when the supplier is no longer waited for, whatever the reason.
  if (tier === 'uc') return counts ? undefined : 'met'
  if (isElsewhere(rule, incident)) return event.type === 'resolved' ? 'stopped' : undefined
  if (event.type === 'resolved') return 'met'
  if (kind === 'response') return isAnswer(event) ? 'met' : undefined
  if (kind === 'update') return isAnswer(event) || event.type === 'suspended' ? 'again' : undefined
  return undefined
}

/** The first public answer, or *Take it*. */
const isAnswer = (event: Moment['event']): boolean =>
  event.type === 'taken' || (event.type === 'commented' && event.side === 'desk')
