import type { Desk, Service, SupportTeam } from './desk.ts'
import type { GrantedRole, Person, PersonId, Role } from './person.ts'

/** The desk file's people, teams and services by id. A miss means that the file no longer names it. */
export const personOf = (desk: Desk, id: PersonId): Person | undefined => desk.people.find((p) => p.id === id)
export const teamOf = (desk: Desk, id: string): SupportTeam | undefined => desk.teams.find((t) => t.id === id)
export const serviceOf = (desk: Desk, id: string): Service | undefined =>
  desk.services.find((s) => s.id === id)

export const hasRole = (desk: Desk, person: PersonId, role: GrantedRole): boolean =>
  personOf(desk, person)?.roles.includes(role) ?? false

export const isDeskLead = (desk: Desk, person: PersonId): boolean => hasRole(desk, person, 'desk-lead')

/** People who work for a team: its members and its lead. */
export const agentsOf = (team: SupportTeam): readonly PersonId[] => [...new Set([team.lead, ...team.members])]

export const isAgentOf = (desk: Desk, person: PersonId, team: string): boolean => {
  const found = teamOf(desk, team)
  return found !== undefined && personOf(desk, person) !== undefined && agentsOf(found).includes(person)
}

export const isAgent = (desk: Desk, person: PersonId): boolean =>
  desk.teams.some((team) => isAgentOf(desk, person, team.id))

/** May work on what the team has: an agent of it, or the desk lead. */
export const worksFor = (desk: Desk, person: PersonId, team: string): boolean =>
  isAgentOf(desk, person, team) || isDeskLead(desk, person)

/** Those who are still in the desk file and let in no more. */
export const disabledIn = (desk: Desk): ReadonlySet<PersonId> =>
  new Set(desk.people.filter(({ disabled }) => disabled === true).map(({ id }) => id))

/** All roles of a person (4.1), those granted by name and those that follow from teams and services. */
export const rolesOf = (desk: Desk, person: Person): readonly Role[] => {
  const roles: Role[] = ['requester']
  if (isAgent(desk, person.id)) roles.push('agent')
  if (desk.teams.some((team) => team.lead === person.id)) roles.push('team-lead')
  if (desk.services.some((service) => service.owner === person.id)) roles.push('service-owner')
  return [...roles, ...person.roles]
}

/** Those who may agree in the desk's name (8.1-e). */
export const deskLeads = (desk: Desk): readonly Person[] =>
  desk.people.filter((p) => p.roles.includes('desk-lead'))
