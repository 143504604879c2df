import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import { type Button, type CardElement, type Text, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import * as words from './change-names.ts'
import { personName } from './names.ts'

export interface ChangesShown {
  readonly changes: readonly Change[]
  readonly total: number
}

/** One change of a list, with the way to its card and what can be done about it there. */
export const changeRow = (change: Change, desk: Desk): readonly CardElement[] => [
  { kind: 'text', text: [bold(`${change.id} `), text(cut(change.title, 120))] },
  { kind: 'context', text: stateOf(change, desk) },
  {
    kind: 'buttons',
    buttons: [
      { label: 'Details', action: { name: 'change.details', record: change.id, version: change.version } },
    ],
  },
]

const stateOf = (change: Change, desk: Desk): Text => {
  const { state, type, size, approval } = change
  const kind = type === 'emergency' ? words.typeName.emergency : words.sizeName[size]
  const state_ = `${words.changeStateSign[state]} ${words.changeStateName[state]}`
  const about = `${state_} · ${kind} · ${words.servicesText(change.services, desk)}`
  return [
    text(`${about} · asked by ${personName(desk, change.requestedBy)}`),
    ...(state === 'requested' && approval?.expiresAt !== undefined
      ? [text(' · expires '), { at: approval.expiresAt }]
      : []),
    ...(state !== 'requested' && change.from !== ''
      ? [text(' · from '), { at: Temporal.Instant.from(change.from) }]
      : []),
  ]
}

/** Below another list of what waits: that changes wait as well. */
export const approvalsHint = (total: number): readonly CardElement[] =>
  total === 0
    ? []
    : [
        { kind: 'divider' },
        {
          kind: 'text',
          text:
            total === 1 ? 'One change waits for your decision.' : `${total} changes wait for your decision.`,
        },
        { kind: 'buttons', buttons: [{ label: 'For my decision', action: { name: 'list.approvals' } }] },
      ]

/** "Page 2 of 3", with ways to the pages before and after; nothing where there is only one. */
export const pagingOf = (pages: number, page: number, name: string): readonly CardElement[] =>
  pages === 1
    ? []
    : [
        { kind: 'context', text: `Page ${page + 1} of ${pages}` },
        {
          kind: 'buttons',
          buttons: [
            ...(page > 0 ? [pageButton('Previous page', page - 1, name)] : []),
            ...(page + 1 < pages ? [pageButton('Next page', page + 1, name)] : []),
          ],
        },
      ]

const pageButton = (label: string, page: number, name: string): Button => ({
  label,
  action: { name, argument: String(page) },
})
