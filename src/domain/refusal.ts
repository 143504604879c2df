import type { ApprovalRefusal } from './approval-command.ts'
import type { IncidentState } from './incident.ts'
import type { PersonId } from './person.ts'

/** Why a command was not accepted. The views turn it into words; nothing was changed. */
export type Refusal =
  | FieldRefusal
  | { readonly code: 'not-your-team'; readonly team: string }
  | { readonly code: 'not-an-agent'; readonly person: PersonId; readonly team: string }
  | { readonly code: 'not-involved' }
  | { readonly code: 'not-affected'; readonly affected: PersonId }
  | { readonly code: 'wrong-state'; readonly state: IncidentState }
  | { readonly code: 'already-yours' }
  /** By somebody else, after the card was drawn that was clicked. */
  | { readonly code: 'taken'; readonly by: PersonId }
  | { readonly code: 'already-so' }
  | { readonly code: 'changed-since' }
  | { readonly code: 'question-open' }
  | { readonly code: 'question-over' }
  /** Why somebody cannot answer what was asked, as of every approval. */
  | { readonly code: 'agreement'; readonly refusal: Exclude<ApprovalRefusal, FieldRefusal> }
  | { readonly code: 'nobody-to-tell' }
  | { readonly code: 'not-alerted' }
  | { readonly code: 'nothing-to-explain' }
  | { readonly code: 'not-followable'; readonly state: IncidentState }

/** A value of a form is missing, too long or unknown; said beside the input of that name. */
export interface FieldRefusal {
  readonly code: 'field'
  readonly field: string
  readonly problem: FieldProblem
}

export type FieldProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-long'; readonly most: number }
  /** Not in the desk file: it never was, or it is not any more. */
  | { readonly kind: 'unknown' }
  /** None of the choices, which are always the same: no form of ours sends it. */
  | { readonly kind: 'no-choice' }
  | { readonly kind: 'not-offered' }
  /** A window that ends before it starts, or ended already. */
  | { readonly kind: 'before-start' }
  | { readonly kind: 'in-the-past' }
  /** Of records that it is said to belong to: no number, one that nobody there may see, or too many. */
  | { readonly kind: 'no-number'; readonly typed: string }
  | { readonly kind: 'no-record'; readonly record: string }
  | { readonly kind: 'too-many'; readonly most: number }
  /** Of a deputy: whom they would stand in for. */
  | { readonly kind: 'themselves' }
