import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Platform } from '../../src/domain/person.ts'
import { scheduleRecord } from '../../src/domain/schedule-post.ts'
import { type Database, connect } from '../../src/store/database.ts'
import { type DeskHouse, eventually } from './desk-house.ts'

/** What the list of turned-away attempts must tell about one. */
export interface Told {
  readonly reason: string
  readonly platform?: Platform
  readonly actor?: string
  readonly record?: string | null
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Looks over the desk's shoulder, into its database. */
export interface Watch {
  /** Does it, and insists that nothing was recorded by it and that the security trail tells of it. */
  refuses<T>(attempt: () => Promise<T>, ...told: readonly Told[]): Promise<T>
  /** Does it, and insists that nothing was recorded by it. */
  recordsNothing<T>(attempt: () => Promise<T>): Promise<T>
  /** Everything that people can have recorded, counted; not the schedule, which the desk posts by itself. */
  recorded(): Promise<Readonly<Record<string, number>>>
  /** The newest attempts of the trail, oldest first. */
  trail(after?: number): Promise<readonly TrailRow[]>
  /** For anything else that there is to look at. */
  readonly db: Database['db']
  close(): Promise<void>
}

export interface TrailRow {
  readonly id: number
  readonly reason: string
  readonly platform: string | null
  readonly actor: string | null
  readonly record: string | null
  readonly detail: unknown
}

/** Reads with the owner's rights, so that nothing is hidden from it. */
export const watch = ({ connection }: Pick<DeskHouse, 'connection'>): Watch => {
  const database = connect(connection, { owner: true, poolSize: 2 })
  const { db } = database

  const recorded: Watch['recorded'] = async () => {
    const { rows } = await sql<Record<string, number>>`
      select
        (select count(*) from incidents) as incidents,
        (select coalesce(sum(version), 0) from incidents) as versions,
        (select count(*) from changes) as changes,
        (select coalesce(sum(version), 0) from changes) as change_versions,
        (select count(*) from approval_decisions) as decisions,
        (select count(*) from approval_ends) as ends,
        (select count(*) from change_slots) as slots,
        (select count(*) from events) as events,
        (select count(*) from inbox) as inbox,
        (select count(*) from offers) as offers,
        (select count(*) + count(taken_back_at) from absences) as absences,
        (select count(*) from identities) as identities,
        (select count(*) from link_proposals) as proposals,
        (select count(*) from message_refs where record <> ${scheduleRecord}) as cards,
        (select count(*) from deliveries d join message_refs r on r.id = d.ref
          where r.record <> ${scheduleRecord}) as deliveries`.execute(db)
    return rows[0] ?? {}
  }
  const trail: Watch['trail'] = async (after = 0) =>
    db.selectFrom('security_events').selectAll().where('id', '>', after).orderBy('id').execute()
  const newest = async (): Promise<number> => (await trail()).at(-1)?.id ?? 0

  const recordsNothing: Watch['recordsNothing'] = async (attempt) => {
    const before = await recorded()
    const outcome = await attempt()
    expect(await recorded()).toEqual(before)
    return outcome
  }

  return {
    db,
    recorded,
    trail,
    recordsNothing,
    refuses: async (attempt, ...told) => {
      const mark = await newest()
      return recordsNothing(async () => {
        const outcome = await attempt()
        const missing = (rows: readonly TrailRow[]): readonly Told[] =>
          told.filter((one) => !rows.some((row) => matches(row, one)))
        let seen: readonly TrailRow[] = []
        await eventually(async () => {
          seen = await trail(mark)
          return missing(seen).length === 0 ? true : undefined
        }, 'it in the trail').catch(() => expect(seen).toMatchObject(told))
        return outcome
      })
    },
    close: () => database.close(),
  }
}

const matches = (row: TrailRow, told: Told): boolean => {
  try {
    expect(row).toMatchObject(told)
    return true
  } catch {
    return false
  }
}
