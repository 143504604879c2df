import type { Kysely } from 'kysely'
import { play } from '../domain/clock-moments.ts'
import type { Desk } from '../domain/desk.ts'
import { type Incident, type IncidentEvent, type Recorded, isOpen } from '../domain/incident.ts'
import type { Slot } from '../domain/service-target.ts'
import { type Clock, clocksOf } from '../domain/sla-clock.ts'
import { clocksOfRecords, gone } from './clocks.ts'
import { deskOfVersion } from './desk-versions.ts'
import { incidentOf } from './incidents.ts'
import { historiesOf } from './queries/history.ts'
import type { Database } from './schema.ts'

/** A field of a clock that is not what the history makes it. */
export interface ClockDifference {
  readonly record: string
  readonly slot: Slot
  readonly field: string
  readonly stored: string
  readonly computed: string
}

export interface VerifiedClocks {
  readonly clocks: number
  /** Those that have any. */
  readonly records: number
  readonly differences: number
}

/** Records that are held in memory at once. */
const batch = 200

/**
 * Recomputes every clock from its record's history, under the version of the desk file that its row names, and tells every
 * difference. A record is never seen in the middle of a change.
 */
export const verifyClocks = async (
  db: Kysely<Database>,
  tell: (difference: ClockDifference) => void,
): Promise<VerifiedClocks> => {
  const deskOf = rememberDesks(db)
  let [clocks, records, differences] = [0, 0, 0]
  let after = 0
  for (;;) {
    const page = await readBatch(db, after)
    for (const { incident, kept, history } of page) {
      clocks += kept.length
      records += kept.length > 0 ? 1 : 0
      for (const difference of await differencesOf(incident, kept, history, deskOf)) {
        differences += 1
        tell(difference)
      }
    }
    const last = page.at(-1)
    if (last === undefined) return { clocks, records, differences }
    after = last.number
  }
}

interface Held {
  readonly number: number
  readonly incident: Incident
  readonly kept: readonly Clock[]
  readonly history: readonly Recorded<IncidentEvent>[]
}

const readBatch = async (db: Kysely<Database>, after: number): Promise<readonly Held[]> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const rows = await tx
        .selectFrom('incidents')
        .selectAll()
        .where('number', '>', after)
        .orderBy('number')
        .limit(batch)
        .execute()
      const ids = rows.map(({ id }) => id)
      if (ids.length === 0) return []
      const clocks = await clocksOfRecords(tx, ids)
      const histories = await historiesOf<IncidentEvent>(tx, ids)
      return rows.map((row) => ({
        number: row.number,
        incident: incidentOf(row),
        kept: clocks.get(row.id) ?? [],
        history: histories.get(row.id) ?? [],
      }))
    })

type DeskOf = (version: number) => Promise<Desk>

/** Versions that are held in memory at once. */
const mostDesks = 20

const rememberDesks = (db: Kysely<Database>): DeskOf => {
  const known = new Map<number, Desk>()
  return async (version) => {
    const desk = known.get(version) ?? (await deskOfVersion(db, version))
    if (desk === undefined) throw new Error(`there is no version ${version} of the desk file`)
    known.delete(version)
    known.set(version, desk)
    const [oldest] = known.keys()
    if (known.size > mostDesks && oldest !== undefined) known.delete(oldest)
    return desk
  }
}

const differencesOf = async (
  incident: Incident,
  kept: readonly Clock[],
  history: readonly Recorded<IncidentEvent>[],
  deskOf: DeskOf,
): Promise<readonly ClockDifference[]> => {
  const found: ClockDifference[] = []
  for (const clock of kept)
    found.push(...compare(incident.id, clock, computed(clock, history, await deskOf(clock.deskVersion))))
  if (!isOpen(incident) || kept.length === 0) return found
  // Whatever runs under the newest version by which it was reckoned has a row.
  const newest = await deskOf(Math.max(...kept.map(({ deskVersion }) => deskVersion)))
  for (const { slot, endedAt, state } of clocksOf(history, newest))
    if (endedAt === undefined && !kept.some((clock) => clock.slot === slot))
      found.push({ record: incident.id, slot, field: 'state', stored: 'no clock', computed: state })
  return found
}

/** The clock as it should be: one that ended, as it stood then, with what was decided about it since. */
const computed = (
  { slot, endedAt, state }: Clock,
  history: readonly Recorded<IncidentEvent>[],
  desk: Desk,
): Clock | undefined => {
  const among = (some: readonly Recorded<IncidentEvent>[]): Clock | undefined =>
    clocksOf(some, desk).find((clock) => clock.slot === slot)
  if (endedAt === undefined) return among(history)
  const times = play(history).map(({ at }) => Temporal.Instant.compare(at, endedAt))
  const until = (most: number) =>
    history.filter(({ event }, index) => (times[index] ?? 1) <= most || 'slot' in event)
  const ended = among(until(0))
  if (ended?.endedAt?.equals(endedAt) === true) return ended
  // Its target was taken away: it is held against how it stood before that.
  const stood = state === 'stopped' ? among(until(-1)) : undefined
  return stood === undefined || stood.endedAt !== undefined ? undefined : gone(stood, endedAt)
}

const compare = (record: string, stored: Clock, wanted: Clock | undefined): readonly ClockDifference[] => {
  const { slot } = stored
  if (wanted === undefined)
    return [{ record, slot, field: 'state', stored: stored.state, computed: 'no clock' }]
  const [ours, theirs] = [fieldsOf(stored), fieldsOf(wanted)]
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((field) => {
    const [one, other] = [ours.get(field) ?? 'none', theirs.get(field) ?? 'none']
    return one === other ? [] : [{ record, slot, field, stored: one, computed: other }]
  })
}

const fieldsOf = ({ next, ...clock }: Clock): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({ ...clock, nextThreshold: next?.threshold, nextAt: next?.at }).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, String(value)] as const],
    ),
  )
