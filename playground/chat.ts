import type { Platform } from '../src/domain/person.ts'

/**
 * What a person can do and see in a simulated chat, the same for Slack and Teams: what the page and the journey tests
 * drive. The bot never sees this: between it and the simulators there is only the platform's public HTTP protocol.
 */
export interface SimulatedChat {
  readonly platform: Platform
  /** Slack workspace id or Entra tenant id. */
  readonly tenant: string
  users(): readonly SimulatedUser[]
  /** The channels the user is in, and the direct chat with the desk (last, `kind: 'direct'`, present even when empty). */
  conversations(user: string): readonly Conversation[]
  /** Oldest first; with `thread`, the root and its replies; without, only top-level messages. Others' ephemerals are left out. */
  read(user: string, conversation: string, thread?: string): readonly SeenMessage[]
  /** Plain words. In a channel the desk overhears them. Resolves with the message id once the platform delivered the event (retries included). */
  say(user: string, at: At, words: string): Promise<string>
  /** `/desk words` in Slack, `@Desk words` in Teams (in a direct chat there: without the mention). */
  command(user: string, at: At, words: string): Promise<void>
  /** The global shortcut, or the compose-box action: `Report a problem`. */
  shortcut(user: string, name: string): Promise<void>
  /** The message shortcut, or the message action, on a message: `Report a problem`. */
  messageAction(user: string, message: SeenMessage, name: string): Promise<void>
  /** Adds a reaction by its short name: `ticket`. */
  react(user: string, message: SeenMessage, emoji: string): Promise<void>
  /**
   * Clicks the button with that label on a message, on the home view, or on the modal in front (Slack: what `read` gives
   * for the conversation `modal`). Throws when there is none.
   */
  press(user: string, message: SeenMessage, label: string): Promise<void>
  /** The form open in front of the user: a modal or dialog, or in Teams else the newest card with inputs in the conversation last used. */
  form(user: string): SeenForm | undefined
  /** Fills it in and submits it. Unmentioned inputs keep their value. */
  submit(user: string, values: Filling): Promise<void>
  closeForm(user: string): Promise<void>
  /** Types in a lookup input of the open form: the options' labels. */
  lookup(user: string, label: string, query: string): Promise<readonly string[]>
  /** App Home in Slack; in Teams the newest home card in the direct chat. Opening it tells the desk. */
  home(user: string): Promise<SeenMessage | undefined>
  /** The search extension (Teams) or `/desk list` with words (Slack): what is found, as lines. */
  search(user: string, query: string): Promise<readonly string[]>
  /** Inserts the line at `index` of what a search for `query` found, as the user's own message. Absent where results are not shared. */
  share?(user: string, at: At, query: string, index: number): Promise<string>
  /** The bytes of a picture that a message shows by the id of its file. Absent where pictures come within messages. */
  file?(id: string): Uint8Array | undefined
  /** What the platform itself told the user: a command that timed out, "Something went wrong". Newest last. */
  complaints(user: string): readonly string[]
  /** Called after every visible change. */
  subscribe(changed: () => void): () => void
  /** Makes the next calls of the bot fail: see `Fault`. */
  fault(fault: Fault): void
}

/**
 * By the labels of inputs: what is typed, the label of the option chosen, the labels of several in a list. A moment is a
 * local time on the person's own clock, `2026-11-25T22:00`, or an instant, `2026-11-25T21:00:00Z`; where a platform lets a
 * person leave out half of it, `2026-11-25T` and `T22:00` do so. An empty word, or an empty list, clears an input.
 */
export type Filling = Readonly<Record<string, Filled>>
export type Filled = string | readonly string[]

export interface SimulatedUser {
  readonly id: string
  readonly name: string
}

export interface Conversation {
  readonly id: string
  readonly name: string
  readonly kind: 'channel' | 'direct'
}

export interface At {
  readonly conversation: string
  readonly thread?: string
}

export interface SeenMessage {
  readonly id: string
  readonly conversation: string
  /** The id of the message that starts the thread, when this is a reply. */
  readonly thread?: string
  /** The author's id; the desk's own is `desk`. */
  readonly author: string
  readonly authorName: string
  /** All visible words, block after block, one per line, markup already shown (so what a person reads). */
  readonly text: string
  /** What the notification says: Slack's top-level text, Teams' summary or text. */
  readonly fallback: string
  readonly buttons: readonly { readonly label: string; readonly style?: string }[]
  /** Set when only this user sees it. */
  readonly onlyFor?: string
  readonly edited: boolean
  readonly replies: number
  /** The platform's own body: Slack blocks, or the Teams activity; what the page renders. */
  readonly body: unknown
}

export interface SeenForm {
  readonly title: string
  /** Everything said on it that is not an input: intro, problem, confirmation. */
  readonly text: string
  readonly inputs: readonly SeenInput[]
  readonly submitLabel: string | undefined
  readonly body: unknown
}

/** A date and a time that belong together are one moment, be it that the platform has one input for both or two in a row. */
export type InputKind = 'text' | 'choice' | 'choices' | 'lookup' | 'moment' | 'date' | 'time' | 'toggle'

export interface SeenInput {
  readonly label: string
  readonly kind: InputKind
  /** As it can be read: of a choice the label of its option, of several those with commas between, of a moment `2026-11-25T22:00`. */
  readonly value: string
  /** Of several choices: the labels of those that are made. */
  readonly chosen?: readonly string[]
  readonly error?: string
  /** Labels of the options of a choice or of several. */
  readonly options?: readonly string[]
}

/**
 * A failure to play to the bot. `method` is a Slack Web API method, or for Teams `post`, `update`, `create`, `member`.
 * `lost`: the platform does the work, then drops the connection. `hang`: never answers.
 */
export interface Fault {
  readonly method: string
  readonly times: number
  readonly how:
    | {
        readonly kind: 'status'
        readonly status: number
        readonly retryAfter?: number
        readonly error?: string
      }
    | { readonly kind: 'lost' }
    | { readonly kind: 'hang' }
}
