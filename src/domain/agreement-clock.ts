import { agreementMeta, nextTickOf, openAgreement } from './agreement-rules.ts'
import { deciding, opening } from './agreement-steps.ts'
import { nextAbsenceChange } from './approval-absence.ts'
import { needsRecheck } from './approval-recheck.ts'
import { accepted, refused, theDesk } from './decision.ts'
import { followedBy } from './incident-agreement.ts'
import type { IncidentMeta } from './incident-command.ts'
import type { IncidentDecision } from './incident-raise.ts'
import type { Agreement, Incident } from './incident.ts'

/**
 * Whatever is due about an agreement, one thing at a time: an approval for what an earlier version has asked, a reminder, the
 * end of its time. An approval never agrees by itself: that nobody answered in the agreed days closes the incident (8.1-f).
 */
export const decideTick = (incident: Incident, meta: IncidentMeta): IncidentDecision => {
  if (meta.actor !== theDesk) throw new Error(`${meta.actor} is not the desk's clock`)
  const agreement = openAgreement(incident)
  if (agreement === undefined) return refused({ code: 'wrong-state', state: incident.state })
  if (agreement.approval === undefined) return opened(incident, agreement, meta)
  const due = nextTickOf(incident)
  if (due === undefined || Temporal.Instant.compare(due, meta.now) > 0) return refused({ code: 'already-so' })
  const { expiresAt } = agreement.approval
  const over = expiresAt !== undefined && Temporal.Instant.compare(expiresAt, meta.now) <= 0
  const step = deciding(incident, agreement, { type: over ? 'expire' : 'remind' }, meta)
  if ('refusal' in step) return refused({ code: 'already-so' })
  return step.approval.state === 'expired' && agreement.asks.kind === 'close'
    ? followedBy(step, { type: 'closed', how: 'no-answer' })
    : accepted(step.events, step.effects)
}

/** Puts right who is asked to agree (9.2-c). */
export const decideRecheck = (incident: Incident, meta: IncidentMeta): IncidentDecision => {
  if (meta.actor !== theDesk) throw new Error(`${meta.actor} is not the desk's clock`)
  const agreement = openAgreement(incident)
  if (agreement === undefined) return refused({ code: 'wrong-state', state: incident.state })
  if (agreement.approval === undefined) return opened(incident, agreement, meta)
  const step = deciding(incident, agreement, { type: 'recheck' }, meta)
  return 'refusal' in step ? refused({ code: 'already-so' }) : accepted(step.events, step.effects)
}

/** What an earlier version has asked. */
const opened = (incident: Incident, agreement: Agreement, meta: IncidentMeta): IncidentDecision => {
  const { events, effects } = opening(incident, agreement, meta, 0)
  return accepted(events, effects)
}

/** Whether somebody who is asked to agree has left, gone away, come back or become somebody else (9.2-c). */
export const needsRecheckOf = (incident: Incident, meta: IncidentMeta): boolean => {
  const agreement = openAgreement(incident)
  return agreement !== undefined && needsRecheck(agreement.approval, agreementMeta(incident, agreement, meta))
}

/** When an absence next begins or ends that matters to it. */
export const nextRecheckOf = (
  { agreement }: Incident,
  { absences, now }: Pick<IncidentMeta, 'absences' | 'now'>,
): Temporal.Instant | undefined =>
  agreement?.approval === undefined ? undefined : nextAbsenceChange(agreement.approval, absences, now)
