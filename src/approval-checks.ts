import type { Kysely } from 'kysely'
import { theDesk } from './domain/decision.ts'
import type { Desk } from './domain/desk.ts'
import type { IncidentMeta } from './domain/incident-command.ts'
import { presentAbsences } from './store/absences.ts'
import { type Check, type InForce, saveChecks } from './store/approval-checks.ts'
import type { Outcome } from './store/request.ts'
import type { Database } from './store/schema.ts'

export interface ApprovalCheckServices {
  readonly db: Kysely<Database>
  readonly desk: () => Promise<Desk>
}

interface Numbered {
  readonly id: string
  readonly version: number
}

/** One kind of record with approvals. */
export interface CheckedRecords<State extends Numbered, Refusal> {
  /** Records with numbers after `after`, as text, that may be asking the wrong people. */
  readonly unchecked: (
    force: InForce,
    now: Temporal.Instant,
    after: string,
    limit: number,
  ) => Promise<readonly State[]>
  /** Whether somebody who is asked has left, gone away, come back or become somebody else. */
  readonly needs: (state: State, meta: IncidentMeta) => boolean
  /** When an absence next begins or ends that matters to it. */
  readonly again: (state: State, meta: IncidentMeta) => Temporal.Instant | undefined
  /** Puts the seats of a record's approval right, as they are when it is locked. */
  readonly recheck: (id: string) => Promise<Outcome<State, Refusal>>
}

const batch = 200

/**
 * Puts seats right wherever somebody who is asked has left, lost a role, gone away or come back (9.2-c). As with clocks under a
 * new desk file, what was looked at under an older one is looked at again, and nothing else is. Gives how many were put right;
 * throws the first error after all others have had their turn.
 */
export const checkApprovals = async <State extends Numbered, Refusal>(
  { db, desk: inForce }: ApprovalCheckServices,
  { unchecked, needs, again, recheck }: CheckedRecords<State, Refusal>,
  now: () => Temporal.Instant,
): Promise<number> => {
  const at = now()
  const desk = await inForce()
  const { absences, known } = await presentAbsences(db, at)
  const meta: IncidentMeta = { now: at, actor: theDesk, desk, id: '', absences }
  const force = { deskVersion: desk.version, absences: known }
  const checkOf = (state: State): Check => {
    const next = again(state, meta)
    return { record: state.id, version: state.version, ...(next === undefined ? {} : { again: next }) }
  }
  const failures: unknown[] = []
  let righted = 0
  let after: string | undefined = ''
  while (after !== undefined) {
    const found: readonly State[] = await unchecked(force, at, after, batch)
    const checks: Check[] = []
    for (const state of found)
      try {
        const done = needs(state, meta) ? await recheck(state.id) : undefined
        if (done?.kind === 'done') righted += 1
        checks.push(checkOf(done?.kind === 'done' ? done.state : state))
      } catch (error) {
        failures.push(error)
      }
    await saveChecks(db, force, checks)
    after = found.length < batch ? undefined : found.at(-1)?.id
  }
  if (failures.length > 0) throw failures[0]
  return righted
}
