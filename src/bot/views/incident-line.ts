import type { Desk } from '../../domain/desk.ts'
import type { Incident, IncidentEvent, Recorded } from '../../domain/incident.ts'
import { type Card, type Span, bold, plain, text } from '../ui/card.ts'
import { agreementSpans, questionText, waitedFor } from './agreement.ts'
import { historySpans, termsSpans } from './clock-history.ts'
import { targetName } from './clock-words.ts'
import { heardSpans } from './incident-changes.ts'
import * as names from './names.ts'
import { type Reader, mention } from './reader.ts'

/** One event as one line in a thread. */
export const incidentLine = (
  incident: Incident,
  happened: Recorded<IncidentEvent>,
  desk: Desk,
  reader: Reader,
): Card => {
  const body = spansOf(incident, happened, desk, reader)
  const spans = reader.named ? [bold(`${incident.id} `), ...body] : body
  return { fallback: plain(spans), elements: [{ kind: 'text', text: spans }] }
}

/** One event as a message of its own to someone who may not know the record yet. */
export const incidentNotice = (
  incident: Incident,
  happened: Recorded<IncidentEvent>,
  desk: Desk,
  reader: Reader,
): Card => {
  const body = spansOf(incident, happened, desk, reader)
  return {
    fallback: `${incident.id} ${incident.title}: ${plain(body)}`,
    elements: [
      { kind: 'header', text: `${incident.id} · ${incident.title}` },
      { kind: 'text', text: body },
      {
        kind: 'context',
        text: `${names.prioritySign[incident.priority]} ${incident.priority} · ${names.serviceName(desk, incident.service)} · ${names.teamName(desk, incident.team)}`,
      },
      {
        kind: 'buttons',
        buttons: [{ label: 'Details', action: { name: 'incident.details', record: incident.id } }],
      },
    ],
  }
}

const spansOf = (
  incident: Incident,
  { event, actor }: Recorded<IncidentEvent>,
  desk: Desk,
  reader: Reader,
): readonly Span[] => {
  const who = bold(names.personName(desk, actor))
  const you = reader.audience === 'requester' ? mention(desk, incident.affected, reader.platform) : undefined
  switch (event.type) {
    case 'raised':
      return [who, text(' raised it.')]
    case 'taken':
      return [who, text(' took it and is working on it.')]
    case 'assigned':
      return [who, text(' assigned it to '), mention(desk, event.to, reader.platform), text('.')]
    case 'handed-over':
      return [
        who,
        text(
          ` handed it from ${names.teamName(desk, event.from)} to ${names.teamName(desk, event.to)}: ${event.reason}`,
        ),
      ]
    case 'escalated': {
      const told = event.to.map((person) => names.personName(desk, person)).join(', ')
      return [who, text(` escalated it to ${told}: ${event.reason}`)]
    }
    case 'noted':
      return [text('🔒 Internal note by '), who, ...words(`: ${event.text}`)]
    case 'commented': {
      const files =
        event.files === 0
          ? ''
          : ` (${event.files} ${event.files === 1 ? 'file' : 'files'} attached where it was said)`
      const side = event.side === 'desk' ? names.teamName(desk, incident.team) : 'requester'
      return [who, ...words(` (${side}): ${event.text}${files}`)]
    }
    case 'asked':
      return you === undefined
        ? [text(questionText(event.question, desk, reader.audience))]
        : [
            you,
            text(
              `: ${questionText(event.question, desk, reader.audience)}. Please answer with Agree or Decline on the card.`,
            ),
          ]
    case 'approval':
      return agreementSpans(incident, { event, actor }, desk, reader)
    case 'agreed':
      return [who, text(` agreed${event.as === 'desk-lead' ? ' as desk lead' : ''}.`)]
    case 'declined':
      return [who, text(` declined${event.as === 'desk-lead' ? ' as desk lead' : ''}. Nothing changes.`)]
    case 'priority-set': {
      const set = ` set the priority from ${event.from} to ${event.to}`
      if (event.askedBy === undefined) return [who, text(`${set}: ${event.reason}`)]
      const asker = bold(names.personName(desk, event.askedBy))
      return [asker, text(`${set}, and `), who, text(` agreed: ${event.reason}`)]
    }
    case 'classified': {
      const { classification } = event
      const priority = event.priority === event.from ? '' : `; the priority is now ${event.priority}`
      const classified = ` classified it as ${names.serviceName(desk, classification.service)}, ${names.categoryName(desk, classification.category)}, ${names.levelName[classification.impact].toLowerCase()} impact, ${names.levelName[classification.urgency].toLowerCase()} urgency${priority}`
      if (event.askedBy === undefined) return [who, text(`${classified}.`)]
      const asker = bold(names.personName(desk, event.askedBy))
      return [asker, text(`${classified}; `), who, text(' agreed.')]
    }
    case 'suspended':
      return [
        text(
          `Work is suspended while waiting for ${waitedFor(event.waitingFor, reader.audience)}: ${event.reason}`,
        ),
      ]
    case 'resumed':
      return [who, text(' brought it back to work.')]
    case 'resolved': {
      const resolved = text(` resolved it (${names.resolutionName(desk, event.code)}): ${event.text}`)
      return you === undefined
        ? [who, resolved]
        : [who, resolved, text('\n'), you, text(', does it work again? Close it or reopen it on the card.')]
    }
    case 'classification-checked':
      return [who, text(' checked the classification.')]
    case 'reopened':
      return [who, text(` reopened it${inStead(event.for, desk)}: ${event.reason}`)]
    case 'closed':
      return event.how === 'agreed'
        ? [who, text(` agreed${inStead(event.for, desk)} to close it.`)]
        : [text('Closed: nobody answered in the agreed time.')]
    case 'cancelled':
      return [who, text(` cancelled it: ${event.reason}`)]
    case 'clock-warned':
    case 'clock-breached':
      return historySpans(event, desk)
    case 'acknowledged':
      return [
        who,
        text(
          ' has seen the warnings and deals with it. Later warnings go no further up; a missed target still does.',
        ),
      ]
    case 'miss-explained':
      return [
        who,
        text(
          ` said why ${targetName(event.slot, desk)} was missed: ${names.causeName(desk, event.cause)}. ${event.text}`,
        ),
      ]
    case 'heard-of-changes':
      return heardSpans(event)
    case 'terms-changed':
      return termsSpans(event, desk, reader.audience)
  }
}

const inStead = (person: string | undefined, desk: Desk): string =>
  person === undefined ? '' : ` for ${names.personName(desk, person)}`

/** Long words as several spans, because a platform limits each of them; no character is split. */
const words = (value: string): readonly Span[] => {
  const spans: Span[] = []
  let from = 0
  while (from < value.length) {
    const end = from + 2900
    const splits = /[\uD800-\uDBFF]/.test(value.charAt(end - 1)) && end < value.length
    spans.push(text(value.slice(from, splits ? end - 1 : end)))
    from = splits ? end - 1 : end
  }
  return spans
}
