import type { Stage } from './approval.ts'
import type { Quorum } from './change-policy.ts'

/** How a stage stands, counted in seats: "2 of 3" is `approved` of `needed`. */
export interface Tally {
  readonly seats: number
  /** Approvals that pass the stage; infinite where there is no seat. */
  readonly needed: number
  readonly approved: number
  readonly rejected: number
  /** Undecided seats in which somebody sits. */
  readonly waiting: number
  /** Seats in which nobody sits. */
  readonly empty: number
}

/** A stage is never asked to have more seats than this, however many approvals a policy asks for. */
export const mostSeats = 50

/**
 * Approvals that so many seats need (9.2-c). A majority is more than half. One is always needed, and no number is lowered to
 * the seats there are: fewer people than agreed never decide. Of no seats, nothing is ever enough.
 */
export const neededOf = (needs: Quorum, seats: number): number => {
  if (seats === 0) return Infinity
  if (needs === 'any') return 1
  if (needs === 'all') return seats
  if (needs === 'majority') return Math.floor(seats / 2) + 1
  return Number.isFinite(needs.atLeast) ? Math.max(1, Math.ceil(needs.atLeast)) : Infinity
}

/** How many seats a stage has to have so that its quorum can be met at all. */
export const fewestSeats = (needs: Quorum): number =>
  typeof needs === 'object' && needs.atLeast <= mostSeats ? neededOf(needs, 1) : 1

export const tallyOf = ({ seats, needs }: Pick<Stage, 'seats' | 'needs'>): Tally => {
  const answers = seats.map(({ decision }) => decision?.answer)
  const undecided = seats.filter(({ decision }) => decision === undefined)
  const empty = undecided.filter(({ person }) => person === undefined).length
  return {
    seats: seats.length,
    needed: neededOf(needs, seats.length),
    approved: answers.filter((answer) => answer === 'approved').length,
    rejected: answers.filter((answer) => answer === 'rejected').length,
    waiting: undecided.length - empty,
    empty,
  }
}

export type StageOutcome = 'open' | 'passed' | 'vetoed' | 'impossible'

/**
 * What the decisions so far make of a stage. Without a veto it does not matter in which order they came: no set of decisions
 * has both enough approvals and so many rejections that there cannot be enough. With a veto the first of the two counts.
 */
export const outcomeOf = (stage: Stage): StageOutcome => {
  const { needed, approved, rejected, seats } = tallyOf(stage)
  if (stage.veto && rejected > 0) return 'vetoed'
  if (approved >= needed) return 'passed'
  return rejected > 0 && seats - rejected < needed ? 'impossible' : 'open'
}

/** Even if all approved who can decide, it would not pass: somebody has to be given a seat (or nothing helps). */
export const isStuck = (stage: Stage): boolean => {
  const { needed, approved, waiting } = tallyOf(stage)
  return outcomeOf(stage) === 'open' && approved + waiting < needed
}
