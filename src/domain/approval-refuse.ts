import { unfit } from './approval-approvers.ts'
import type { ApprovalMeta, ApprovalRefusal } from './approval-command.ts'
import { askedFor, partiesOf, presentStage, sitsElsewhere } from './approval-seats.ts'
import type { Approval, Seat, Stage } from './approval.ts'
import { absencesOf } from './approval-absence.ts'
import { personOf } from './authority.ts'
import { theDesk } from './decision.ts'
import type { PersonId } from './person.ts'

/** What is checked before anything that anybody does: that there is still something to do, and that they are still there. */
export const refusedAtDoor = (approval: Approval, meta: ApprovalMeta): ApprovalRefusal | undefined => {
  const { actor, desk, disabled } = meta
  if (actor !== theDesk) {
    if (personOf(desk, actor) === undefined) return { code: 'unfit', because: 'left' }
    if (disabled?.has(actor) === true) return { code: 'unfit', because: 'disabled' }
  }
  const { state, ending } = approval
  if (state !== 'open') {
    if (ending === undefined) throw new Error(`${approval.id} is ${state} and has no ending`)
    return { code: 'over', state, by: ending.by, at: ending.at }
  }
  return hasExpired(approval, meta.now) ? { code: 'expired', at: approval.expiresAt } : undefined
}

export const hasExpired = (
  approval: Approval,
  now: Temporal.Instant,
): approval is Approval & { readonly expiresAt: Temporal.Instant } =>
  approval.expiresAt !== undefined && Temporal.Instant.compare(now, approval.expiresAt) >= 0

/** Why somebody cannot decide in the stage that their card showed, as far as that does not depend on seats. */
export const refusedAtStage = (
  approval: Approval,
  shown: number,
  meta: ApprovalMeta,
): ApprovalRefusal | undefined => {
  const because = unfit(meta.actor, meta)
  if (because !== undefined) return { code: 'unfit', because }
  const stage = approval.stages[shown]
  if (stage === undefined) return { code: 'not-approver' }
  if (shown < approval.stage) return decidedIn(stage, meta.actor) ?? { code: 'stage-over', stage: stage.name }
  return shown > approval.stage ? notYet(approval) : undefined
}

/**
 * Why somebody who may decide none of the seats of the present stage may not; of an approval whose seats have just been put
 * right. Who never had anything to do with it hears no more than that.
 */
export const whyNoSeat = (approval: Approval, person: PersonId): ApprovalRefusal => {
  const stage = presentStage(approval)
  const seats = stage?.seats ?? []
  const given = seats.find((seat) => seat.person === person && seat.delegate !== undefined)
  const later = approval.stages.slice(approval.stage + 1)
  return (
    (stage === undefined ? undefined : decidedIn(stage, person)) ??
    (given?.delegate === undefined ? undefined : { code: 'delegated', to: given.delegate }) ??
    formerlyIn(seats, person) ??
    (later.some((next) => hasPart(next, person)) ? notYet(approval) : undefined) ??
    overFor(approval.stages.slice(0, approval.stage), person) ?? { code: 'not-approver' }
  )
}

const decidedIn = ({ seats }: Stage, person: PersonId): ApprovalRefusal | undefined => {
  const decided = seats.filter(({ decision }) => decision !== undefined)
  const seat =
    decided.find(({ decision }) => decision?.by === person) ??
    decided.find((one) => partiesOf(one).includes(person))
  if (seat?.decision === undefined) return undefined
  const { by, answer, at } = seat.decision
  return {
    code: 'already-decided',
    by,
    ...(seat.person === undefined || seat.person === by ? {} : { for: seat.person }),
    answer,
    at,
  }
}

const formerlyIn = (seats: readonly Seat[], person: PersonId): ApprovalRefusal | undefined => {
  for (const seat of seats) {
    const at = seat.formerly.findLastIndex((one) => one.person === person)
    const was = seat.formerly[at]
    if (was?.as === 'deputy') {
      // Whoever sits there now need not be whom they stood in for: that one may have left it since.
      const next = seat.formerly.slice(at + 1).find(({ as }) => as === 'approver')
      const owner = next?.person ?? seat.person
      return { code: 'delegation-over', ...(owner === undefined ? {} : { for: owner }) }
    }
    if (was === undefined) continue
    const to = askedFor(seat)
    return { code: 'seat-lost', because: was.because, ...(to === undefined ? {} : { to }) }
  }
  return undefined
}

const hasPart = ({ seats }: Stage, person: PersonId): boolean =>
  seats.some((seat) => partiesOf(seat).includes(person))

const notYet = (approval: Approval): ApprovalRefusal => ({
  code: 'not-yet',
  waitsFor: presentStage(approval)?.name ?? '',
})

const overFor = (earlier: readonly Stage[], person: PersonId): ApprovalRefusal | undefined => {
  const stage = earlier.findLast((one) => hasPart(one, person))
  return stage === undefined ? undefined : { code: 'stage-over', stage: stage.name }
}

/** Why a seat cannot be given to somebody; undefined when it can. The seat's own deputy may get it. */
export const refusedToSit = (
  stage: Stage,
  seat: Seat,
  person: PersonId,
  meta: ApprovalMeta,
): ApprovalRefusal | undefined => {
  const because = unfit(person, meta)
  if (because !== undefined) return { code: 'cannot-sit', person, because }
  if (seat.person === person || sitsElsewhere(stage, seat.id, person))
    return { code: 'cannot-sit', person, because: 'seated' }
  const [absence] = absencesOf(person, meta.absences, meta.now)
  return absence === undefined ? undefined : { code: 'away', person, until: absence.to }
}
