import type { ApprovalPolicy, Quorum } from './change-policy.ts'
import type { PersonId } from './person.ts'

/** A question put to approvers in stages; one mechanism for changes, service requests and agreements. */
export interface Approval {
  readonly id: string
  readonly state: ApprovalState
  readonly policy: ApprovalPolicy
  readonly stages: readonly Stage[]
  /** Index of the stage that is being decided. */
  readonly stage: number
  readonly openedAt: Temporal.Instant
  readonly expiresAt?: Temporal.Instant
  readonly remindAt?: Temporal.Instant
  /** Conditions under which it was approved: each becomes a task. */
  readonly conditions: readonly Condition[]
}

export type ApprovalState = 'open' | 'approved' | 'rejected' | 'returned' | 'expired' | 'withdrawn'

export interface Stage {
  readonly name: string
  readonly needs: Quorum
  readonly veto: boolean
  readonly seats: readonly Seat[]
}

/** One person asked. The seat stays when somebody decides in their stead or it is given to another. */
export interface Seat {
  readonly id: string
  readonly person: PersonId
  /** Who is asked instead, named as deputy: by delegation, or while the person is away. */
  readonly deputy?: PersonId
  readonly decision?: ApprovalDecision
}

/** One person's answer. */
export interface ApprovalDecision {
  readonly by: PersonId
  readonly answer: 'approved' | 'rejected'
  readonly reason?: string
  readonly condition?: string
  readonly at: Temporal.Instant
}

export interface Condition {
  readonly text: string
  readonly by: PersonId
}
