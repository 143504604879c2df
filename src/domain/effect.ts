import type { PersonId } from './person.ts'

/** For whom a message is written: the requester's side of a record, the team that works on it, or those who decide it. */
export type Audience = 'requester' | 'triage' | 'authority'

/**
 * What must follow from an accepted command, as data; the store turns it into deliveries in the same transaction.
 * `event` is the index of the event, in this decision, that the message is about. Cards follow by themselves:
 * every place that shows the record is edited after every command.
 */
export type Effect =
  /** A card of its own in every triage channel of the team. */
  | { readonly kind: 'open-triage'; readonly team: string }
  /** A card of its own in the conversation of the person affected. */
  | { readonly kind: 'open-requester'; readonly person: PersonId }
  /** A card of its own in every channel of the change authority. */
  | { readonly kind: 'open-authority'; readonly authority: string }
  /** A card of its own, to decide on, in the conversation of an approver. */
  | { readonly kind: 'open-approver'; readonly person: PersonId }
  /** A line in the threads of that audience. */
  | { readonly kind: 'tell'; readonly audience: Audience; readonly event: number }
  /** The cards of another record, which say something about this one. */
  | { readonly kind: 'redraw'; readonly record: string }
  /** A message to one person alone. */
  | { readonly kind: 'write-to'; readonly person: PersonId; readonly event: number }
  /** A line in the threads of that audience; several that wait in one place become one message. */
  | { readonly kind: 'alert'; readonly audience: Audience; readonly event: number }
  /** A message to one person alone; several that wait for one person become one message. */
  | { readonly kind: 'alert-person'; readonly person: PersonId; readonly event: number }
