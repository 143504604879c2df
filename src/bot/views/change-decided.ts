import type { Approval, ApprovalDecision, Ending } from '../../domain/approval.ts'
import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import { type CardElement, type Span, bold, text } from '../ui/card.ts'
import { cut, limits } from '../ui/limits.ts'
import * as names from './names.ts'

/** Who decided it and when, for as long as the card stands: whoever comes later asks that first (9.2-c). */
export const decidedElements = (change: Change, desk: Desk): readonly CardElement[] => {
  const { approval } = change
  if (approval?.ending === undefined || change.state === 'requested') return []
  return [{ kind: 'text', text: decidedSpans(change, approval, approval.ending, desk) }]
}

const decidedSpans = (
  change: Change,
  approval: Approval,
  { by, at, words }: Ending,
  desk: Desk,
): readonly Span[] => {
  const name = (person: string): string => names.personName(desk, person)
  const on: readonly Span[] = [text(' on '), { at }]
  const why: readonly Span[] = words === undefined ? [] : [text(`: ${cut(words, limits.field)}`)]
  const decisions = approval.stages.flatMap(({ seats }) => seats.flatMap(({ decision }) => decision ?? []))
  switch (approval.state) {
    case 'open':
      return []
    case 'approved':
      return [bold('Approved by '), text(people(decisions, 'approved', name)), ...on]
    case 'rejected': {
      const no = decisions.filter(({ answer }) => answer === 'rejected')
      const reasons = [...new Set(no.flatMap(({ reason }) => reason ?? []))].join('; ')
      return [
        bold('Rejected by '),
        text(people(no, 'rejected', name)),
        ...on,
        ...(reasons === '' ? [] : [text(`: ${cut(reasons, limits.field)}`)]),
      ]
    }
    case 'returned':
      return [bold('Returned by '), text(name(by)), ...on]
    case 'expired': {
      const approved = people(decisions, 'approved', name)
      const answered = approved === '' ? 'Nobody had decided.' : `Only ${approved} had approved.`
      return [bold('Expired'), ...on, text(`. ${answered}`)]
    }
    case 'withdrawn':
      // Whoever goes ahead alone ends the question to the others, and the change goes on.
      return change.state === 'withdrawn'
        ? [bold('Withdrawn by '), text(name(by)), ...on, ...why]
        : [bold(`${name(by)} went ahead alone`), ...on, ...why]
  }
}

/** Each once, though one click may be the answer for several seats. */
const people = (
  decisions: readonly ApprovalDecision[],
  answer: ApprovalDecision['answer'],
  name: (person: string) => string,
): string =>
  [...new Set(decisions.filter((one) => one.answer === answer).map(({ by }) => name(by)))].join(', ')
