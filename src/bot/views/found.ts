import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import type { PersonId } from '../../domain/person.ts'
import { type Card, type CardElement, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { changeStateSign } from './change-names.ts'
import { type HomeList, row } from './home.ts'
import { changeSummary } from './summary.ts'

interface Changes {
  readonly changes: readonly Change[]
  readonly total: number
}

/** What was found of some words: incidents, then changes. */
export const foundCard = (
  words: string,
  incidents: HomeList,
  { changes, total }: Changes,
  desk: Desk,
  reader: PersonId,
): Card => {
  const all = incidents.total + total
  const shown = incidents.incidents.length + changes.length
  const title = `Records with “${cut(words, 100)}”`
  return {
    fallback: `${title}: ${all}`,
    elements: [
      { kind: 'header', text: title },
      ...(all === 0 ? [{ kind: 'text', text: 'Nothing of yours has these words.' } as const] : []),
      ...incidents.incidents.flatMap((incident) => row(incident, desk, reader)),
      ...changes.flatMap((change) => changeRow(change, desk)),
      ...(all > shown
        ? [
            {
              kind: 'context',
              text: `${shown} of ${all} are shown. More words, or a number, find the others.`,
            } as const,
          ]
        : []),
    ],
  }
}

const changeRow = (change: Change, desk: Desk): readonly CardElement[] => [
  { kind: 'text', text: [bold(`${change.id} `), text(cut(change.title, 120))] },
  { kind: 'context', text: `${changeStateSign[change.state]} ${changeSummary(change, desk)}` },
  {
    kind: 'buttons',
    buttons: [
      { label: 'Details', action: { name: 'change.details', record: change.id, version: change.version } },
    ],
  },
]
