import type { ApprovalEvent } from '../../domain/approval-event.ts'
import type { Via } from '../../domain/decision.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Incident, IncidentEvent, Recorded } from '../../domain/incident.ts'
import type { PersonId, Platform } from '../../domain/person.ts'
import type { Card, CardElement, Span } from '../ui/card.ts'
import { bold, text } from '../ui/card.ts'
import { isPromise, termsSpans } from './clock-history.ts'
import { type IncidentFacts, incidentCard } from './incident-card.ts'
import { incidentLine } from './incident-line.ts'

/** The newest events that a card has room for. */
const most = 15

interface HistoryReader {
  readonly audience: 'requester' | 'triage'
  readonly platform: Platform
  /** Somebody who has to do with it only because they were asked to agree in another's stead. */
  readonly standIn?: PersonId
}

/** *Details*: the card with its history; to the requester's side without what the desk's side keeps to itself. */
export const detailsCard = (
  facts: IncidentFacts,
  history: readonly (Recorded<IncidentEvent> & { readonly via: Via })[],
  reader: HistoryReader,
): Card => {
  const { audience, standIn } = reader
  const card = incidentCard(facts, standIn === undefined ? audience : 'approver', standIn)
  const told = history.filter(({ event }) => event.type !== 'approval' || !followed.has(event.event.type))
  const visible = audience === 'triage' ? told : told.flatMap(forRequester)
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

/** What follows from these is told by another event, or was by one before. */
const followed: ReadonlySet<ApprovalEvent['type']> = new Set([
  'opened',
  'approved',
  'rejected',
  'expired',
  'withdrawn',
])

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
