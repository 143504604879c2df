import type { ApprovalEvent } from './approval-event.ts'
import type { Approval } from './approval.ts'
import type { Actor } from './decision.ts'
import type { PersonId } from './person.ts'
import type { Impact, Priority, Urgency } from './priority.ts'

/** Unplanned interruption or loss of quality of a service (8.1). */
export interface Incident extends Classification {
  /** The number, `INC-17`; also its identity. */
  readonly id: string
  /** Counts the events; the next one gets this plus one. */
  readonly version: number
  /** The version in which something other than words was last said changed: what a form filled in earlier is held against. */
  readonly changedIn: number
  readonly state: IncidentState
  readonly title: string
  readonly description: string
  readonly priority: Priority
  /** Why the priority was last set by hand; gone once the matrix sets it again. */
  readonly priorityReason?: string
  readonly raisedBy: PersonId
  /** Whom it hurts: the one who raised it, or the one it was raised for. */
  readonly affected: PersonId
  readonly customer: string
  readonly team: string
  readonly assignee?: PersonId
  readonly waitingFor?: WaitingFor
  /** The state to go back to after being suspended. */
  readonly suspendedFrom?: 'assigned' | 'in-progress' | 'new'
  /** What others were last asked to agree to (8.1-e, 8.1-f); at most one such question is open. */
  readonly agreement?: Agreement
  readonly resolution?: Resolution
  readonly classificationCheckedBy?: PersonId
  /** When a resolved incident closes without an answer. */
  readonly closeDue?: Temporal.Instant
  readonly escalated: boolean
  /** A clock warned of it, and nobody has acknowledged that yet. */
  readonly alerted: boolean
  /** Missed targets whose cause nobody has told yet (6.1-c). */
  readonly unexplained: readonly ClockTerms[]
  readonly followUpOf?: string
  /** Permalink of the message it was raised from. */
  readonly link?: string
  readonly raisedAt: Temporal.Instant
}

export type IncidentState =
  | 'new'
  | 'assigned'
  | 'in-progress'
  | 'suspended'
  | 'resolved'
  | 'closed'
  | 'cancelled'

/** What an incident is about, which the desk checks before closure (8.1-c). */
export interface Classification {
  readonly service: string
  readonly component?: string
  readonly category: string
  readonly impact: Impact
  readonly urgency: Urgency
}

export type WaitingFor = 'requester' | 'supplier' | 'change'

export const waitingFors: readonly WaitingFor[] = ['requester', 'supplier', 'change']

export interface Resolution {
  readonly code: string
  readonly text: string
  readonly by: PersonId
  readonly at: Temporal.Instant
}

/** Needs the agreement of the person affected or of the desk lead. */
export interface Question {
  readonly id: string
  readonly asks: SuspendQuestion | PriorityQuestion
  readonly reason: string
  readonly by: PersonId
}

export interface SuspendQuestion {
  readonly kind: 'suspend'
  readonly waitingFor: WaitingFor
}

/** What is asked, and how it stands: an approval like any other. */
export interface Agreement extends Omit<Question, 'asks'> {
  readonly asks: Question['asks'] | CloseQuestion
  /** Absent where it was asked by a version that kept no approvals: it is opened before anything is done about it. */
  readonly approval?: Approval
}

/** Does it work again? Asked by being resolved. */
export interface CloseQuestion {
  readonly kind: 'close'
}

/** The classification comes along when it was a classification that would lower the priority. */
export interface PriorityQuestion {
  readonly kind: 'lower-priority'
  readonly to: Priority
  readonly classification?: Classification
}

