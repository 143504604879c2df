import type { Kysely } from 'kysely'
import type { ChangeMeta } from './domain/change-command.ts'
import { needsRecheck, nextRecheckOf } from './domain/change-recheck.ts'
import type { ChangeRefusal } from './domain/change-refusal.ts'
import type { Change } from './domain/change.ts'
import { theDesk } from './domain/decision.ts'
import type { Desk } from './domain/desk.ts'
import { presentAbsences } from './store/absences.ts'
import { type Check, saveChecks, uncheckedChanges } from './store/approval-checks.ts'
import type { Outcome } from './store/request.ts'
import type { Database } from './store/schema.ts'

export interface ApprovalCheckServices {
  readonly db: Kysely<Database>
  readonly desk: () => Promise<Desk>
  /** Puts the seats of a change's approval right, as they are when it is locked. */
  readonly recheck: (id: string) => Promise<Outcome<Change, ChangeRefusal>>
}

const batch = 200

/**
 * Puts seats right wherever somebody who is asked has left, lost a role, gone away or come back (9.2-c). As with clocks under a
 * new desk file, what was looked at under an older one is looked at again, and nothing else is. Gives how many were put right;
 * throws the first error after all others have had their turn.
 */
export const checkApprovals = async (
  { db, desk: inForce, recheck }: ApprovalCheckServices,
  now: () => Temporal.Instant,
): Promise<number> => {
  const at = now()
  const desk = await inForce()
  const { absences, known } = await presentAbsences(db, at)
  const meta: ChangeMeta = { now: at, actor: theDesk, desk, id: '', schedule: [], pending: [], absences }
  const force = { deskVersion: desk.version, absences: known }
  const failures: unknown[] = []
  let righted = 0
  let after: string | undefined = ''
  while (after !== undefined) {
    const changes: readonly Change[] = await uncheckedChanges(db, force, at, after, batch)
    const checks: Check[] = []
    for (const change of changes)
      try {
        const done = needsRecheck(change, meta) ? await recheck(change.id) : undefined
        if (done?.kind === 'done') righted += 1
        checks.push(checkOf(done?.kind === 'done' ? done.state : change, meta))
      } catch (error) {
        failures.push(error)
      }
    await saveChecks(db, force, checks)
    after = changes.length < batch ? undefined : changes.at(-1)?.id
  }
  if (failures.length > 0) throw failures[0]
  return righted
}

const checkOf = (change: Change, meta: ChangeMeta): Check => {
  const again = nextRecheckOf(change, meta)
  return { record: change.id, version: change.version, ...(again === undefined ? {} : { again }) }
}
