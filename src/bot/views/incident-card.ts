import type { Desk } from '../../domain/desk.ts'
import type { Incident } from '../../domain/incident.ts'
import type { NearbyChange } from '../../domain/change-nearby.ts'
import type { PersonId } from '../../domain/person.ts'
import type { Clock } from '../../domain/sla-clock.ts'
import { type Card, type CardElement, type Field, type Text, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { asStandIn, openQuestion, questionText } from './agreement.ts'
import { incidentButtons } from './incident-buttons.ts'
import { type LinkedChange, changesAround } from './incident-changes.ts'
import { dueFields, showsLeft } from './clock-fields.ts'
import { type UndeliveredFact, undeliveredElements } from './undelivered.ts'
import * as names from './names.ts'

/** Everything a card of an incident is drawn from. */
export interface IncidentFacts {
  readonly incident: Incident
  readonly desk: Desk
  readonly followUps: readonly string[]
  readonly clocks: readonly Clock[]
  /** Changes that belong to it. */
  readonly changes: readonly LinkedChange[]
  /** Others that may have to do with it. */
  readonly nearby: readonly NearbyChange[]
  /** The moment that times left are told of. */
  readonly now: Temporal.Instant
  /** Messages that did not arrive, said to the desk only. */
  readonly undelivered: readonly UndeliveredFact[]
}

/**
 * For whom a card is: either side of the desk, the team that has handed the incident over, or whoever is asked to agree in the
 * stead of the person affected.
 */
export type CardReader = 'requester' | 'triage' | 'former-team' | 'approver'

/** The one card of an incident in one place: what it is, how it stands, and what can be done about it now. */
export const incidentCard = (facts: IncidentFacts, audience: CardReader, person?: PersonId): Card => {
  const { incident, desk } = facts
  return {
    fallback: `${incident.id} ${names.stateName[incident.state]}, ${incident.priority}: ${incident.title}`,
    elements: [
      { kind: 'header', text: `${incident.id} · ${incident.title}` },
      { kind: 'fields', fields: fieldsOf(facts, audience) },
      ...dueFields(facts, audience === 'requester' || audience === 'approver' ? 'requester' : 'desk'),
      ...(audience === 'former-team' ? [handedOver(facts)] : []),
      ...descriptionOf(incident),
      ...questionOf(incident, desk, audience),
      ...resolutionOf(incident, desk, audience),
      ...(audience === 'approver' ? asStandIn(incident, desk, person) : []),
      ...(audience === 'triage' ? changesAround(facts) : []),
      ...undeliveredOf(facts, audience),
      { kind: 'context', text: footOf(facts) },
      ...incidentButtons(facts, audience, person),
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
  if (audience === 'triage' || audience === 'former-team')
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
  const question = openQuestion(incident)
  if (question === undefined) return []
  const asked = questionText(question, desk, audience)
  return [
    {
      kind: 'text',
      text: [bold('A question is open. '), text(`${asked}${whoAnswers(incident, desk, audience)}`)],
    },
  ]
}

const whoAnswers = (incident: Incident, desk: Desk, audience: CardReader): string => {
  if (audience === 'approver') return ''
  return audience === 'requester'
    ? ' Do you agree?'
    : ` ${names.personName(desk, incident.affected)} or a desk lead has to agree.`
}

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
            : audience === 'approver'
              ? 'Without an answer it closes '
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
  return undeliveredElements(undelivered, desk)
}

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
