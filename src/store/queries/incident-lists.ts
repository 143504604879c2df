import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Incident } from '../../domain/incident.ts'
import type { PersonId } from '../../domain/person.ts'
import { incidentOf } from '../incidents.ts'
import { listBreaching } from './breaching.ts'
import type { Database } from '../schema.ts'

/** A page of incidents, newest first unless said otherwise. */
export interface IncidentPage {
  readonly incidents: readonly Incident[]
  /** How many there are in all. */
  readonly total: number
  /** When the first target of each is due that is still running, by number; only for lists that are about it. */
  readonly due?: ReadonlyMap<string, Temporal.Instant>
}

export type IncidentList =
  /** Open records with a target that is missed or due before `until`, the most urgent first. */
  | ({ readonly of: 'breaching'; readonly until: Temporal.Instant } & Breaching)
  /** Open records that a person raised, is affected by, or works on, and resolved ones they have not answered. */
  | { readonly of: 'person'; readonly person: PersonId }
  /** What a person is asked to agree to now. */
  | { readonly of: 'agreements'; readonly person: PersonId }
  /** What waits for a person: what they are asked to agree to, and work assigned to them. */
  | { readonly of: 'waiting'; readonly person: PersonId }
  | { readonly of: 'teams'; readonly teams: readonly string[] }
  /** By words of title and description, or by number; within what a person may see. */
  | { readonly of: 'search'; readonly words: string; readonly onlyFor?: PersonId }

/** What teams owe and are owed, and what was promised to customers of services and to a person. */
export interface Breaching {
  readonly teams: readonly string[]
  readonly services: readonly string[]
  readonly person?: PersonId
}

/** One page of a list; `limit` at most 50. The total is right also beyond the last page. */
export const listIncidents = async (
  db: Kysely<Database>,
  list: IncidentList,
  page: { readonly offset: number; readonly limit: number },
): Promise<IncidentPage> => {
  if (list.of === 'breaching') return listBreaching(db, list, page)
  const found = matching(db, list)
  const rows = await ordered(found, list)
    .selectAll()
    .select(sql<number>`count(*) over ()`.as('total'))
    .limit(Math.min(page.limit, 50))
    .offset(page.offset)
    .execute()
  const total = rows[0]?.total ?? (page.offset === 0 ? 0 : await count(found))
  return { incidents: rows.map(incidentOf), total }
}

const count = async (found: Query): Promise<number> => {
  const counted = await found.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return counted.count
}

type Query = SelectQueryBuilder<Database, 'incidents', object>
type OtherList = Exclude<IncidentList, { of: 'breaching' }>

const matching = (db: Kysely<Database>, list: OtherList): Query => {
  const all = db.selectFrom('incidents')
  switch (list.of) {
    case 'person':
      return all
        .where('state', 'not in', ['closed', 'cancelled'])
        .where((eb) =>
          eb.or([
            eb('affected', '=', list.person),
            eb('raised_by', '=', list.person),
            eb.and([eb('assignee', '=', list.person), eb('state', '<>', 'resolved')]),
          ]),
        )
    case 'agreements':
      return all.where(asks(list.person))
    case 'waiting':
      return all.where((eb) =>
        eb.or([
          asks(list.person),
          eb.and([
            eb('assignee', '=', list.person),
            eb('state', 'in', ['assigned', 'in-progress']),
            // As the index says it.
            eb('state', 'not in', ['closed', 'cancelled']),
          ]),
        ]),
      )
    case 'teams':
      return all
        .where('state', 'not in', ['closed', 'cancelled', 'resolved'])
        .where('team', 'in', list.teams.length === 0 ? [''] : list.teams)
    case 'search': {
      const { words, onlyFor } = list
      const number = /^(?:INC-)?(\d{1,15})$/i.exec(words.trim())?.[1]
      const found = all.where((eb) => {
        if (words.trim() === '') return eb.lit(true)
        const text = sql<boolean>`searchable(title, description) @@ to_tsquery('simple', ${prefixQuery(words)})`
        return number === undefined ? text : eb.or([text, eb('number', '=', Number(number))])
      })
      if (onlyFor === undefined) return found
      return found.where((eb) => eb.or([eb('affected', '=', onlyFor), eb('raised_by', '=', onlyFor)]))
    }
  }
}

const asks = (person: PersonId) => sql<boolean>`asked @> array[${person}]`

const ordered = (query: Query, list: OtherList): Query =>
  list.of === 'teams' ? query.orderBy('priority').orderBy('number') : query.orderBy('number', 'desc')

/** Every word as a prefix, all of them wanted; nothing of what was typed is an operator. */
export const prefixQuery = (words: string): string =>
  (words.match(/[\p{L}\p{N}]+/gu) ?? ['-'])
    .slice(0, 10)
    .map((word) => `'${word}':*`)
    .join(' & ')

/** The numbers of follow-ups that were linked to an incident. */
export const followUpsOf = async (db: Kysely<Database>, id: string): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('incidents')
    .select('id')
    .where('follow_up_of', '=', id)
    .orderBy('number')
    .execute()
  return rows.map((row) => row.id)
}

/** Incidents about whose agreement something is due, the oldest first. */
export const dueAgreements = async (
  db: Kysely<Database>,
  now: Temporal.Instant,
  limit: number,
): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('incidents')
    .select('id')
    .where('next_at', '<=', sql<Temporal.Instant>`${now.toString()}::timestamptz`)
    .orderBy('next_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
