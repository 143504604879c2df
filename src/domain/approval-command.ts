import type { ApprovalEnd, SeatLoss, Unfit, ApprovalSubject } from './approval.ts'
import type { Absence } from './approval-absence.ts'
import type { ApprovalEffect, ApprovalEvent } from './approval-event.ts'
import type { ChangeAuthority } from './change-policy.ts'
import type { Actor, Decision } from './decision.ts'
import type { Desk } from './desk.ts'
import type { PersonId } from './person.ts'
import type { FieldRefusal } from './refusal.ts'

/** What a person, or the desk when a time has come, wants done with an approval. */
export type ApprovalCommand =
  /** With a condition where the text is not blank. */
  | ({ readonly type: 'approve'; readonly condition?: string } & Shown)
  | ({ readonly type: 'reject'; readonly reason: string } & Shown)
  | ({ readonly type: 'ask-for-changes'; readonly remarks: string } & Shown)
  /** By whoever sits there; by a delegate only back to whom they have it from. */
  | ({ readonly type: 'delegate'; readonly to: PersonId } & Shown)
  /** By a change manager: any undecided seat of this stage or a later one, also an empty one. */
  | {
      readonly type: 'reassign'
      readonly seat: string
      readonly to: PersonId
      /** Everyone concerned is told it; a form always asks for it. */
      readonly reason?: string
    }
  | { readonly type: 'withdraw'; readonly reason?: string }
  /** By the clock, when `expiresAt` or `remindAt` has come. */
  | { readonly type: 'expire' }
  | { readonly type: 'remind' }
  /** By anybody, at any time: seats are put right as people leave, go away and come back. */
  | { readonly type: 'recheck' }

interface Shown {
  /**
   * Index of the stage that the clicked card showed. Somebody who sits in two stages and clicks twice has not decided
   * the second one.
   */
  readonly stage: number
}

/** Whatever the engine may not find out for itself. */
export interface ApprovalContext {
  readonly now: Temporal.Instant
  readonly desk: Desk
  readonly authorities: readonly ChangeAuthority[]
  /** Who looks after approvals of this kind. */
  readonly managers: readonly PersonId[]
  /** Dated delegations and times out of office, past ones and coming ones may be among them. */
  readonly absences: readonly Absence[]
  /** People who are in the desk file but whose accounts have been disabled. */
  readonly disabled?: ReadonlySet<PersonId>
}

export interface ApprovalMeta extends ApprovalContext {
  readonly actor: Actor
  readonly subject: ApprovalSubject
}

/** Why a command was not accepted; the views turn it into words that only the one who clicked sees. Nothing was changed. */
export type ApprovalRefusal =
  | FieldRefusal
  | { readonly code: 'over'; readonly state: ApprovalEnd; readonly by: Actor; readonly at: Temporal.Instant }
  /** Also before the clock has ticked. */
  | { readonly code: 'expired'; readonly at: Temporal.Instant }
  /** The one who clicked cannot decide this at all. */
  | { readonly code: 'unfit'; readonly because: Unfit }
  /** By the same person, or in their stead or by whom they stand in for (`for`: whose seat it is). */
  | {
      readonly code: 'already-decided'
      readonly by: PersonId
      readonly for?: PersonId
      readonly answer: 'approved' | 'rejected'
      readonly at: Temporal.Instant
    }
  /** You gave your seat to somebody, who has not given it back. */
  | { readonly code: 'delegated'; readonly to: PersonId }
  /** You were a deputy, and are not now: a date has passed, they are back, or the seat itself went to another. */
  | { readonly code: 'delegation-over'; readonly for?: PersonId }
  /** You were an approver, and are not now. `to`: who is. */
  | { readonly code: 'seat-lost'; readonly because: SeatLoss; readonly to?: PersonId }
  | { readonly code: 'not-yet'; readonly waitsFor: string }
  | { readonly code: 'stage-over'; readonly stage: string }
  | { readonly code: 'not-approver' }
  /** A deputy can give the seat back, not on. */
  | { readonly code: 'only-a-deputy'; readonly for: PersonId }
  | { readonly code: 'cannot-sit'; readonly person: PersonId; readonly because: Unfit | 'seated' }
  | {
      readonly code: 'away'
      readonly person: PersonId
      readonly until: Temporal.Instant
    }
  | { readonly code: 'not-change-manager' }
  /** Only the requester and the change managers withdraw. */
  | { readonly code: 'not-yours' }
  | { readonly code: 'nothing-due' }

export type DecidedApproval = Decision<ApprovalEvent, ApprovalEffect, ApprovalRefusal>
