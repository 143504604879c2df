import type { Desk } from '../../domain/desk.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Person, PersonId } from '../../domain/person.ts'
import { type Button, type Card, type CardElement, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { isAsked, openQuestion } from './agreement.ts'
import { type ChangesShown, changeRow, pagingOf } from './change-list.ts'
import * as names from './names.ts'

/** How many records a page of the home view shows of each list. */
export const pageSize = 5

export interface HomeList {
  readonly incidents: readonly Incident[]
  readonly total: number
  readonly due?: ReadonlyMap<string, Temporal.Instant>
}

/** What a home shows a page of, each list with how many there are in all. */
export interface HomeLists {
  /** Changes that wait for the person's decision. */
  readonly approvals: ChangesShown
  readonly waiting: HomeList
  readonly open: HomeList
  /** Changes that the person asks for or makes. */
  readonly changes: ChangesShown
}

/** The home view or home card: what waits for the person, then their open records and changes, a page at a time. */
export const homeCard = (
  desk: Desk,
  person: Person,
  { approvals, waiting, open, changes }: HomeLists,
  page: number,
): Card => ({
  fallback: `${desk.name}: ${approvals.total + waiting.total} waiting for you, ${open.total + changes.total} open`,
  elements: [
    { kind: 'header', text: desk.name },
    { kind: 'buttons', buttons: [reportButton()] },
    { kind: 'divider' },
    ...changeSection('Waits for your decision', approvals, desk),
    ...section('Waiting for you', 'Nothing waits for you.', waiting, desk, person.id),
    { kind: 'divider' },
    ...section('Your open records', 'You have no open records.', open, desk, person.id),
    ...changeSection('Your changes', changes, desk),
    ...pagingOf(
      Math.max(1, ...[approvals, waiting, open, changes].map(({ total }) => Math.ceil(total / pageSize))),
      page,
      'home.page',
    ),
  ],
})

/** Most people have nothing to do with changes: what is empty is not there. */
const changeSection = (title: string, list: ChangesShown, desk: Desk): readonly CardElement[] =>
  list.total === 0
    ? []
    : [
        { kind: 'text', text: [bold(`${title} (${list.total})`)] },
        ...list.changes.flatMap((change) => changeRow(change, desk)),
      ]

export const reportButton = (argument?: string): Button => ({
  label: 'Report a problem',
  style: 'primary',
  opensForm: true,
  action: { name: 'incident.report', ...(argument === undefined ? {} : { argument }) },
})

const section = (
  title: string,
  empty: string,
  list: HomeList,
  desk: Desk,
  reader: PersonId,
): readonly CardElement[] => {
  const count = list.total === 0 ? '' : ` (${list.total})`
  const heading: CardElement = { kind: 'text', text: [bold(`${title}${count}`)] }
  if (list.total === 0) return [heading, { kind: 'context', text: empty }]
  return [heading, ...list.incidents.flatMap((incident) => row(incident, desk, reader))]
}

/** One record of a list with the way to its card. */
export const row = (
  incident: Incident,
  desk: Desk,
  reader: PersonId,
  due?: Temporal.Instant,
): readonly CardElement[] => [
  {
    kind: 'text',
    text: [
      bold(`${incident.id} `),
      text(`${names.prioritySign[incident.priority]} ${incident.priority} ${cut(incident.title, 120)}`),
    ],
  },
  { kind: 'context', text: `${stateText(incident, desk)}${asksOf(incident, reader)}` },
  ...(due === undefined ? [] : [{ kind: 'context', text: [text('⏱️ Due '), { at: due }] } as const]),
  {
    kind: 'buttons',
    buttons: [
      {
        label: 'Details',
        action: { name: 'incident.details', record: incident.id, version: incident.version },
      },
    ],
  },
]

const stateText = (incident: Incident, desk: Desk): string => {
  const who = incident.assignee === undefined ? '' : ` · ${names.personName(desk, incident.assignee)}`
  return `${names.stateSign[incident.state]} ${names.stateName[incident.state]} · ${names.serviceName(desk, incident.service)} · ${names.teamName(desk, incident.team)}${who}`
}

const asksOf = (incident: Incident, reader: PersonId): string => {
  if (openQuestion(incident) !== undefined && incident.assignee !== reader)
    return ' · a question waits for an answer'
  const asked = incident.affected === reader || isAsked(incident, reader)
  return incident.state === 'resolved' && asked ? ' · does it work again?' : ''
}

/** A list that was asked for with words. */
export const listCard = (
  title: string,
  empty: string,
  list: HomeList,
  desk: Desk,
  reader: PersonId,
): Card => {
  const shown = list.incidents.length
  return {
    fallback: `${title}: ${list.total}`,
    elements: [
      { kind: 'header', text: title },
      ...(list.total === 0
        ? [{ kind: 'text' as const, text: empty }]
        : list.incidents.flatMap((incident) => row(incident, desk, reader, list.due?.get(incident.id)))),
      ...(list.total > shown
        ? [
            {
              kind: 'context' as const,
              text: `${shown} of ${list.total} are shown. “list” and a word finds the others.`,
            },
          ]
        : []),
    ],
  }
}
