import { checkOptionalText, checkText } from './incident-raise.ts'
import { longest } from './incident-command.ts'
import { managersFor } from './approval-approvers.ts'
import { decideExpire, decideRemind } from './approval-clock.ts'
import type { ApprovalCommand, ApprovalMeta, DecidedApproval } from './approval-command.ts'
import { conclude } from './approval-conclude.ts'
import type { ApprovalEvent } from './approval-event.ts'
import { playApproval } from './approval-evolve.ts'
import { decideDelegate, decideReassign } from './approval-giving.ts'
import { recheck } from './approval-recheck.ts'
import { refusedAtDoor, refusedAtStage, whyNoSeat } from './approval-refuse.ts'
import { heldBy, presentStage, standsFor } from './approval-seats.ts'
import type { Approval, Seat } from './approval.ts'
import { refused, theDesk } from './decision.ts'
import { tidy } from './text.ts'

/**
 * Decides a command for an approval as it and the desk are now (9.2-c). Every click puts the seats right first, so that what
 * a card showed when it was clicked does not count: the events of that come before those of the command. Throws when
 * somebody other than the clock says that a time has come.
 */
export const decideApproval = (
  approval: Approval,
  command: ApprovalCommand,
  meta: ApprovalMeta,
): DecidedApproval => {
  if (command.type === 'expire' || command.type === 'remind') {
    if (meta.actor !== theDesk) throw new Error(`${meta.actor} is not the clock`)
    return command.type === 'expire' ? decideExpire(approval, meta) : decideRemind(approval, meta)
  }
  const turnedAway = refusedAtDoor(approval, meta)
  if (turnedAway !== undefined) return refused(turnedAway)
  switch (command.type) {
    case 'approve':
    case 'reject':
    case 'ask-for-changes':
      return decideAnswer(approval, command, meta)
    case 'delegate':
      return decideDelegate(approval, command, meta)
    case 'reassign':
      return decideReassign(approval, command, meta)
    case 'withdraw':
      return decideWithdraw(approval, command.reason ?? '', meta)
    case 'recheck':
      return decideRecheck(approval, meta)
  }
}

type Answer = Extract<ApprovalCommand, { type: 'approve' | 'reject' | 'ask-for-changes' }>

/**
 * One click answers for every seat that the person holds in the stage, each with a decision of its own: their own seat, and
 * those of people they stand in for. Nothing is decided twice: a seat has one decision, whoever of its holders comes first.
 */
const decideAnswer = (approval: Approval, command: Answer, meta: ApprovalMeta): DecidedApproval => {
  const elsewhere = refusedAtStage(approval, command.stage, meta)
  if (elsewhere !== undefined) return refused(elsewhere)
  const righted = recheck(approval, meta)
  const ready = playApproval(approval, righted, { at: meta.now, actor: meta.actor })
  const [first, ...others] = heldBy(presentStage(ready), meta.actor)
  if (first === undefined) return refused(whyNoSeat(ready, meta.actor))
  const wrong = checkWords(command, approval)
  if (wrong !== undefined) return refused(wrong)
  const own =
    command.type === 'ask-for-changes'
      ? [returned(first, command.remarks, meta)]
      : [first, ...others].map((seat) => answered(ready.stage, seat, command, meta))
  return conclude(approval, [...righted, ...own], meta)
}

const checkWords = (command: Answer, { policy }: Approval) => {
  switch (command.type) {
    case 'approve':
      return checkOptionalText('condition', command.condition ?? '', longest.reason)
    case 'reject':
      return policy.reasonOptional === true
        ? checkOptionalText('reason', command.reason, longest.reason)
        : checkText('reason', command.reason, longest.reason)
    case 'ask-for-changes':
      return checkText('remarks', command.remarks, longest.text)
  }
}

const answered = (
  stage: number,
  seat: Seat,
  command: Extract<Answer, { type: 'approve' | 'reject' }>,
  { actor }: ApprovalMeta,
): ApprovalEvent => {
  const stead = standsFor(seat, actor)
  const condition = command.type === 'approve' ? tidy(command.condition ?? '') : ''
  const reason = command.type === 'reject' ? tidy(command.reason) : ''
  return {
    type: 'decided',
    stage,
    seat: seat.id,
    answer: command.type === 'approve' ? 'approved' : 'rejected',
    ...(stead === undefined ? {} : { for: stead }),
    ...(reason === '' ? {} : { reason }),
    ...(condition === '' ? {} : { condition }),
  }
}

const returned = (seat: Seat, remarks: string, { actor }: ApprovalMeta): ApprovalEvent => {
  const stead = standsFor(seat, actor)
  return {
    type: 'returned',
    seat: seat.id,
    ...(stead === undefined ? {} : { for: stead }),
    remarks: tidy(remarks),
  }
}

const decideWithdraw = (approval: Approval, reason: string, meta: ApprovalMeta): DecidedApproval => {
  const { actor, subject, managers } = meta
  if (actor !== subject.requester && !managers.includes(actor) && !managersFor(meta).includes(actor))
    return refused({ code: 'not-yours' })
  const wrong = checkOptionalText('reason', reason, longest.reason)
  if (wrong !== undefined) return refused(wrong)
  const said = tidy(reason)
  return conclude(approval, [{ type: 'withdrawn', ...(said === '' ? {} : { reason: said }) }], meta)
}

const decideRecheck = (approval: Approval, meta: ApprovalMeta): DecidedApproval => {
  const righted = recheck(approval, meta)
  return righted.length === 0 ? refused({ code: 'nothing-due' }) : conclude(approval, righted, meta)
}
