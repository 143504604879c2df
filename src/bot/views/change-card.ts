import { askedNow, inCharge, partiesOf, presentStage } from '../../domain/approval-seats.ts'
import type { Approval } from '../../domain/approval.ts'
import type { Conflict } from '../../domain/change-schedule.ts'
import { type Change, isChangeOver } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import type { PersonId } from '../../domain/person.ts'
import { type Card, type CardElement, type Field, type Text, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { untilSpans } from './change-line.ts'
import { changeButtons } from './change-buttons.ts'
import { decidedElements } from './change-decided.ts'
import * as words from './change-names.ts'
import { type UndeliveredFact, undeliveredElements } from './undelivered.ts'
import * as names from './names.ts'

/** Everything a card of a change is drawn from. */
export interface ChangeFacts {
  readonly change: Change
  readonly desk: Desk
  /** What it collides with now and nobody has allowed it to. */
  readonly conflicts: readonly Conflict[]
  readonly undelivered: readonly UndeliveredFact[]
}

/** For whom a card is: whoever asked for the change, a channel of those who decide it, or one approver alone. */
export type ChangeReader =
  | { readonly part: 'requester' }
  | { readonly part: 'authority' }
  | {
      readonly part: 'approver'
      readonly person: PersonId | undefined
      /** A change manager, who may give seats to others. */
      readonly reassigns?: boolean
    }

/** The one card of a change in one place: what it is, who decides it, how far it is, and what can be done about it now. */
export const changeCard = (facts: ChangeFacts, reader: ChangeReader): Card => {
  const { change } = facts
  const buttons = changeButtons(facts, reader)
  return {
    fallback: `${change.id} ${words.changeStateName[change.state]}: ${change.title}`,
    elements: [
      { kind: 'header', text: `${change.id} · ${change.title}` },
      { kind: 'fields', fields: fieldsOf(facts) },
      ...approvalOf(facts, reader),
      ...decidedElements(change, facts.desk),
      ...overdueOf(change),
      ...conflictsOf(facts),
      ...remarksOf(change),
      ...planOf(change),
      ...outcomeOf(facts),
      ...(reader.part === 'authority' ? undeliveredElements(facts.undelivered, facts.desk) : []),
      { kind: 'context', text: footOf(facts) },
      ...(buttons.length === 0 ? [] : [{ kind: 'buttons', buttons } as const]),
    ],
  }
}

/** The card as it is shared or looked up: nothing to click. */
export const sharedChange = (facts: ChangeFacts): Card => {
  const card = changeCard(facts, { part: 'requester' })
  return { ...card, elements: card.elements.filter(({ kind }) => kind !== 'buttons') }
}

const fieldsOf = ({ change, desk }: ChangeFacts): readonly Field[] => [
  { label: 'Status', value: `${words.changeStateSign[change.state]} ${words.changeStateName[change.state]}` },
  { label: 'Type', value: `${words.typeName[change.type]}, ${words.sizeName[change.size].toLowerCase()}` },
  { label: 'Services', value: servicesOf(change, desk) },
  { label: 'Window', value: windowOf(change) },
  { label: 'Made by', value: names.personName(desk, change.implementer) },
  { label: 'Asked by', value: names.personName(desk, change.requestedBy) },
]

const servicesOf = (change: Change, desk: Desk): string => {
  const services = words.servicesText(change.services, desk)
  const parts = change.components.length === 0 ? '' : ` (${words.componentsText(change.components, desk)})`
  return `${services}${parts}${change.removal ? ' · removes or transfers a service' : ''}`
}

const windowOf = ({ from, to }: Change): Text =>
  from === '' || to === ''
    ? 'Not set yet'
    : [{ at: Temporal.Instant.from(from) }, text(' to '), { at: Temporal.Instant.from(to) }]

const approvalOf = ({ change, desk }: ChangeFacts, reader: ChangeReader): readonly CardElement[] => {
  const { approval } = change
  if (approval === undefined || change.state !== 'requested') return []
  const asked = askedNow(approval).map(({ person, for: whose }) =>
    whose === undefined
      ? names.personName(desk, person)
      : `${names.personName(desk, person)} (deputy of ${names.personName(desk, whose)})`,
  )
  const waiting =
    asked.length === 0
      ? 'Nobody valid is left to decide; the change managers know.'
      : `Waits for ${asked.join(', ')}.`
  return [
    {
      kind: 'text',
      text: [
        bold(`${words.progressText(approval)}. `),
        text(reader.part === 'approver' ? yourPart(approval, reader.person, desk) : ''),
        text(waiting),
      ],
    },
    ...(approval.expiresAt === undefined
      ? []
      : [{ kind: 'context', text: [text('Expires undecided '), { at: approval.expiresAt }] } as const]),
  ]
}

/** What one approver has to do with it now, also where they do not decide it themselves. */
const yourPart = (approval: Approval, person: PersonId | undefined, desk: Desk): string => {
  const asked = askedNow(approval).filter((one) => one.person === person)
  const others = asked.flatMap(({ for: whose }) => whose ?? []).map((one) => names.personName(desk, one))
  if (asked.length > 0)
    return others.length === 0
      ? 'It waits for you. '
      : `It waits for you, as deputy of ${others.join(' and ')}. `
  const seat = presentStage(approval)?.seats.find(
    (one) => one.decision === undefined && partiesOf(one).some((party) => party === person),
  )
  if (seat === undefined || seat.deputy === undefined) return ''
  const deputy = names.personName(desk, seat.deputy)
  return seat.away === true && inCharge(seat) === person
    ? `You are away: ${deputy} is asked as your deputy. `
    : seat.delegate !== undefined && seat.person === person
      ? `You asked ${names.personName(desk, seat.delegate)} to decide instead. `
      : ''
}

const conflictsOf = ({ change, conflicts, desk }: ChangeFacts): readonly CardElement[] => {
  if (isChangeOver(change)) return []
  const allowed: CardElement[] =
    change.override === undefined
      ? []
      : [
          {
            kind: 'context',
            text: `${names.personName(desk, change.override.by)} allowed the overlap with ${words.overlapsText(change.override.conflicts, desk)}: ${change.override.reason}`,
          },
        ]
  return [
    ...conflicts.map((conflict): CardElement => ({
      kind: 'text',
      text: `⚠️ ${words.conflictText(conflict, desk)}`,
    })),
    ...allowed,
  ]
}

/** Scheduled, and its time has passed. */
const overdueOf = ({ state, window }: Change): readonly CardElement[] => {
  if (window !== 'over' || (state !== 'approved' && state !== 'in-progress')) return []
  const words_ = state === 'approved' ? 'and it was not started' : 'and it is still being made'
  return [{ kind: 'text', text: `⚠️ Its window is over, ${words_}.` }]
}

const remarksOf = ({ remarks, state }: Change): readonly CardElement[] =>
  remarks === undefined || state !== 'returned'
    ? []
    : [{ kind: 'text', text: [bold('To be changed: '), text(remarks)] }]

const planOf = (change: Change): readonly CardElement[] =>
  (
    [
      ['What', change.scope],
      ['Why', change.reason],
      ['Back out', change.reversal],
    ] as const
  )
    .filter(([, words_]) => words_ !== '')
    .map(([label, words_]) => ({ kind: 'text', text: [bold(`${label}: `), text(cut(words_, 600))] }))

const outcomeOf = ({ change, desk }: ChangeFacts): readonly CardElement[] => {
  const { outcome, review, tasks } = change
  return [
    ...(outcome === undefined
      ? []
      : [
          {
            kind: 'text',
            text: [
              bold(`${words.changeStateSign[outcome.how]} ${names.personName(desk, outcome.by)}: `),
              text(cut(outcome.text, 1500)),
            ],
          } as const,
        ]),
    ...(review === undefined
      ? []
      : [
          {
            kind: 'text',
            text: [bold(review.effective ? 'Effective: ' : 'Not effective: '), text(cut(review.text, 1500))],
          } as const,
        ]),
    ...tasks.map((task): CardElement => ({
      kind: 'text',
      text: [
        text(`${task.doneBy === undefined ? '☐' : '☑'} ${cut(task.text, 500)} (`),
        text(names.personName(desk, task.owner)),
        ...(task.doneBy === undefined ? untilSpans(task.due) : []),
        text(')'),
      ],
    })),
  ]
}

const footOf = ({ change }: ChangeFacts): Text => [
  text('Asked '),
  { at: change.requestedAt },
  ...(change.links.length === 0 ? [] : [text(` · Belongs to ${change.links.join(', ')}`)]),
]
