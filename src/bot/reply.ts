import type { Card } from './ui/card.ts'
import type { Form, Option } from './ui/form.ts'

/** What the conversation answers to an intent. Each edge delivers it as its platform best can. */
export type Reply =
  | { readonly kind: 'nothing' }
  /** Only the person who acted sees it: ephemeral in a channel, a plain message in a direct chat. */
  | { readonly kind: 'private'; readonly card: Card }
  /** For everybody in the conversation in which it was asked for. */
  | { readonly kind: 'shown'; readonly card: Card }
  /** Opens the form: a modal, a dialog, or a card with inputs where the platform offers no dialog. */
  | { readonly kind: 'form'; readonly form: Form }
  /** The submitted form again, filled in, with what is wrong beside each input or at the top. */
  | { readonly kind: 'errors'; readonly form: Form }
  /** The form is done: it closes on this confirmation. */
  | { readonly kind: 'done'; readonly card: Card }
  /** The card that was clicked, as it is now. Where deliveries edit it anyway an edge may leave that to them. */
  | { readonly kind: 'replace'; readonly card: Card }
  /** The person's home view, or home card. */
  | { readonly kind: 'home'; readonly card: Card }
  | { readonly kind: 'options'; readonly options: readonly Option[] }
  | { readonly kind: 'results'; readonly results: readonly SearchResult[] }

export interface SearchResult {
  readonly record: string
  readonly title: string
  readonly subtitle: string
  /** What is inserted in the conversation when the result is chosen; it has no buttons. */
  readonly card: Card
}
