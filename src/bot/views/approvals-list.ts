import type { Desk } from '../../domain/desk.ts'
import type { PersonId } from '../../domain/person.ts'
import type { Card } from '../ui/card.ts'
import { type ChangesShown, changeRow, pagingOf } from './change-list.ts'
import { type HomeList, row } from './home.ts'

/** How many a page shows of each of the two lists: a message has room for so many. */
export const approvalsPerPage = 7

/** What waits for a person's decision, each list with how many there are in all. */
export interface Approvals {
  readonly changes: ChangesShown
  readonly agreements: HomeList
}

/** `list approvals`: a page of what waits for a person's decision, counted from 0. */
export const approvalsCard = (
  { changes, agreements }: Approvals,
  desk: Desk,
  reader: PersonId,
  page: number,
): Card => {
  const total = changes.total + agreements.total
  const pages = Math.max(1, ...[changes, agreements].map((list) => Math.ceil(list.total / approvalsPerPage)))
  return {
    fallback: `Waiting for your decision: ${total}`,
    elements: [
      { kind: 'header', text: 'Waiting for your decision' },
      ...(total === 0 ? [{ kind: 'text', text: 'Nothing waits for your decision.' } as const] : []),
      ...changes.changes.flatMap((change) => changeRow(change, desk)),
      ...agreements.incidents.flatMap((incident) => row(incident, desk, reader)),
      ...pagingOf(pages, page, 'list.approvals'),
    ],
  }
}
