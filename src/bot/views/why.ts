import type { CountedDay } from '../../domain/business-time.ts'
import type { ClockTrace, TraceStep } from '../../domain/clock-trace.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Incident } from '../../domain/incident.ts'
import { type Card, type CardElement, type Span, bold, line, text } from '../ui/card.ts'
import { dueLabel, openTime, partyName } from './clock-words.ts'
import { termsSpans } from './clock-history.ts'
import * as names from './names.ts'

/** Days that are told one by one; the rest are added up. */
const mostDays = 10
/** Clocks explained in one card. */
const mostClocks = 4

/** *Why this due time?*: target, calendar, what was counted day by day, pauses and changes, so that anyone can add it up. */
export const whyCard = (incident: Incident, traces: readonly ClockTrace[], desk: Desk): Card => {
  if (traces.length === 0)
    return line(
      `Nothing is promised for ${incident.id}: the desk file has no target for ${names.serviceName(desk, incident.service)} at ${incident.priority}.`,
    )
  return {
    fallback: `Why ${incident.id} is due when it is`,
    elements: [
      { kind: 'header', text: `Why ${incident.id} is due when it is` },
      ...traces.slice(0, mostClocks).flatMap((trace) => explain(trace, incident, desk)),
    ],
  }
}

const explain = (trace: ClockTrace, incident: Incident, desk: Desk): readonly CardElement[] => {
  const { clock, target, calendar, counted } = trace
  const party = partyName(clock, desk)
  const with_ = party === undefined ? '' : ` of ${party}`
  return [
    { kind: 'divider' },
    { kind: 'text', text: headOf(trace, desk) },
    {
      kind: 'text',
      text: `“${target.name}”${with_}: ${openTime(clock.within)} for ${incident.priority}, counted in the hours of “${calendar.id}” (${calendar.zone}${calendar.from === undefined ? '' : `, as agreed from ${calendar.from}`}; desk file version ${clock.deskVersion}).`,
    },
    ...trace.steps.flatMap((step) => stepText(step, desk)),
    ...trace.exceptions.map(({ from, to, reason }): CardElement => ({
      kind: 'context',
      text: `Does not count from ${from} to ${to}: ${reason}`,
    })),
    {
      kind: 'text',
      text: `Counted so far: ${openTime(counted)} of ${openTime(clock.within)}${counted > clock.within ? ` (${openTime(counted - clock.within)} too much)` : `; ${openTime(clock.within - counted)} left`}.`,
    },
  ]
}

const headOf = ({ clock }: ClockTrace, desk: Desk): readonly Span[] => {
  const label = bold(`${dueLabel(clock, desk)} `)
  if (clock.endedAt !== undefined)
    return [label, text('done '), { at: clock.endedAt }, text(clock.missed ? ', missed' : ', in time')]
  if (clock.due === undefined)
    return [
      label,
      text(clock.state === 'paused' ? 'stands still now' : 'never: the calendar does not open long enough'),
    ]
  return [label, { at: clock.due }]
}

const stepText = (step: TraceStep, desk: Desk): readonly CardElement[] => {
  if (step.kind === 'changed')
    return [{ kind: 'context', text: [{ at: step.at }, text('  '), ...changeSpans(step.event, desk)] }]
  if (step.kind === 'stood')
    return [
      {
        kind: 'context',
        text: [
          text('Stood still from '),
          { at: step.from },
          ...(step.to === undefined ? [] : [text(' to '), { at: step.to }]),
          text(`: ${standing(step.incident)}`),
        ],
      },
    ]
  const counted = step.days.filter(({ ms, holiday }) => ms > 0 || holiday !== undefined)
  const shown = counted.length > mostDays ? counted.slice(0, mostDays - 1) : counted
  const rest = counted.slice(shown.length)
  return [
    {
      kind: 'context',
      text: [
        text('Ran from '),
        { at: step.from },
        text(' to '),
        { at: step.to },
        text(`: ${openTime(step.ms)}`),
      ],
    },
    ...shown.map((day): CardElement => ({ kind: 'context', text: dayText(day) })),
    ...(rest.length === 0
      ? []
      : [
          {
            kind: 'context',
            text: `… and ${rest.length} more days with ${openTime(rest.reduce((sum, { ms }) => sum + ms, 0))}`,
          } as const,
        ]),
  ]
}

const standing = (incident: Incident): string =>
  incident.waitingFor === undefined
    ? 'not its turn'
    : `it waited for ${names.waitingName[incident.waitingFor]}`

/** In the calendar's own zone, whose hours these are. */
const dayText = ({ date, zone, spans, ms, holiday }: CountedDay): string => {
  const day = Temporal.PlainDate.from(date).toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  })
  const clock = (at: Temporal.Instant): string => {
    const local = at.toZonedDateTimeISO(zone)
    const midnight = local.toPlainDate().toString() !== date && local.hour === 0 && local.minute === 0
    const smallest = local.second === 0 && local.millisecond === 0 ? 'minute' : 'second'
    return midnight ? '24:00' : local.toPlainTime().toString({ smallestUnit: smallest })
  }
  const hours = spans.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(', ')
  if (ms === 0) return `${day}: closed, ${holiday ?? 'no hours'}`
  return `${day}: ${hours}${holiday === undefined ? '' : ` (${holiday})`} = ${openTime(ms)}`
}

const changeSpans = (
  event: Extract<TraceStep, { kind: 'changed' }>['event'],
  desk: Desk,
): readonly Span[] => {
  const anew = 'Counted anew from the start; pauses stay pauses.'
  switch (event.type) {
    case 'priority-set':
      return [text(`The priority became ${event.to}. ${anew}`)]
    case 'classified':
      return [
        text(
          `Classified as ${names.serviceName(desk, event.classification.service)}, ${event.priority}. ${anew}`,
        ),
      ]
    case 'handed-over':
      return [text(`Handed over to ${names.teamName(desk, event.to)}.`)]
    case 'reopened':
      return [text('Reopened.')]
    case 'terms-changed':
      return termsSpans(event, desk, 'person')
    default:
      return []
  }
}
