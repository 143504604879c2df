import type { ChangeMeta } from './change-command.ts'
import type { ChangePolicy } from './change-policy.ts'
import type { ChangeDecision } from './change-rules.ts'
import { type Change, type ChangeEvent, isScheduled } from './change.ts'
import { accepted } from './decision.ts'
import type { Effect } from './effect.ts'

/** When the window of a scheduled change next begins or ends; undefined when that has been said already. */
export const nextOfWindow = (change: Change): Temporal.Instant | undefined => {
  if (!isScheduled(change) || change.window === 'over') return undefined
  return Temporal.Instant.from(change.window === 'open' ? change.to : change.from)
}

/** Whether *Start* is offered: in the window; an emergency may be put on record late (9.2-f). */
export const mayStartNow = ({ state, type, window }: Change): boolean =>
  state === 'approved' && (window === 'open' || (window === 'over' && type === 'emergency'))

/** What is scheduled in the middle of its window may be started at once. */
export const beginning = ({ from, to }: Change, now: Temporal.Instant): readonly ChangeEvent[] => {
  const [begins, ends] = [Temporal.Instant.from(from), Temporal.Instant.from(to)]
  const isIn = Temporal.Instant.compare(begins, now) <= 0 && Temporal.Instant.compare(now, ends) < 0
  return isIn ? [{ type: 'window-began', until: to }] : []
}

/**
 * Whoever makes it is told that they may start. When the window ends before it was started, or before it is done, those who
 * asked for it and look after changes are told as well: what is planned behind it may be in its way now (9.2-e).
 */
export const decideWindow = (
  change: Change,
  policy: ChangePolicy,
  { now }: ChangeMeta,
): ChangeDecision | undefined => {
  const at = nextOfWindow(change)
  if (at === undefined || Temporal.Instant.compare(at, now) > 0) return undefined
  const began = beginning(change, now)
  if (began.length > 0) return accepted(began, [{ kind: 'write-to', person: change.implementer, event: 0 }])
  const people = new Set([change.implementer, change.requestedBy, ...policy.managers])
  return accepted(
    [{ type: 'window-ended', started: change.state === 'in-progress' }],
    [
      { kind: 'tell', audience: 'authority', event: 0 },
      ...[...people].map((person): Effect => ({ kind: 'write-to', person, event: 0 })),
    ],
  )
}
