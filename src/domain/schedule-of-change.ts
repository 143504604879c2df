import { openConflicts, scheduledOf } from './change-rules.ts'
import {
  type ChangeWindow,
  type Conflict,
  type ScheduledChange,
  occupiedBy,
  overlapOf,
} from './change-schedule.ts'
import type { FreezeWindow } from './change-policy.ts'
import type { Change, ChangeState } from './change.ts'
import type { Desk } from './desk.ts'
import { freezeSpan } from './freeze.ts'

/** A change on the schedule of change, with what is in its way now. */
export interface PlannedChange extends ScheduledChange {
  readonly change: Change
  readonly conflicts: readonly Conflict[]
}

/** What the schedule shows: what waits for a decision, what is to be made or being made, and what came of what was. */
export const shownOnSchedule = [
  'requested',
  'approved',
  'in-progress',
  'done',
  'failed',
  'backed-out',
  'reviewed',
] as const satisfies readonly ChangeState[]

/** Only these can still be in the way of anything. */
const toBeMade: ReadonlySet<ChangeState> = new Set(['requested', 'approved', 'in-progress'])

/** The changes as they are planned; `schedule` has all that are approved or being made. Those without a window are left out. */
export const plannedOf = (
  changes: readonly Change[],
  schedule: readonly ScheduledChange[],
  desk: Desk,
): readonly PlannedChange[] =>
  changes.flatMap((change) => {
    const scheduled = scheduledOf(change)
    if (scheduled === undefined) return []
    const conflicts = toBeMade.has(change.state) ? openConflicts(change, schedule, desk) : []
    return [{ ...scheduled, change, conflicts }]
  })

/** Whether a change works on the service, said or by a component of it. */
export const worksOn = (change: ScheduledChange, service: string, desk: Desk): boolean =>
  occupiedBy(change, desk).services.has(service)

/** Freeze windows that touch the span, of that service if one is given; the first to start comes first. */
export const freezesIn = (
  { changes }: Pick<Desk, 'changes'>,
  span: ChangeWindow,
  service?: string,
): readonly (FreezeWindow & { readonly span: ChangeWindow })[] =>
  (changes?.freezeWindows ?? [])
    .filter(({ services }) => service === undefined || (services?.includes(service) ?? true))
    .map((freeze) => ({ ...freeze, span: freezeSpan(freeze) }))
    .filter((freeze) => overlapOf(freeze.span, span) !== undefined)
    .toSorted((a, b) => Temporal.Instant.compare(a.span.from, b.span.from))
