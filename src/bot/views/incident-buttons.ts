import { type Incident, isOpen } from '../../domain/incident.ts'
import type { PersonId } from '../../domain/person.ts'
import type { Button, CardElement } from '../ui/card.ts'
import { isAsked, openQuestion } from './agreement.ts'
import type { CardReader, IncidentFacts } from './incident-card.ts'
import { proposeButton, proposeChange } from './incident-changes.ts'

/** State-dependent: what makes no sense now is not offered. What may be done is decided at the click all the same. */
export const incidentButtons = (
  facts: IncidentFacts,
  audience: CardReader,
  person?: PersonId,
): readonly CardElement[] => {
  const offered = buttonsFor[audience](facts.incident, person).filter(
    ({ action }) => action.name !== proposeChange || facts.desk.changes !== undefined,
  )
  const buttons = explained(offered, facts, audience)
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }]
}

/** Where nothing is promised to the reader there is nothing to explain. */
const explained = (
  buttons: readonly Button[],
  { clocks }: IncidentFacts,
  audience: CardReader,
): readonly Button[] =>
  clocks.some(({ tier }) => tier === 'sla' || audience !== 'requester')
    ? buttons
    : buttons.filter(({ action }) => action.name !== 'incident.why')

const buttonsFor: Readonly<Record<CardReader, (incident: Incident, person?: PersonId) => readonly Button[]>> =
  {
    requester: (incident) => requesterButtons(incident),
    triage: (incident) => triageButtons(incident),
    'former-team': (incident) => [verbs.details(incident)],
    approver: (incident, person) => approverButtons(incident, person),
  }

type Verb = (incident: Incident, style?: 'primary' | 'danger') => Button

const click =
  (label: string, verb: string): Verb =>
  (incident, style) => ({
    label,
    action: { name: `incident.${verb}`, record: incident.id, version: incident.version },
    ...(style === undefined ? {} : { style }),
  })

const ask =
  (label: string, verb: string): Verb =>
  (incident, style) => ({ ...click(label, verb)(incident, style), opensForm: true })

const verbs = {
  take: click('Take it', 'take'),
  resume: click('Resume', 'resume'),
  close: click('Close', 'close'),
  details: click('Details', 'details'),
  assign: ask('Assign', 'assign'),
  handOver: ask('Hand over', 'hand-over'),
  escalate: ask('Escalate', 'escalate'),
  note: ask('Note', 'note'),
  comment: ask('Comment', 'comment'),
  priority: ask('Priority', 'priority'),
  classify: ask('Classify', 'classify'),
  suspend: ask('Suspend', 'suspend'),
  resolve: ask('Resolve', 'resolve'),
  reopen: ask('Reopen', 'reopen'),
  cancel: ask('Cancel it', 'cancel'),
  followUp: ask('Raise a follow-up', 'follow-up'),
  acknowledge: click('Acknowledge', 'acknowledge'),
  sayWhy: ask('Say why', 'explain-miss'),
  why: click('Why this due time?', 'why'),
}

const answers = (incident: Incident): readonly Button[] => {
  const question = openQuestion(incident)
  if (question === undefined) return []
  const action = { record: incident.id, version: incident.version, argument: question.id }
  return [
    { label: 'Agree', action: { name: 'incident.agree', ...action }, style: 'primary' },
    { label: 'Decline', action: { name: 'incident.decline', ...action } },
  ]
}

const requesterButtons = (incident: Incident): readonly Button[] => {
  const { state } = incident
  if (state === 'resolved')
    return [
      verbs.close(incident, 'primary'),
      verbs.reopen(incident),
      verbs.comment(incident),
      verbs.details(incident),
    ]
  if (!isOpen(incident)) return [verbs.followUp(incident), verbs.details(incident)]
  return [
    ...answers(incident),
    verbs.comment(incident),
    verbs.escalate(incident),
    ...(state === 'new' || state === 'assigned' ? [verbs.cancel(incident)] : []),
    verbs.why(incident),
    verbs.details(incident),
  ]
}

/** Who is asked in another's stead has their answer to give, and nothing else to do with it. */
const approverButtons = (incident: Incident, person: PersonId | undefined): readonly Button[] => {
  const asked = person !== undefined && isAsked(incident, person)
  const closing = incident.state === 'resolved'
  return [
    ...(asked && closing ? [verbs.close(incident, 'primary'), verbs.reopen(incident)] : []),
    ...(asked && !closing ? answers(incident) : []),
    verbs.details(incident),
  ]
}

/** A missed target waits for its cause until it is told, also when the record is over. */
const missed = (incident: Incident): readonly Button[] =>
  incident.unexplained.length === 0 ? [] : [verbs.sayWhy(incident)]

const triageButtons = (incident: Incident): readonly Button[] => {
  const { state } = incident
  if (state === 'resolved')
    return [
      ...missed(incident),
      verbs.reopen(incident),
      verbs.comment(incident),
      verbs.note(incident),
      proposeButton(incident),
      verbs.details(incident),
    ]
  if (!isOpen(incident)) return [...missed(incident), verbs.followUp(incident), verbs.details(incident)]
  const untaken = state === 'new' || state === 'assigned'
  return [
    ...answers(incident),
    ...(untaken ? [verbs.take(incident, 'primary')] : []),
    ...(state === 'suspended' ? [verbs.resume(incident, 'primary')] : []),
    ...(incident.alerted ? [verbs.acknowledge(incident)] : []),
    ...missed(incident),
    verbs.resolve(incident, state === 'in-progress' ? 'primary' : undefined),
    verbs.assign(incident),
    verbs.comment(incident),
    verbs.note(incident),
    verbs.handOver(incident),
    verbs.priority(incident),
    verbs.classify(incident),
    ...(state === 'suspended' ? [] : [verbs.suspend(incident)]),
    verbs.escalate(incident),
    verbs.cancel(incident),
    proposeButton(incident),
    verbs.why(incident),
    verbs.details(incident),
  ]
}
