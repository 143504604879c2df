import type { Platform } from './person.ts'

/**
 * Somewhere in a chat that a message can be posted to.
 * `conversation` is the Slack channel or direct-message id, or the Teams conversation id without `;messageid=`.
 * `thread` is the id of the message that starts the thread (Slack ts, Teams root activity id), absent for the top level.
 */
export interface Place {
  readonly platform: Platform
  readonly tenant: string
  readonly conversation: string
  readonly thread?: string
}

/** One string for one conversation: what pacing and ordering are kept by. */
export const conversationKey = (place: Place): string =>
  `${place.platform}/${place.tenant}/${place.conversation}`

/** A message that was posted: where, and the platform's id of it (Slack ts, Teams activity id). */
export interface PostedMessage {
  readonly place: Place
  readonly message: string
}
