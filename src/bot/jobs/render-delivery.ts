import type { EnteredAbsence } from '../../domain/absence.ts'
import type { Desk } from '../../domain/desk.ts'
import type { IncidentEvent, Recorded } from '../../domain/incident.ts'
import { type Person, sameIdentity } from '../../domain/person.ts'
import { endedSchedule, scheduleRecord } from '../../domain/schedule-post.ts'
import type { Begun, Delivery, Ref } from '../../store/deliveries.ts'
import type { LinkProposal } from '../../store/link-proposals.ts'
import type { ChatPort } from '../chat-port.ts'
import type { Card } from '../ui/card.ts'
import { absenceNotice } from '../views/absence.ts'
import { type CardReader, type IncidentFacts, incidentCard } from '../views/incident-card.ts'
import { alertCard } from '../views/clock-alert.ts'
import { incidentLine, incidentNotice } from '../views/incident-line.ts'
import { linkCard } from '../views/link.ts'
import { type RenderChangeServices, renderChange } from './render-change.ts'
import { type RenderScheduleServices, renderSchedule } from './render-schedule.ts'

export interface RenderServices extends RenderChangeServices, RenderScheduleServices {
  readonly desk: () => Promise<Desk>
  readonly facts: (id: string) => Promise<IncidentFacts | undefined>
  readonly event: (record: string, seq: number) => Promise<Recorded<IncidentEvent> | undefined>
  readonly absence: (id: string) => Promise<EnteredAbsence | undefined>
  readonly linkProposal: (id: string) => Promise<LinkProposal | undefined>
}

/** Makes what a delivery says when it is sent, from the record as it is then: a card is never older than its sending. */
export const createRender =
  (services: RenderServices) =>
  async (delivery: Delivery, begun: Begun, port: ChatPort): Promise<Card | undefined> => {
    const { ref, seq, kind } = delivery
    if (ref.record.startsWith('link/')) {
      const proposal = await services.linkProposal(ref.record.slice('link/'.length))
      return proposal === undefined ? undefined : linkCard(proposal, await services.desk())
    }
    if (ref.record === scheduleRecord || ref.record === endedSchedule) return renderSchedule(services, ref)
    if (ref.record.startsWith('absence/')) return absence(services, delivery)
    if (ref.record.startsWith('CHG-')) return renderChange(services, delivery, isFlat(delivery, port))
    if (kind === 'alert') return alert(services, begun, delivery, isFlat(delivery, port))
    const facts = await services.facts(ref.record)
    if (facts === undefined) return undefined
    if (kind === 'card') return incidentCard(facts, readerOf(ref), personAt(facts.desk, ref)?.id)
    const happened = seq === undefined ? undefined : await services.event(ref.record, seq)
    if (happened === undefined) return undefined
    const reader = { audience: sideOf(ref), platform: ref.platform, named: isFlat(delivery, port) }
    return kind === 'notice'
      ? incidentNotice(facts.incident, happened, facts.desk, reader)
      : incidentLine(facts.incident, happened, facts.desk, reader)
  }

/** To the absent one and to the deputy; the first of the two things that can be said about it is that it was entered. */
const absence = async (services: RenderServices, { ref, seq }: Delivery): Promise<Card | undefined> => {
  const found = await services.absence(ref.record.slice('absence/'.length))
  if (found === undefined) return undefined
  const desk = await services.desk()
  return absenceNotice(found, seq === 1 ? 'entered' : 'taken-back', personAt(desk, ref)?.id, desk)
}

/** The person whose direct chat it is, where the desk still knows them. */
const personAt = (desk: Desk, { direct }: Ref): Person | undefined =>
  desk.people.find(({ identities }) =>
    identities.some((identity) => direct !== undefined && sameIdentity(identity, direct)),
  )

/** Where there are no threads a line must say which record it is about. */
const isFlat = ({ ref }: Delivery, port: ChatPort): boolean =>
  ref.direct !== undefined && !port.capabilities.directThreads

/** All that waits for one reader, in one message. */
const alert = async (
  services: RenderServices,
  { events }: Begun,
  { ref }: Delivery,
  named: boolean,
): Promise<Card | undefined> => {
  const alerts = await Promise.all(
    events.map(async ({ record, seq }) => ({
      facts: await services.facts(record),
      happened: await services.event(record, seq),
    })),
  )
  const known = alerts.flatMap(({ facts, happened }) =>
    facts === undefined || happened === undefined ? [] : [{ facts, happened }],
  )
  if (known.length === 0) return undefined
  const [first] = known
  const person = first === undefined ? undefined : personAt(first.facts.desk, ref)
  return alertCard(known, {
    audience: sideOf(ref),
    platform: ref.platform,
    named,
    ...(person === undefined ? {} : { person: person.id }),
  })
}

/** An incident has no authority; whoever answers in another's stead has a card, and no lines. */
const sideOf = ({ audience }: Ref): 'requester' | 'triage' | 'person' =>
  audience === 'triage' || audience === 'requester' ? audience : 'person'

const readerOf = ({ audience, active }: Ref): CardReader => {
  if (audience === 'approver') return 'approver'
  if (audience !== 'triage') return 'requester'
  return active ? 'triage' : 'former-team'
}
