import type { ApprovalMeta, DecidedApproval } from './approval-command.ts'
import { effectsOf } from './approval-effects.ts'
import type { ApprovalEvent } from './approval-event.ts'
import { playApproval } from './approval-evolve.ts'
import { isStuck, outcomeOf } from './approval-quorum.ts'
import { recheck } from './approval-recheck.ts'
import { presentStage } from './approval-seats.ts'
import { reminderAfter } from './approval-times.ts'
import type { Approval } from './approval.ts'
import { accepted } from './decision.ts'

/**
 * Accepts what happened, with what it makes of the stage and of the whole: a stage that passed makes place for the next one,
 * whose seats are put right as of now, or approves; one that cannot pass any more rejects (9.2-c).
 */
export const conclude = (
  before: Approval,
  happened: readonly ApprovalEvent[],
  meta: ApprovalMeta,
): DecidedApproval => {
  const by = { at: meta.now, actor: meta.actor }
  const events = [...happened]
  let state = playApproval(before, events, by)
  const add = (...more: readonly ApprovalEvent[]): void => {
    events.push(...more)
    state = playApproval(state, more, by)
  }
  const stage = presentStage(state)
  const outcome = state.state !== 'open' || stage === undefined ? 'open' : outcomeOf(stage)
  if (outcome === 'vetoed') add({ type: 'rejected', because: 'veto' })
  if (outcome === 'impossible') add({ type: 'rejected', because: 'impossible' })
  if (outcome === 'passed') {
    const remindAt = reminderAfter(state.policy, meta.desk, meta.now, state.expiresAt)
    const isLast = state.stage === state.stages.length - 1
    if (isLast) add({ type: 'approved' })
    else {
      add({
        type: 'stage-passed',
        stage: state.stage,
        ...(remindAt === undefined ? {} : { remindAt: remindAt.toString() }),
      })
      add(...recheck(state, meta))
    }
  }
  if (isStuckNow(state) && !(state.stage === before.stage && isStuckNow(before)))
    add({ type: 'stuck', stage: state.stage })
  return accepted(events, effectsOf(before, state, events, meta))
}

const isStuckNow = (approval: Approval): boolean => {
  const stage = presentStage(approval)
  return approval.state === 'open' && stage !== undefined && isStuck(stage)
}
