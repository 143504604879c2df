import type { EdgeServices } from '../edge.ts'
import type { Acts } from './acts.ts'
import type { Answers } from './answers.ts'
import type { Asides } from './asides.ts'
import type { SelfFinder } from './self.ts'

/** What every listener works with. */
export interface Door {
  readonly services: EdgeServices
  readonly acts: Acts
  readonly answers: Answers
  readonly asides: Asides
  readonly self: SelfFinder
  readonly pace: Pace
}

/** In milliseconds. Slack gives every request three seconds. */
export interface Pace {
  /** How long an act is waited for before the person is told that it is still being saved. */
  readonly patience: number
  /** How long an event is waited for before Slack is left to send it again. */
  readonly eventDeadline: number
}

export const longestPatience = 2300
export const eventDeadline = 2700
