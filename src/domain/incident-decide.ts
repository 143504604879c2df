import { decideRecheck, decideTick } from './agreement-clock.ts'
import { withdrawing } from './agreement-steps.ts'
import { personOf, serviceOf, teamOf, worksFor } from './authority.ts'
import { type Meta, accepted, refused, theDesk } from './decision.ts'
import type { Effect } from './effect.ts'
import { decideAcknowledge, decideExplain } from './clock-answers.ts'
import {
  decideAnswer,
  decidePriority,
  decideClassify,
  decideSuspend,
  followedBy,
} from './incident-agreement.ts'
import { type IncidentCommand, type IncidentMeta, longest } from './incident-command.ts'
import { decideClose, decideReopen, decideResolve } from './incident-end.ts'
import { type IncidentDecision, checkOptionalText, checkText, field } from './incident-raise.ts'
import { isInvolved, isRequester, toldToBoth } from './incident-rules.ts'
import {
  type ChangeNews,
  type HeardChange,
  type Incident,
  type IncidentEvent,
  isOpen,
  isOver,
} from './incident.ts'
import type { PersonId } from './person.ts'
import { tidy } from './text.ts'

/**
 * Decides a command for an incident as it is now. Every rule about who may do what, and when, is here or in the files
 * that this one calls; what a card showed when it was clicked does not count.
 */
export const decideIncident = (
  incident: Incident,
  command: IncidentCommand,
  meta: IncidentMeta,
): IncidentDecision => {
  // Who left the desk file may do nothing any more, whatever part the record still says they have in it.
  if (meta.actor !== theDesk && personOf(meta.desk, meta.actor) === undefined)
    return refused({ code: 'not-involved' })
  if (
    command.type !== 'take' &&
    'seen' in command &&
    command.seen !== undefined &&
    command.seen < incident.changedIn
  )
    return refused({ code: 'changed-since' })
  switch (command.type) {
    case 'take':
      return decideTake(incident, command.seen, meta)
    case 'assign':
      return decideAssign(incident, command.to, meta)
    case 'hand-over':
      return decideHandOver(incident, command.to, command.reason, meta)
    case 'escalate':
      return decideEscalate(incident, command.reason, meta)
    case 'note':
      return decideNote(incident, command.text, meta)
    case 'comment':
      return decideComment(incident, command.text, command.files, meta)
    case 'set-priority':
      return decidePriority(incident, command.to, command.reason, meta)
    case 'classify':
      return decideClassify(incident, command.classification, command.reason, meta)
    case 'suspend':
      return decideSuspend(incident, command.waitingFor, command.reason, meta)
    case 'resume':
      return decideResume(incident, meta)
    case 'agree':
    case 'decline':
      return decideAnswer(incident, command.question, command.type === 'agree', meta)
    case 'resolve':
      return decideResolve(incident, command, meta)
    case 'reopen':
      return decideReopen(incident, command.reason, meta)
    case 'close':
      return decideClose(incident, meta)
    case 'tick':
      return decideTick(incident, meta)
    case 'recheck':
      return decideRecheck(incident, meta)
    case 'cancel':
      return decideCancel(incident, command.reason, meta)
    case 'acknowledge':
      return decideAcknowledge(incident, meta)
    case 'explain-miss':
      return decideExplain(incident, command, meta)
    case 'hear-of-changes':
      return decideHear(command.news, command.changes, meta)
  }
}

/** Taking over from a colleague is meant by whoever sees that they have it, and by nobody else. */
const decideTake = (
  incident: Incident,
  seen: number | undefined,
  { actor, desk }: Meta,
): IncidentDecision => {
  if (!worksFor(desk, actor, incident.team)) return refused({ code: 'not-your-team', team: incident.team })
  if (incident.state === 'in-progress' && incident.assignee === actor)
    return refused({ code: 'already-yours' })
  if (
    incident.state === 'in-progress' &&
    incident.assignee !== undefined &&
    seen !== undefined &&
    seen < incident.changedIn
  )
    return refused({ code: 'taken', by: incident.assignee })
  if (incident.state !== 'new' && incident.state !== 'assigned' && incident.state !== 'in-progress')
    return refused({ code: 'wrong-state', state: incident.state })
  return toldToBoth({ type: 'taken' })
}

const decideAssign = (incident: Incident, to: PersonId, { actor, desk }: Meta): IncidentDecision => {
  if (!worksFor(desk, actor, incident.team)) return refused({ code: 'not-your-team', team: incident.team })
  if (!isOpen(incident)) return refused({ code: 'wrong-state', state: incident.state })
  if (personOf(desk, to) === undefined) return refused(field('assignee', { kind: 'unknown' }))
  if (!worksFor(desk, to, incident.team))
    return refused({ code: 'not-an-agent', person: to, team: incident.team })
  if (incident.assignee === to) return refused({ code: 'already-so' })
  return toldToBoth({ type: 'assigned', to })
}

