import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Incident } from '../../domain/incident.ts'
import { changeStateName, servicesText } from './change-names.ts'
import * as names from './names.ts'

/** A record in half a line, below its number and title. */
export const incidentSummary = (incident: Incident, desk: Desk): string =>
  `${names.stateName[incident.state]} · ${incident.priority} · ${names.serviceName(desk, incident.service)}`

export const changeSummary = (change: Change, desk: Desk): string =>
  `${changeStateName[change.state]} · ${servicesText(change.services, desk)} · ${names.personName(desk, change.implementer)}`