/** One thing that happened; `type` names it in the past. Kept for ever, so its fields only ever grow. */
export type IncidentEvent =
  | ({ readonly type: 'raised' } & Raised)
  | { readonly type: 'taken' }
  | { readonly type: 'assigned'; readonly to: PersonId }
  | { readonly type: 'handed-over'; readonly from: string; readonly to: string; readonly reason: string }
  | { readonly type: 'escalated'; readonly to: readonly PersonId[]; readonly reason: string }
  | { readonly type: 'noted'; readonly text: string }
  | { readonly type: 'commented'; readonly text: string; readonly side: Side; readonly files: number }
  | { readonly type: 'asked'; readonly question: Question }
  /** Whatever happens to the approval of an agreement, which is named: see `ApprovalEvent`. */
  | { readonly type: 'approval'; readonly agreement: string; readonly event: ApprovalEvent }
  /** At once, by whoever asked and might agree themselves. */
  | { readonly type: 'agreed'; readonly question: string; readonly as: 'affected' | 'desk-lead' }
  /** Recorded by earlier versions. */
  | { readonly type: 'declined'; readonly question: string; readonly as: 'affected' | 'desk-lead' }
  | {
      readonly type: 'priority-set'
      readonly from: Priority
      readonly to: Priority
      readonly reason: string
      /** Who asked for it, where it is another who agreed to it. */
      readonly askedBy?: PersonId
    }
  | {
      readonly type: 'classified'
      readonly classification: Classification
      readonly from: Priority
      readonly priority: Priority
      /** Who asked for it, where it is another who agreed to it. */
      readonly askedBy?: PersonId
    }
  | { readonly type: 'suspended'; readonly waitingFor: WaitingFor; readonly reason: string }
  | { readonly type: 'resumed' }
  | {
      readonly type: 'resolved'
      readonly code: string
      readonly text: string
      /** ISO instant. */
      readonly closeDue: string
    }
  | { readonly type: 'classification-checked' }
  /** `for`: in whose stead, where it was a deputy. */
  | { readonly type: 'reopened'; readonly reason: string; readonly for?: PersonId }
  | { readonly type: 'closed'; readonly how: 'agreed' | 'no-answer'; readonly for?: PersonId }
  | { readonly type: 'cancelled'; readonly reason: string }
  | ({ readonly type: 'clock-warned'; readonly threshold: string } & ClockPassed)
  | ({ readonly type: 'clock-breached' } & ClockPassed)
  /** Somebody has seen the warnings and deals with it. */
  | { readonly type: 'acknowledged' }
  | ({ readonly type: 'miss-explained'; readonly cause: string; readonly text: string } & ClockTerms)
  | {
      readonly type: 'heard-of-changes'
      readonly news: ChangeNews
      readonly changes: readonly HeardChange[]
    }
  /** The agreements were changed while clocks ran. */
  | { readonly type: 'terms-changed'; readonly desk: number; readonly changes: readonly TermsChange[] }

/** `recent`: it was raised soon after they were made, on the same service. `ended`: they belong to it, and are over. */
export type ChangeNews = 'recent' | 'ended'

export interface HeardChange {
  /** The number, `CHG-9`. */
  readonly change: string
  readonly title: string
  readonly how: 'under-way' | 'done' | 'failed' | 'backed-out'
  /** ISO instant: when it ended, or began where it is still under way. */
  readonly at: string
  /** What was said of it at its end. */
  readonly text?: string
}

/** Which measurement, and of what: a threshold counts once for these three. */
export interface ClockTerms {
  readonly slot: string
  readonly run: number
  /** Milliseconds of open time that were promised. */
  readonly within: number
}

export const sameTerms = (a: ClockTerms, b: ClockTerms): boolean =>
  a.slot === b.slot && a.run === b.run && a.within === b.within

export interface ClockPassed extends ClockTerms {
  readonly target: string
  /** People who were written to, besides the threads: the escalation path as it was followed. */
  readonly told: readonly PersonId[]
  /** ISO instants: when the threshold was passed, and when the time is up. */
  readonly at: string
  readonly due: string
  /** Milliseconds from when it could have been decided until it was, where that is more than a minute. */
  readonly late?: number
}

export interface TermsChange {
  readonly slot: string
  /** ISO instants; absent while the clock stands still, or where there is none. */
  readonly from?: string
  readonly to?: string
}

/** On whose side of the desk something was said. */
export type Side = 'requester' | 'desk'

export interface Raised extends Classification {
  readonly title: string
  readonly description: string
  readonly priority: Priority
  readonly affected: PersonId
  readonly customer: string
  readonly team: string
  readonly followUpOf?: string
  readonly link?: string
}

/** An event as it was recorded. */
export interface Recorded<Event> {
  readonly record: string
  readonly seq: number
  readonly at: Temporal.Instant
  readonly actor: Actor
  readonly event: Event
}

export const isOpen = (incident: Incident): boolean =>
  incident.state !== 'closed' && incident.state !== 'cancelled' && incident.state !== 'resolved'

/** Final: nothing but reading, noting and following up is left. */
export const isOver = (incident: Incident): boolean =>
  incident.state === 'closed' || incident.state === 'cancelled'
