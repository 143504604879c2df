import type { ApprovalMeta } from './approval-command.ts'
import { partiesOf } from './approval-seats.ts'
import type { ApprovalSubject } from './approval.ts'
import { deskLeads, disabledIn } from './authority.ts'
import type { ApprovalTerms, ApproverRule } from './change-policy.ts'
import { theDesk } from './decision.ts'
import type { Desk } from './desk.ts'
import type { IncidentMeta } from './incident-command.ts'
import type { Agreement, Incident } from './incident.ts'
import type { PersonId } from './person.ts'
import { workingDay } from './business-days.ts'
import { calendarOf } from './sla-clock.ts'

/** An agreement that waits for its answer. */
export const openAgreement = ({ agreement }: Incident): Agreement | undefined =>
  agreement !== undefined && (agreement.approval === undefined || agreement.approval.state === 'open')
    ? agreement
    : undefined

/** The seats of this rule are asked for the person affected: the others may answer where they see it, and are not written to. */
export const affectedRule = 0

/**
 * One answer is enough, whichever it is. That a resolved incident is closed is for the person affected to say (8.1-f), the rest
 * also for the desk leads (8.1-e). Whoever is asked is reminded after every working day. A question that closes nothing stands
 * until it is answered; the closing is over when the days that were agreed are.
 */
export const termsOf = (incident: Incident, { asks }: Agreement, desk: Desk): ApprovalTerms => {
  const { calendar } = desk.closing
  const affected: ApproverRule = { kind: 'affected' }
  const closes = asks.kind === 'close'
  const approvers: readonly ApproverRule[] = closes
    ? [affected]
    : [affected, { kind: 'role', role: 'desk-lead' }]
  return {
    stages: [{ name: 'Agreement', approvers, needs: 'any', veto: true }],
    calendar,
    remindEvery: workingDay(calendarOf(desk, calendar)),
    ...(closes ? {} : { reasonOptional: true as const }),
    ...(closes && incident.closeDue !== undefined ? { expiresAt: incident.closeDue.toString() } : {}),
  }
}

/**
 * Whether it works again is asked in the desk's name, so that who resolves an incident of their own can say so too; who
 * resolved it for somebody else says it for nobody.
 */
const subjectOf = (incident: Incident, { asks, by }: Agreement): ApprovalSubject => {
  const { affected, service, customer } = incident
  const about = { affected, services: [service], customers: [customer] }
  if (asks.kind !== 'close') return { requester: by, ...about }
  return { requester: theDesk, ...(by === affected ? {} : { implementer: by }), ...about }
}

/** Agreements are looked after by the desk leads. */
export const agreementMeta = (
  incident: Incident,
  agreement: Agreement,
  { now, actor, desk, absences }: Pick<IncidentMeta, 'now' | 'actor' | 'desk' | 'absences'>,
): ApprovalMeta => ({
  now,
  actor,
  desk,
  absences,
  authorities: [],
  managers: deskLeads(desk).map(({ id }) => id),
  disabled: disabledIn(desk),
  subject: subjectOf(incident, agreement),
})

/** Whether somebody has, or had, a part in what was last asked, other than by looking after the desk. */
export const hasPartInAgreement = ({ agreement }: Incident, person: PersonId): boolean =>
  (agreement?.approval?.stages ?? []).some(({ seats }) =>
    seats.some(
      (seat) => partiesOf(seat).includes(person) || seat.formerly.some((one) => one.person === person),
    ),
  )

/** When an agreement next needs the clock. One without an approval waits to be given one. */
export const nextTickOf = (incident: Incident): Temporal.Instant | undefined => {
  const agreement = openAgreement(incident)
  if (agreement === undefined) return undefined
  if (agreement.approval === undefined) return incident.raisedAt
  const { expiresAt, remindAt } = agreement.approval
  return [expiresAt, remindAt]
    .filter((at) => at !== undefined)
    .toSorted((a, b) => Temporal.Instant.compare(a, b))[0]
}
