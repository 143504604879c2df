import { el, icon } from './dom.ts'

export interface Toasts {
  show(words: string): void
}

/** Short notices at the foot of a side, read out by screen readers; each leaves by itself or when it is closed. */
export const createToasts = (stays = 8000): Toasts & { readonly element: HTMLElement } => {
  const element = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' })
  return {
    element,
    show: (words) => {
      const toast = el('div', { class: 'toast' }, el('span', { text: words }))
      toast.append(
        el(
          'button',
          { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', onclick: () => toast.remove() },
          icon('close'),
        ),
      )
      element.append(toast)
      setTimeout(() => toast.remove(), stays)
    },
  }
}
