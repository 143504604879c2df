import type { Side } from './api.ts'
import { el, icon } from './dom.ts'

/** What was typed, as the chat takes it. */
export type Typed =
  | { readonly act: 'say'; readonly words: string }
  | { readonly act: 'command'; readonly words: string }
  | { readonly act: 'unknown'; readonly words: string }

/** `/desk …` in Slack and `@Desk …` in Teams are commands; another `/…` in Slack is one that no app answers. */
export const readTyped = (side: Side, typed: string): Typed => {
  const words = typed.trim()
  if (side === 'slack') {
    const command = /^\/desk(?:\s+([^]*))?$/i.exec(words)
    if (command !== null) return { act: 'command', words: command[1] ?? '' }
    if (words.startsWith('/')) return { act: 'unknown', words }
    return { act: 'say', words }
  }
  const mention = /^@desk(?:[\s,:]+([^]*))?$/i.exec(words)
  return mention === null ? { act: 'say', words } : { act: 'command', words: mention[1] ?? '' }
}

export interface Composer {
  readonly element: HTMLElement
  /** `scope` keeps a draft for each conversation, thread and person. */
  update(scope: string, placeholder: string): void
  /** Puts words in the box at the next update, which may be of another place. */
  suggest(words: string): void
}

/** The box to write in. Enter sends, Shift+Enter starts a line. `send` rejects when it was not sent: the words come back. */
export const createComposer = (label: string, send: (words: string) => Promise<void>): Composer => {
  const box = el('textarea', { rows: 1, 'aria-label': label })
  const button = el(
    'button',
    { type: 'submit', class: 'icon-button send', 'aria-label': 'Send' },
    icon('send'),
  )
  const form = el('form', { class: 'composer' }, box, button)
  const drafts = new Map<string, string>()
  let scopeNow = ''
  let suggested: string | undefined

  const submit = async (): Promise<void> => {
    const words = box.value
    const scope = scopeNow
    if (words.trim() === '') return
    box.value = ''
    try {
      await send(words)
    } catch {
      if (scope !== scopeNow) drafts.set(scope, words)
      else if (box.value === '') box.value = words
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void submit()
  })

  return {
    element: form,
    update: (scope, placeholder) => {
      box.placeholder = placeholder
      if (scope !== scopeNow) {
        drafts.set(scopeNow, box.value)
        scopeNow = scope
        box.value = drafts.get(scope) ?? ''
      }
      if (suggested === undefined) return
      box.value = suggested
      suggested = undefined
      box.focus()
    },
    suggest: (words) => {
      suggested = words
    },
  }
}
