import type { Filling } from '../../chat.ts'

/** What a message body or form needs to know of where it is drawn. */
export interface Surface {
  /** The reader's IANA time zone. */
  readonly zone: string
  /** The name behind a user id of the chat. */
  nameOf(user: string): string
  /** Clicks the button with that label. */
  press(label: string): Promise<void>
  /** Submits a card with inputs that stands in a conversation. */
  submit(values: Filling): Promise<void>
  /** What a lookup input offers for what was typed. */
  lookup(label: string, query: string): Promise<readonly string[]>
}

/** Keeps a button from being pressed again until what it does is done. */
export const whileBusy = async (button: HTMLButtonElement, work: () => Promise<void>): Promise<void> => {
  button.disabled = true
  button.setAttribute('aria-busy', 'true')
  try {
    await work()
  } finally {
    button.disabled = false
    button.removeAttribute('aria-busy')
  }
}
