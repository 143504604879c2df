import type { Desk } from '../../domain/desk.ts'
import type { ClockPassed, Incident, IncidentEvent, Recorded } from '../../domain/incident.ts'
import { isOpen } from '../../domain/incident.ts'
import { type Button, type Card, type CardElement, type Span, bold, plain, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { duration, promised, slotName } from './clock-words.ts'
import type { IncidentFacts } from './incident-card.ts'
import * as names from './names.ts'
import { type Reader, mention } from './reader.ts'

export interface Alert {
  readonly facts: IncidentFacts
  readonly happened: Recorded<IncidentEvent>
}

/** Everything that waits for one reader about targets, as one message: a thread's lines, or a message to a person. */
export const alertCard = (alerts: readonly Alert[], reader: Reader): Card => {
  const lines = alerts.map((alert) => lineOf(alert, reader))
  const [first] = alerts
  if (reader.audience !== 'person' || first === undefined)
    return {
      fallback: lines.map((line) => plain(line)).join('\n'),
      elements: lines.map((line) => ({ kind: 'text', text: line })),
    }
  const records = [...new Map(alerts.map(({ facts }) => [facts.incident.id, facts])).values()]
  const title =
    records.length === 1
      ? `${first.facts.incident.id} · ${first.facts.incident.title}`
      : `${records.length} records need your attention`
  return {
    fallback: `${title}: ${lines.map((line) => plain(line)).join(' ')}`,
    elements: [
      { kind: 'header', text: title },
      ...records.flatMap((facts) => sectionOf(facts, alerts, lines, records.length > 1, reader)),
    ],
  }
}

const sectionOf = (
  facts: IncidentFacts,
  alerts: readonly Alert[],
  lines: readonly (readonly Span[])[],
  titled: boolean,
  reader: Reader,
): readonly CardElement[] => {
  const { incident, desk } = facts
  const mine = lines.filter((_, index) => alerts[index]?.facts.incident.id === incident.id)
  const about = `${names.prioritySign[incident.priority]} ${incident.priority} · ${names.serviceName(desk, incident.service)} · ${names.teamName(desk, incident.team)}`
  return [
    ...(titled
      ? [{ kind: 'text', text: [bold(`${incident.id} `), text(cut(incident.title, 120))] } as const]
      : []),
    ...mine.map((line) => ({ kind: 'text', text: line }) as const),
    { kind: 'context', text: about },
    { kind: 'buttons', buttons: buttonsOf(incident, reader) },
  ]
}

const buttonsOf = (incident: Incident, { customerSide }: Reader): readonly Button[] => {
  const action = (name: string) => ({
    name: `incident.${name}`,
    record: incident.id,
    version: incident.version,
  })
  return [
    ...(customerSide !== true && incident.alerted && isOpen(incident)
      ? [{ label: 'Acknowledge', action: action('acknowledge'), style: 'primary' } as const]
      : []),
    ...(customerSide !== true && incident.unexplained.length > 0
      ? [{ label: 'Say why', action: action('explain-miss'), opensForm: true } as const]
      : []),
    { label: 'Why this due time?', action: action('why') },
    { label: 'Details', action: action('details') },
  ]
}

const lineOf = ({ facts, happened }: Alert, reader: Reader): readonly Span[] => {
  const { incident, desk } = facts
  const { event } = happened
  if (event.type !== 'clock-warned' && event.type !== 'clock-breached') return [text('')]
  const body = alertSpans(incident, event, desk, reader)
  return reader.named && reader.audience !== 'person' ? [bold(`${incident.id} `), ...body] : body
}

/** One warning or breach in words for its reader: what happens, by when, and what is done about it. */
export const alertSpans = (
  incident: Incident,
  event: Extract<IncidentEvent, { type: 'clock-warned' | 'clock-breached' }>,
  desk: Desk,
  reader: Pick<Reader, 'audience' | 'platform' | 'customerSide'>,
): readonly Span[] => {
  const late = event.late === undefined ? [] : [text(` (Told ${duration(event.late)} late.)`)]
  const due = { at: Temporal.Instant.from(event.due) }
  if (reader.audience === 'requester' || reader.customerSide === true)
    return [...requesterSpans(incident, event, due, desk, reader), ...late]
  const name = slotName(event.slot)
  if (event.type === 'clock-warned')
    return [
      text(`⏱️ ${shareOf(event.threshold)}: it is ${promised(name, desk)} by `),
      due,
      text(`. ${doing(incident, desk)}`),
      ...late,
    ]
  const ask =
    incident.assignee === undefined
      ? 'Please take it, and say why when it is known.'
      : `${names.personName(desk, incident.assignee)}, please say why as soon as you know.`
  return [
    bold('🔴 Missed: '),
    text(`it was ${promised(name, desk)} by `),
    due,
    text(`. ${doing(incident, desk)} ${ask}`),
    ...late,
  ]
}

const shareOf = (threshold: string): string => {
  if (threshold.endsWith('%')) return `${threshold} of the time has passed`
  return `${duration(Temporal.Duration.from(threshold).total('milliseconds'))} are left`
}

const doing = (incident: Incident, desk: Desk): string => {
  if (incident.assignee === undefined) return 'Nobody has taken it yet.'
  const who = names.personName(desk, incident.assignee)
  if (incident.state === 'in-progress') return `${who} is working on it.`
  return isOpen(incident) ? `It is assigned to ${who}.` : `${who} had it.`
}

/** In advance, without the desk's own words, and with what happens next (8.1-h). */
const requesterSpans = (
  incident: Incident,
  event: ClockPassed & { readonly type: 'clock-warned' | 'clock-breached' },
  due: Span,
  desk: Desk,
  reader: Pick<Reader, 'audience' | 'platform' | 'customerSide'>,
): readonly Span[] => {
  const { kind } = slotName(event.slot)
  const you: readonly Span[] =
    reader.audience === 'requester'
      ? [mention(desk, incident.affected, reader.platform), text(', this')]
      : [text(`What affects ${names.personName(desk, incident.affected)}`)]
  const what = {
    response: 'an answer was promised',
    resolution: 'it was promised to be resolved',
    update: 'news was promised',
  }[kind]
  const next = `What happens next: ${doing(incident, desk)}${toldText(event, incident, desk)} You will be told here as soon as there is news.`
  return event.type === 'clock-warned'
    ? [
        ...you,
        text(` may take longer than agreed: ${what} by `),
        due,
        text(`, and that may not be kept. ${next}`),
      ]
    : [
        ...you,
        text(` takes longer than agreed: ${what} by `),
        due,
        text(`, and that was not kept. We are sorry. ${next}`),
      ]
}

const toldText = ({ told }: ClockPassed, incident: Incident, desk: Desk): string => {
  const others = told.filter((person) => person !== incident.assignee && person !== incident.affected)
  if (others.length === 0) return ''
  const list = others.slice(0, 3).map((person) => names.personName(desk, person))
  const rest = others.length > 3 ? ` and ${others.length - 3} more` : ''
  return ` ${list.join(', ')}${rest} ${others.length === 1 ? 'has' : 'have'} been told.`
}
