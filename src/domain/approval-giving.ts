import { managersFor } from './approval-approvers.ts'
import type { ApprovalCommand, ApprovalMeta, DecidedApproval } from './approval-command.ts'
import { conclude } from './approval-conclude.ts'
import type { ApprovalEvent } from './approval-event.ts'
import { playApproval } from './approval-evolve.ts'
import { recheck } from './approval-recheck.ts'
import { refusedAtStage, refusedToSit, whyNoSeat } from './approval-refuse.ts'
import { heldBy, presentStage, seatIn } from './approval-seats.ts'
import type { Approval } from './approval.ts'
import { personOf } from './authority.ts'
import { refused } from './decision.ts'
import { longest } from './incident-command.ts'
import { checkText, field } from './incident-raise.ts'
import { tidy } from './text.ts'

type Delegate = Extract<ApprovalCommand, { type: 'delegate' }>

/**
 * Gives one's seat to somebody who may decide and has no part in the stage yet; they are asked and named as deputy. Who gave
 * it takes no part any more. A delegate may give it back, and no deputy gives on what is not theirs.
 */
export const decideDelegate = (
  approval: Approval,
  { to, stage: shown }: Delegate,
  meta: ApprovalMeta,
): DecidedApproval => {
  const { actor, now } = meta
  const elsewhere = refusedAtStage(approval, shown, meta)
  if (elsewhere !== undefined) return refused(elsewhere)
  const righted = recheck(approval, meta)
  const ready = playApproval(approval, righted, { at: now, actor })
  const stage = presentStage(ready)
  const held = heldBy(stage, actor)
  if (stage === undefined || held.length === 0) return refused(whyNoSeat(ready, actor))
  const back = held.find(({ person, delegate }) => delegate === actor && person === to)
  if (back !== undefined)
    return settle(approval, righted, meta, {
      type: 'delegation-ended',
      stage: ready.stage,
      seat: back.id,
      delegate: actor,
      because: 'given-back',
    })
  const own = held.find(({ person }) => person === actor)
  if (own === undefined) {
    const [inStead] = held.flatMap(({ person }) => person ?? [])
    return inStead === undefined
      ? refused({ code: 'not-approver' })
      : refused({ code: 'only-a-deputy', for: inStead })
  }
  const unsuited = refusedToSit(stage, own, to, meta)
  if (unsuited !== undefined) return refused(unsuited)
  return settle(approval, righted, meta, {
    type: 'delegated',
    stage: ready.stage,
    seat: own.id,
    from: actor,
    to,
  })
}

type Reassign = Extract<ApprovalCommand, { type: 'reassign' }>

/**
 * By a change manager, of any seat still to be decided, in this stage or a later one; also of an empty one. Whoever had it,
 * and whoever stood in, has it no more. Not for a request or work of their own.
 */
export const decideReassign = (
  approval: Approval,
  { seat: id, to, reason }: Reassign,
  meta: ApprovalMeta,
): DecidedApproval => {
  const { actor, desk, now } = meta
  if (!managersFor(meta).includes(actor)) return refused({ code: 'not-change-manager' })
  const righted = recheck(approval, meta)
  const ready = playApproval(approval, righted, { at: now, actor })
  const index = ready.stages.findIndex((stage) => seatIn(stage, id) !== undefined)
  const stage = ready.stages[index]
  const seat = seatIn(stage, id)
  if (stage === undefined || seat === undefined) return refused(field('seat', { kind: 'unknown' }))
  if (index < ready.stage) return refused({ code: 'stage-over', stage: stage.name })
  if (seat.decision !== undefined) {
    const { by, answer, at } = seat.decision
    const stead = seat.person === by || seat.person === undefined ? {} : { for: seat.person }
    return refused({ code: 'already-decided', by, ...stead, answer, at })
  }
  const wrong = reason === undefined ? undefined : checkText('reason', reason, longest.reason)
  if (wrong !== undefined) return refused(wrong)
  const said = reason === undefined ? {} : { reason: tidy(reason) }
  if (seat.delegate !== undefined && seat.person === to)
    return settle(approval, righted, meta, {
      type: 'delegation-ended',
      stage: index,
      seat: id,
      delegate: seat.delegate,
      because: 'reassigned',
      ...said,
    })
  const unsuited = refusedToSit(stage, seat, to, meta)
  if (unsuited !== undefined) return refused(unsuited)
  const manager = personOf(desk, to)?.manager
  return settle(approval, righted, meta, {
    type: 'reassigned',
    stage: index,
    seat: id,
    ...(seat.person === undefined ? {} : { from: seat.person }),
    to,
    ...(manager === undefined ? {} : { manager }),
    ...said,
  })
}

/** What was put right, what was done, and what that in turn puts right: whoever has it now may be away. */
const settle = (
  before: Approval,
  righted: readonly ApprovalEvent[],
  meta: ApprovalMeta,
  event: ApprovalEvent,
): DecidedApproval => {
  const events = [...righted, event]
  const after = playApproval(before, events, { at: meta.now, actor: meta.actor })
  return conclude(before, [...events, ...recheck(after, meta)], meta)
}
