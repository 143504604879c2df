import { type Kysely, type Selectable, sql } from 'kysely'
import { nextTickOf } from '../domain/change-clock.ts'
import { draft, evolveChange } from '../domain/change-evolve.ts'
import { type Change, type ChangeEvent, isScheduled } from '../domain/change.ts'
import { occupiedBy } from '../domain/change-schedule.ts'
import type { Desk } from '../domain/desk.ts'
import { approvalOf, approvalRows, askedIn, instants } from './approval-rows.ts'
import { findRow, lockedRows } from './locked-rows.ts'
import type { RecordStore } from './record-store.ts'
import type { ChangesTable, Database } from './schema.ts'

/** Loads and saves changes; one row holds the present state of one, and its slots what it occupies while it is scheduled. */
export const changes: RecordStore<Change, ChangeEvent> = {
  prefix: 'CHG',
  table: 'changes',
  sequence: 'change_numbers',

  ...lockedRows('changes', (row) => changeOf(row)),

  begin(id, event, happened) {
    if (event.type !== 'drafted') throw new Error(`${id} begins with ${event.type}`)
    return draft(id, event, happened)
  },

  evolve: evolveChange,

  row: (state, chain) => ({
    id: state.id,
    number: Number(state.id.slice('CHG-'.length)),
    requested_at: state.requestedAt.toString(),
    requested_by: state.requestedBy,
    ...rowOf(state),
    chain,
  }),

  async update(tx, change, chain, desk) {
    // All at once: the commit is sent right behind, and what is sent after an answer is not in the transaction any more.
    await Promise.all([
      tx
        .updateTable('changes')
        .set({ ...rowOf(change), chain })
        .where('id', '=', change.id)
        .execute(),
      keepSlots(tx, change, desk),
    ])
  },

  async updateMany(tx, rows, desk) {
    await Promise.all(rows.map(({ state, chain }) => changes.update(tx, state, chain, desk)))
  },

  kept: (change, events) => {
    const approval = change.approval?.id
    if (approval === undefined) return {}
    return approvalRows(
      change.id,
      events.flatMap(({ event, ...rest }) =>
        event.type === 'approval' ? [{ ...rest, approval, event: event.event }] : [],
      ),
    )
  },
}

/**
 * What the change occupies while it is to be made: nothing before it is approved, and nothing once it is over. Of a service
 * of which it names no component, all of them.
 */
const keepSlots = async (tx: Kysely<Database>, change: Change, desk: Desk): Promise<void> => {
  const held = isScheduled(change)
  const { components, services } = occupiedBy(change, desk)
  const parts = [...services].flatMap(([service, named]) =>
    named.length === 0 ? [{ service }] : named.map((component) => ({ service, component })),
  )
  const [from, to] = held ? [change.from, change.to] : [null, null]
  await sql`select keep_change_slots(${change.id}, ${held}, ${change.override !== undefined},
    tstzrange(${from}::timestamptz, ${to}::timestamptz), ${[...components]}::text[], ${JSON.stringify(parts)}::jsonb)`.execute(
    tx,
  )
}

/** The change of that number as it is now, or undefined; what is no number, is no change. */
export const findChange = findRow('changes', 'CHG', (row) => changeOf(row))

type Content = Omit<Change, 'version' | 'changedIn' | 'requestedAt' | 'startedAt' | 'remindAt' | 'reviewDue'>

const rowOf = (change: Change) => ({
  version: change.version,
  changed_in: change.changedIn,
  revised_in: change.revisedIn,
  state: change.state,
  title: change.title,
  type: change.type,
  size: change.size,
  implementer: change.implementer,
  window_from: change.from === '' ? null : change.from,
  window_to: change.to === '' ? null : change.to,
  content: JSON.stringify(change),
  asked: askedIn(change.approval),
  next_at: nextTickOf(change)?.toString() ?? null,
})

export const changeOf = (row: Selectable<ChangesTable>): Change => {
  const stored = row.content as Content & Record<string, unknown>
  return {
    ...stored,
    version: row.version,
    changedIn: row.changed_in,
    requestedAt: row.requested_at,
    ...instants(stored, 'startedAt', 'remindAt', 'reviewDue'),
    ...(stored.outcome === undefined
      ? {}
      : { outcome: { ...stored.outcome, at: Temporal.Instant.from(String(stored.outcome.at)) } }),
    ...(stored.approval === undefined ? {} : { approval: approvalOf(stored.approval) }),
  }
}
