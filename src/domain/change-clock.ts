import { afterOpen } from './business-time.ts'
import { decideInApproval } from './change-approval.ts'
import type { ChangeMeta } from './change-command.ts'
import type { ChangePolicy } from './change-policy.ts'
import { type ChangeDecision, no } from './change-rules.ts'
import type { Change } from './change.ts'
import { accepted, theDesk } from './decision.ts'
import { calendarOf } from './sla-clock.ts'

/** When a change next needs the clock: its approval's expiry and reminders, the reminder of its start, its review. */
export const nextTickOf = ({
  approval,
  remindAt,
  reviewDue,
  state,
}: Change): Temporal.Instant | undefined => {
  const open = approval?.state === 'open' && state === 'requested'
  return [
    ...(open ? [approval.expiresAt, approval.remindAt] : []),
    ...(state === 'approved' ? [remindAt] : []),
    reviewDue,
  ]
    .filter((at) => at !== undefined)
    .toSorted((a, b) => Temporal.Instant.compare(a, b))[0]
}

/** Whatever is due, one thing at a time: what is due is what lies in the past. */
export const decideTick = (change: Change, policy: ChangePolicy, meta: ChangeMeta): ChangeDecision => {
  if (meta.actor !== theDesk) throw new Error(`${meta.actor} is not the desk's clock`)
  const due = (at: Temporal.Instant | undefined): boolean =>
    at !== undefined && Temporal.Instant.compare(at, meta.now) <= 0
  const { approval, remindAt, reviewDue, state } = change
  if (approval?.state === 'open' && state === 'requested') {
    if (due(approval.expiresAt)) return decideInApproval(change, { type: 'expire' }, undefined, policy, meta)
    if (due(approval.remindAt)) return decideInApproval(change, { type: 'remind' }, undefined, policy, meta)
  }
  if (state === 'approved' && due(remindAt))
    return accepted(
      [{ type: 'reminded', of: 'start' }],
      [{ kind: 'write-to', person: change.implementer, event: 0 }],
    )
  if (due(reviewDue)) {
    const { calendar, remindEvery } = policy.emergency
    const next = afterOpen(calendarOf(meta.desk, calendar), meta.now, remindEvery)
    const people = [...new Set([change.requestedBy, ...policy.managers])]
    return accepted(
      [{ type: 'reminded', of: 'review', ...(next === undefined ? {} : { next: next.toString() }) }],
      people.map((person) => ({ kind: 'write-to', person, event: 0 }) as const),
    )
  }
  return no({ code: 'nothing-due' })
}
