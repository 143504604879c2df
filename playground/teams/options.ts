import type { JWK, CryptoKey } from 'jose'
import type { At, SeenMessage, SimulatedChat } from '../chat.ts'
import type { Json } from './json.ts'

/** What a simulated tenant consists of. */
export interface TeamsTenantOptions {
  /** Entra tenant id. */
  readonly tenant: string
  /** The organisation's name. */
  readonly name: string
  readonly appId: string
  readonly appPassword: string
  /** The parsed app manifest: what is installed, and so what works. Its `name.short` is what people mention. */
  readonly manifest: unknown
  /** Where the bot takes its messages: `http://127.0.0.1:3978/api/messages`. */
  readonly messagesUrl: string
  readonly users: readonly TeamsUser[]
  readonly team: { readonly id: string; readonly name: string }
  readonly channels: readonly TeamsChannel[]
  /** The time that messages carry. Tokens and rate limits go by the real clock, as both sides must agree on it. */
  readonly now?: () => Temporal.Instant
  /** Milliseconds before each further try of an activity that the bot did not take; two tries by default. */
  readonly retryDelays?: readonly number[]
  /** Milliseconds that the bot has to answer a message; 15 s by default. */
  readonly patience?: number
  /** Milliseconds that the bot has to answer an invoke; 5 s by default. */
  readonly invokePatience?: number
  /** Milliseconds that `home` waits for the card to come; 5 s by default. */
  readonly homePatience?: number
  /** False to let the bot call as often as it likes. */
  readonly rateLimits?: boolean
  /** Milliseconds, what rate limits are measured with. */
  readonly clock?: () => number
  readonly port?: number
  readonly host?: string
}

export interface TeamsUser {
  /** Entra object id. */
  readonly id: string
  readonly name: string
  readonly email: string
  /** IANA time zone; UTC by default. */
  readonly zone?: string
  /** A guest of this tenant. */
  readonly guest?: boolean
  /** The home tenant of somebody from elsewhere, in a shared channel. */
  readonly tenant?: string
}

export interface TeamsChannel {
  /** `19:…@thread.tacv2`. */
  readonly id: string
  readonly name: string
  /** Entra object ids. */
  readonly members: readonly string[]
}

export interface TeamsTenant extends SimulatedChat {
  readonly platform: 'teams'
  /** The base of the Bot Connector, with a slash at its end. */
  readonly serviceUrl: string
  readonly openIdMetadataUrl: string
  readonly tokenUrl: string
  /** `28:` and the app id. */
  readonly botId: string
  /** Installs the app for every user of the tenant and for the team, and tells the bot. Call it when the bot is up. */
  install(): Promise<void>
  /** Takes the app away from a user: the bot can no longer write to them. */
  uninstall(user: string): Promise<void>
  /** The user blocks the bot in their direct chat. */
  block(user: string): void
  /** Inserts the result of a search that stands at `index` as the user's own message. */
  share(user: string, at: At, query: string, index: number): Promise<string>
  /** The "Refresh card" entry of a message's menu. */
  refresh(user: string, message: SeenMessage): Promise<void>
  /** Resolves when every automatic refresh that is under way has ended. */
  settled(): Promise<void>
  /** Sends any activity with any token to the bot. */
  send(activity: unknown, credentials?: Credentials): Promise<BotAnswer>
  /** An activity as Teams would send it for these words, to be altered and sent with `send`. */
  example(user: string, at: At, words: string): Json
  /** Every message that the bot posted, updates not counted. */
  posted(): readonly PostedByBot[]
  /** Posts beyond the first of the same body in the same conversation. */
  duplicates(): number
  /** Why the platform refused what the bot sent or answered, oldest first. */
  refusals(): readonly string[]
  close(): Promise<void>
}

export interface PostedByBot {
  readonly conversation: string
  readonly id: string
  /** Summary or text, and what the cards say. */
  readonly text: string
}

/** What differs from the true token of the connector. */
export interface Credentials {
  /** Signs with this key, under the identifier of the true one. */
  readonly key?: CryptoKey | JWK
  readonly issuer?: string
  readonly audience?: string
  /** The `serviceurl` claim. */
  readonly serviceUrl?: string
  /** Added to, or put in place of, the token's claims. */
  readonly claims?: Json
  /** This in place of a token; null for none. */
  readonly token?: string | null
}

export interface BotAnswer {
  readonly status: number
  readonly body: string
}
