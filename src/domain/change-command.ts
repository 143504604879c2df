import type { Absence } from './approval-absence.ts'
import type { ApprovalCommand } from './approval-command.ts'
import type { AskedAction } from './change-investigation.ts'
import type { ScheduledChange } from './change-schedule.ts'
import type { ChangeOutcome } from './change.ts'
import type { Meta } from './decision.ts'

/** A request as a form gives it: nothing in it is checked yet. */
export interface AskedChange {
  readonly title: string
  readonly scope: string
  readonly reason: string
  readonly type: string
  readonly services: readonly string[]
  readonly components: readonly string[]
  readonly removal: boolean
  readonly risks: Readonly<Record<string, string>>
  readonly impact: string
  readonly cost: string
  readonly assessment: string
  readonly plan: string
  readonly reversal: string
  readonly reversalTested: string
  readonly from: string
  readonly to: string
  readonly implementer: string
  /** As they were typed, one by one. */
  readonly links: readonly string[]
}

/** What a person, or the desk when a time has come, wants done with a change. */
export type ChangeCommand =
  /** Kept as a draft, or put to its approvers; `seen` as for incidents. */
  | { readonly type: 'revise'; readonly asked: AskedChange; readonly submit: boolean; readonly seen?: number }
  | { readonly type: 'approval'; readonly command: ApprovalCommand; readonly seen?: number }
  /** By a change manager: it is known what it collides with. */
  | { readonly type: 'override'; readonly reason: string }
  /** An emergency, by a named authority alone; confirmed a second time. */
  | { readonly type: 'go-ahead'; readonly reason: string; readonly confirmed: boolean }
  | { readonly type: 'withdraw'; readonly reason: string }
  | { readonly type: 'start' }
  | ({ readonly type: 'finish'; readonly how: ChangeOutcome['how']; readonly text: string } & AskedAction)
  | ({ readonly type: 'review'; readonly effective: string; readonly text: string } & AskedAction)
  | { readonly type: 'complete-task'; readonly task: string }
  | { readonly type: 'comment'; readonly text: string; readonly files: number }
  /** By the clock: whatever is due now. */
  | { readonly type: 'tick' }

/** What deciding about a change needs besides the record. */
export interface ChangeMeta extends Meta {
  /** Changes that are to be made, and being made: what it may collide with. */
  readonly schedule: readonly ScheduledChange[]
  /** Changes that wait for approval: what may collide with it once it is on the schedule. */
  readonly pending: readonly ScheduledChange[]
  readonly absences: readonly Absence[]
  /** Of the records that a request says it belongs to, those that the actor may see; none where that was not asked for. */
  readonly linkable?: ReadonlySet<string>
}

/** In characters. */
export const longestOf = { title: 150, words: 3000, short: 500 } as const
