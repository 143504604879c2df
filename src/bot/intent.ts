import type { Identity } from '../domain/person.ts'
import type { Place } from '../domain/place.ts'
import type { Reply } from './reply.ts'
import type { ButtonAction } from './ui/card.ts'
import type { FormState, FormValues, LookupSource } from './ui/form.ts'

/** What a person did in a chat, in neither platform's words. */
export type Intent = IntentOrigin & IntentContent

export interface IntentOrigin {
  /**
   * The same for every retry of the same act by the platform, different for every other act, and prefixed with the
   * platform: what makes a command count once.
   */
  readonly id: string
  readonly identity: Identity
  /** The platform says itself that it brings this act again. */
  readonly retry?: true
  /** Absent where the act has no conversation: a global shortcut, the home view, a search. */
  readonly where?: Whereabouts
  /** The message whose card was clicked, where the desk has to be told which messages are its cards: in Teams. */
  readonly card?: ClickedCard
}

export interface ClickedCard {
  /** The platform's id of the message, in the place of the act. */
  readonly message: string
  /** What it was posted with (`ChatPort.post`). */
  readonly mark: string
}

export interface Whereabouts {
  readonly place: Place
  readonly kind: 'direct' | 'channel'
}

export type IntentContent =
  | Words
  | { readonly kind: 'pressed'; readonly action: ButtonAction }
  | {
      readonly kind: 'submitted'
      readonly form: string
      readonly state: FormState
      readonly values: FormValues
    }
  /** A message picked to become a record: message shortcut, message action, `:ticket:` reaction. */
  | { readonly kind: 'picked'; readonly message: PickedMessage; readonly by: 'shortcut' | 'reaction' }
  /** The home view or home card was opened; pages count from 0. */
  | { readonly kind: 'home'; readonly page: number }
  | { readonly kind: 'lookup'; readonly source: LookupSource; readonly query: string }
  /** Search for records to share; `skip` results were shown before. */
  | { readonly kind: 'search'; readonly query: string; readonly skip: number }
  /** The platform asks for this person's present view of a card. */
  | { readonly kind: 'refresh'; readonly record: string }
  /** The desk was added to a conversation, or a person to the desk. */
  | { readonly kind: 'joined' }

export interface Words {
  readonly kind: 'words'
  /** Without the command or the mention of the desk; each person mentioned stands in it as `@name`. */
  readonly text: string
  /** In the order of the text. */
  readonly mentions: readonly Identity[]
  /** `desk`: a command, a mention of the desk, or a direct chat. `room`: overheard in a channel or thread. */
  readonly to: 'desk' | 'room'
  /** True when the platform can answer with a form: a slash command carries a trigger, Teams shows a card with inputs. */
  readonly command: boolean
  /** The message that the words were; absent for a slash command, which is none. */
  readonly message?: { readonly id: string; readonly link?: string; readonly files: number }
}

export interface PickedMessage {
  readonly place: Place
  readonly id: string
  readonly text: string
  /** Permalink. */
  readonly link?: string
  /** Who wrote it; absent for a bot. */
  readonly author?: Identity
}

/**
 * What was overheard cannot be understood yet: a card is being posted there, and the words may stand below it. The
 * platform has to bring them again.
 */
export class NotYetKnown extends Error {
  constructor() {
    super('a card is being posted where this was said')
    this.name = 'NotYetKnown'
  }
}

/**
 * The desk's whole conversation: every platform edge hands its intents to one of these. It never throws for bad input.
 * Throws `NotYetKnown`, and whatever the database throws.
 */
export type Converse = (intent: Intent) => Promise<Reply>
