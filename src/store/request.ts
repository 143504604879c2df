import type { Actor, Via } from '../domain/decision.ts'
import type { Refusal } from '../domain/refusal.ts'

/** Who wants something, when (kept to the millisecond, so that what is hashed is what the database gives back), and from where. */
export interface Request {
  readonly actor: Actor
  readonly via: Via
  readonly now: Temporal.Instant
  /** The id of the act that asks: carried out once, however often it arrives. */
  readonly inbound?: string
  /** The words of the request stand at `via.place` already, as a message of the one who asks: no line repeats them there. */
  readonly saidThere?: boolean
}

/** What became of a command. `repeated`: it had been carried out before, and this is the record as it is now. */
export type Outcome<State, Refused = Refusal> =
  | { readonly kind: 'done'; readonly state: State; readonly repeated: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refused; readonly state?: State }
  | { readonly kind: 'no-such-record' }
