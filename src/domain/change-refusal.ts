import type { ApprovalRefusal } from './approval-command.ts'
import type { ChangeState } from './change.ts'
import type { Conflict } from './change-schedule.ts'
import type { PersonId } from './person.ts'
import type { FieldRefusal } from './refusal.ts'

/** Why a command about a change was not accepted; nothing was changed. */
export type ChangeRefusal =
  | FieldRefusal
  | { readonly code: 'no-policy' }
  | { readonly code: 'not-involved' }
  | { readonly code: 'not-requester'; readonly requester: PersonId }
  | { readonly code: 'not-implementer'; readonly implementer: PersonId }
  | { readonly code: 'not-change-manager' }
  | { readonly code: 'not-alone' }
  | { readonly code: 'not-confirmed' }
  | { readonly code: 'not-task-owner'; readonly owner: PersonId }
  | { readonly code: 'change-state'; readonly state: ChangeState }
  | { readonly code: 'changed-since' }
  /** The request was revised after the card was drawn that was clicked: it is another question now. */
  | { readonly code: 'revised-since' }
  | { readonly code: 'conflicts'; readonly conflicts: readonly Conflict[] }
  | { readonly code: 'no-conflicts' }
  | { readonly code: 'too-early'; readonly from: Temporal.Instant }
  | { readonly code: 'window-over'; readonly to: Temporal.Instant }
  | { readonly code: 'task-done' }
  | { readonly code: 'nothing-due' }
  | { readonly code: 'approval'; readonly refusal: ApprovalRefusal }
