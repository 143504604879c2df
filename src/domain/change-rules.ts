import { disabledIn, isAgent, personOf, serviceOf } from './authority.ts'
import { managersFor, unfit } from './approval-approvers.ts'
import type { ApprovalMeta } from './approval-command.ts'
import type { ApprovalSubject } from './approval.ts'
import type { ChangeMeta } from './change-command.ts'
import type { ApprovalPolicy, ChangePolicy } from './change-policy.ts'
import { type Conflict, type ScheduledChange, conflictsOf } from './change-schedule.ts'
import type { Change } from './change.ts'
import type { ChangeRefusal } from './change-refusal.ts'
import type { Decision } from './decision.ts'
import type { ChangeEvent } from './change.ts'
import type { Desk } from './desk.ts'
import type { Effect } from './effect.ts'
import { refused } from './decision.ts'
import type { PersonId } from './person.ts'

export type ChangeDecision = Decision<ChangeEvent, Effect, ChangeRefusal>

export const no = (refusal: ChangeRefusal): ChangeDecision => refused(refusal)

export const isChangeManager = (policy: ChangePolicy, person: PersonId, desk: Desk): boolean =>
  policy.managers.includes(person) && personOf(desk, person) !== undefined

/** Emergencies have a short path of their own (9.2-f); the others one by their size. */
export const policyFor = (
  { type, size }: Pick<Change, 'type' | 'size'>,
  policy: ChangePolicy,
): ApprovalPolicy => (type === 'emergency' ? policy.emergency : policy.approvals[size])

/** Whom it concerns besides those who ask and do it. */
export const customersOf = ({ services }: Pick<Change, 'services'>, desk: Desk): readonly string[] => [
  ...new Set(services.flatMap((id) => serviceOf(desk, id)?.customers ?? [])),
]

export const subjectOf = (
  change: Pick<Change, 'services' | 'implementer' | 'requestedBy'>,
  desk: Desk,
): ApprovalSubject => ({
  requester: change.requestedBy,
  implementer: change.implementer,
  services: change.services,
  customers: customersOf(change, desk),
})

export const approvalMeta = (
  change: Pick<Change, 'services' | 'implementer' | 'requestedBy'>,
  policy: ChangePolicy,
  meta: Pick<ChangeMeta, 'now' | 'actor' | 'desk' | 'absences'>,
): ApprovalMeta => ({
  now: meta.now,
  actor: meta.actor,
  desk: meta.desk,
  authorities: policy.authorities,
  managers: policy.managers,
  absences: meta.absences,
  disabled: disabledIn(meta.desk),
  subject: subjectOf(change, meta.desk),
})

/** Why somebody may not give seats of a change's approval to others; undefined where they may. */
export const whyNotReassign = (change: Change, person: PersonId, desk: Desk): ChangeRefusal | undefined => {
  const { changes: policy } = desk
  if (policy === undefined) return { code: 'no-policy' }
  const { authorities, managers } = policy
  const disabled = disabledIn(desk)
  const reading = { desk, authorities, managers, disabled, subject: subjectOf(change, desk) }
  if (!managersFor(reading).includes(person)) {
    const because = managers.includes(person) ? unfit(person, reading) : undefined
    return {
      code: 'approval',
      refusal: because === undefined ? { code: 'not-change-manager' } : { code: 'unfit', because },
    }
  }
  return change.state === 'requested' ? undefined : { code: 'change-state', state: change.state }
}

/** As the schedule knows it; undefined while it has no window. */
export const scheduledOf = (change: Change): ScheduledChange | undefined => {
  const { id, title, type, services, components, implementer, from, to } = change
  if (from === '' || to === '') return undefined
  const window = { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to) }
  return { id, title, type, services, components, implementer, window }
}

/** What it collides with and nobody has allowed it to. */
export const openConflicts = (
  change: Change,
  schedule: readonly ScheduledChange[],
  desk: Desk,
): readonly Conflict[] => {
  const candidate = scheduledOf(change)
  if (candidate === undefined) return []
  const allowed = new Set(change.override?.conflicts)
  return conflictsOf(candidate, schedule, desk).filter((conflict) => !allowed.has(conflictKey(conflict)))
}

/** The number of the other change, or which freeze window it is. */
export const conflictKey = (conflict: Conflict): string =>
  conflict.kind === 'freeze' ? `freeze/${conflict.freeze.id}` : conflict.change

/** Changes are no secret among those who work on services, look after changes or sit in an authority. */
export const readsAllChanges = (person: PersonId, desk: Desk): boolean => {
  const known = personOf(desk, person)
  if (known === undefined) return false
  return (
    isAgent(desk, person) ||
    known.roles.length > 0 ||
    (desk.changes !== undefined &&
      (isChangeManager(desk.changes, person, desk) ||
        desk.changes.authorities.some(({ members }) => members.includes(person))))
  )
}

/** Everybody else reads those that concern them, as interested parties do (9.2-c, 9.2-e). */
export const mayReadChange = (change: Change, person: PersonId, desk: Desk): boolean =>
  readsAllChanges(person, desk) ||
  isInvolvedIn(change, person, desk) ||
  servicesOfInterest(person, desk).some((id) => change.services.includes(id))

/** Services that a person owns, is named as interested in, or speaks for a customer of: their changes concern them. */
export const servicesOfInterest = (person: PersonId, desk: Desk): readonly string[] => {
  if (personOf(desk, person) === undefined) return []
  const customers = desk.customers.filter(({ representatives }) => representatives?.includes(person))
  return desk.services
    .filter(
      (one) =>
        one.owner === person ||
        one.interested.includes(person) ||
        customers.some(({ id }) => one.customers.includes(id)),
    )
    .map(({ id }) => id)
}

/** Those a change concerns: who asks, does, decides or looks after it, and who answers for what it touches. */
export const isInvolvedIn = (change: Change, person: PersonId, desk: Desk): boolean => {
  const { requestedBy, implementer, services, approval, tasks } = change
  if (personOf(desk, person) === undefined) return false
  return (
    person === requestedBy ||
    person === implementer ||
    tasks.some(({ owner }) => owner === person) ||
    services.some((id) => serviceOf(desk, id)?.owner === person) ||
    (desk.changes !== undefined && isChangeManager(desk.changes, person, desk)) ||
    (approval?.stages ?? []).some(({ seats }) =>
      seats.some((seat) => seat.person === person || seat.deputy === person || seat.delegate === person),
    )
  )
}
