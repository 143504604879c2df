import type { Via } from '../../domain/decision.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Incident, IncidentEvent, Recorded } from '../../domain/incident.ts'
import type { Platform } from '../../domain/person.ts'
import type { Card, CardElement, Span } from '../ui/card.ts'
import { bold, text } from '../ui/card.ts'
import { isPromise, termsSpans } from './clock-history.ts'
import { type IncidentFacts, incidentCard } from './incident-card.ts'
import { incidentLine } from './incident-line.ts'

/** The newest events that a card has room for. */
const most = 15

/** *Details*: the card with its history; to the requester's side without what the desk's side keeps to itself. */
export const detailsCard = (
  facts: IncidentFacts,
  history: readonly (Recorded<IncidentEvent> & { readonly via: Via })[],
  reader: { readonly audience: 'requester' | 'triage'; readonly platform: Platform },
): Card => {
  const card = incidentCard(facts, reader.audience)
  const visible = reader.audience === 'triage' ? history : history.flatMap(forRequester)
  const shown = visible.slice(-most)
  const left = visible.length - shown.length
  const lines: CardElement[] = shown.map((happened) => ({
    kind: 'context',
    text: lineOf(facts.incident, happened, facts.desk, reader),
  }))
  const heading: CardElement = {
    kind: 'text',
    text: [bold('History'), ...(left > 0 ? [text(` (the newest ${most} of ${visible.length})`)] : [])],
  }
  const buttons = card.elements.filter((element) => element.kind === 'buttons')
  const rest = card.elements.filter((element) => element.kind !== 'buttons')
  return { ...card, elements: [...rest, { kind: 'divider' }, heading, ...lines, ...buttons] }
}

type Happened = Recorded<IncidentEvent> & { readonly via: Via }

/** Internal notes, causes of missed targets, changes that may have caused it, and what teams and suppliers owe the desk stay on the desk's side. */
const forRequester = (happened: Happened): readonly Happened[] => {
  const { event } = happened
  switch (event.type) {
    case 'noted':
    case 'acknowledged':
    case 'miss-explained':
    case 'heard-of-changes':
      return []
    case 'clock-warned':
    case 'clock-breached':
      return isPromise(event.slot) ? [happened] : []
    case 'terms-changed': {
      const changes = event.changes.filter(({ slot }) => isPromise(slot))
      return changes.length === 0 ? [] : [{ ...happened, event: { ...event, changes } }]
    }
    default:
      return [happened]
  }
}

const lineOf = (
  incident: Incident,
  happened: Happened,
  desk: Desk,
  { audience, platform }: { readonly audience: 'requester' | 'triage'; readonly platform: Platform },
): readonly Span[] => {
  const { event } = happened
  if (event.type === 'terms-changed')
    return [
      { at: happened.at },
      text('  '),
      ...termsSpans(event, desk, audience),
      text(`  (${fromWhere(happened.via)})`),
    ]
  const said = incidentLine(incident, happened, desk, { audience: 'person', platform, named: false })
  const element = said.elements[0]
  const spans =
    element?.kind === 'text' && typeof element.text !== 'string' ? element.text : [text(said.fallback)]
  const quiet = spans.map((span) => ('mention' in span ? bold(span.name) : span))
  return [{ at: happened.at }, text('  '), ...quiet, text(`  (${fromWhere(happened.via)})`)]
}

const fromWhere = (via: Via): string => {
  const platform = via.identity?.platform ?? via.place?.platform
  if (platform === undefined) return via.how
  return `${via.how} in ${platform === 'slack' ? 'Slack' : 'Teams'}`
}
