import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { PersonId } from '../../domain/person.ts'
import { changeOf } from '../changes.ts'
import type { Database } from '../schema.ts'
import type { ChangePage } from './search-changes.ts'

export type ChangeList =
  /** What a person is asked to decide now, the oldest first. */
  | { readonly of: 'approvals'; readonly person: PersonId }
  /** What a person asks for or makes, and is not over, the newest first. */
  | { readonly of: 'person'; readonly person: PersonId }

/** One page of a list; `limit` at most 50. The total is right also beyond the last page. */
export const listChanges = async (
  db: Kysely<Database>,
  list: ChangeList,
  page: { readonly offset: number; readonly limit: number },
): Promise<ChangePage> => {
  const found = matching(db, list)
  const rows = await found
    .selectAll()
    .select(sql<number>`count(*) over ()`.as('total'))
    .orderBy('number', list.of === 'approvals' ? 'asc' : 'desc')
    .limit(Math.min(page.limit, 50))
    .offset(page.offset)
    .execute()
  const total = rows[0]?.total ?? (page.offset === 0 ? 0 : await count(found))
  return { changes: rows.map(changeOf), total }
}

type Query = SelectQueryBuilder<Database, 'changes', object>

const count = async (found: Query): Promise<number> => {
  const counted = await found.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return counted.count
}

const matching = (db: Kysely<Database>, { of, person }: ChangeList): Query => {
  const all = db.selectFrom('changes')
  if (of === 'approvals')
    return all.where('state', '=', 'requested').where(sql<boolean>`asked @> array[${person}]`)
  return all
    .where('state', 'not in', ['reviewed', 'rejected', 'expired', 'withdrawn'])
    .where((eb) => eb.or([eb('requested_by', '=', person), eb('implementer', '=', person)]))
}
