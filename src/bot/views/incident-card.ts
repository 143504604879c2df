import type { Desk } from '../../domain/desk.ts'
import type { Audience } from '../../domain/effect.ts'
import { type Incident, type Question, type WaitingFor, isOpen } from '../../domain/incident.ts'
import type { Clock } from '../../domain/sla-clock.ts'
import { type Button, type Card, type CardElement, type Field, type Text, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { dueFields, showsLeft } from './clock-fields.ts'
import * as names from './names.ts'

/** Everything a card of an incident is drawn from. */
export interface IncidentFacts {
  readonly incident: Incident
  readonly desk: Desk
  readonly followUps: readonly string[]
  readonly clocks: readonly Clock[]
  /** The moment that times left are told of. */
  readonly now: Temporal.Instant
  /** Messages that did not arrive, said to the desk only. */
  readonly undelivered: readonly UndeliveredFact[]
}

export interface UndeliveredFact {
  readonly audience: string
  readonly platform: string
  readonly conversation: string
  readonly count: number
  readonly error: string
}

/** For whom a card is: either side of the desk, or the team that has handed the incident over. */
export type CardReader = Audience | 'former-team'

/** The one card of an incident in one place: what it is, how it stands, and what can be done about it now. */
export const incidentCard = (facts: IncidentFacts, audience: CardReader): Card => {
  const { incident, desk } = facts
  return {
    fallback: `${incident.id} ${names.stateName[incident.state]}, ${incident.priority}: ${incident.title}`,
    elements: [
      { kind: 'header', text: `${incident.id} · ${incident.title}` },
      { kind: 'fields', fields: fieldsOf(facts, audience) },
      ...dueFields(facts, audience === 'requester' ? 'requester' : 'desk'),
      ...(audience === 'former-team' ? [handedOver(facts)] : []),
      ...descriptionOf(incident),
      ...questionOf(incident, desk, audience),
      ...resolutionOf(incident, desk, audience),
      ...undeliveredOf(facts, audience),
      { kind: 'context', text: footOf(facts) },
      ...buttonsOf(facts, audience),
    ],
  }
}

/** The card as it is shared or looked up: nothing to click. */
export const sharedCard = (facts: IncidentFacts): Card => {
  const card = incidentCard(facts, 'requester')
  return { ...card, elements: card.elements.filter((element) => element.kind !== 'buttons') }
}

const handedOver = ({ incident, desk }: IncidentFacts): CardElement => ({
  kind: 'text',
  text: `It was handed over: ${names.teamName(desk, incident.team)} has it now, and replies here do not reach them.`,
})

const fieldsOf = ({ incident, desk }: IncidentFacts, audience: CardReader): readonly Field[] => {
  const priority = `${names.prioritySign[incident.priority]} ${incident.priority}`
  const component =
    incident.component === undefined
      ? ''
      : ` / ${names.componentName(desk, incident.service, incident.component)}`
  const status =
    incident.waitingFor === undefined
      ? names.stateName[incident.state]
      : `${names.stateName[incident.state]}, waiting for ${names.waitingName[incident.waitingFor]}`
  const fields: Field[] = [
    { label: 'Status', value: `${names.stateSign[incident.state]} ${status}` },
    {
      label: 'Priority',
      value: incident.priorityReason === undefined ? priority : `${priority} (set by hand)`,
    },
    { label: 'Service', value: names.serviceName(desk, incident.service) + component },
    { label: 'Team', value: names.teamName(desk, incident.team) },
    {
      label: 'Assignee',
      value: incident.assignee === undefined ? 'Nobody yet' : names.personName(desk, incident.assignee),
    },
    { label: 'Affects', value: names.personName(desk, incident.affected) },
  ]
  if (audience !== 'requester')
    fields.push(
      { label: 'Category', value: names.categoryName(desk, incident.category) },
      {
        label: 'Impact and urgency',
        value: `${names.levelName[incident.impact]} and ${names.levelName[incident.urgency].toLowerCase()}`,
      },
    )
  return fields
}

const descriptionOf = (incident: Incident): readonly CardElement[] => {
  const elements: CardElement[] = []
  if (incident.description !== '') elements.push({ kind: 'text', text: cut(incident.description, 2500) })
  if (incident.link !== undefined)
    elements.push({
      kind: 'context',
      text: [{ link: incident.link, text: 'The message it was raised from' }],
    })
  return elements
}

const questionOf = (incident: Incident, desk: Desk, audience: CardReader): readonly CardElement[] => {
  if (incident.question === undefined) return []
  const asked = questionText(incident.question, desk, audience)
  const who =
    audience === 'requester'
      ? 'Do you agree?'
      : `${names.personName(desk, incident.affected)} or a desk lead has to agree.`
  return [{ kind: 'text', text: [bold('A question is open. '), text(`${asked} ${who}`)] }]
}

/** What is asked for and why, in one or two sentences. */
export const questionText = (question: Question, desk: Desk, audience: CardReader | 'person'): string => {
  const by = names.personName(desk, question.by)
  return question.asks.kind === 'suspend'
    ? `${by} asks to suspend work while waiting for ${waitedFor(question.asks.waitingFor, audience)}: ${question.reason}`
    : `${by} asks to lower the priority to ${question.asks.to}: ${question.reason}`
}

/** On the requester's side it is the reader who is waited for. */
export const waitedFor = (whom: WaitingFor, audience: CardReader | 'person'): string =>
  whom === 'requester' && audience === 'requester' ? 'you' : names.waitingName[whom]

const resolutionOf = (incident: Incident, desk: Desk, audience: CardReader): readonly CardElement[] => {
  const { resolution, state } = incident
  if (resolution === undefined) return []
  const elements: CardElement[] = [
    {
      kind: 'text',
      text: [
        bold(`${names.resolutionName(desk, resolution.code)} `),
        text(`by ${names.personName(desk, resolution.by)}: ${resolution.text}`),
      ],
    },
  ]
  if (state === 'resolved' && incident.closeDue !== undefined)
    elements.push({
      kind: 'text',
      text: [
        text(
          audience === 'requester'
            ? 'Does it work again? Close it if so, reopen it if not. Without an answer it closes '
            : `${names.personName(desk, incident.affected)} is asked to agree to closing. Without an answer it closes `,
        ),
        { at: incident.closeDue },
        text('.'),
      ],
    })
  return elements
}

const undeliveredOf = (
  { undelivered, desk }: IncidentFacts,
  audience: CardReader,
): readonly CardElement[] => {
  if (audience !== 'triage' || undelivered.length === 0) return []
  return undelivered.map((lost) => ({
    kind: 'text',
    text: `⚠️ ${lost.count} ${lost.count === 1 ? 'message' : 'messages'} could not be delivered to ${
      lost.audience === 'triage' ? 'the triage channel' : 'the requester’s side'
    } in ${platformName(lost.platform)} (${whoseAccount(desk, lost)}): ${lost.error}`,
  }))
}

/** A direct chat is known by its person; of a channel nothing but its id is. */
const whoseAccount = (desk: Desk, { platform, conversation }: UndeliveredFact): string =>
  desk.people.find(({ identities }) =>
    identities.some((identity) => identity.platform === platform && identity.user === conversation),
  )?.name ?? conversation

const platformName = (platform: string): string => (platform === 'slack' ? 'Slack' : 'Teams')

const footOf = (facts: IncidentFacts): Text => {
  const { incident, desk, followUps, now } = facts
  const foot = [
    text(`Raised by ${names.personName(desk, incident.raisedBy)} `),
    { at: incident.raisedAt },
    ...(showsLeft(facts) ? [text(' · Times left as of '), { at: now }] : []),
    ...(incident.escalated ? [text(' · Escalated to management')] : []),
    ...(incident.followUpOf === undefined ? [] : [text(` · Follow-up of ${incident.followUpOf}`)]),
    ...(followUps.length === 0 ? [] : [text(` · Followed up by ${followUps.join(', ')}`)]),
  ]
  return foot
}

/** State-dependent: what makes no sense now is not offered. What may be done is decided at the click all the same. */
const buttonsOf = (facts: IncidentFacts, audience: CardReader): readonly CardElement[] => {
  const buttons = explained(buttonsFor[audience](facts.incident), facts, audience)
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

const buttonsFor: Readonly<Record<CardReader, (incident: Incident) => readonly Button[]>> = {
  requester: (incident) => requesterButtons(incident),
  triage: (incident) => triageButtons(incident),
  'former-team': (incident) => [verbs.details(incident)],
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
  const { question } = incident
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
    verbs.why(incident),
    verbs.details(incident),
  ]
}
