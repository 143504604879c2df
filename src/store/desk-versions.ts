import { type Kysely, sql } from 'kysely'
import { carryCalendars } from '../domain/calendar-eras.ts'
import { usualCauses } from '../domain/miss-causes.ts'
import type { Desk, Service } from '../domain/desk.ts'
import { identityKey } from '../domain/person.ts'
import { canonical } from './hash-chain.ts'
import type { Tx } from './record-store.ts'
import type { DeskInForce } from './desk-in-force.ts'
import type { Database } from './schema.ts'

/** What a desk file says, before it has a version. */
export type DeskContent = Omit<Desk, 'version'>

/** Before the first desk file there is nobody to serve. */
export class NoDeskError extends Error {
  override name = 'NoDeskError'
  constructor() {
    super('No desk file has been applied yet. Set DESK_FILE, or run: npm run desk -- apply desk.yaml')
  }
}

/** Who applied the desk in force, or undefined before the first. */
export const deskAppliedBy = async (db: Kysely<Database>): Promise<string | undefined> =>
  (await newestVersion(db))?.applied_by

export interface Applied {
  readonly version: number
  /** False when the newest version said the same already. */
  readonly changed: boolean
}

/**
 * Puts a desk file in force in one transaction: kept as a new version with who applied it and when, people and their
 * accounts brought up to date, people no longer named marked as gone and their accounts unlinked. What calendars said
 * before they were changed is kept in them.
 */
export const applyDesk = async (
  db: Kysely<Database>,
  said: DeskContent,
  file: { readonly source: string; readonly appliedBy: string; readonly now: Temporal.Instant },
): Promise<Applied> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('desk_versions'))`.execute(tx)
    const newest = await newestVersion(tx)
    const before = (newest?.content as DeskContent | undefined)?.calendars ?? []
    const content = { ...said, calendars: carryCalendars(before, said.calendars, file.now) }
    if (newest?.source === file.source && saysTheSame(newest.content, content))
      return { version: newest.version, changed: false }
    const { version } = await tx
      .insertInto('desk_versions')
      .values({
        applied_at: file.now.toString(),
        applied_by: file.appliedBy,
        source: file.source,
        content: JSON.stringify(content),
      })
      .returning('version')
      .executeTakeFirstOrThrow()
    await applyPeople(tx, content)
    await applyIdentities(tx, content, file.now)
    return { version, changed: true }
  })

/** A newer program may read more out of the same file. */
const saysTheSame = (stored: unknown, content: DeskContent): boolean =>
  canonical(stored) === canonical(content)

/** What a stored version says, with what files could not say yet when it was applied: then nothing was promised. */
const contentOf = (stored: unknown): DeskContent => {
  const content = stored as StoredContent
  return {
    ...content,
    services: content.services.map((service) => ({ ...service, interested: service.interested ?? [] })),
    suppliers: content.suppliers ?? [],
    targets: content.targets ?? [],
    missCauses: content.missCauses ?? usualCauses,
  }
}

type Later = 'suppliers' | 'targets' | 'missCauses'
type StoredContent = Omit<DeskContent, Later | 'services'> &
  Partial<Pick<DeskContent, Later>> & {
    readonly services: readonly (Omit<Service, 'interested'> & Partial<Pick<Service, 'interested'>>)[]
  }

const newestVersion = (db: Kysely<Database>) =>
  db.selectFrom('desk_versions').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst()

/** A version as it was put in force, without the links that were confirmed since; undefined where there is none. */
export const deskOfVersion = async (db: Kysely<Database>, version: number): Promise<Desk | undefined> => {
  const row = await db
    .selectFrom('desk_versions')
    .select('content')
    .where('version', '=', version)
    .executeTakeFirst()
  return row === undefined ? undefined : { ...contentOf(row.content), version }
}

const applyPeople = async (tx: Tx, content: DeskContent): Promise<void> => {
  await tx
    .insertInto('people')
    .values(content.people.map(({ id, name, email, zone }) => ({ id, name, email, zone, active: true })))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        email: eb.ref('excluded.email'),
        zone: eb.ref('excluded.zone'),
        active: true,
      })),
    )
    .execute()
  const named = content.people.map((person) => person.id)
  await tx.updateTable('people').set({ active: false }).where('id', 'not in', named).execute()
}

/** The file's accounts win over links confirmed earlier; confirmed links of people who are still named stay. */
const applyIdentities = async (tx: Tx, content: DeskContent, now: Temporal.Instant): Promise<void> => {
  const named = content.people.map((person) => person.id)
  await tx
    .deleteFrom('identities')
    .where((eb) => eb.or([eb('linked_by', '=', 'desk file'), eb('person', 'not in', named)]))
    .execute()
  const rows = content.people.flatMap((person) =>
    person.identities.map(({ platform, tenant, user }) => ({
      platform,
      tenant,
      user_id: user,
      person: person.id,
      linked_by: 'desk file',
      linked_at: now.toString(),
    })),
  )
  if (rows.length === 0) return
  await tx
    .insertInto('identities')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['platform', 'tenant', 'user_id']).doUpdateSet((eb) => ({
        person: eb.ref('excluded.person'),
        linked_by: eb.ref('excluded.linked_by'),
        linked_at: eb.ref('excluded.linked_at'),
      })),
    )
    .execute()
}

/**
 * The desk in force, re-read when a newer version was applied or a link confirmed by any process; at most
 * `maxAge` milliseconds old, so that a role taken away counts within that time, and never below a version that
 * was seen in the database. Throws before the first desk file.
 */
export const createDeskReader = (
  db: Kysely<Database>,
  maxAge = 1000,
  clock: () => number = () => performance.now(),
): { current: DeskInForce; forget: () => void } => {
  let held: { desk: Desk; mark: string } | undefined
  let looked = -Infinity
  let looking: Promise<Desk> | undefined

  const look = async (): Promise<Desk> => {
    const mark = await markOf(db)
    if (held === undefined || held.mark !== mark) held = { desk: await readDesk(db), mark }
    looked = clock()
    return held.desk
  }

  const current = async (atLeast = 0): Promise<Desk> => {
    if (held !== undefined && held.desk.version >= atLeast && clock() - looked < maxAge) return held.desk
    looking ??= look().finally(() => {
      looking = undefined
    })
    const desk = await looking
    // A look that began before that version was applied does not count.
    return desk.version < atLeast ? look() : desk
  }

  return {
    current,
    forget: () => {
      looked = -Infinity
    },
  }
}

/** Changes whenever the desk does: a new version, or a link confirmed since. */
const markOf = async (db: Kysely<Database>): Promise<string> => {
  const { rows } = await sql<{ mark: string }>`
    select coalesce(max(version), 0) || '/' || (select count(*) || '/' || coalesce(max(linked_at)::text, '') from identities) as mark
    from desk_versions`.execute(db)
  return rows[0]?.mark ?? ''
}

const readDesk = async (db: Kysely<Database>): Promise<Desk> => {
  const newest = await newestVersion(db)
  if (newest === undefined) throw new NoDeskError()
  const content = contentOf(newest.content)
  const links = await db.selectFrom('identities').selectAll().where('linked_by', '<>', 'desk file').execute()
  const people = content.people.map((person) => {
    const confirmed = links
      .filter((link) => link.person === person.id)
      .map((link) => ({
        platform: link.platform as 'slack' | 'teams',
        tenant: link.tenant,
        user: link.user_id,
      }))
    const named = new Set(person.identities.map(identityKey))
    return {
      ...person,
      identities: [...person.identities, ...confirmed.filter((one) => !named.has(identityKey(one)))],
    }
  })
  return { ...content, people, version: newest.version }
}
