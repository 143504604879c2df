import { nextAbsenceChange } from './approval-absence.ts'
import { recheck } from './approval-recheck.ts'
import type { ChangeMeta } from './change-command.ts'
import { approvalMeta } from './change-rules.ts'
import type { Change } from './change.ts'

/** Whether somebody who is asked about a change has left, gone away, come back or become somebody else (9.2-c). */
export const needsRecheck = (change: Change, meta: ChangeMeta): boolean => {
  const { approval, state } = change
  const policy = meta.desk.changes
  if (policy === undefined || approval?.state !== 'open' || state !== 'requested') return false
  return recheck(approval, approvalMeta(change, policy, meta)).length > 0
}

/** When an absence next begins or ends that matters to it. */
export const nextRecheckOf = (
  { approval, state }: Change,
  { absences, now }: Pick<ChangeMeta, 'absences' | 'now'>,
): Temporal.Instant | undefined =>
  approval === undefined || state !== 'requested' ? undefined : nextAbsenceChange(approval, absences, now)
