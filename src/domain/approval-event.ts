import type { FormerHolder, Seat, SeatLoss, SeatedBy, Stage, Unfit } from './approval.ts'
import type { ApprovalTerms } from './change-policy.ts'
import type { PersonId } from './person.ts'

/**
 * One thing that happened to an approval; `type` names it in the past. Plain JSON, instants as ISO strings; kept for ever,
 * so its fields only ever grow.
 */
export type ApprovalEvent =
  | ({ readonly type: 'opened' } & Opened)
  | ({
      readonly type: 'decided'
      readonly answer: 'approved' | 'rejected'
      /** In whose stead, where it was a deputy. */
      readonly for?: PersonId
      readonly reason?: string
      readonly condition?: string
    } & AtSeat)
  | ({ readonly type: 'delegated'; readonly from: PersonId; readonly to: PersonId } & AtSeat)
  | ({
      readonly type: 'delegation-ended'
      readonly delegate: PersonId
      readonly because: Unfit | 'given-back' | 'reassigned'
      /** Where a change manager gave the seat back to whose it is. */
      readonly reason?: string
    } & AtSeat)
  /** By a change manager. */
  | ({
      readonly type: 'reassigned'
      /** Absent: the seat was empty. */
      readonly from?: PersonId
      readonly to: PersonId
      readonly manager?: PersonId
      readonly reason?: string
    } & AtSeat)
  /** By rule: whoever had the seat may not decide any more, or it was empty. */
  | ({
      readonly type: 'seat-replaced'
      readonly because: Unfit | 'lost-role' | 'empty'
      readonly from?: PersonId
      /** Absent: nobody valid is left, the seat is empty from now on. */
      readonly to?: PersonId
      readonly seatedBy: SeatedBy
      readonly manager?: PersonId
    } & AtSeat)
  /** Somebody is away or back. Away and no deputy: nobody who may is named. */
  | ({
      readonly type: 'deputy-changed'
      readonly for: PersonId
      readonly away: boolean
      readonly deputy?: PersonId
    } & AtSeat)
  | { readonly type: 'stage-passed'; readonly stage: number; readonly remindAt?: string }
  /** Those who can decide are not enough for what the stage needs; the change managers are told. */
  | { readonly type: 'stuck'; readonly stage: number }
  | {
      readonly type: 'reminded'
      readonly stage: number
      readonly people: readonly PersonId[]
      readonly remindAt?: string
    }
  /** It came due out of hours. */
  | { readonly type: 'reminder-put-off'; readonly remindAt?: string }
  | { readonly type: 'approved' }
  | { readonly type: 'rejected'; readonly because: 'veto' | 'impossible' }
  | { readonly type: 'returned'; readonly seat: string; readonly for?: PersonId; readonly remarks: string }
  | { readonly type: 'expired' }
  | { readonly type: 'withdrawn'; readonly reason?: string }

export interface Opened {
  readonly policy: ApprovalTerms
  readonly stages: readonly OpenedStage[]
  readonly expiresAt?: string
  readonly remindAt?: string
}

export type OpenedStage = Omit<Stage, 'seats'> & { readonly seats: readonly Omit<Seat, 'decision'>[] }

/** Where: index of the stage, id of the seat. */
export interface AtSeat {
  readonly stage: number
  readonly seat: string
}

/** What must follow, as data. Cards follow by themselves: every copy is drawn anew after every command. */
export type ApprovalEffect =
  /** A message with buttons to one person alone; `for`: as deputy of that person. */
  | { readonly kind: 'ask'; readonly person: PersonId; readonly seat: string; readonly for?: PersonId }
  /** The same person is not asked any more, though the seat is still undecided. */
  | { readonly kind: 'release'; readonly person: PersonId; readonly seat: string }
  | { readonly kind: 'remind'; readonly person: PersonId; readonly seat: string; readonly for?: PersonId }
  /** A message to one person about the event of that index in this decision, for the part they have in it. */
  | {
      readonly kind: 'tell'
      readonly to: 'requester' | 'implementer' | 'manager' | 'former-approver'
      readonly person: PersonId
      readonly event: number
    }

/** Why a person lost the seat that an event takes from them. */
export const lossIn = (event: ApprovalEvent): SeatLoss | undefined => {
  if (event.type === 'reassigned') return 'reassigned'
  return event.type === 'seat-replaced' && event.because !== 'empty' ? event.because : undefined
}

/** Somebody who could decide a seat and cannot after the event. */
export const formerHolder = (
  person: PersonId,
  owner: PersonId | undefined,
  event: ApprovalEvent,
): FormerHolder => {
  const because = lossIn(event)
  return person === owner && because !== undefined
    ? { person, as: 'approver', because }
    : { person, as: 'deputy' }
}
