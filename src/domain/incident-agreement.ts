import { isDeskLead, worksFor } from './authority.ts'
import { openAgreement } from './agreement-rules.ts'
import { type Step, deciding, endOf, opening } from './agreement-steps.ts'
import type { ApprovalRefusal } from './approval-command.ts'
import { type Actor, type Meta, accepted, refused } from './decision.ts'
import type { Effect } from './effect.ts'
import { type Described, type IncidentMeta, longest } from './incident-command.ts'
import { type IncidentDecision, checkText, choose, readClassification } from './incident-raise.ts'
import { toldToBoth } from './incident-rules.ts'
import {
  type Classification,
  type Incident,
  type IncidentEvent,
  type Question,
  isOpen,
  waitingFors,
} from './incident.ts'
import { type Priority, isLower, priorities, priorityOf } from './priority.ts'
import type { Refusal } from './refusal.ts'
import { tidy } from './text.ts'

/** By hand only with a reason (8.1-b); downwards only by agreement (8.1-e). */
export const decidePriority = (
  incident: Incident,
  chosen: string,
  reason: string,
  meta: IncidentMeta,
): IncidentDecision => {
  const refusal = deskOnly(incident, reason, meta)
  if (refusal !== undefined) return refusal
  const to = choose('priority', chosen, priorities)
  if (typeof to === 'object') return refused(to)
  if (to === incident.priority) return refused({ code: 'already-so' })
  const event: IncidentEvent = { type: 'priority-set', from: incident.priority, to, reason: tidy(reason) }
  if (!isLower(incident.priority, to)) return toldToBoth(event)
  return byAgreement(incident, { kind: 'lower-priority', to }, reason, meta)
}

/** Corrects what the incident is about; where that lowers the priority it needs agreement like any lowering. */
export const decideClassify = (
  incident: Incident,
  said: Described,
  reason: string,
  meta: IncidentMeta,
): IncidentDecision => {
  if (!worksFor(meta.desk, meta.actor, incident.team))
    return refused({ code: 'not-your-team', team: incident.team })
  if (!isOpen(incident)) return refused({ code: 'wrong-state', state: incident.state })
  const classification = readClassification(meta.desk, said)
  if ('code' in classification) return refused(classification)
  if (sameClassification(incident, classification)) return refused({ code: 'already-so' })
  const rescored =
    classification.impact !== incident.impact || classification.urgency !== incident.urgency
      ? priorityOf(meta.desk.priorityMatrix, classification.impact, classification.urgency)
      : incident.priority
  if (isLower(incident.priority, rescored)) {
    const missing = checkText('reason', reason, longest.reason)
    if (missing !== undefined) return refused(missing)
    return byAgreement(incident, { kind: 'lower-priority', to: rescored, classification }, reason, meta)
  }
  return classified(incident, classification, rescored)
}

/** Suspending pauses what was promised, so it too needs agreement (8.1-e). */
export const decideSuspend = (
  incident: Incident,
  chosen: string,
  reason: string,
  meta: IncidentMeta,
): IncidentDecision => {
  const refusal = deskOnly(incident, reason, meta)
  if (refusal !== undefined) return refusal
  if (incident.state === 'suspended') return refused({ code: 'wrong-state', state: incident.state })
  const waitingFor = choose('waitingFor', chosen, waitingFors)
  if (typeof waitingFor === 'object') return refused(waitingFor)
  return byAgreement(incident, { kind: 'suspend', waitingFor }, reason, meta)
}

/**
 * *Agree* or *Decline*, by whoever is asked and by nobody else (8.1-e). Who may answer is checked at the click, as for every
 * approval; the first answer counts.
 */
export const decideAnswer = (
  incident: Incident,
  id: string,
  agrees: boolean,
  meta: IncidentMeta,
): IncidentDecision => {
  const { agreement } = incident
  if (agreement === undefined || agreement.id !== id) return refused({ code: 'question-over' })
  const { asks } = agreement
  if (asks.kind === 'close') return refused({ code: 'question-over' })
  const answer = agrees
    ? ({ type: 'approve', stage: 0 } as const)
    : ({ type: 'reject', stage: 0, reason: '' } as const)
  const step = deciding(incident, agreement, answer, meta)
  if ('refusal' in step) return refused(whyNotAnswered(step.refusal, incident))
  if (endOf(step, meta.actor).how !== 'approved') return accepted(step.events, step.effects)
  return followedBy(step, outcomeOf(incident, { ...agreement, asks }, meta.actor))
}

