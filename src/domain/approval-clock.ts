import type { ApprovalMeta, DecidedApproval } from './approval-command.ts'
import { conclude } from './approval-conclude.ts'
import { playApproval } from './approval-evolve.ts'
import { recheck } from './approval-recheck.ts'
import { hasExpired } from './approval-refuse.ts'
import { askedNow } from './approval-seats.ts'
import { putOffUntil, reminderAfter } from './approval-times.ts'
import type { Approval } from './approval.ts'
import { refused } from './decision.ts'

/** Over without a decision, once its time is up; the requester, the implementer and the change managers are told. */
export const decideExpire = (approval: Approval, meta: ApprovalMeta): DecidedApproval =>
  approval.state === 'open' && hasExpired(approval, meta.now)
    ? conclude(approval, [{ type: 'expired' }], meta)
    : refused({ code: 'nothing-due' })

/**
 * Reminds those of the present stage who are asked and have not decided, and the change managers where they are not enough.
 * A tick that is late and finds nobody at work puts it off to the next opening.
 */
export const decideRemind = (approval: Approval, meta: ApprovalMeta): DecidedApproval => {
  const { now, desk, actor } = meta
  const { state, remindAt, expiresAt, policy } = approval
  const isDue = remindAt !== undefined && Temporal.Instant.compare(now, remindAt) >= 0
  if (state !== 'open' || !isDue || hasExpired(approval, now)) return refused({ code: 'nothing-due' })
  const putOff = putOffUntil(policy, desk, now, expiresAt)
  if (putOff !== undefined)
    return conclude(approval, [{ type: 'reminder-put-off', ...next(putOff.until) }], meta)
  const righted = recheck(approval, meta)
  const people = askedNow(playApproval(approval, righted, { at: now, actor })).map(({ person }) => person)
  const reminded = {
    type: 'reminded',
    stage: approval.stage,
    people: [...new Set(people)],
    ...next(reminderAfter(policy, desk, now, expiresAt)),
  } as const
  return conclude(approval, [...righted, reminded], meta)
}

const next = (at: Temporal.Instant | undefined): { readonly remindAt?: string } =>
  at === undefined ? {} : { remindAt: at.toString() }
