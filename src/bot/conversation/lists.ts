import { agentsOf, isAgent, isDeskLead } from '../../domain/authority.ts'
import type { IncidentList } from '../../store/queries/incident-lists.ts'
import type { Reply } from '../reply.ts'
import type { Card } from '../ui/card.ts'
import { plain } from '../ui/card.ts'
import { homeCard, listCard, pageSize } from '../views/home.ts'
import { sharedCard } from '../views/incident-card.ts'
import * as names from '../views/names.ts'
import type { Act, Meant } from './services.ts'

/** How many records a list of words shows. */
const listed = 10

/** The home view or card: what waits for the person and what is open, `page` counted from 0. */
export const home = async (act: Act, page: number): Promise<Reply> => ({
  kind: 'home',
  card: await homeOf(act, page),
})

export const homeOf = async (act: Act, page: number): Promise<Card> => {
  const { person, desk, services } = act
  const window = { offset: page * pageSize, limit: pageSize }
  const [waiting, open] = await Promise.all([
    services.list({ of: 'waiting', person: person.id, deskLead: isDeskLead(desk, person.id) }, window),
    services.list({ of: 'person', person: person.id }, window),
  ])
  return homeCard(desk, person, waiting, open, page)
}

/** `list mine`, `list team`, `list waiting`, or `list` with words to find. */
export const list = async (act: Act, words: string): Promise<Reply> => {
  const { person, desk, services } = act
  const { title, empty, query } = askedFor(act, words.trim())
  const found = await services.list(query, { offset: 0, limit: listed })
  return { kind: 'private', card: listCard(title, empty, found, desk, person.id) }
}

const askedFor = (act: Act, words: string): { title: string; empty: string; query: IncidentList } => {
  const { person, desk } = act
  switch (words.toLowerCase()) {
    case '':
    case 'mine':
      return {
        title: 'Your open records',
        empty: 'You have no open records.',
        query: { of: 'person', person: person.id },
      }
    case 'waiting':
    case 'approvals':
      return {
        title: 'Waiting for you',
        empty: 'Nothing waits for you.',
        query: { of: 'waiting', person: person.id, deskLead: isDeskLead(desk, person.id) },
      }
    case 'breaching':
      return {
        title: 'Missed, or due within a day',
        empty: 'Nothing is missed or due within a day.',
        query: {
          of: 'breaching',
          until: act.services.now().add({ hours: 24 }),
          teams: teamsOf(act),
          services: desk.services.filter(({ owner }) => owner === person.id).map(({ id }) => id),
          ...(isAgent(desk, person.id) || isDeskLead(desk, person.id) ? {} : { person: person.id }),
        },
      }
    case 'team':
    case 'teams':
      return {
        title: 'Your teams’ open records',
        empty: 'Your teams have no open records.',
        query: { of: 'teams', teams: teamsOf(act) },
      }
    default:
      return {
        title: `Records with “${words}”`,
        empty: 'Nothing of yours has these words.',
        query: searchFor(act, words),
      }
  }
}

/** A desk lead has every team's queue before them. */
const teamsOf = ({ person, desk }: Act): readonly string[] =>
  desk.teams
    .filter((team) => agentsOf(team).includes(person.id) || isDeskLead(desk, person.id))
    .map((team) => team.id)

/** The desk's side and auditors search everything; everybody else what they raised or what affects them. */
const searchFor = ({ person, desk }: Act, words: string): IncidentList => {
  const all = isAgent(desk, person.id) || person.roles.length > 0
  return { of: 'search', words, ...(all ? {} : { onlyFor: person.id }) }
}

/** The search extension: records to share in a conversation, as cards without buttons. */
export const search = async (act: Act<Meant<'search'>>): Promise<Reply> => {
  const { services, desk, intent } = act
  const found = await services.list(searchFor(act, intent.query), { offset: intent.skip, limit: listed })
  return {
    kind: 'results',
    results: found.incidents.map((incident) => ({
      record: incident.id,
      title: plain(`${incident.id} ${incident.title}`),
      subtitle: `${names.stateName[incident.state]} · ${incident.priority} · ${names.serviceName(desk, incident.service)}`,
      card: sharedCard({
        incident,
        desk,
        followUps: [],
        undelivered: [],
        clocks: [],
        changes: [],
        nearby: [],
        now: services.now(),
      }),
    })),
  }
}