/** The words for an approval, but for what was always said of a question about an incident. */
export const whyNotAnswered = (refusal: ApprovalRefusal, { affected }: Incident): Refusal => {
  if (refusal.code === 'field') return refusal
  if (refusal.code === 'over') return { code: 'question-over' }
  const never =
    refusal.code === 'not-approver' ||
    (refusal.code === 'unfit' && (refusal.because === 'requester' || refusal.because === 'left'))
  if (never) return { code: 'not-affected', affected }
  return { code: 'agreement', refusal }
}

/** What was agreed to happens, and both sides are told. */
export const followedBy = (
  { events, effects }: Pick<Step, 'events' | 'effects'>,
  event: IncidentEvent,
): IncidentDecision => {
  const index = events.length
  return accepted(
    [...events, event],
    [
      ...effects,
      { kind: 'tell', audience: 'requester', event: index },
      { kind: 'tell', audience: 'triage', event: index },
    ],
  )
}

const deskOnly = (
  incident: Incident,
  reason: string,
  { actor, desk }: Meta,
): IncidentDecision | undefined => {
  if (!worksFor(desk, actor, incident.team)) return refused({ code: 'not-your-team', team: incident.team })
  if (!isOpen(incident)) return refused({ code: 'wrong-state', state: incident.state })
  const wrong = checkText('reason', reason, longest.reason)
  return wrong === undefined ? undefined : refused(wrong)
}

/** Done at once when the one who asks may agree, otherwise asked. One question at a time, so that an answer is clear. */
const byAgreement = (
  incident: Incident,
  asks: Question['asks'],
  reason: string,
  meta: IncidentMeta,
): IncidentDecision => {
  if (openAgreement(incident) !== undefined) return refused({ code: 'question-open' })
  const question: Question = { id: meta.id, asks, reason: tidy(reason), by: meta.actor }
  const asked: IncidentEvent = { type: 'asked', question }
  const as = authorityOf(incident, meta)
  if (as !== undefined) {
    const agreed: IncidentEvent = { type: 'agreed', question: question.id, as }
    const told: Effect = { kind: 'tell', audience: 'triage', event: 1 }
    return followedBy({ events: [asked, agreed], effects: [told] }, outcomeOf(incident, question, meta.actor))
  }
  const { events, effects } = opening(incident, question, meta, 1)
  return accepted(
    [asked, ...events],
    [
      { kind: 'tell', audience: 'requester', event: 0 },
      { kind: 'tell', audience: 'triage', event: 0 },
      ...effects,
    ],
  )
}

/** What was asked for happens. */
const outcomeOf = (
  incident: Incident,
  { asks, reason, by }: Pick<Question, 'asks' | 'reason' | 'by'>,
  actor: Actor,
): IncidentEvent => {
  if (asks.kind === 'suspend') return { type: 'suspended', waitingFor: asks.waitingFor, reason }
  const asker = by === actor ? {} : { askedBy: by }
  const { to, classification } = asks
  return classification === undefined
    ? { type: 'priority-set', from: incident.priority, to, reason, ...asker }
    : { type: 'classified', classification, from: incident.priority, priority: to, ...asker }
}

const classified = (
  incident: Incident,
  classification: Classification,
  priority: Priority,
): IncidentDecision => {
  const event: IncidentEvent = { type: 'classified', classification, from: incident.priority, priority }
  const told: Effect[] = [{ kind: 'tell', audience: 'triage', event: 0 }]
  if (priority !== incident.priority) told.push({ kind: 'tell', audience: 'requester', event: 0 })
  return accepted([event], told)
}

const authorityOf = (incident: Incident, { actor, desk }: Meta): 'affected' | 'desk-lead' | undefined => {
  if (actor === incident.affected) return 'affected'
  return isDeskLead(desk, actor) ? 'desk-lead' : undefined
}

const sameClassification = (a: Classification, b: Classification): boolean =>
  a.service === b.service &&
  a.component === b.component &&
  a.category === b.category &&
  a.impact === b.impact &&
  a.urgency === b.urgency
