import type { Desk } from '../../src/domain/desk.ts'
import type { Person, Platform } from '../../src/domain/person.ts'

/** What the page's list of people says about one of them, beside the name. */
export interface PagePerson {
  readonly platform: Platform
  /** The id as the simulated chat knows it. */
  readonly user: string
  /** IANA time zone that times are shown in. */
  readonly zone: string
  /** In plain words: `Lead of Network`, `Requester`. */
  readonly roles: readonly string[]
}

/** A thing worth trying first: who, in which chat, and what to write. */
export interface Suggestion {
  readonly platform: Platform
  readonly user: string
  readonly name: string
  readonly words: string
}

/** What the desk file makes of a person, in plain words; `Requester` when nothing else. */
export const rolesInWords = (desk: Desk, person: Person): readonly string[] => {
  const teams = desk.teams.flatMap((team) => {
    if (team.lead === person.id) return [`Lead of ${team.name}`]
    return team.members.includes(person.id) ? [`Agent of ${team.name}`] : []
  })
  const services = desk.services
    .filter((service) => service.owner === person.id)
    .map((service) => `Owner of ${service.name}`)
  const granted = person.roles.map(
    (role) => ({ 'desk-lead': 'Desk lead', admin: 'Admin', auditor: 'Auditor' })[role],
  )
  const all = [...granted, ...teams, ...services]
  return all.length === 0 ? ['Requester'] : all
}

/** Everybody of the desk who is in that chat, as the page shows them. */
export const peopleOn = (desk: Desk, platform: Platform): readonly PagePerson[] =>
  desk.people.flatMap((person) =>
    person.identities
      .filter((identity) => identity.platform === platform)
      .map((identity) => ({
        platform,
        user: identity.user,
        zone: person.zone,
        roles: rolesInWords(desk, person),
      })),
  )

/** One suggestion for each chat: somebody who only asks there writes the command. */
export const suggestionsFor = (desk: Desk): readonly Suggestion[] => {
  const suggest = (platform: Platform, words: string): readonly Suggestion[] => {
    const there = desk.people.filter((person) =>
      person.identities.some((identity) => identity.platform === platform),
    )
    const asking = there.find((person) => rolesInWords(desk, person)[0] === 'Requester') ?? there[0]
    const user = asking?.identities.find((identity) => identity.platform === platform)?.user
    return asking === undefined || user === undefined ? [] : [{ platform, user, name: asking.name, words }]
  }
  return [
    ...suggest('slack', '/desk incident Printer on fire'),
    ...suggest('teams', '@Desk incident No network on floor 3'),
  ]
}
