import type { Approval } from './approval.ts'
import type { PersonId } from './person.ts'

/** A time from `from` up to but not including `to` in which a person is not asked: a dated delegation, or out of office. */
export interface Absence {
  readonly person: PersonId
  /** Who is asked instead, as far as they may decide. */
  readonly deputy?: PersonId
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** The absences in which somebody is at `now`, in the order given. */
export const absencesOf = (
  person: PersonId,
  absences: readonly Absence[],
  now: Temporal.Instant,
): readonly Absence[] =>
  absences.filter(
    (one) =>
      one.person === person &&
      Temporal.Instant.compare(one.from, now) <= 0 &&
      Temporal.Instant.compare(now, one.to) < 0,
  )

export const isAway = (person: PersonId, absences: readonly Absence[], now: Temporal.Instant): boolean =>
  absencesOf(person, absences, now).length > 0

/**
 * Who stands in for somebody who is away: their deputy, or where that one is away too the deputy's deputy, and so on. The
 * first who is there and `fits`; nobody twice, so that a circle of deputies ends. Undefined when there is none.
 */
export const standIn = (
  away: PersonId,
  fits: (person: PersonId) => boolean,
  absences: readonly Absence[],
  now: Temporal.Instant,
): PersonId | undefined => {
  const seen = new Set([away])
  const follow = (person: PersonId): PersonId | undefined => {
    for (const { deputy } of absencesOf(person, absences, now)) {
      if (deputy === undefined || seen.has(deputy)) continue
      seen.add(deputy)
      const found = isAway(deputy, absences, now) ? follow(deputy) : fits(deputy) ? deputy : undefined
      if (found !== undefined) return found
    }
    return undefined
  }
  return follow(away)
}

/**
 * When an absence next begins or ends that can change who is asked in the present stage: the time for the next `recheck`, to
 * be stored after every command, and when an absence is entered or taken back. Undefined when none will.
 */
export const nextAbsenceChange = (
  approval: Approval,
  absences: readonly Absence[],
  now: Temporal.Instant,
): Temporal.Instant | undefined => {
  if (approval.state !== 'open') return undefined
  const undecided = approval.stages[approval.stage]?.seats.filter((seat) => seat.decision === undefined) ?? []
  const people = new Set(undecided.flatMap(({ person, delegate }) => delegate ?? person ?? []))
  for (const person of people)
    for (const { person: who, deputy } of absences)
      if (who === person && deputy !== undefined) people.add(deputy)
  return absences
    .filter(({ person }) => people.has(person))
    .flatMap(({ from, to }) => [from, to])
    .filter((at) => Temporal.Instant.compare(at, now) > 0)
    .sort((one, other) => Temporal.Instant.compare(one, other))
    .at(0)
}
