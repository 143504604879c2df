import type { Desk } from '../../domain/desk.ts'
import type { ClockPassed, IncidentEvent, TermsChange } from '../../domain/incident.ts'
import { type Span, text } from '../ui/card.ts'
import { dueLabel, duration, openTime, slotName, timeName } from './clock-words.ts'

/** What was decided about a target, as one line of a record's history: true whenever it is read. */
export const historySpans = (
  event: ClockPassed & { readonly threshold?: string },
  desk: Desk,
): readonly Span[] => {
  const late = event.late === undefined ? '' : ` It was told ${duration(event.late)} late.`
  const due = { at: Temporal.Instant.from(event.due) }
  const of = timeName(event.slot, desk)
  return event.threshold === undefined
    ? [text(`Missed: ${of} was up; due `), due, text(`.${late}`)]
    : [text(`${passedOf(event.threshold, of)}; due `), due, text(`.${late}`)]
}

const passedOf = (threshold: string, of: string): string => {
  const left = leftOf(threshold)
  return left === undefined ? `${threshold} of ${of} had passed` : `${openTime(left)} of ${of} remained`
}

/** Milliseconds, of a threshold that is a time left. */
export const leftOf = (threshold: string): number | undefined =>
  threshold.endsWith('%') ? undefined : Temporal.Duration.from(threshold).total('milliseconds')

type TermsChanged = Extract<IncidentEvent, { type: 'terms-changed' }>

/** What a new version of the desk file moved: to the requester only what was promised to it. */
export const termsSpans = (
  { changes, desk: version }: TermsChanged,
  desk: Desk,
  audience: 'requester' | 'triage' | 'person',
): readonly Span[] => {
  const reader = audience === 'requester' ? 'requester' : 'desk'
  const shown = reader === 'requester' ? changes.filter(({ slot }) => isPromise(slot)) : changes
  const because =
    reader === 'requester'
      ? 'The agreed hours or times were changed.'
      : `The agreements were changed (desk file version ${version}).`
  return [text(because), ...shown.flatMap((change) => changeSpans(change, desk, reader))]
}

/** To the customer, and so no secret from the requester's side. */
export const isPromise = (slot: string): boolean => slot.startsWith('sla/')

const changeSpans = (
  { slot, from, to }: TermsChange,
  desk: Desk,
  reader: 'requester' | 'desk',
): readonly Span[] => {
  const label = ` ${dueLabel(slotName(slot), desk, reader)}`
  const before: readonly Span[] =
    from === undefined ? [] : [text(' (was '), { at: Temporal.Instant.from(from) }, text(')')]
  if (to !== undefined) return [text(`${label} `), { at: Temporal.Instant.from(to) }, ...before, text('.')]
  // It stands still, or is promised no more: either way no instant can be told.
  return [
    text(`${label}: ${from === undefined ? 'changed, without a date' : 'no date now'}`),
    ...before,
    text('.'),
  ]
}
