import { readFile } from 'node:fs/promises'
import { readDeskFile } from '../../src/desk-file/read.ts'
import { isAgent, personOf } from '../../src/domain/authority.ts'
import type { Desk, Service, SupportTeam } from '../../src/domain/desk.ts'
import type { Person, Platform } from '../../src/domain/person.ts'
import type { Place } from '../../src/domain/place.ts'
import type { DeskHouse } from './desk-house.ts'
import { type PersonAtChat, asPerson } from './person.ts'

/** In which chat the requester is, and in which the team that works on it. */
export interface Setting {
  readonly name: string
  readonly requesterChat: Platform
  readonly agentChat: Platform
}

/** Every journey is made in each of these. */
export const settings: readonly Setting[] = [
  { name: 'Slack', requesterChat: 'slack', agentChat: 'slack' },
  { name: 'Teams', requesterChat: 'teams', agentChat: 'teams' },
  { name: 'from Slack to Teams', requesterChat: 'slack', agentChat: 'teams' },
  { name: 'from Teams to Slack', requesterChat: 'teams', agentChat: 'slack' },
]

/** Who plays in a setting. */
export interface Cast {
  readonly desk: Desk
  readonly requester: PersonAtChat
  /** Another person without any role, in the requester's chat. */
  readonly bystander: PersonAtChat
  readonly agent: PersonAtChat
  /** Another agent of the team. */
  readonly colleague: PersonAtChat
  readonly lead: PersonAtChat
  /** In the agent's chat. */
  readonly deskLead: PersonAtChat
  /** The same person, in the requester's chat. */
  readonly deskLeadElsewhere: PersonAtChat
  readonly owner: PersonAtChat
  /** An agent of `otherTeam` and of no other, in the agent's chat. */
  readonly otherAgent: PersonAtChat
  /** The team whose triage channel is in the agent's chat only. */
  readonly team: SupportTeam
  /** Its triage channel. */
  readonly triage: string
  /** A team that has triage channels in both chats. */
  readonly otherTeam: SupportTeam
  /** The one in the agent's chat. */
  readonly otherTriage: string
  /** The request channel in the requester's chat, and what its reports are filled in with. */
  readonly help: string
  readonly helpService: Service
  /** What the requester's customer gets from the team. */
  readonly service: Service
  /** What the requester's customer gets from the other team. */
  readonly otherService: Service
}

/** The demo organisation that every house starts with. */
export const demoDesk = async (): Promise<Desk> => {
  const reading = readDeskFile(await readFile('examples/desk.yaml', 'utf8'))
  if (!reading.ok) throw new Error('the example has mistakes')
  return { ...reading.desk, version: 1 }
}

/** Picks the people by where they have accounts, and puts them at their chats. */
export const castOf = async (house: DeskHouse, { requesterChat, agentChat }: Setting): Promise<Cast> => {
  const desk = await demoDesk()
  const [requester, bystander] = desk.people.filter(
    (person) => onlyIn(person, requesterChat) && isOrdinary(desk, person),
  )
  const team = must(
    desk.teams.find(({ triage }) => triage.every(({ platform }) => platform === agentChat)),
    'team of that chat',
  )
  const otherTeam = must(
    desk.teams.find(({ triage }) => triage.length > 1),
    'team of both chats',
  )
  const serviceOf = (of: SupportTeam): Service =>
    must(
      desk.services.find(
        (one) => one.team === of.id && one.customers.includes(must(requester, 'requester').customer),
      ),
      `service of ${of.name}`,
    )
  const service = serviceOf(team)
  const [agent, colleague] = team.members
  const person = (id: string | undefined): Person => must(personOf(desk, id ?? ''), id ?? 'person')
  const otherAgent = otherTeam.members.map(person).find((one) => onlyIn(one, agentChat))
  const deskLead = must(
    desk.people.find(({ roles }) => roles.includes('desk-lead')),
    'desk lead',
  )
  const at = (one: Person | undefined, platform: Platform): PersonAtChat =>
    asPerson(house, must(one, 'person'), platform)
  const preferred = (one: Person): PersonAtChat => at(one, must(one.identities[0], 'account').platform)
  return {
    desk,
    requester: at(requester, requesterChat),
    bystander: at(bystander, requesterChat),
    agent: at(person(agent), agentChat),
    colleague: at(person(colleague), agentChat),
    lead: at(person(team.lead), agentChat),
    deskLead: at(deskLead, agentChat),
    deskLeadElsewhere: at(deskLead, requesterChat),
    owner: preferred(person(service.owner)),
    otherAgent: at(otherAgent, agentChat),
    team,
    triage: must(team.triage[0], 'triage channel').conversation,
    otherTeam,
    otherTriage: placeIn(otherTeam.triage, agentChat),
    help: placeIn(
      desk.requestChannels.map(({ place }) => place),
      requesterChat,
    ),
    helpService: must(
      desk.services.find(({ id }) => id === desk.requestChannels[0]?.service),
      'service of the request channel',
    ),
    service,
    otherService: serviceOf(otherTeam),
  }
}

const placeIn = (places: readonly Place[], chat: Platform): string =>
  must(
    places.find(({ platform }) => platform === chat),
    `channel in ${chat}`,
  ).conversation

const onlyIn = ({ identities }: Person, platform: Platform): boolean =>
  identities.length > 0 && identities.every((identity) => identity.platform === platform)

/** Raises records and does nothing else. */
const isOrdinary = (desk: Desk, person: Person): boolean =>
  person.roles.length === 0 &&
  !isAgent(desk, person.id) &&
  !desk.services.some(({ owner }) => owner === person.id)

const must = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`the demo desk has no ${what}`)
  return value
}
