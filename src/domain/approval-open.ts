import { personOf } from './authority.ts'
import { type Reading, approversOf } from './approval-approvers.ts'
import type { ApprovalContext, ApprovalRefusal } from './approval-command.ts'
import { effectsOf } from './approval-effects.ts'
import type { ApprovalEffect, ApprovalEvent, Opened, OpenedStage } from './approval-event.ts'
import { beginApproval, playApproval } from './approval-evolve.ts'
import { fewestSeats, isStuck } from './approval-quorum.ts'
import { recheck } from './approval-recheck.ts'
import { expiryOf, reminderAfter } from './approval-times.ts'
import type { ApprovalSubject, Seat } from './approval.ts'
import type { ApprovalTerms, StagePolicy } from './change-policy.ts'
import { type Decision, accepted, theDesk } from './decision.ts'

export type OpenedApproval = Extract<
  Decision<ApprovalEvent, ApprovalEffect, ApprovalRefusal>,
  { kind: 'accepted' }
>

/**
 * Puts a question to the approvers that a policy names (9.2-c). The first event is `opened`; the others put it right for those
 * who are away, and say which stages nobody is enough for. In a stage everyone has one seat, however many rules name them; who
 * left, the requester and the implementer have none. A stage that this leaves with nobody, or with fewer than the policy
 * asks for, gets empty seats instead: it never passes by itself, the change managers are told and can give them away. A
 * policy without stages approves nothing either. Throws when the policy's calendar is unknown.
 */
export const openApproval = (
  policy: ApprovalTerms,
  subject: ApprovalSubject,
  context: ApprovalContext,
): OpenedApproval => {
  const reading = { ...context, subject }
  const { desk, now } = context
  const expiresAt = expiryOf(policy, desk, now)
  const remindAt = reminderAfter(policy, desk, now, expiresAt)
  const opened: Opened = {
    policy,
    stages: policy.stages.map((stage, index) => stageOf(stage, index, reading)),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toString() }),
    ...(remindAt === undefined ? {} : { remindAt: remindAt.toString() }),
  }
  const happened = { at: now, actor: theDesk }
  const begun = beginApproval('', opened, happened)
  const rest = recheck(begun, reading)
  const ready = playApproval(begun, rest, happened)
  const stuck = ready.stages.flatMap((stage, index): ApprovalEvent[] =>
    isStuck(stage) ? [{ type: 'stuck', stage: index }] : [],
  )
  const nothing: readonly ApprovalEvent[] = policy.stages.length === 0 ? [{ type: 'stuck', stage: 0 }] : []
  const events: readonly ApprovalEvent[] = [{ type: 'opened', ...opened }, ...rest, ...stuck, ...nothing]
  return accepted(events, effectsOf(undefined, ready, events, { ...reading, actor: subject.requester }))
}

const stageOf = (policy: StagePolicy, index: number, reading: Reading): OpenedStage => {
  const approvers = [...approversOf(policy.approvers, reading)]
  const missing = Math.max(0, fewestSeats(policy.needs) - approvers.length)
  const allRules = policy.approvers.map((_, rule) => rule)
  const seats = [
    ...approvers.map(([person, rules]) => {
      const manager = personOf(reading.desk, person)?.manager
      return { rules, person, ...(manager === undefined ? {} : { manager }) }
    }),
    ...Array.from({ length: missing }, () => ({ rules: allRules })),
  ]
  return {
    name: policy.name,
    needs: policy.needs,
    veto: policy.veto,
    seats: seats.map((seat, place): Seat => ({
      id: `${index + 1}.${place + 1}`,
      seatedBy: 'rule',
      formerly: [],
      ...seat,
    })),
  }
}
