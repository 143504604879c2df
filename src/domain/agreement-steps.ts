import { agreementMeta, affectedRule, termsOf } from './agreement-rules.ts'
import type { ApprovalCommand, ApprovalRefusal } from './approval-command.ts'
import { decideApproval } from './approval-decide.ts'
import type { ApprovalEffect, ApprovalEvent } from './approval-event.ts'
import { beginApproval, playApproval } from './approval-evolve.ts'
import { openApproval } from './approval-open.ts'
import { seatIn } from './approval-seats.ts'
import type { Approval, ApprovalEnd } from './approval.ts'
import type { Effect } from './effect.ts'
import type { IncidentMeta } from './incident-command.ts'
import type { Agreement, Incident, IncidentEvent } from './incident.ts'
import type { PersonId } from './person.ts'

/** What happens to the approval of an agreement, as events of its incident that stand behind `first` others. */
export interface Step {
  readonly events: readonly IncidentEvent[]
  readonly effects: readonly Effect[]
  readonly approval: Approval
}

/** Puts it to those who may agree. */
export const opening = (
  incident: Incident,
  agreement: Agreement,
  meta: IncidentMeta,
  first: number,
): Step => {
  const context = agreementMeta(incident, agreement, meta)
  const { events, effects } = openApproval(termsOf(incident, agreement, meta.desk), context.subject, context)
  const [opened, ...others] = events
  if (opened?.type !== 'opened') throw new Error(`${incident.id}: an approval began without being opened`)
  const happened = { at: meta.now, actor: meta.actor }
  const approval = playApproval(beginApproval(agreement.id, opened, happened), others, happened)
  return stepOf(incident, agreement, events, effects, approval, first)
}

/** Its approval, opened first where an earlier version has asked. */
export const underWay = (incident: Incident, agreement: Agreement, meta: IncidentMeta, first = 0): Step =>
  agreement.approval === undefined
    ? opening(incident, agreement, meta, first)
    : { events: [], effects: [], approval: agreement.approval }

/** A command for it; a refusal says nothing of who may else do what was wanted. */
export const deciding = (
  incident: Incident,
  agreement: Agreement,
  command: ApprovalCommand,
  meta: IncidentMeta,
): Step | { readonly refusal: ApprovalRefusal } => {
  const begun = underWay(incident, agreement, meta)
  const decision = decideApproval(begun.approval, command, agreementMeta(incident, agreement, meta))
  if (decision.kind === 'refused') return decision
  const { events, effects } = decision
  const approval = playApproval(begun.approval, events, { at: meta.now, actor: meta.actor })
  const step = stepOf(incident, agreement, events, effects, approval, begun.events.length)
  return { events: [...begun.events, ...step.events], effects: [...begun.effects, ...step.effects], approval }
}

/** Nobody needs to answer any more; nothing where it was answered, or never put to anybody. */
export const withdrawing = ({ agreement }: Incident): readonly IncidentEvent[] =>
  agreement?.approval?.state === 'open'
    ? [{ type: 'approval', agreement: agreement.id, event: { type: 'withdrawn' } }]
    : []

/** How it ended by this step, if it did, and in whose stead that was decided. */
export const endOf = (
  { approval }: Step,
  actor: string,
): { readonly how?: ApprovalEnd; readonly for?: PersonId } => {
  if (approval.state === 'open') return {}
  const seats = approval.stages.flatMap((stage) => stage.seats)
  const seat = seats.find(({ decision }) => decision?.by === actor)
  const stead = seat === undefined || seat.person === actor ? undefined : seat.person
  return { how: approval.state, ...(stead === undefined ? {} : { for: stead }) }
}

const stepOf = (
  incident: Incident,
  { id, asks }: Agreement,
  events: readonly ApprovalEvent[],
  effects: readonly ApprovalEffect[],
  approval: Approval,
  first: number,
): Step => ({
  approval,
  events: events.map((event) => ({ type: 'approval', agreement: id, event })),
  effects: [
    ...effects.flatMap((effect): readonly Effect[] => effectOf(effect, events, approval, incident, first)),
    ...events.flatMap((event, index): readonly Effect[] =>
      linesOf(event, asks.kind, first + index, incident),
    ),
  ],
})

/**
 * The person affected has a card already, and the desk leads are not written to because something was asked: only who answers
 * in the stead of the person affected gets a card. The desk leads hear where nobody is left.
 */
const effectOf = (
  effect: ApprovalEffect,
  events: readonly ApprovalEvent[],
  approval: Approval,
  { affected }: Incident,
  first: number,
): readonly Effect[] => {
  switch (effect.kind) {
    case 'ask':
    case 'remind': {
      const seat = seatIn(approval.stages[approval.stage], effect.seat)
      const stands = seat?.rules.includes(affectedRule) === true && effect.person !== affected
      return stands ? [{ kind: 'open-approver', person: effect.person }] : []
    }
    case 'tell':
      return effect.to === 'manager' && events[effect.event]?.type === 'stuck'
        ? [{ kind: 'write-to', person: effect.person, event: first + effect.event }]
        : []
    case 'release':
      // The card loses its buttons by being drawn anew.
      return []
  }
}

const linesOf = (
  event: ApprovalEvent,
  asks: Agreement['asks']['kind'],
  index: number,
  { affected }: Incident,
): readonly Effect[] => {
  const triage: Effect = { kind: 'tell', audience: 'triage', event: index }
  const requester: Effect = { kind: 'tell', audience: 'requester', event: index }
  switch (event.type) {
    case 'deputy-changed':
      // That a desk lead is away is no news about an incident.
      return event.for === affected ? [triage] : []
    case 'seat-replaced':
      return event.from === affected ? [triage] : []
    case 'stuck':
      return [triage]
    case 'reminded':
      return event.people.includes(affected) ? [requester] : [triage]
    case 'decided':
      // Of a closing, what follows says it: closed, or open again.
      if (asks === 'close') return []
      return event.answer === 'approved' ? [triage] : [requester, triage]
    default:
      return []
  }
}
