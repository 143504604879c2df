import type { GrantedRole, PersonId } from './person.ts'
import type { Place } from './place.ts'

/** Standard changes are items of the request catalogue (8.1-g); what is asked for as a change is one of these (9.2-a). */
export type ChangeType = 'normal' | 'emergency'

/** How much a change can do, by policy; removing or transferring a service is always major. */
export type ChangeSize = 'minor' | 'significant' | 'major'

/** What the organisation has agreed about changes (9.2). */
export interface ChangePolicy {
  readonly authorities: readonly ChangeAuthority[]
  /** Who looks after changes: reassigns approvals, is told when nobody valid is left to decide. */
  readonly managers: readonly PersonId[]
  readonly riskQuestions: readonly RiskQuestion[]
  readonly sizing: Sizing
  readonly approvals: Readonly<Record<ChangeSize, ApprovalPolicy>>
  readonly emergency: EmergencyPolicy
  readonly freezeWindows: readonly FreezeWindow[]
  /** Milliseconds before its window, by the clock and not in open time, at which the implementer is reminded. */
  readonly remindBefore: number
  /** Where the schedule of change is posted and kept up to date; absent: nowhere. */
  readonly schedule?: { readonly channels: readonly Place[] }
}

/** Who may decide changes of a type and size; a CAB is one. Its cards are posted to its channels. */
export interface ChangeAuthority {
  readonly id: string
  readonly name: string
  readonly members: readonly PersonId[]
  readonly channels: readonly Place[]
}

/** On what terms a question is put to approvers, in stages, whatever it is about. */
export interface ApprovalTerms {
  readonly stages: readonly StagePolicy[]
  /** In which reminders and expiry count. */
  readonly calendar: string
  /** Milliseconds of open time between two reminders of those who have not decided. */
  readonly remindEvery: number
  /** Milliseconds of open time after which it expires undecided; without this and `expiresAt` it never does. */
  readonly expiresAfter?: number
  /** ISO instant at which it expires, where that was agreed before it was put. */
  readonly expiresAt?: string
  /** Who rejects may leave the reason out. */
  readonly reasonOptional?: true
}

/** How changes are approved. */
export interface ApprovalPolicy extends ApprovalTerms {
  /** In whose channels the card stands. */
  readonly authority: string
  readonly expiresAfter: number
}

export interface StagePolicy {
  readonly name: string
  readonly approvers: readonly ApproverRule[]
  readonly needs: Quorum
  /** One rejection ends it, also where others could still make the quorum. */
  readonly veto: boolean
}

export type Quorum = 'any' | 'all' | 'majority' | { readonly atLeast: number }

export type ApproverRule =
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'role'; readonly role: GrantedRole }
  | { readonly kind: 'authority'; readonly authority: string }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'team-lead'; readonly team: string }
  /** Of every service affected. */
  | { readonly kind: 'service-owner' }
  /** Of every customer of the services affected. */
  | { readonly kind: 'customer-representative' }
  /** Of the one who asks. */
  | { readonly kind: 'line-manager' }
  /** Whom the subject affects. */
  | { readonly kind: 'affected' }

/** One question of the short risk questionnaire, each answer with what it adds. */
export interface RiskQuestion {
  readonly id: string
  readonly question: string
  readonly answers: readonly { readonly id: string; readonly name: string; readonly risk: number }[]
}

/** Significant and major from these sums of risk on; more than so many services affected is major too. */
export interface Sizing {
  readonly significantFrom: number
  readonly majorFrom: number
  readonly majorAboveServices: number
}

export interface EmergencyPolicy extends ApprovalPolicy {
  /** Who may go ahead alone, with a reason and a second confirmation. */
  readonly alone: readonly PersonId[]
  /** Told at once besides those affected. */
  readonly tells: readonly PersonId[]
  /** Milliseconds of open time after the end by which it must be reviewed. */
  readonly reviewWithin: number
}

/**
 * A period in which changes of a scope may not be made. Local date-times (`YYYY-MM-DDTHH:MM`, with `24:00` for the start of
 * the next date) of `zone`; the end is not included. `freezeSpan` has the instants.
 */
export interface FreezeWindow {
  readonly id: string
  readonly name: string
  readonly zone: string
  readonly from: string
  readonly to: string
  /** Absent: all services. Only those named: what they rest on is named too where it is meant. */
  readonly services?: readonly string[]
  /** Whether emergency changes may be made in it all the same. */
  readonly emergencies: boolean
}
