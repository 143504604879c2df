import { type Kysely, sql } from 'kysely'
import type { Change } from '../../domain/change.ts'
import type { PersonId } from '../../domain/person.ts'
import { changeOf } from '../changes.ts'
import type { Database } from '../schema.ts'
import { prefixQuery } from './incident-lists.ts'

/** A page of changes, newest first, and how many there are in all. */
export interface ChangePage {
  readonly changes: readonly Change[]
  readonly total: number
}

export interface ChangeSearch {
  /** Of title and scope, or a number. */
  readonly words: string
  /** For somebody who may read only what concerns them, with the services that they own. */
  readonly onlyFor?: { readonly person: PersonId; readonly services: readonly string[] }
}

/** The changes with these words, within what a person may read; `limit` at most 50. */
export const searchChanges = async (
  db: Kysely<Database>,
  { words, onlyFor }: ChangeSearch,
  page: { readonly offset: number; readonly limit: number },
): Promise<ChangePage> => {
  const number = /^(?:CHG-)?(\d{1,15})$/i.exec(words.trim())?.[1]
  let found = db.selectFrom('changes').where((eb) => {
    if (words.trim() === '') return eb.lit(true)
    const text = sql<boolean>`searchable(title, content ->> 'scope') @@ to_tsquery('simple', ${prefixQuery(words)})`
    return number === undefined ? text : eb.or([text, eb('number', '=', Number(number))])
  })
  if (onlyFor !== undefined) {
    const { person, services } = onlyFor
    found = found.where((eb) =>
      eb.or([
        eb('requested_by', '=', person),
        eb('implementer', '=', person),
        sql<boolean>`content -> 'services' ?| ${services}::text[]`,
        sql<boolean>`jsonb_path_exists(content, '$.approval.stages[*].seats[*]
          ? (@.person == $who || @.deputy == $who || @.delegate == $who)', jsonb_build_object('who', ${person}::text))`,
        sql<boolean>`jsonb_path_exists(content, '$.tasks[*] ? (@.owner == $who)', jsonb_build_object('who', ${person}::text))`,
      ]),
    )
  }
  const rows = await found
    .selectAll()
    .select(sql<number>`count(*) over ()`.as('total'))
    .orderBy('number', 'desc')
    .limit(Math.min(page.limit, 50))
    .offset(page.offset)
    .execute()
  return { changes: rows.map(changeOf), total: rows[0]?.total ?? 0 }
}
