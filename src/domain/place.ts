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

/** What a posted message is marked with, to be known again: whose card or line it is, and the delivery that posted it. */
export const markOf = (ref: string, delivery: number): string => `${ref}/${delivery}`

/** Undefined for what is no mark of ours. */
export const readMark = (mark: string): { readonly ref: string; readonly delivery: number } | undefined => {
  const [, ref, delivery] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(\d{1,15})$/.exec(mark) ?? []
  return ref === undefined ? undefined : { ref, delivery: Number(delivery) }
}
