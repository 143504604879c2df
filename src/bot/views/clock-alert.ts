import { type Incident, type IncidentEvent, type Recorded, isOpen } from '../../domain/incident.ts'
import { type Button, type Card, type CardElement, type Span, bold, plain, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { type Passed, alertSpans } from './clock-alert-words.ts'
import type { IncidentFacts } from './incident-card.ts'
import * as names from './names.ts'
import { type Part, type Reader, partOf } from './reader.ts'

export interface Alert {
  readonly facts: IncidentFacts
  readonly happened: Recorded<IncidentEvent>
}

interface Line {
  readonly facts: IncidentFacts
  readonly part: Part
  readonly spans: readonly Span[]
}

/** Everything that waits for one reader about targets, as one message: a thread's lines, or a message to a person. */
export const alertCard = (alerts: readonly Alert[], reader: Reader): Card => {
  const lines = newest(alerts).map((alert) => lineOf(alert, reader))
  const [first] = lines
  if (reader.audience !== 'person' || first === undefined) {
    const said = lines.map(({ facts, spans }) =>
      reader.named ? [bold(`${facts.incident.id} `), ...spans] : spans,
    )
    return {
      fallback: said.map((line) => plain(line)).join('\n'),
      elements: said.map((line) => ({ kind: 'text', text: line })),
    }
  }
  const records = recordsOf(lines)
  if (records.length === 1) {
    const title = `${first.facts.incident.id} · ${first.facts.incident.title}`
    return {
      fallback: `${title}: ${lines.map(({ spans }) => plain(spans)).join(' ')}`,
      elements: [{ kind: 'header', text: title }, ...sectionOf(first, lines)],
    }
  }
  const ofDesk = records.some(({ part }) => part !== 'customer')
  const title = ofDesk
    ? `${records.length} records need your attention`
    : `${records.length} records take longer than agreed, or may do so`
  return {
    fallback: `${title}: ${lines.map(({ facts, spans }) => `${facts.incident.id} ${plain(spans)}`).join(' ')}`,
    elements: [
      { kind: 'header', text: title },
      ...records.slice(0, most).flatMap((record) => titledSection(record, lines)),
      ...restOf(records.slice(most)),
    ],
  }
}

/** Records that are told one by one: as many as the narrower of both chats has room for, buttons and all. */
const most = 8

/** The highest priority first; else in the order of what happened. */
const recordsOf = (lines: readonly Line[]): readonly Line[] =>
  [...new Map(lines.map((line) => [line.facts.incident.id, line])).values()].toSorted((a, b) =>
    a.facts.incident.priority.localeCompare(b.facts.incident.priority),
  )

const titledSection = (record: Line, lines: readonly Line[]): readonly CardElement[] => {
  const { id, title } = record.facts.incident
  return [
    { kind: 'divider' },
    { kind: 'text', text: [bold(`${id} `), text(cut(title, 120))] },
    ...sectionOf(record, lines),
  ]
}

const restOf = (left: readonly Line[]): readonly CardElement[] => {
  if (left.length === 0) return []
  const ids = left.map(({ facts }) => facts.incident.id)
  return [
    { kind: 'divider' },
    { kind: 'text', text: cut(`And ${left.length} more: ${ids.join(', ')}`, 600) },
    { kind: 'context', text: '“show” and a number shows one of them.' },
  ]
}

/** Of several for one measurement only the newest is still so: after 90 % nobody needs to read of 75 %. */
const newest = (alerts: readonly Alert[]): readonly (Alert & { readonly event: Passed })[] => {
  const last = new Map<string, Alert & { readonly event: Passed }>()
  for (const alert of alerts) {
    const { event } = alert.happened
    if (event.type !== 'clock-warned' && event.type !== 'clock-breached') continue
    const key = `${alert.facts.incident.id} ${event.slot} ${event.run}`
    last.delete(key)
    last.set(key, { ...alert, event })
  }
  return [...last.values()]
}

const lineOf = ({ facts, event }: Alert & { readonly event: Passed }, reader: Reader): Line => {
  const part = partOf(facts.incident, facts.desk, reader)
  return { facts, part, spans: alertSpans(facts.incident, event, facts.desk, reader) }
}

const sectionOf = ({ facts, part }: Line, lines: readonly Line[]): readonly CardElement[] => {
  const { incident, desk } = facts
  const about = `${names.prioritySign[incident.priority]} ${incident.priority} · ${names.serviceName(desk, incident.service)} · ${names.teamName(desk, incident.team)}`
  const mine = lines.filter((line) => line.facts.incident.id === incident.id)
  return [
    // One text, because a card has room for few of them.
    {
      kind: 'text',
      text: mine.flatMap(({ spans }, index) => (index === 0 ? spans : [text('\n'), ...spans])),
    },
    { kind: 'context', text: about },
    { kind: 'buttons', buttons: buttonsOf(incident, part) },
  ]
}

const buttonsOf = (incident: Incident, part: Part): readonly Button[] => {
  const action = (name: string) => ({
    name: `incident.${name}`,
    record: incident.id,
    version: incident.version,
  })
  return [
    ...(part === 'team' && incident.alerted && isOpen(incident)
      ? [{ label: 'Acknowledge', action: action('acknowledge'), style: 'primary' } as const]
      : []),
    ...(part === 'team' && incident.unexplained.length > 0
      ? [{ label: 'Say why', action: action('explain-miss'), opensForm: true } as const]
      : []),
    { label: 'Why this due time?', action: action('why') },
    { label: 'Details', action: action('details') },
  ]
}
