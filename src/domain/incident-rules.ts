import { hasPartInAgreement } from './agreement-rules.ts'
import { agentsOf, isDeskLead, personOf, serviceOf, worksFor } from './authority.ts'
import { type Meta, accepted, theDesk } from './decision.ts'
import type { Desk } from './desk.ts'
import type { Effect } from './effect.ts'
import type { IncidentDecision } from './incident-raise.ts'
import type { Incident, IncidentEvent } from './incident.ts'
import type { PersonId } from './person.ts'
import { supplierOf } from './service-target.ts'

/** The event, and a line about it in the threads of both sides. */
export const toldToBoth = (...events: readonly IncidentEvent[]): IncidentDecision =>
  accepted(
    events,
    events.flatMap((_, event): Effect[] => [
      { kind: 'tell', audience: 'requester', event },
      { kind: 'tell', audience: 'triage', event },
    ]),
  )

export const isRequester = (incident: Incident, actor: string): boolean =>
  actor === incident.affected || actor === incident.raisedBy

/** Those a record concerns: its requesters, its team, the desk lead and the owner of its service. */
export const isInvolved = (incident: Incident, { actor, desk }: Meta): boolean =>
  actor !== theDesk &&
  (isRequester(incident, actor) ||
    worksFor(desk, actor, incident.team) ||
    serviceOf(desk, incident.service)?.owner === actor)

/** Those of the customer's own people who are told when a service of theirs is in trouble. */
export const interestedIn = (
  { service, customer }: Pick<Incident, 'service' | 'customer'>,
  desk: Desk,
): readonly PersonId[] =>
  (serviceOf(desk, service)?.interested ?? []).filter((id) => personOf(desk, id)?.customer === customer)

/** Answers for the supplier whose contract underpins the service, and is told when it is late. */
const managesSupplier = ({ service }: Incident, actor: string, desk: Desk): boolean => {
  const supplier = supplierOf(desk, service)
  return desk.suppliers.some(({ id, manager }) => id === supplier && manager === actor)
}

/** Reading is wider than acting: any agent may look, and an auditor may look at everything. */
export const maySee = (incident: Incident, { actor, desk }: Pick<Meta, 'actor' | 'desk'>): boolean => {
  const person = personOf(desk, actor)
  if (person === undefined) return false
  return (
    isRequester(incident, actor) ||
    hasPartInAgreement(incident, actor) ||
    desk.teams.some((team) => agentsOf(team).includes(actor)) ||
    serviceOf(desk, incident.service)?.owner === actor ||
    interestedIn(incident, desk).includes(actor) ||
    managesSupplier(incident, actor, desk) ||
    isDeskLead(desk, actor) ||
    person.roles.includes('admin') ||
    person.roles.includes('auditor')
  )
}
