import { decideInApproval } from './change-approval.ts'
import { chaseReview, chaseTask, nextTaskChase } from './change-chase.ts'
import type { ChangeMeta } from './change-command.ts'
import type { ChangePolicy } from './change-policy.ts'
import { type ChangeDecision, no } from './change-rules.ts'
import { decideWindow, nextOfWindow } from './change-window.ts'
import type { Change } from './change.ts'
import { accepted, theDesk } from './decision.ts'

/**
 * When a change next needs the clock: its approval's expiry and reminders, the reminder of its start, its window, its review,
 * its actions.
 */
export const nextTickOf = (change: Change): Temporal.Instant | undefined => {
  const { approval, remindAt, reviewDue, state, tasks } = change
  const open = approval?.state === 'open' && state === 'requested'
  return [
    ...(open ? [approval.expiresAt, approval.remindAt] : []),
    ...(state === 'approved' ? [remindAt] : []),
    nextOfWindow(change),
    reviewDue,
    nextTaskChase({ tasks }),
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
  // Of what has begun nobody is reminded that it will.
  const window = decideWindow(change, policy, meta)
  if (window !== undefined) return window
  if (state === 'approved' && due(remindAt))
    return accepted(
      [{ type: 'reminded', of: 'start' }],
      [{ kind: 'write-to', person: change.implementer, event: 0 }],
    )
  if (due(reviewDue)) return chaseReview(change, policy, meta)
  return chaseTask(change, policy, meta) ?? no({ code: 'nothing-due' })
}
