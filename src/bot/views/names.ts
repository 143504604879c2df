import { personOf, serviceOf, teamOf } from '../../domain/authority.ts'
import { theDesk } from '../../domain/decision.ts'
import type { Desk } from '../../domain/desk.ts'
import type { IncidentState, WaitingFor } from '../../domain/incident.ts'
import type { PersonId } from '../../domain/person.ts'
import type { Level, Priority } from '../../domain/priority.ts'

/** What people, teams and words of the desk file are called. Someone or something no longer named keeps its id. */
export const personName = (desk: Desk, id: PersonId): string =>
  id === theDesk ? 'The desk' : (personOf(desk, id)?.name ?? id)
export const teamName = (desk: Desk, id: string): string => teamOf(desk, id)?.name ?? id
export const serviceName = (desk: Desk, id: string): string => serviceOf(desk, id)?.name ?? id
export const componentName = (desk: Desk, service: string, id: string): string =>
  serviceOf(desk, service)?.components.find((component) => component.id === id)?.name ?? id
export const categoryName = (desk: Desk, id: string): string =>
  desk.categories.find((category) => category.id === id)?.name ?? id
export const resolutionName = (desk: Desk, id: string): string =>
  desk.resolutionCodes.find((code) => code.id === id)?.name ?? id

export const causeName = (desk: Desk, id: string): string =>
  desk.missCauses.find((cause) => cause.id === id)?.name ?? id

export const stateName: Readonly<Record<IncidentState, string>> = {
  new: 'New',
  assigned: 'Assigned',
  'in-progress': 'In progress',
  suspended: 'Suspended',
  resolved: 'Resolved',
  closed: 'Closed',
  cancelled: 'Cancelled',
}

export const stateSign: Readonly<Record<IncidentState, string>> = {
  new: '🆕',
  assigned: '👤',
  'in-progress': '🔧',
  suspended: '⏸️',
  resolved: '✅',
  closed: '🔒',
  cancelled: '🚫',
}

export const prioritySign: Readonly<Record<Priority, string>> = { P1: '🔴', P2: '🟠', P3: '🟡', P4: '⚪' }

export const levelName: Readonly<Record<Level, string>> = { high: 'High', medium: 'Medium', low: 'Low' }

export const impactHint: Readonly<Record<Level, string>> = {
  high: 'High: a whole site or service',
  medium: 'Medium: a team or department',
  low: 'Low: one person',
}

export const urgencyHint: Readonly<Record<Level, string>> = {
  high: 'High: work has stopped',
  medium: 'Medium: work is slowed',
  low: 'Low: it can wait',
}

export const waitingName: Readonly<Record<WaitingFor, string>> = {
  requester: 'the person affected',
  supplier: 'a supplier',
  change: 'a change',
}
