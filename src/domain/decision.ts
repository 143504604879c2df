import type { Desk } from './desk.ts'
import type { Identity, PersonId } from './person.ts'
import type { Place } from './place.ts'

/** What a decider answers: facts to record with what must follow from them, or a reason that a person can be told. */
export type Decision<Event, Effect, Refusal> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[]; readonly effects: readonly Effect[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export const accepted = <Event, Effect>(
  events: readonly Event[],
  effects: readonly Effect[],
): { readonly kind: 'accepted'; readonly events: readonly Event[]; readonly effects: readonly Effect[] } => ({
  kind: 'accepted',
  events,
  effects,
})

export const refused = <Refusal>(
  refusal: Refusal,
): { readonly kind: 'refused'; readonly refusal: Refusal } => ({
  kind: 'refused',
  refusal,
})

/** Everything a decider may not find out for itself. */
export interface Meta {
  readonly now: Temporal.Instant
  readonly actor: Actor
  readonly desk: Desk
  /** Drawn before deciding, for whatever needs a new id. */
  readonly id: string
}

/** Who acts: a person's id, or `theDesk` when a time has come; no person's id holds a colon. */
export type Actor = PersonId

export const theDesk: Actor = 'desk:clock'

/** When and by whom an event happened, as far as the state depends on it. */
export interface Happened {
  readonly at: Temporal.Instant
  readonly actor: Actor
}

/** From where a command came; kept with every event (8.1-d). */
export interface Via {
  /** How: `form`, `button`, `words`, `thread`, `clock`, `command-line`. */
  readonly how: string
  readonly identity?: Identity
  readonly place?: Place
}
