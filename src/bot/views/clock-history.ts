import type { Desk } from '../../domain/desk.ts'
import type { ClockPassed, IncidentEvent, TermsChange } from '../../domain/incident.ts'
import { type Span, text } from '../ui/card.ts'
import { dueLabel, duration, slotName, targetName } from './clock-words.ts'

/** What was decided about a target, as one line of a record's history. */
export const historySpans = (
  event: ClockPassed & { readonly threshold?: string },
  desk: Desk,
): readonly Span[] => {
  const of = targetName(event.slot, desk)
  const passed = event.threshold === undefined ? `Missed: ${of}` : `${event.threshold} passed of ${of}`
  const late = event.late === undefined ? '' : `, told ${duration(event.late)} late`
  return [text(`${passed}${late}; due `), { at: Temporal.Instant.from(event.due) }, text('.')]
}

type TermsChanged = Extract<IncidentEvent, { type: 'terms-changed' }>

/** What a new version of the desk file moved: to the requester only what was promised to it. */
export const termsSpans = (
  { changes, desk: version }: TermsChanged,
  desk: Desk,
  audience: 'requester' | 'triage' | 'person',
): readonly Span[] => {
  const shown = audience === 'requester' ? changes.filter(({ slot }) => slot.startsWith('sla/')) : changes
  const because =
    audience === 'requester'
      ? 'The agreed hours or times were changed.'
      : `The agreements were changed (desk file version ${version}).`
  return [text(because), ...shown.flatMap((change) => changeSpans(change, desk))]
}

const changeSpans = ({ slot, from, to }: TermsChange, desk: Desk): readonly Span[] => {
  const label = text(` ${dueLabel(slotName(slot), desk)} `)
  const before: readonly Span[] =
    from === undefined ? [] : [text(' instead of '), { at: Temporal.Instant.from(from) }]
  if (to === undefined) return [label, text('is no longer set'), ...before, text('.')]
  return [label, { at: Temporal.Instant.from(to) }, ...before, text('.')]
}
