import { isAgent } from '../../domain/authority.ts'
import { readsAllChanges, servicesOfInterest } from '../../domain/change-rules.ts'
import type { Change } from '../../domain/change.ts'
import type { Incident } from '../../domain/incident.ts'
import type { IncidentList } from '../../store/queries/incident-lists.ts'
import type { ChangeSearch } from '../../store/queries/search-changes.ts'
import type { Reply, SearchResult } from '../reply.ts'
import { plain } from '../ui/card.ts'
import { sharedChange } from '../views/change-card.ts'
import { foundCard } from '../views/found.ts'
import { sharedCard } from '../views/incident-card.ts'
import { changeSummary, incidentSummary } from '../views/summary.ts'
import type { Act, Meant } from './services.ts'

/** How many of each a list shows, and how many results a page has. */
const listed = { incidents: 9, changes: 5, results: 10 } as const

/** `list` with words to find: incidents and changes within what the person may see. */
export const find = async (act: Act, words: string): Promise<Reply> => {
  const { person, desk, services } = act
  const [incidents, changes] = await Promise.all([
    services.list(incidentsWith(act, words), { offset: 0, limit: listed.incidents }),
    services.searchChanges(changesWith(act, words), { offset: 0, limit: listed.changes }),
  ])
  return { kind: 'private', card: foundCard(words, incidents, changes, desk, person.id) }
}

/** The search extension: records to share in a conversation, as cards without buttons; incidents, then changes. */
export const search = async (act: Act<Meant<'search'>>): Promise<Reply> => {
  const { services, intent } = act
  const { query, skip } = intent
  const incidents = await services.list(incidentsWith(act, query), { offset: skip, limit: listed.results })
  const room = listed.results - incidents.incidents.length
  const changes =
    room === 0
      ? []
      : (
          await services.searchChanges(changesWith(act, query), {
            offset: Math.max(0, skip - incidents.total),
            limit: room,
          })
        ).changes
  return {
    kind: 'results',
    results: [
      ...incidents.incidents.map((incident) => incidentResult(act, incident)),
      ...changes.map((change) => changeResult(act, change)),
    ],
  }
}

const incidentResult = ({ desk, services }: Act, incident: Incident): SearchResult => ({
  record: incident.id,
  title: plain(`${incident.id} ${incident.title}`),
  subtitle: incidentSummary(incident, desk),
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
})

const changeResult = ({ desk }: Act, change: Change): SearchResult => ({
  record: change.id,
  title: plain(`${change.id} ${change.title}`),
  subtitle: changeSummary(change, desk),
  card: sharedChange({ change, desk, conflicts: [], undelivered: [] }),
})

/** The desk's side and auditors search everything; everybody else what they raised or what affects them. */
const incidentsWith = ({ person, desk }: Act, words: string): IncidentList => {
  const all = isAgent(desk, person.id) || person.roles.length > 0
  return { of: 'search', words, ...(all ? {} : { onlyFor: person.id }) }
}

const changesWith = ({ person, desk }: Act, words: string): ChangeSearch => {
  if (readsAllChanges(person.id, desk)) return { words }
  return { words, onlyFor: { person: person.id, services: servicesOfInterest(person.id, desk) } }
}
