import { openAgreement } from '../../domain/agreement-rules.ts'
import type { ApprovalEvent } from '../../domain/approval-event.ts'
import { askedNow, heldBy, presentStage, standsFor } from '../../domain/approval-seats.ts'
import { isDeskLead } from '../../domain/authority.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Agreement, Incident, IncidentEvent, Recorded, WaitingFor } from '../../domain/incident.ts'
import type { PersonId } from '../../domain/person.ts'
import { type CardElement, type Span, bold, text } from '../ui/card.ts'
import { approvalSpans } from './approval-line.ts'
import * as names from './names.ts'
import { type Reader, mention } from './reader.ts'

type Audience = Reader['audience'] | 'former-team' | 'approver'

/** What is asked for and why, in one or two sentences. */
export const questionText = (
  { asks, by, reason }: Pick<Agreement, 'asks' | 'by' | 'reason'>,
  desk: Desk,
  audience: Audience,
): string => {
  const who = names.personName(desk, by)
  switch (asks.kind) {
    case 'suspend':
      return `${who} asks to suspend work while waiting for ${waitedFor(asks.waitingFor, audience)}: ${reason}`
    case 'lower-priority':
      return `${who} asks to lower the priority to ${asks.to}: ${reason}`
    case 'close':
      return 'Does it work again?'
  }
}

/** On the requester's side it is the reader who is waited for. */
export const waitedFor = (whom: WaitingFor, audience: Audience): string =>
  whom === 'requester' && audience === 'requester' ? 'you' : names.waitingName[whom]

/** A question other than whether it works again, which stands with the resolution. */
export const openQuestion = (incident: Incident): Agreement | undefined => {
  const agreement = openAgreement(incident)
  return agreement === undefined || agreement.asks.kind === 'close' ? undefined : agreement
}

/** Whether somebody is asked now, in their own name or in another's. */
export const isAsked = ({ agreement }: Incident, person: PersonId): boolean =>
  agreement?.approval !== undefined && askedNow(agreement.approval).some((asked) => asked.person === person)

/** To whoever answers in another's stead: for whom, and once it is over how it ended. */
export const asStandIn = (
  { agreement, affected }: Incident,
  desk: Desk,
  person: PersonId | undefined,
): readonly CardElement[] => {
  const approval = agreement?.approval
  if (agreement === undefined || approval === undefined || person === undefined) return []
  if (approval.state !== 'open') return [{ kind: 'text', text: endText(approval, desk) }]
  const [seat] = heldBy(presentStage(approval), person)
  if (seat === undefined) return [{ kind: 'text', text: 'You are not asked any more; somebody else is.' }]
  const stead = standsFor(seat, person)
  const asked =
    stead === undefined
      ? `You are asked instead of ${names.personName(desk, affected)}, who cannot answer any more.`
      : `You are asked as deputy of ${names.personName(desk, stead)}.`
  const what =
    agreement.asks.kind === 'close'
      ? `Does it work again for ${names.personName(desk, affected)}? Close it if so, reopen it if not.`
      : `Do you agree?`
  return [{ kind: 'text', text: [bold(`${asked} `), text(what)] }]
}

const endText = ({ state, ending }: NonNullable<Agreement['approval']>, desk: Desk): string => {
  const by = names.personName(desk, ending?.by ?? '')
  switch (state) {
    case 'approved':
      return `${by} agreed. Nothing is left to answer.`
    case 'rejected':
      return `${by} did not agree. Nothing is left to answer.`
    case 'expired':
      return 'Nobody answered in the agreed time. Nothing is left to answer.'
    default:
      return 'This does not need an answer any more.'
  }
}

/** What happened to the approval of an agreement, as a line. */
export const agreementSpans = (
  incident: Incident,
  {
    event: { event, agreement: id },
    actor,
  }: Pick<Recorded<Extract<IncidentEvent, { type: 'approval' }>>, 'event' | 'actor'>,
  desk: Desk,
  reader: Reader,
): readonly Span[] => {
  const who = bold(names.personName(desk, actor))
  const agreement = incident.agreement?.id === id ? incident.agreement : undefined
  switch (event.type) {
    case 'decided':
      return answerSpans(event, who, standing(event, incident, actor, desk))
    case 'reminded':
      return agreement === undefined
        ? approvalSpans(event, who, desk, 'the desk leads')
        : reminderSpans(event, agreement, incident, desk, reader)
    case 'opened':
      return [text('Those who may agree were asked.')]
    case 'approved':
      return [text('It is agreed.')]
    case 'rejected':
      return [text('It is not agreed.')]
    case 'withdrawn':
      return [text('It does not need an answer any more.')]
    case 'expired':
      return [text('Nobody answered in the agreed time.')]
    case 'stuck':
      return [
        text(
          agreement?.asks.kind === 'close'
            ? 'Nobody is left who may say whether it works again. It closes when its days are over, unless it is reopened.'
            : 'Nobody is left who may agree: the desk leads are told.',
        ),
      ]
    default:
      return approvalSpans(event, who, desk, 'the desk leads')
  }
}

type Decided = Extract<ApprovalEvent, { type: 'decided' }>

/** In whose stead, or as what, somebody answered who is not the person affected. */
const standing = (event: Decided, { affected }: Incident, actor: PersonId, desk: Desk): string => {
  if (event.for !== undefined) return ` for ${names.personName(desk, event.for)}`
  return actor !== affected && isDeskLead(desk, actor) ? ' as desk lead' : ''
}

const answerSpans = ({ answer, reason }: Decided, who: Span, as: string): readonly Span[] =>
  answer === 'approved'
    ? [who, text(` agreed${as}.`)]
    : [
        who,
        text(reason === undefined ? ` declined${as}. Nothing changes.` : ` did not agree${as}: ${reason}`),
      ]

const reminderSpans = (
  { people }: Extract<ApprovalEvent, { type: 'reminded' }>,
  agreement: Agreement,
  { affected }: Incident,
  desk: Desk,
  reader: Reader,
): readonly Span[] => {
  if (reader.audience !== 'requester')
    return [
      text(`${people.map((person) => names.personName(desk, person)).join(', ')} were reminded to answer.`),
    ]
  const how =
    agreement.asks.kind === 'close' ? 'Close it or reopen it' : 'Please answer with Agree or Decline'
  return [
    mention(desk, affected, reader.platform),
    text(
      `, an answer is still missing: ${questionText(agreement, desk, reader.audience)} ${how} on the card.`,
    ),
  ]
}
