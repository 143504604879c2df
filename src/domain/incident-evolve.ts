import { beginApproval, evolveApproval } from './approval-evolve.ts'
import type { Happened } from './decision.ts'
import {
  type Classification,
  type Incident,
  type IncidentEvent,
  type Raised,
  isOpen,
  sameTerms,
} from './incident.ts'

/** The first state of an incident, out of the event that raised it. */
export const raise = (id: string, raised: Raised, { at, actor }: Happened): Incident => ({
  id,
  version: 1,
  changedIn: 1,
  state: 'new',
  title: raised.title,
  description: raised.description,
  ...classificationOf(raised),
  priority: raised.priority,
  raisedBy: actor,
  affected: raised.affected,
  customer: raised.customer,
  team: raised.team,
  escalated: false,
  alerted: false,
  unexplained: [],
  ...(raised.followUpOf === undefined ? {} : { followUpOf: raised.followUpOf }),
  ...(raised.link === undefined ? {} : { link: raised.link }),
  raisedAt: at,
})

/** The state after an event. Total: an event that was recorded is never refused. */
export const evolve = (before: Incident, event: IncidentEvent, happened: Happened): Incident => {
  const version = before.version + 1
  const after = change(before, event, happened)
  return { ...after, version, ...(remarks.has(event.type) ? {} : { changedIn: version }) }
}

/** What is said about an incident changes nothing that a form which is open meanwhile was filled in against. */
const remarks = new Set([
  'commented',
  'noted',
  'clock-warned',
  'clock-breached',
  'acknowledged',
  'miss-explained',
  'terms-changed',
  'heard-of-changes',
  'approval',
])

const change = (before: Incident, event: IncidentEvent, happened: Happened): Incident => {
  const { at, actor } = happened
  switch (event.type) {
    case 'raised':
      throw new Error(`${before.id} cannot be raised twice`)
    case 'commented':
    case 'noted':
    case 'terms-changed':
    case 'heard-of-changes':
      return before
    case 'clock-warned':
      return { ...before, alerted: isOpen(before) }
    case 'clock-breached': {
      const { slot, run, within } = event
      return {
        ...before,
        alerted: isOpen(before),
        unexplained: [...before.unexplained, { slot, run, within }],
      }
    }
    case 'acknowledged':
      return { ...before, alerted: false }
    case 'miss-explained':
      return { ...before, unexplained: before.unexplained.filter((miss) => !sameTerms(miss, event)) }
    case 'classification-checked':
      return { ...before, classificationCheckedBy: actor }
    case 'taken':
      return { ...before, state: 'in-progress', assignee: actor }
    case 'assigned':
      return before.state === 'suspended'
        ? { ...before, assignee: event.to, suspendedFrom: 'assigned' }
        : { ...before, assignee: event.to, state: 'assigned' }
    case 'handed-over':
      return {
        ...without(unasked(before), 'assignee', 'waitingFor', 'suspendedFrom'),
        state: 'new',
        team: event.to,
      }
    case 'escalated':
      return { ...before, escalated: true }
    case 'asked':
      return { ...before, agreement: event.question }
    case 'approval':
      return withApproval(before, event, happened)
    case 'agreed':
    case 'declined':
      return without(before, 'agreement')
    case 'priority-set':
      return { ...before, priority: event.to, priorityReason: event.reason }
    case 'classified':
      return {
        ...(event.priority === before.priority
          ? without(before, 'component')
          : without(before, 'priorityReason', 'component')),
        ...classificationOf(event.classification),
        priority: event.priority,
      }
    case 'suspended':
      return {
        ...before,
        state: 'suspended',
        waitingFor: event.waitingFor,
        suspendedFrom: resumable(before.state),
      }
    case 'resumed':
      return {
        ...without(before, 'waitingFor', 'suspendedFrom'),
        state: before.suspendedFrom ?? 'in-progress',
      }
    case 'resolved':
      return {
        ...without(before, 'waitingFor', 'suspendedFrom'),
        state: 'resolved',
        agreement: {
          id: `${before.id}/${before.version + 1}`,
          asks: { kind: 'close' },
          reason: '',
          by: actor,
        },
        alerted: false,
        resolution: { code: event.code, text: event.text, by: actor, at },
        closeDue: Temporal.Instant.from(event.closeDue),
      }
    case 'reopened':
      return {
        ...without(unasked(before), 'resolution', 'closeDue', 'classificationCheckedBy'),
        state: before.assignee === undefined ? 'new' : 'in-progress',
      }
    case 'closed':
      return { ...without(unasked(before), 'closeDue'), state: 'closed' }
    case 'cancelled':
      return {
        ...without(unasked(before), 'closeDue', 'waitingFor', 'suspendedFrom'),
        state: 'cancelled',
        alerted: false,
      }
  }
}

/** The approval of the agreement that was last asked for, after one of its events; what is kept of an older one stays as it is. */
const withApproval = (
  before: Incident,
  { agreement: id, event }: Extract<IncidentEvent, { type: 'approval' }>,
  happened: Happened,
): Incident => {
  const { agreement } = before
  if (agreement?.id !== id) return before
  if (event.type === 'opened')
    return { ...before, agreement: { ...agreement, approval: beginApproval(id, event, happened) } }
  if (agreement.approval === undefined) throw new Error(`${before.id}: agreement ${id} has no approval`)
  return {
    ...before,
    agreement: { ...agreement, approval: evolveApproval(agreement.approval, event, happened) },
  }
}

/** How an agreement ended is kept; what earlier versions asked, and then did not need to know any more, is forgotten. */
const unasked = (before: Incident): Incident =>
  before.agreement?.approval === undefined ? without(before, 'agreement') : before

const classificationOf = (from: Classification): Classification => ({
  service: from.service,
  ...(from.component === undefined ? {} : { component: from.component }),
  category: from.category,
  impact: from.impact,
  urgency: from.urgency,
})

const resumable = (state: Incident['state']): 'new' | 'assigned' | 'in-progress' =>
  state === 'new' || state === 'assigned' ? state : 'in-progress'

const without = (incident: Incident, ...keys: readonly (keyof Incident)[]): Incident => {
  const rest: Partial<Incident> = { ...incident }
  for (const key of keys) delete rest[key]
  return rest as Incident
}
