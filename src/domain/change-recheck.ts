import { nextAbsenceChange } from './approval-absence.ts'
import { needsRecheck } from './approval-recheck.ts'
import type { ChangeMeta } from './change-command.ts'
import { approvalMeta } from './change-rules.ts'
import type { Change } from './change.ts'

type RecheckMeta = Pick<ChangeMeta, 'now' | 'actor' | 'desk' | 'absences'>

/** Whether somebody who is asked about a change has left, gone away, come back or become somebody else (9.2-c). */
export const needsRecheckOf = (change: Change, meta: RecheckMeta): boolean => {
  const { approval, state } = change
  const policy = meta.desk.changes
  if (policy === undefined || state !== 'requested') return false
  return needsRecheck(approval, approvalMeta(change, policy, meta))
}

/** When an absence next begins or ends that matters to it. */
export const nextRecheckOf = (
  { approval, state }: Change,
  { absences, now }: Pick<RecheckMeta, 'absences' | 'now'>,
): Temporal.Instant | undefined =>
  approval === undefined || state !== 'requested' ? undefined : nextAbsenceChange(approval, absences, now)
