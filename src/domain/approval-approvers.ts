import { agentsOf, deskLeads, hasRole, personOf, serviceOf, teamOf } from './authority.ts'
import type { Approval, ApprovalSubject, Seat, Unfit } from './approval.ts'
import type { ApprovalContext } from './approval-command.ts'
import type { ApproverRule } from './change-policy.ts'
import type { PersonId } from './person.ts'

/** What a rule is read against: the desk and the subject as they are now. */
export type Reading = Pick<ApprovalContext, 'desk' | 'authorities' | 'managers' | 'disabled'> & {
  readonly subject: ApprovalSubject
}

/**
 * Why somebody cannot decide about this subject, whatever names them. The requester and the implementer are never counted
 * among the approvers at all (9.2-c): no rule, delegation, absence or change manager makes them one.
 */
export const unfit = (person: PersonId, { desk, disabled, subject }: Reading): Unfit | undefined => {
  if (personOf(desk, person) === undefined) return 'left'
  if (disabled?.has(person) === true) return 'disabled'
  if (person === subject.requester) return 'requester'
  return person === subject.implementer ? 'implementer' : undefined
}

/** Whom a rule names now, fit or not. */
const namedBy = (rule: ApproverRule, { desk, authorities, subject }: Reading): readonly PersonId[] => {
  switch (rule.kind) {
    case 'person':
      return [rule.person]
    case 'role':
      return desk.people.map(({ id }) => id).filter((id) => hasRole(desk, id, rule.role))
    case 'authority':
      return authorities.find(({ id }) => id === rule.authority)?.members ?? []
    case 'team': {
      const team = teamOf(desk, rule.team)
      return team === undefined ? [] : agentsOf(team)
    }
    case 'team-lead':
      return some(teamOf(desk, rule.team)?.lead)
    case 'service-owner':
      return subject.services.flatMap((service) => some(serviceOf(desk, service)?.owner))
    case 'customer-representative':
      return desk.customers
        .filter(({ id }) => subject.customers.includes(id))
        .flatMap(({ representatives }) => representatives ?? [])
    case 'line-manager':
      return some(personOf(desk, subject.requester)?.manager)
    case 'affected':
      return some(subject.affected)
  }
}

const some = (person: PersonId | undefined): readonly PersonId[] => (person === undefined ? [] : [person])

/** Those whom the rules name now and who may decide, each once, in the order of the rules, with the indexes of theirs. */
export const approversOf = (
  rules: readonly ApproverRule[],
  reading: Reading,
): ReadonlyMap<PersonId, readonly number[]> => {
  const approvers = new Map<PersonId, number[]>()
  for (const [index, rule] of rules.entries())
    for (const person of namedBy(rule, reading)) {
      if (unfit(person, reading) !== undefined) continue
      const named = approvers.get(person)
      if (named === undefined) approvers.set(person, [index])
      else if (!named.includes(index)) named.push(index)
    }
  return approvers
}

/** The rules of a stage, which are the policy's under which the approval was opened. */
export const rulesAt = (approval: Approval, stage: number): readonly ApproverRule[] =>
  approval.policy.stages[stage]?.approvers ?? []

/**
 * The line manager of somebody who cannot decide, or where that one cannot either the manager's manager, and so on; the one
 * remembered with the seat where the desk knows nothing any more.
 */
export const managerFor = (
  seat: Seat,
  fits: (person: PersonId) => boolean,
  { desk }: Reading,
): PersonId | undefined => {
  if (seat.person === undefined) return undefined
  const seen = new Set([seat.person])
  let above = personOf(desk, seat.person)?.manager ?? seat.manager
  while (above !== undefined && !seen.has(above)) {
    if (fits(above)) return above
    seen.add(above)
    above = personOf(desk, above)?.manager
  }
  return undefined
}

/**
 * Who looks after it: told when nobody valid is left, and may reassign. The change managers, but nobody for their own request
 * or work; where that leaves none, the desk leads, with the same exception.
 */
export const managersFor = (reading: Reading): readonly PersonId[] => {
  const { desk, managers } = reading
  const own = [...new Set(managers)].filter((id) => unfit(id, reading) === undefined)
  return own.length > 0
    ? own
    : deskLeads(desk)
        .map(({ id }) => id)
        .filter((id) => unfit(id, reading) === undefined)
}
