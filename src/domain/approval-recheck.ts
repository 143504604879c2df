import { personOf } from './authority.ts'
import { isAway, standIn } from './approval-absence.ts'
import type { Approval, Seat, SeatedBy, Stage, Unfit } from './approval.ts'
import { type Reading, approversOf, managerFor, rulesAt, unfit } from './approval-approvers.ts'
import type { ApprovalContext } from './approval-command.ts'
import type { ApprovalEvent } from './approval-event.ts'
import { playApproval } from './approval-evolve.ts'
import { inCharge, seatIn, sitsElsewhere } from './approval-seats.ts'
import { theDesk } from './decision.ts'
import type { PersonId } from './person.ts'

/** What seats are put right by: who is there and what they are, who is away. */
export type Now = Reading & Pick<ApprovalContext, 'absences' | 'now'>

/**
 * Puts the undecided seats of the present stage right (9.2-c): whoever left, was disabled, lost what the rule asks for, or has
 * become requester or implementer is replaced, by those the rules name now, else by their line manager; else the seat is
 * empty. Delegations to people who cannot decide end. Deputies come and go with absences. What was decided stands: it was
 * right when it was. Gives the events, none when all is right.
 */
export const recheck = (approval: Approval, reading: Now): readonly ApprovalEvent[] => {
  const events: ApprovalEvent[] = []
  let state = approval
  for (const { id } of approval.stages[approval.stage]?.seats ?? [])
    for (const step of [replaced, undelegated, covered]) {
      const stage = state.stages[state.stage]
      const seat = seatIn(stage, id)
      if (stage === undefined || seat === undefined || seat.decision !== undefined) continue
      const event = step({ approval: state, stage, seat }, reading)
      if (event === undefined) continue
      events.push(event)
      state = playApproval(state, [event], { at: reading.now, actor: theDesk })
    }
  return events
}

/** Whether somebody who is asked has left, gone away, come back or become somebody else. */
export const needsRecheck = (approval: Approval | undefined, reading: Now): boolean =>
  approval?.state === 'open' && recheck(approval, reading).length > 0

interface At {
  readonly approval: Approval
  readonly stage: Stage
  readonly seat: Seat
}

const replaced = ({ approval, stage, seat }: At, reading: Now): ApprovalEvent | undefined => {
  const rules = rulesAt(approval, approval.stage)
  const because = lost(seat, approversOf(rules, reading), reading)
  if (because === undefined) return undefined
  const free = (person: PersonId): boolean =>
    unfit(person, reading) === undefined &&
    !sitsElsewhere(stage, seat.id, person) &&
    !wasReassigned(stage, person)
  const own = seat.rules.flatMap((index) => rules[index] ?? [])
  const named = [...approversOf(own, reading).keys()].find(free)
  const to = named ?? managerFor(seat, free, reading)
  // Nobody still: an empty seat stays as it is.
  if (to === undefined && seat.person === undefined) return undefined
  const seatedBy: SeatedBy = to === undefined || to === named ? 'rule' : 'line-manager'
  const manager = to === undefined ? undefined : personOf(reading.desk, to)?.manager
  return {
    type: 'seat-replaced',
    stage: approval.stage,
    seat: seat.id,
    because,
    seatedBy,
    ...(seat.person === undefined ? {} : { from: seat.person }),
    ...(to === undefined ? {} : { to }),
    ...(manager === undefined ? {} : { manager }),
  }
}

/** A change manager took a seat of the stage from them: no rule puts them back. */
const wasReassigned = (stage: Stage, person: PersonId): boolean =>
  stage.seats.some(({ formerly }) =>
    formerly.some((one) => one.person === person && one.as === 'approver' && one.because === 'reassigned'),
  )

/** Why somebody may not keep a seat; `empty` where there is nobody. Any rule of the stage that names them will do. */
const lost = (
  { person, seatedBy }: Seat,
  named: ReadonlyMap<PersonId, unknown>,
  reading: Now,
): Unfit | 'lost-role' | 'empty' | undefined => {
  if (person === undefined) return 'empty'
  return unfit(person, reading) ?? (seatedBy === 'rule' && !named.has(person) ? 'lost-role' : undefined)
}

const undelegated = ({ approval, seat }: At, reading: Now): ApprovalEvent | undefined => {
  const { delegate } = seat
  const because = delegate === undefined ? undefined : unfit(delegate, reading)
  return delegate === undefined || because === undefined
    ? undefined
    : { type: 'delegation-ended', stage: approval.stage, seat: seat.id, delegate, because }
}

const covered = ({ approval, stage, seat }: At, reading: Now): ApprovalEvent | undefined => {
  const { absences, now } = reading
  const person = inCharge(seat)
  if (person === undefined) return undefined
  const away = isAway(person, absences, now)
  const deputy = away ? deputyOf(stage, seat, person, reading) : undefined
  const known = seat.deputy === seat.delegate ? undefined : seat.deputy
  if (away === (seat.away === true) && deputy === known) return undefined
  return {
    type: 'deputy-changed',
    stage: approval.stage,
    seat: seat.id,
    for: person,
    away,
    ...(deputy === undefined ? {} : { deputy }),
  }
}

/**
 * Along the chain of deputies, the first who may decide and has no part in the stage yet. Where the stage asks for the
 * agreement of each or of any, somebody who sits in it already may stand in as well, if nobody else does: one click is then
 * their answer for every seat they hold. Where it counts heads, nobody is counted twice.
 */
const deputyOf = (stage: Stage, seat: Seat, away: PersonId, reading: Now): PersonId | undefined => {
  const { absences, now } = reading
  const may = (person: PersonId): boolean =>
    unfit(person, reading) === undefined && !hasGivenAway(stage, person)
  const free = (person: PersonId): boolean => may(person) && !sitsElsewhere(stage, seat.id, person)
  const found = standIn(away, free, absences, now)
  const countsHeads = stage.needs !== 'any' && stage.needs !== 'all'
  return found ?? (countsHeads ? undefined : standIn(away, may, absences, now))
}

/** Who delegated takes no part in the stage. */
const hasGivenAway = (stage: Stage, person: PersonId): boolean =>
  stage.seats.some((seat) => seat.person === person && seat.delegate !== undefined)
