import type { IncidentFacts } from './bot/views/incident-card.ts'
import { nearbyHours, nearbyOf, servicesAround, suspectHours, suspectsOf } from './domain/change-nearby.ts'
import type { Change } from './domain/change.ts'
import { theDesk } from './domain/decision.ts'
import type { Desk } from './domain/desk.ts'
import type { IncidentCommand } from './domain/incident-command.ts'
import type { HeardChange, Incident } from './domain/incident.ts'
import type { Outcome, Request } from './store/request.ts'
import { findIncident } from './store/incidents.ts'
import {
  changesOn,
  linkedChanges,
  markTold,
  raisedAfterChanges,
  recentKey,
  untoldEnds,
} from './store/change-links.ts'
import type { TransactServices } from './store/transact.ts'

interface Services extends Pick<TransactServices, 'db' | 'desk'> {
  readonly act: (id: string, command: IncidentCommand, request: Request) => Promise<Outcome<Incident>>
  readonly now: () => Temporal.Instant
}

/** How long after it was raised an incident may still hear of what was changed before it, in hours: a desk that was down says it late. */
const lateHours = 24

const batch = 100

/** What changes have to do with incidents (8.1-i, 8.1-k). */
export const createIncidentChanges = ({ db, desk, act, now }: Services) => {
  const aroundOf = async (
    incident: Incident,
    known: Desk,
  ): Promise<Pick<IncidentFacts, 'changes' | 'nearby'>> => {
    const at = now()
    const [changes, near] = await Promise.all([
      linkedChanges(db, incident.id),
      changesOn(
        db,
        servicesAround(incident, known),
        at.subtract({ hours: nearbyHours.back }),
        at.add({ hours: nearbyHours.ahead }),
      ),
    ])
    return { changes, nearby: nearbyOf(incident, near, known, at) }
  }

  /** Once for each act, however many processes tick. */
  const hear = (id: string, command: IncidentCommand, inbound: string): Promise<Outcome<Incident>> =>
    act(id, command, { actor: theDesk, via: { how: 'clock' }, now: now(), inbound })

  const tellEnds = async (): Promise<number> => {
    const ends = await untoldEnds(db, batch)
    for (const { change, incident } of ends) {
      const changes = heardOf(change)
      await hear(
        incident,
        { type: 'hear-of-changes', news: 'ended', changes },
        `ended:${change.id}:${incident}`,
      )
      await markTold(db, change.id, incident)
    }
    return ends.length
  }

  const tellRecent = async (): Promise<number> => {
    const ids = await raisedAfterChanges(db, now().subtract({ hours: lateHours }), batch)
    let told = 0
    for (const id of ids) {
      const [incident, known] = await Promise.all([findIncident(db, id), desk()])
      if (incident === undefined) continue
      const { raisedAt, service } = incident
      const [near, linked] = await Promise.all([
        changesOn(db, [service], raisedAt.subtract({ hours: suspectHours }), raisedAt),
        linkedChanges(db, id),
      ])
      const others = near.filter((change) => !linked.some((one) => one.id === change.id))
      const changes = suspectsOf(incident, others, known).flatMap(({ change }) => heardOf(change))
      if (changes.length === 0) continue
      await hear(id, { type: 'hear-of-changes', news: 'recent', changes }, recentKey(id))
      told += 1
    }
    return told
  }

  return {
    aroundOf,
    /** Tells teams what they have to hear of changes; gives how many lines that were. */
    tellIncidents: async (): Promise<number> => (await tellEnds()) + (await tellRecent()),
  }
}

const heardOf = ({ id, title, outcome, startedAt }: Change): readonly HeardChange[] => {
  if (outcome !== undefined)
    return [{ change: id, title, how: outcome.how, at: outcome.at.toString(), text: outcome.text }]
  return startedAt === undefined ? [] : [{ change: id, title, how: 'under-way', at: startedAt.toString() }]
}
