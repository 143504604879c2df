import { decideApproval } from './approval-decide.ts'
import type { ApprovalCommand } from './approval-command.ts'
import type { ApprovalEffect, ApprovalEvent } from './approval-event.ts'
import { playApproval } from './approval-evolve.ts'
import { openApproval } from './approval-open.ts'
import type { Approval } from './approval.ts'
import type { ChangeMeta } from './change-command.ts'
import type { ChangePolicy } from './change-policy.ts'
import { conflictsOf } from './change-schedule.ts'
import {
  type ChangeDecision,
  approvalMeta,
  no,
  openConflicts,
  policyFor,
  scheduledOf,
} from './change-rules.ts'
import { beginning } from './change-window.ts'
import type { Change, ChangeEvent } from './change.ts'
import { accepted } from './decision.ts'
import type { Effect } from './effect.ts'

/** Puts the change to those who decide: the events and what follows from them, behind `before` other events. */
export const submitted = (
  change: Change,
  policy: ChangePolicy,
  meta: ChangeMeta,
  before: readonly ChangeEvent[],
): { readonly events: readonly ChangeEvent[]; readonly effects: readonly Effect[] } => {
  const agreed = policyFor(change, policy)
  const context = approvalMeta(change, policy, meta)
  const opened = openApproval(agreed, context.subject, context)
  const first = before.length + 1
  return {
    events: [...before, { type: 'submitted' }, ...wrapped(opened.events)],
    effects: [
      { kind: 'open-authority', authority: agreed.authority },
      { kind: 'tell', audience: 'requester', event: before.length },
      ...opened.effects.flatMap((effect) => effectOf(effect, first)),
      ...linesOf(opened.events, first),
    ],
  }
}

/**
 * One answer, delegation or whatever else is done with the approval (9.2-c). What collides now, or stands in a freeze now, is
 * not approved, whatever the card showed; whoever may not approve it hears that, and nothing of collisions.
 */
export const decideInApproval = (
  change: Change,
  command: ApprovalCommand,
  seen: number | undefined,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  const { approval } = change
  if (approval === undefined) return no({ code: 'change-state', state: change.state })
  const answers =
    command.type === 'approve' || command.type === 'reject' || command.type === 'ask-for-changes'
  if (answers && seen !== undefined && seen < change.revisedIn) return no({ code: 'revised-since' })
  const decision = decideApproval(approval, command, approvalMeta(change, policy, meta))
  if (decision.kind === 'refused') return no({ code: 'approval', refusal: decision.refusal })
  if (command.type === 'approve') {
    const conflicts = openConflicts(change, meta.schedule, meta.desk)
    if (conflicts.length > 0) return no({ code: 'conflicts', conflicts })
  }
  return followed(change, approval, decision.events, decision.effects, policy, meta)
}

/** What an approval's events mean for the change. */
const followed = (
  change: Change,
  approval: Approval,
  events: readonly ApprovalEvent[],
  effects: readonly ApprovalEffect[],
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  const all: ChangeEvent[] = [...wrapped(events)]
  const followers: Effect[] = [...effects.flatMap((effect) => effectOf(effect, 0)), ...linesOf(events, 0)]
  if (events.some(({ type }) => type === 'approved')) {
    const after = playApproval(approval, events, { at: meta.now, actor: meta.actor })
    all.push({ type: 'approved', ...(reminderOf(change, policy, meta.now) ?? atOnce(change, meta.now)) })
    const began = beginning(change, meta.now)
    followers.push(
      ...redrawn(change, meta),
      ...began.map((_, index): Effect => ({
        kind: 'write-to',
        person: change.implementer,
        event: all.length + index,
      })),
    )
    all.push(...began)
    for (const [index, { text }] of after.conditions.entries())
      all.push({
        type: 'task-added',
        task: { id: `condition-${change.version}-${index + 1}`, text, owner: change.implementer },
      })
  }
  return accepted(all, followers)
}

/** Others that wait for approval and collide with it from now on: their cards have to say so (9.2-e). */
export const redrawn = (change: Change, { pending, desk }: ChangeMeta): readonly Effect[] => {
  const candidate = scheduledOf(change)
  if (candidate === undefined) return []
  const met = conflictsOf(candidate, pending, desk).flatMap((conflict) =>
    'change' in conflict ? [conflict.change] : [],
  )
  return [...new Set(met)].map((record) => ({ kind: 'redraw', record }))
}

/** When the implementer is reminded of an approved change; undefined where that has passed already. */
export const reminderOf = (
  { from }: Pick<Change, 'from'>,
  { remindBefore }: ChangePolicy,
  now: Temporal.Instant,
): { readonly remindAt: string } | undefined => {
  const at = Temporal.Instant.from(from).subtract({ milliseconds: remindBefore })
  return Temporal.Instant.compare(at, now) <= 0 ? undefined : { remindAt: at.toString() }
}

/** What is approved later than the implementer was to be reminded is told them at once; in the window they are told that it began. */
const atOnce = ({ from }: Pick<Change, 'from'>, now: Temporal.Instant): { readonly remindAt?: string } =>
  Temporal.Instant.compare(now, Temporal.Instant.from(from)) < 0 ? { remindAt: now.toString() } : {}

export const wrapped = (events: readonly ApprovalEvent[]): readonly ChangeEvent[] =>
  events.map((event) => ({ type: 'approval', event }))

/** `first`: the index among the change's events of the approval's first. */
export const effectOf = (effect: ApprovalEffect, first: number): readonly Effect[] => {
  switch (effect.kind) {
    case 'ask':
      return [{ kind: 'open-approver', person: effect.person }]
    case 'release':
      // The card loses its buttons by being drawn anew.
      return []
    case 'remind':
      return [{ kind: 'open-approver', person: effect.person }]
    case 'tell':
      return effect.to === 'requester'
        ? []
        : [{ kind: 'write-to', person: effect.person, event: first + effect.event }]
  }
}

const said: ReadonlySet<ApprovalEvent['type']> = new Set([
  'decided',
  'delegated',
  'delegation-ended',
  'deputy-changed',
  'reassigned',
  'seat-replaced',
  'stage-passed',
  'stuck',
  'approved',
  'rejected',
  'returned',
  'expired',
  'withdrawn',
])

/** Each decision is a line in the threads of both sides. */
export const linesOf = (events: readonly ApprovalEvent[], first: number): readonly Effect[] =>
  events.flatMap(({ type }, index): Effect[] =>
    said.has(type)
      ? [
          { kind: 'tell', audience: 'authority', event: first + index },
          { kind: 'tell', audience: 'requester', event: first + index },
        ]
      : [],
  )
