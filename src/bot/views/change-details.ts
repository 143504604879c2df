import type { Via } from '../../domain/decision.ts'
import type { ChangeCommand } from '../../domain/change-command.ts'
import type { Change, ChangeEvent } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Recorded } from '../../domain/incident.ts'
import { type Card, type CardElement, bold, line, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { type ChangeFacts, type ChangeReader, changeCard } from './change-card.ts'
import { changeSpans } from './change-line.ts'
import { changeStateName, sizeName } from './change-names.ts'
import { personName } from './names.ts'

/** The newest events that are shown, and the elements that a card has room for in both chats, buttons and headings left aside. */
const most = 15
const room = 44

/** *Details*: the card with the rest of the request and its history. */
export const changeDetails = (
  facts: ChangeFacts,
  history: readonly (Recorded<ChangeEvent> & { readonly via: Via })[],
  reader: ChangeReader,
): Card => {
  const card = changeCard(facts, reader)
  const buttons = card.elements.filter(({ kind }) => kind === 'buttons')
  const rest = card.elements.filter(({ kind }) => kind !== 'buttons')
  const described = wordsOf(facts.change)
  const shown = history.slice(-Math.max(1, Math.min(most, room - rest.length - described.length)))
  const lines: readonly CardElement[] = shown.map((happened) => ({
    kind: 'context',
    text: [{ at: happened.at }, text('  '), ...changeSpans(happened, facts.desk)],
  }))
  const more = history.length > shown.length ? ` (the newest ${shown.length} of ${history.length})` : ''
  return {
    ...card,
    elements: [
      ...rest,
      ...described,
      { kind: 'divider' },
      { kind: 'text', text: [bold(`History${more}`)] },
      ...lines,
      ...buttons,
    ],
  }
}

const wordsOf = (change: Change): readonly CardElement[] =>
  (
    [
      ['Plan', change.plan],
      ['How reversing it was tested', change.reversalTested],
      ['Impact', change.impact],
      ['Security, continuity, capacity', change.assessment],
      ['Cost', change.cost],
    ] as const
  )
    .filter(([, words]) => words !== '')
    .map(([label, words]) => ({ kind: 'text', text: [bold(`${label}: `), text(cut(words, 900))] }))

/** "CHG-9 is recorded": with what happens next. */
export const changeRecorded = (change: Change, _desk: Desk): Card => ({
  fallback: `${change.id} is recorded.`,
  elements: [
    {
      kind: 'text',
      text: [bold(`${change.id} is recorded`), text(` as a ${sizeName[change.size].toLowerCase()} change.`)],
    },
    { kind: 'text', text: change.title },
    {
      kind: 'text',
      text:
        change.state === 'draft' || change.state === 'returned'
          ? 'It is a draft: nobody decides it before you send it. Its card is in your chat with the desk.'
          : 'Those who decide have been asked. You see each decision in the thread of its card, in your chat with the desk.',
    },
  ],
})

/** What a person is told when a command was carried out; said after the commit, never before. */
export const changeDone = (change: Change, command: ChangeCommand, desk: Desk): Card =>
  line([bold(change.id), text(` ${doneText(change, command, desk)}`)])

const doneText = (change: Change, command: ChangeCommand, desk: Desk): string => {
  switch (command.type) {
    case 'approval':
      if (command.command.type === 'reassign')
        return `is ${personName(desk, command.command.to)}’s to decide now; everyone concerned is told.`
      return command.command.type === 'delegate'
        ? 'is theirs to decide now instead of yours.'
        : `has your answer. It is ${changeStateName[change.state].toLowerCase()}.`
    case 'comment':
      return 'has your comment; those who ask and those who decide see it in its threads.'
    case 'override':
      return 'may overlap; that is recorded with your name and reason.'
    case 'go-ahead':
      return 'goes ahead. Everyone concerned is told, and it is reviewed afterwards.'
    case 'complete-task':
      return 'has that as done.'
    case 'finish':
      return `is recorded as ${{ done: 'done', failed: 'failed', 'backed-out': 'backed out' }[command.how]}. Please review it on its card as soon as you know what came of it.`
    case 'review':
      return change.tasks.some(({ doneBy }) => doneBy === undefined)
        ? 'is reviewed. What is still to be done stays on its card, and is asked for until it is done.'
        : 'is reviewed. Nothing is left to be done about it.'
    default:
      return `is ${changeStateName[change.state].toLowerCase()} now.`
  }
}
