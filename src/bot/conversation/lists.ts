import { agentsOf, isAgent, isDeskLead } from '../../domain/authority.ts'
import type { IncidentList } from '../../store/queries/incident-lists.ts'
import type { Reply } from '../reply.ts'
import type { Card } from '../ui/card.ts'
import { approvalsCard, approvalsPerPage } from '../views/approvals-list.ts'
import { approvalsHint } from '../views/change-list.ts'
import { homeCard, listCard, pageSize } from '../views/home.ts'
import { find } from './search.ts'
import type { Act } from './services.ts'

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
  const [waiting, open, approvals, changes] = await Promise.all([
    services.list({ of: 'waiting', person: person.id }, window),
    services.list({ of: 'person', person: person.id }, window),
    services.listChanges({ of: 'approvals', person: person.id }, window),
    services.listChanges({ of: 'person', person: person.id }, window),
  ])
  return homeCard(desk, person, { waiting, open, approvals, changes }, page)
}

/** `list approvals`: what waits for the person's decision, the oldest first, `page` counted from 0. */
export const listApprovals = async ({ person, desk, services }: Act, page: number): Promise<Reply> => {
  const window = { offset: page * approvalsPerPage, limit: approvalsPerPage }
  const [changes, agreements] = await Promise.all([
    services.listChanges({ of: 'approvals', person: person.id }, window),
    services.list({ of: 'agreements', person: person.id }, window),
  ])
  return { kind: 'private', card: approvalsCard({ changes, agreements }, desk, person.id, page) }
}

/** `list mine`, `list team`, `list waiting`, `list approvals`, or `list` with words to find. */
export const list = async (act: Act, words: string): Promise<Reply> => {
  if (words.trim().toLowerCase() === 'approvals') return listApprovals(act, 0)
  const { person, desk, services } = act
  const asked = askedFor(act, words.trim())
  if (asked === undefined) return find(act, words.trim())
  const { title, empty, query } = asked
  const found = await services.list(query, { offset: 0, limit: listed })
  const card = listCard(title, empty, found, desk, person.id)
  if (query.of !== 'waiting') return { kind: 'private', card }
  const { total } = await services.listChanges(
    { of: 'approvals', person: person.id },
    { offset: 0, limit: 1 },
  )
  return { kind: 'private', card: { ...card, elements: [...card.elements, ...approvalsHint(total)] } }
}

const askedFor = (
  act: Act,
  words: string,
): { title: string; empty: string; query: IncidentList } | undefined => {
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
      return {
        title: 'Waiting for you',
        empty: 'Nothing waits for you.',
        query: { of: 'waiting', person: person.id },
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
      return undefined
  }
}

/** A desk lead has every team's queue before them. */
const teamsOf = ({ person, desk }: Act): readonly string[] =>
  desk.teams
    .filter((team) => agentsOf(team).includes(person.id) || isDeskLead(desk, person.id))
    .map((team) => team.id)
