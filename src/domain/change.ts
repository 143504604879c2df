import type { Approval } from './approval.ts'
import type { ApprovalEvent } from './approval-event.ts'
import type { ChangeSize, ChangeType } from './change-policy.ts'
import type { PersonId } from './person.ts'

/** What is asked for (9.2-a, 9.2-b, 9.2-d): the request for change as its form says it. */
export interface RequestForChange {
  readonly title: string
  readonly scope: string
  /** Why, and what it is good for. */
  readonly reason: string
  readonly type: ChangeType
  readonly services: readonly string[]
  readonly components: readonly string[]
  /** A service is removed or transferred. */
  readonly removal: boolean
  /** Risk question to answer. */
  readonly risks: Readonly<Record<string, string>>
  readonly impact: string
  readonly cost: string
  /** Security, continuity and capacity, assessed in words (6.3, 6.5, 6.6). */
  readonly assessment: string
  readonly plan: string
  /** How it is reversed, and how that was tested. */
  readonly reversal: string
  readonly reversalTested: string
  /** ISO instants. */
  readonly from: string
  readonly to: string
  readonly implementer: PersonId
  /** Records that it belongs to, `INC-17`. */
  readonly links: readonly string[]
}

/** A change from its request to its review (9.2). */
export interface Change extends RequestForChange {
  /** The number, `CHG-9`; also its identity. */
  readonly id: string
  readonly version: number
  /** The version in which something other than words was last said changed: what a form filled in earlier is held against. */
  readonly changedIn: number
  /** The version in which the request was last written: who approves has to have seen that one. */
  readonly revisedIn: number
  readonly state: ChangeState
  readonly size: ChangeSize
  readonly requestedBy: PersonId
  readonly requestedAt: Temporal.Instant
  readonly approval?: Approval
  /** What has to be changed before it is asked again. */
  readonly remarks?: string
  /** Collisions that the change manager knows of and allows. */
  readonly override?: Override
  /** Conditions of the approval and actions of the review. */
  readonly tasks: readonly Task[]
  /** Since it is scheduled: whether its window has begun, or ended, as the clock has said. Absent before it begins. */
  readonly window?: 'open' | 'over'
  readonly startedAt?: Temporal.Instant
  readonly outcome?: ChangeOutcome
  readonly review?: Review
  /** When the implementer is reminded, once, and when the review is due. */
  readonly remindAt?: Temporal.Instant
  readonly reviewDue?: Temporal.Instant
}

export type ChangeState =
  | 'draft'
  | 'requested'
  | 'returned'
  | 'approved'
  | 'in-progress'
  | 'done'
  | 'failed'
  | 'backed-out'
  | 'reviewed'
  | 'rejected'
  | 'expired'
  | 'withdrawn'

export interface Override {
  readonly by: PersonId
  readonly reason: string
  /** Numbers of the changes, and names of the freeze windows, that it overlaps. */
  readonly conflicts: readonly string[]
}

export interface Task {
  readonly id: string
  readonly text: string
  readonly owner: PersonId
  /** ISO instants: by when it is to be done, where that was agreed, and when it is reminded of next. */
  readonly due?: string
  readonly remindAt?: string
  /** How often it was reminded of. */
  readonly reminded?: number
  readonly doneBy?: PersonId
}

export interface ChangeOutcome {
  readonly how: 'done' | 'failed' | 'backed-out'
  readonly text: string
  readonly by: PersonId
  readonly at: Temporal.Instant
}

export interface Review {
  readonly effective: boolean
  readonly text: string
  readonly by: PersonId
}

/** One thing that happened; kept for ever, so its fields only ever grow. */
export type ChangeEvent =
  | { readonly type: 'drafted'; readonly request: RequestForChange; readonly size: ChangeSize }
  | { readonly type: 'revised'; readonly request: RequestForChange; readonly size: ChangeSize }
  | { readonly type: 'submitted' }
  /** Whatever happens to its approval: see `ApprovalEvent`. */
  | { readonly type: 'approval'; readonly event: ApprovalEvent }
  /** A named authority went ahead alone, with a reason (9.2-f). */
  | {
      readonly type: 'gone-ahead'
      readonly reason: string
      readonly remindAt?: string
      readonly reviewDue?: string
    }
  | ({ readonly type: 'overridden' } & Omit<Override, 'by'>)
  | { readonly type: 'approved'; readonly remindAt?: string }
  | { readonly type: 'withdrawn'; readonly reason: string }
  | { readonly type: 'reminded'; readonly of: 'start' | 'review' | 'outcome'; readonly next?: string }
  /** ISO instant. */
  | { readonly type: 'window-began'; readonly until: string }
  | { readonly type: 'window-ended'; readonly started: boolean }
  | { readonly type: 'started'; readonly override?: Omit<Override, 'by'> }
  | {
      readonly type: 'finished'
      readonly how: ChangeOutcome['how']
      readonly text: string
      readonly reviewDue: string
    }
  | { readonly type: 'reviewed'; readonly effective: boolean; readonly text: string }
  | { readonly type: 'task-added'; readonly task: Omit<Task, 'doneBy'> }
  /** It is due, and nobody has done it. */
  | {
      readonly type: 'task-reminded'
      readonly task: string
      readonly text: string
      readonly owner: PersonId
      readonly due: string
      readonly next?: string
    }
  /** The reminder came due where nobody works. */
  | { readonly type: 'task-put-off'; readonly task: string; readonly until: string }
  | { readonly type: 'review-put-off'; readonly until: string }
  | { readonly type: 'task-done'; readonly task: string }
  | {
      readonly type: 'commented'
      readonly text: string
      readonly side: 'authority' | 'requester'
      readonly files: number
    }

/** Waits for nobody and nothing any more. */
export const isChangeOver = ({ state }: Change): boolean =>
  state === 'reviewed' || state === 'rejected' || state === 'expired' || state === 'withdrawn'

/** Whether its window is on the schedule of change. */
export const isScheduled = ({ state }: Change): boolean => state === 'approved' || state === 'in-progress'
