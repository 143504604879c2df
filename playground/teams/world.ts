import type { Directory } from './directory.ts'
import type { BotLine } from './bot-line.ts'
import type { TeamsTenantOptions } from './options.ts'
import type { Rooms } from './rooms.ts'

/** What every part of the simulated tenant shares. */
export interface World {
  readonly options: TeamsTenantOptions
  readonly directory: Directory
  readonly rooms: Rooms
  readonly line: BotLine
  readonly botId: string
  readonly botName: string
  readonly serviceUrl: string
  now(): Temporal.Instant
  /** Tells whoever watches that something visible changed. */
  changed(): void
  /** Tells a user something that the platform itself says. */
  complain(user: string, words: string): void
  /** Keeps why something of the bot was refused. */
  refused(reason: string): void
}

/** What Teams says of an act that the bot did not answer as it should have. */
export const wentWrong = 'Something went wrong. Please try again.'
