import type { CountedDay } from '../../domain/business-time.ts'
import type { ClockTrace, TraceStep } from '../../domain/clock-trace.ts'
import type { Desk } from '../../domain/desk.ts'
import { type Incident, isOpen } from '../../domain/incident.ts'
import { type Priority, priorities } from '../../domain/priority.ts'
import type { Clock } from '../../domain/sla-clock.ts'
import { type Card, type CardElement, type Span, bold, line, text } from '../ui/card.ts'
import { dueLabel, openTime, partyName, targetName } from './clock-words.ts'
import { termsSpans } from './clock-history.ts'
import * as names from './names.ts'

/** Days that are told one by one; the rest are added up. */
const mostDays = 10
/** Clocks explained in one card. */
const mostClocks = 4

/**
 * *Why this due time?*: target, calendar, what was counted day by day, pauses and changes, so that anyone can add it up.
 * `older` are clocks that ended under agreements which are in force no more: of them only the outcome is left to tell.
 */
export const whyCard = (
  incident: Incident,
  traces: readonly ClockTrace[],
  older: readonly Clock[],
  desk: Desk,
  reader: 'requester' | 'desk',
): Card => {
  if (traces.length + older.length === 0)
    return line(
      `${incident.id} has no due time: nothing is promised for ${names.serviceName(desk, incident.service)} at ${incident.priority}.`,
    )
  const left = traces.length - mostClocks
  return {
    fallback: `Why ${incident.id} is due when it is`,
    elements: [
      { kind: 'header', text: `Why ${incident.id} is due when it is` },
      ...traces.slice(0, mostClocks).flatMap((trace) => explain(trace, incident, desk, reader)),
      ...older.map((clock): CardElement => ({
        kind: 'text',
        text: [
          ...headOf(clock, desk, reader),
          text(` (by agreements that have changed since, desk file version ${clock.deskVersion})`),
        ],
      })),
      ...(left <= 0
        ? []
        : [
            {
              kind: 'context',
              text: `${left} more ${left === 1 ? 'target is' : 'targets are'} not explained here.`,
            } as const,
          ]),
    ],
  }
}

const explain = (
  trace: ClockTrace,
  incident: Incident,
  desk: Desk,
  reader: 'requester' | 'desk',
): readonly CardElement[] => {
  const { clock, target, calendar, counted } = trace
  const party = partyName(clock, desk)
  const whose = party === undefined ? '' : ` of ${party}`
  const since = calendar.from === undefined ? '' : `, as agreed from ${calendar.from}`
  return [
    { kind: 'divider' },
    { kind: 'text', text: headOf(clock, desk, reader) },
    {
      kind: 'text',
      text: `“${target.name}”${whose}: ${openTime(clock.within)} for ${priorityOf(trace, incident)}, counted in the hours of “${calendar.id}” (${calendar.zone}${since}; desk file version ${clock.deskVersion}).`,
    },
    ...trace.steps.flatMap((step) => stepText(step, clock, desk, reader)),
    ...trace.exceptions.map(({ from, to, reason }): CardElement => ({
      kind: 'context',
      text: `Does not count from ${from} to ${to}: ${reason}`,
    })),
    {
      kind: 'text',
      text: `Counted${clock.endedAt === undefined ? ' so far' : ''}: ${openTime(counted)} of ${openTime(clock.within)}${counted > clock.within ? ` (${openTime(counted - clock.within)} too much)` : `; ${openTime(clock.within - counted)} left`}.`,
    },
  ]
}

/** What it was promised for: of a clock that ended before the priority changed, the one it had then. */
const priorityOf = ({ target, clock }: ClockTrace, { priority }: Incident): Priority =>
  target.within[priority] === clock.within
    ? priority
    : (priorities.find((one) => target.within[one] === clock.within) ?? priority)

