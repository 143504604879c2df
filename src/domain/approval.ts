import type { ApprovalTerms, Quorum } from './change-policy.ts'
import type { Actor } from './decision.ts'
import type { PersonId } from './person.ts'

/** A question put to approvers in stages; one mechanism for changes, service requests and agreements (9.2-c). */
export interface Approval {
  readonly id: string
  readonly state: ApprovalState
  /** As it was agreed when the question was put: a later desk file changes nothing about it. */
  readonly policy: ApprovalTerms
  readonly stages: readonly Stage[]
  /** Index of the stage that is being decided, or was when it ended. */
  readonly stage: number
  readonly openedAt: Temporal.Instant
  /** From then on nobody decides it, whether or not the clock has ticked. Absent: its calendar never opens so long. */
  readonly expiresAt?: Temporal.Instant
  /** When those who have not decided are reminded next; absent when that is not before it expires. */
  readonly remindAt?: Temporal.Instant
  /** Conditions under which it was approved: each becomes a task. */
  readonly conditions: readonly Condition[]
  /** How it ended; absent exactly while it is open. */
  readonly ending?: Ending
}

export type ApprovalState = 'open' | ApprovalEnd

/** The ways in which an approval ends; each is final. */
export type ApprovalEnd = 'approved' | 'rejected' | 'returned' | 'expired' | 'withdrawn'

/** What is asked about, as it is at the moment: read anew for every command. */
export interface ApprovalSubject {
  readonly requester: PersonId
  readonly implementer?: PersonId
  /** Whom it affects, where it is one person. */
  readonly affected?: PersonId
  /** Services affected, by id. */
  readonly services: readonly string[]
  /** Customers of those services, by id. */
  readonly customers: readonly string[]
}

export interface Stage {
  readonly name: string
  readonly needs: Quorum
  readonly veto: boolean
  readonly seats: readonly Seat[]
}

/** One person asked. The seat stays when somebody decides in their stead or it is given to another. */
export interface Seat {
  /** Unique within the approval: `2.1` is the first of the second stage. */
  readonly id: string
  /** Indexes of those rules of the stage's policy that this seat was made for. */
  readonly rules: readonly number[]
  /** Whose seat it is. Absent: empty, nobody valid was left; counted, and decided by nobody, until it is given to somebody. */
  readonly person?: PersonId
  /** By what they sit: a rule has to name them still when they decide, the other two do not lapse. */
  readonly seatedBy: SeatedBy
  /** Their line manager when they were seated, for when they have left and the desk knows nothing of them. */
  readonly manager?: PersonId
  /** To whom they gave it: from then on they take no part, unless it is given back. */
  readonly delegate?: PersonId
  /** Who is asked instead, named as deputy: the delegate, or a deputy while the one in charge of the seat is away. */
  readonly deputy?: PersonId
  /** Whoever is in charge of it (the delegate if there is one) is away. They may decide all the same. */
  readonly away?: boolean
  /** Those who could decide it once, with why they cannot now. */
  readonly formerly: readonly FormerHolder[]
  readonly decision?: ApprovalDecision
}

export type SeatedBy = 'rule' | 'line-manager' | 'change-manager'

export type FormerHolder =
  | { readonly person: PersonId; readonly as: 'approver'; readonly because: SeatLoss }
  | { readonly person: PersonId; readonly as: 'deputy' }

/** Why somebody cannot be an approver of this subject. */
export type Unfit = 'left' | 'disabled' | 'requester' | 'implementer'

export type SeatLoss = Unfit | 'lost-role' | 'reassigned'

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

export interface Ending {
  readonly by: Actor
  readonly at: Temporal.Instant
  /** The remarks of whoever returned it; why it was withdrawn, where that was said. */
  readonly words?: string
}
