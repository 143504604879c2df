import { isDeskLead, worksFor } from './authority.ts'
import { type Meta, accepted, refused } from './decision.ts'
import type { Effect } from './effect.ts'
import { type Described, longest } from './incident-command.ts'
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
import { tidy } from './text.ts'

/** By hand only with a reason (8.1-b); downwards only by agreement (8.1-e). */
export const decidePriority = (
  incident: Incident,
  chosen: string,
  reason: string,
  meta: Meta,
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
  meta: Meta,
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
  meta: Meta,
): IncidentDecision => {
  const refusal = deskOnly(incident, reason, meta)
  if (refusal !== undefined) return refusal
  if (incident.state === 'suspended') return refused({ code: 'wrong-state', state: incident.state })
  const waitingFor = choose('waitingFor', chosen, waitingFors)
  if (typeof waitingFor === 'object') return refused(waitingFor)
  return byAgreement(incident, { kind: 'suspend', waitingFor }, reason, meta)
}

/** *Agree* or *Decline*, by the person affected or the desk lead, and by nobody else. */
export const decideAnswer = (
  incident: Incident,
  id: string,
  agrees: boolean,
  meta: Meta,
): IncidentDecision => {
  const { question } = incident
  if (question === undefined || question.id !== id) return refused({ code: 'question-over' })
  const as = authorityOf(incident, meta)
  if (as === undefined) return refused({ code: 'not-affected', affected: incident.affected })
  if (!agrees) return toldToBoth({ type: 'declined', question: id, as })
  return asAgreed(incident, question, meta, { type: 'agreed', question: id, as })
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
  meta: Meta,
): IncidentDecision => {
  if (incident.question !== undefined) return refused({ code: 'question-open' })
  const question: Question = { id: meta.id, asks, reason: tidy(reason), by: meta.actor }
  const as = authorityOf(incident, meta)
  const asked: IncidentEvent = { type: 'asked', question }
  if (as === undefined) return toldToBoth(asked)
  return asAgreed(incident, question, meta, asked, { type: 'agreed', question: question.id, as })
}

/** What was asked for happens; the events before it are history, told by the event that follows from them. */
const asAgreed = (
  incident: Incident,
  question: Question,
  { actor }: Meta,
  ...before: readonly IncidentEvent[]
): IncidentDecision => {
  const { asks } = question
  const asker = question.by === actor ? {} : { askedBy: question.by }
  const event: IncidentEvent =
    asks.kind === 'suspend'
      ? { type: 'suspended', waitingFor: asks.waitingFor, reason: question.reason }
      : asks.classification === undefined
        ? { type: 'priority-set', from: incident.priority, to: asks.to, reason: question.reason, ...asker }
        : {
            type: 'classified',
            classification: asks.classification,
            from: incident.priority,
            priority: asks.to,
            ...asker,
          }
  const index = before.length
  return accepted(
    [...before, event],
    [
      ...before.flatMap((earlier, at): Effect[] =>
        earlier.type === 'agreed' ? [{ kind: 'tell', audience: 'triage', event: at }] : [],
      ),
      { kind: 'tell', audience: 'requester', event: index },
      { kind: 'tell', audience: 'triage', event: index },
    ],
  )
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
