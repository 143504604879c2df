import type { Desk } from '../../domain/desk.ts'
import type { IncidentEvent, Recorded } from '../../domain/incident.ts'
import type { Delivery, Ref } from '../../store/deliveries.ts'
import type { LinkProposal } from '../../store/link-proposals.ts'
import type { ChatPort } from '../chat-port.ts'
import type { Card } from '../ui/card.ts'
import { type CardReader, type IncidentFacts, incidentCard } from '../views/incident-card.ts'
import { incidentLine, incidentNotice } from '../views/incident-line.ts'
import { linkCard } from '../views/link.ts'

export interface RenderServices {
  readonly desk: () => Promise<Desk>
  readonly facts: (id: string) => Promise<IncidentFacts | undefined>
  readonly event: (record: string, seq: number) => Promise<Recorded<IncidentEvent> | undefined>
  readonly linkProposal: (id: string) => Promise<LinkProposal | undefined>
}

/** Makes what a delivery says when it is sent, from the record as it is then: a card is never older than its sending. */
export const createRender =
  (services: RenderServices) =>
  async (delivery: Delivery, port: ChatPort): Promise<Card | undefined> => {
    const { ref, seq, kind } = delivery
    if (ref.record.startsWith('link/')) {
      const proposal = await services.linkProposal(ref.record.slice('link/'.length))
      return proposal === undefined ? undefined : linkCard(proposal, await services.desk())
    }
    const facts = await services.facts(ref.record)
    if (facts === undefined) return undefined
    if (kind === 'card') return incidentCard(facts, readerOf(ref))
    const happened = seq === undefined ? undefined : await services.event(ref.record, seq)
    if (happened === undefined) return undefined
    const named = ref.direct !== undefined && !port.capabilities.directThreads
    const reader = { audience: ref.audience, platform: ref.platform, named }
    return kind === 'notice'
      ? incidentNotice(facts.incident, happened, facts.desk, reader)
      : incidentLine(facts.incident, happened, facts.desk, reader)
  }

const readerOf = ({ audience, active }: Ref): CardReader => {
  if (audience !== 'triage') return 'requester'
  return active ? 'triage' : 'former-team'
}