const headOf = (clock: Clock, desk: Desk, reader: 'requester' | 'desk'): readonly Span[] => {
  const { due, endedAt, missed, state } = clock
  if (endedAt !== undefined) {
    const name = targetName(clock.slot, desk)
    const head = bold(`${name.charAt(0).toUpperCase()}${name.slice(1)}: `)
    if (state === 'stopped') return [head, text('asked for no longer since '), { at: endedAt }]
    return [head, text('done '), { at: endedAt }, text(missed ? ', missed' : ', in time')]
  }
  const label = bold(`${dueLabel(clock, desk, reader)} `)
  if (due !== undefined) return [label, { at: due }, text(missed ? ': missed' : '')]
  const why =
    state === 'paused' ? 'its time stands still now' : 'no date, its calendar does not open long enough'
  return [label, text(why)]
}

const stepText = (
  step: TraceStep,
  clock: Clock,
  desk: Desk,
  reader: 'requester' | 'desk',
): readonly CardElement[] => {
  if (step.kind === 'changed') {
    const spans = isOf(step, clock) ? changeSpans(step.event, clock, desk, reader) : []
    return spans.length === 0 ? [] : [{ kind: 'context', text: [{ at: step.at }, text('  '), ...spans] }]
  }
  if (step.kind === 'stood') {
    const over = step.to !== undefined
    return [
      {
        kind: 'context',
        text: [
          text(over ? 'Stood still from ' : 'Stands still since '),
          { at: step.from },
          ...(step.to === undefined ? [] : [text(' to '), { at: step.to }]),
          text(`: ${standing(step.incident, clock, desk, over)}`),
        ],
      },
    ]
  }
  const days = daysText(step)
  return [
    {
      kind: 'context',
      text: [
        text('Counts from '),
        { at: step.from },
        text(' to '),
        { at: step.to },
        text(`: ${openTime(step.ms)}`),
      ],
    },
    ...(days === '' ? [] : [{ kind: 'context', text: days } as const]),
  ]
}

/** One line for each day, in one text: a card has room for few texts and for long ones. */
const daysText = ({ days }: Extract<TraceStep, { kind: 'ran' }>): string => {
  const counted = days.filter(({ ms, holiday }) => ms > 0 || holiday !== undefined)
  const shown = counted.length > mostDays ? counted.slice(0, mostDays - 1) : counted
  const rest = counted.slice(shown.length)
  const more = `… and ${rest.length} more days with ${openTime(rest.reduce((sum, { ms }) => sum + ms, 0))}`
  return [...shown.map(dayText), ...(rest.length === 0 ? [] : [more])].join('\n')
}

/** What happened before a measurement began, or after it ended, changed nothing about it. */
const isOf = ({ at }: Extract<TraceStep, { kind: 'changed' }>, { startedAt, endedAt }: Clock): boolean =>
  Temporal.Instant.compare(at, startedAt) >= 0 &&
  (endedAt === undefined || Temporal.Instant.compare(at, endedAt) <= 0)

const standing = (incident: Incident, { tier }: Clock, desk: Desk, over: boolean): string => {
  const { waitingFor, state, team } = incident
  if (waitingFor !== undefined) return `it ${over ? 'waited' : 'waits'} for ${names.waitingName[waitingFor]}`
  if (isOpen(incident) && tier === 'ola') return `${names.teamName(desk, team)} ${over ? 'had' : 'has'} it`
  return `it ${over ? 'was' : 'is'} ${names.stateName[state].toLowerCase()}`
}

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
  { slot }: Clock,
  desk: Desk,
  reader: 'requester' | 'desk',
): readonly Span[] => {
  const anew = 'All of it is counted by that again, from the same beginning and with the same pauses.'
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
    case 'terms-changed': {
      // What was moved besides is explained with its own target, or is none of the reader's business.
      const changes = event.changes.filter((change) => change.slot === slot)
      if (changes.length === 0) return []
      return termsSpans({ ...event, changes }, desk, reader === 'requester' ? 'requester' : 'triage')
    }
    default:
      return []
  }
}
