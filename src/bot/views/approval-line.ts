import type { ApprovalEvent } from '../../domain/approval-event.ts'
import type { Desk } from '../../domain/desk.ts'
import { type Span, text } from '../ui/card.ts'
import * as names from './names.ts'

const because = (reason: string | undefined): string => (reason === undefined ? '.' : `: ${reason}`)

/** What happened to an approval, in words; `managers` are those who look after approvals of its kind. */
export const approvalSpans = (
  event: ApprovalEvent,
  who: Span,
  desk: Desk,
  managers: 'the change managers' | 'the desk leads',
): readonly Span[] => {
  const name = (person: string | undefined): string =>
    person === undefined ? 'nobody' : names.personName(desk, person)
  switch (event.type) {
    case 'opened':
      return [text('Those who decide were asked.')]
    case 'decided': {
      const stead = event.for === undefined ? '' : ` for ${name(event.for)}`
      const words = event.answer === 'approved' ? ' approved' : ' rejected it'
      const more = event.condition === undefined ? '' : `, on condition: ${event.condition}`
      const why = event.reason === undefined ? '' : `: ${event.reason}`
      return [who, text(`${words}${stead}${more}${why === '' && more === '' ? '.' : why}`)]
    }
    case 'delegated':
      return [who, text(` asked ${name(event.to)} to decide instead.`)]
    case 'delegation-ended':
      return [text(`${name(event.delegate)} decides no longer for another${because(event.reason)}`)]
    case 'reassigned': {
      const instead = event.from === undefined ? ', where nobody was' : ` instead of ${name(event.from)}`
      return [who, text(` asked ${name(event.to)}${instead}${because(event.reason)}`)]
    }
    case 'seat-replaced':
      return [
        text(
          event.to === undefined
            ? `${name(event.from)} can decide no more, and nobody can instead: ${managers} are told.`
            : `${name(event.to)} is asked instead of ${name(event.from)}, who can decide no more.`,
        ),
      ]
    case 'deputy-changed':
      return [
        text(
          !event.away
            ? `${name(event.for)} is back.`
            : event.deputy === undefined
              ? `${name(event.for)} is away, and nobody stands in.`
              : `${name(event.for)} is away: ${name(event.deputy)} is asked as deputy.`,
        ),
      ]
    case 'stage-passed':
      return [text('This stage is passed; the next one is asked.')]
    case 'stuck':
      return [text(`Too few are left who may decide: ${managers} are told.`)]
    case 'reminded':
      return [text(`${event.people.map((person) => name(person)).join(', ')}: please decide.`)]
    case 'reminder-put-off':
      return [text('A reminder waits for the next working hours.')]
    case 'approved':
      return [text('Everyone who was needed has approved.')]
    case 'rejected':
      return [text('It is rejected.')]
    case 'returned':
      return [who, text(` asks for changes: ${event.remarks}`)]
    case 'expired':
      return [text('Its time to be decided is over: it expired.')]
    case 'withdrawn':
      return [text('Nobody needs to decide it any more.')]
  }
}
