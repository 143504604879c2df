import type { Identity, Platform } from '../domain/person.ts'
import type { Place, PostedMessage } from '../domain/place.ts'
import type { Card } from './ui/card.ts'

/** What the desk can do in a chat by itself, without anyone having clicked. One per platform. */
export interface ChatPort {
  readonly platform: Platform
  readonly capabilities: Capabilities
  /** The conversation of the desk alone with this person, opened if need be. Throws `ChatFailure`. */
  openDirect(identity: Identity): Promise<Place>
  /** Posts once; never retries by itself. `key` marks the message so that `find` can find it. Throws `ChatFailure`. */
  post(place: Place, card: Card, key: string): Promise<PostedMessage>
  /** Replaces the whole message. Throws `ChatFailure`. */
  update(message: PostedMessage, card: Card): Promise<void>
  /** The message posted with `key`, looked for after an ambiguous answer. Only with `capabilities.finds`. */
  find(place: Place, key: string): Promise<PostedMessage | undefined>
  /** What the platform says about an account, which was met in that place. Throws `ChatFailure`. */
  profile(identity: Identity, metIn?: Place): Promise<Profile>
}

export interface Capabilities {
  /** Whether a posted message can be looked for by its key. */
  readonly finds: boolean
  /** Whether a direct chat has threads; without them a line must say which record it is about. */
  readonly directThreads: boolean
  /** Pace of posts in one conversation, in milliseconds between two. */
  readonly postEvery: number
  /** Pace of edits over the whole platform, in milliseconds between two. */
  readonly updateEvery: number
}

export interface Profile {
  readonly name: string
  /** Absent when the platform does not tell. */
  readonly email?: string
  /** A guest of the workspace or tenant, or a stranger in a shared channel. */
  readonly outsider: boolean
  readonly bot: boolean
}

/**
 * Why something did not reach the chat.
 * `busy`: rate limited, again after `retryAfter` ms. `away`: certainly not sent, try again later.
 * `unreachable`: never will be (blocked, left, not installed, unknown). `rejected`: the message itself was refused.
 * `ambiguous`: sent, and no answer: it may have arrived.
 */
export class ChatFailure extends Error {
  readonly kind: 'busy' | 'away' | 'unreachable' | 'rejected' | 'ambiguous'
  readonly retryAfter: number
  /** The message that was to be edited is not there any more. */
  readonly gone: boolean
  constructor(
    kind: ChatFailure['kind'],
    message: string,
    options: { retryAfter?: number; gone?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'ChatFailure'
    this.kind = kind
    this.retryAfter = options.retryAfter ?? 0
    this.gone = options.gone ?? false
  }
}

/** What the edges must remember about conversations to write without being asked. Kept by the store. */
export interface ConversationBook {
  direct(identity: Identity): Promise<string | undefined>
  rememberDirect(identity: Identity, conversation: string): Promise<void>
  /** Teams only: where the Bot Connector of a tenant answers. */
  serviceUrl(tenant: string): Promise<string | undefined>
  rememberServiceUrl(tenant: string, url: string): Promise<void>
}
