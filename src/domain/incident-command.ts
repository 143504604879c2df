import type { ChangeNews, HeardChange } from './incident.ts'
import type { Absence } from './approval-absence.ts'
import type { Meta } from './decision.ts'
import type { PersonId } from './person.ts'

/**
 * What a person, or the desk when a time has come, wants done with an incident. What can be chosen only is here as it
 * came: anyone can send anything, and it is the decider that finds it among the choices.
 */
export type IncidentCommand =
  | ({ readonly type: 'take' } & Seen)
  | { readonly type: 'assign'; readonly to: PersonId }
  | ({ readonly type: 'hand-over'; readonly to: string; readonly reason: string } & Seen)
  | { readonly type: 'escalate'; readonly reason: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'comment'; readonly text: string; readonly files: number }
  | ({ readonly type: 'set-priority'; readonly to: string; readonly reason: string } & Seen)
  | ({ readonly type: 'classify'; readonly classification: Described; readonly reason: string } & Seen)
  | ({ readonly type: 'suspend'; readonly waitingFor: string; readonly reason: string } & Seen)
  | { readonly type: 'resume' }
  | { readonly type: 'agree'; readonly question: string }
  | { readonly type: 'decline'; readonly question: string }
  | ({
      readonly type: 'resolve'
      readonly code: string
      readonly text: string
      /** As confirmed by whoever resolves it (8.1-c). */
      readonly service: string
      readonly category: string
    } & Seen)
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'close' }
  /** By the clock: whatever is due about an agreement. */
  | { readonly type: 'tick' }
  /** By the clock: whoever is asked to agree may have left, gone away or come back. */
  | { readonly type: 'recheck' }
  | { readonly type: 'cancel'; readonly reason: string }
  /** I have seen the warnings and deal with it. */
  | { readonly type: 'acknowledge' }
  /** By the desk: what is heard of changes that have to do with it. */
  | { readonly type: 'hear-of-changes'; readonly news: ChangeNews; readonly changes: readonly HeardChange[] }
  | { readonly type: 'explain-miss'; readonly slot: string; readonly cause: string; readonly text: string }

/**
 * The version that the form was filled in against, or that the clicked card showed: refused when the record was
 * changed by someone since; *Take it* only when somebody else has taken it since.
 */
interface Seen {
  readonly seen?: number
}

/** What somebody says that an incident is about. */
export interface Described {
  readonly service: string
  readonly component?: string
  readonly category: string
  readonly impact: string
  readonly urgency: string
}

/** What raises an incident. */
export interface RaiseIncident extends Described {
  readonly title: string
  readonly description: string
  readonly affected: PersonId
  readonly link?: string
  readonly followUpOf?: string
}

/** What deciding about an incident needs besides the record. */
export interface IncidentMeta extends Meta {
  readonly absences: readonly Absence[]
}

/** In characters. */
export const longest = { title: 150, description: 3000, text: 3000, comment: 12_000, reason: 500 } as const