const decideHandOver = (incident: Incident, to: string, reason: string, meta: Meta): IncidentDecision => {
  const { actor, desk } = meta
  if (!worksFor(desk, actor, incident.team)) return refused({ code: 'not-your-team', team: incident.team })
  if (!isOpen(incident)) return refused({ code: 'wrong-state', state: incident.state })
  if (teamOf(desk, to) === undefined) return refused(field('team', { kind: 'unknown' }))
  if (to === incident.team) return refused({ code: 'already-so' })
  const wrong = checkText('reason', reason, longest.reason)
  if (wrong !== undefined) return refused(wrong)
  const event: IncidentEvent = { type: 'handed-over', from: incident.team, to, reason: tidy(reason) }
  const before = withdrawing(incident)
  return accepted(
    [...before, event],
    [
      { kind: 'tell', audience: 'requester', event: before.length },
      { kind: 'tell', audience: 'triage', event: before.length },
      { kind: 'open-triage', team: to },
    ],
  )
}

/** To management (8.1-d): the team's lead, the service's owner and the desk leads. Anyone involved may press for it. */
const decideEscalate = (incident: Incident, reason: string, meta: Meta): IncidentDecision => {
  const { actor, desk } = meta
  if (!isInvolved(incident, meta)) return refused({ code: 'not-involved' })
  if (!isOpen(incident)) return refused({ code: 'wrong-state', state: incident.state })
  const wrong = checkText('reason', reason, longest.reason)
  if (wrong !== undefined) return refused(wrong)
  const management = [
    teamOf(desk, incident.team)?.lead,
    serviceOf(desk, incident.service)?.owner,
    ...desk.people.filter((person) => person.roles.includes('desk-lead')).map((person) => person.id),
  ].filter((id) => id !== undefined && id !== actor && personOf(desk, id) !== undefined)
  const to = [...new Set(management)] as PersonId[]
  if (to.length === 0) return refused({ code: 'nobody-to-tell' })
  return accepted(
    [{ type: 'escalated', to, reason: tidy(reason) }],
    [
      { kind: 'tell', audience: 'requester', event: 0 },
      { kind: 'tell', audience: 'triage', event: 0 },
      ...to.map((person): Effect => ({ kind: 'write-to', person, event: 0 })),
    ],
  )
}

const decideNote = (incident: Incident, text: string, { actor, desk }: Meta): IncidentDecision => {
  if (!worksFor(desk, actor, incident.team)) return refused({ code: 'not-your-team', team: incident.team })
  const wrong = checkText('text', text, longest.comment)
  if (wrong !== undefined) return refused(wrong)
  return accepted([{ type: 'noted', text: tidy(text) }], [{ kind: 'tell', audience: 'triage', event: 0 }])
}

/** An answer of the requester's side brings an incident that waited for the requester back to work. */
const decideComment = (incident: Incident, text: string, files: number, meta: Meta): IncidentDecision => {
  if (!isInvolved(incident, meta)) return refused({ code: 'not-involved' })
  if (isOver(incident)) return refused({ code: 'wrong-state', state: incident.state })
  const wrong =
    files > 0 ? checkOptionalText('text', text, longest.comment) : checkText('text', text, longest.comment)
  if (wrong !== undefined) return refused(wrong)
  const side = isRequester(incident, meta.actor) ? 'requester' : 'desk'
  const comment: IncidentEvent = { type: 'commented', text: tidy(text), side, files }
  const answers =
    incident.state === 'suspended' && incident.waitingFor === 'requester' && side === 'requester'
  return answers ? toldToBoth(comment, { type: 'resumed' }) : toldToBoth(comment)
}

/** For the team alone: customers hear what becomes of their incident, and not what may have caused it (8.1-i). */
const decideHear = (news: ChangeNews, changes: readonly HeardChange[], { actor }: Meta): IncidentDecision => {
  if (actor !== theDesk) throw new Error(`${actor} is not the desk's clock`)
  if (changes.length === 0) return refused({ code: 'already-so' })
  return accepted(
    [{ type: 'heard-of-changes', news, changes }],
    [{ kind: 'tell', audience: 'triage', event: 0 }],
  )
}

const decideResume = (incident: Incident, { actor, desk }: Meta): IncidentDecision => {
  if (!worksFor(desk, actor, incident.team)) return refused({ code: 'not-your-team', team: incident.team })
  if (incident.state !== 'suspended') return refused({ code: 'wrong-state', state: incident.state })
  return toldToBoth({ type: 'resumed' })
}

/** The requester's side may take back what nobody works on yet; the desk may at any time before it is resolved. */
const decideCancel = (incident: Incident, reason: string, { actor, desk }: Meta): IncidentDecision => {
  const byDesk = worksFor(desk, actor, incident.team)
  if (!byDesk && !isRequester(incident, actor)) return refused({ code: 'not-involved' })
  if (!isOpen(incident)) return refused({ code: 'wrong-state', state: incident.state })
  if (!byDesk && incident.state !== 'new' && incident.state !== 'assigned')
    return refused({ code: 'wrong-state', state: incident.state })
  const wrong = checkText('reason', reason, longest.reason)
  if (wrong !== undefined) return refused(wrong)
  return followedBy(
    { events: withdrawing(incident), effects: [] },
    { type: 'cancelled', reason: tidy(reason) },
  )
}
