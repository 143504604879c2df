import type { SeenForm } from '../../chat.ts'
import { dialogCard, drawCard } from './adaptive-card.ts'
import type { Side } from './api.ts'
import { plainText } from './block-kit.ts'
import { el, icon } from './dom.ts'
import { drawSigns } from './signs.ts'
import type { FormView } from './form-view.ts'
import { renderSlackForm } from './slack-form.ts'
import type { Surface } from './surface.ts'
import { whileBusy } from './surface.ts'

export interface FormDialog {
  readonly element: HTMLElement
  /** Shows the form, or takes it away; draws again only when the form changed. */
  update(form: SeenForm | undefined, surface: Surface): void
}

/**
 * Slack's modal or Teams' dialog, in front of one side only, so that the other chat stays in reach. What is behind it is
 * made inert by `cover`.
 */
export const createFormDialog = (
  side: Side,
  close: () => Promise<void>,
  cover: (covered: boolean) => void,
): FormDialog => {
  const element = el('div', { class: 'scrim', hidden: true })
  let drawn = ''
  let before: Element | null = null

  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) void close()
  })

  const hide = (): void => {
    drawn = ''
    element.hidden = true
    element.replaceChildren()
    cover(false)
    if (before instanceof HTMLElement && before.isConnected) before.focus()
  }

  const show = (form: SeenForm, surface: Surface): void => {
    const reopened = !element.hidden
    if (!reopened) before = document.activeElement
    const view = side === 'slack' ? renderSlackForm(form, surface) : renderTeamsForm(form, surface)
    const id = `form-title-${side}`
    const body = el('form', { class: 'form-body', novalidate: true }, drawSigns(view.element))
    const dialog = el(
      'div',
      { class: 'form', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': id },
      el(
        'header',
        {},
        el('h2', { id, text: form.title }),
        el(
          'button',
          { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => void close() },
          icon('close'),
        ),
      ),
      body,
      renderFoot(side, form, view, body, surface, close),
    )
    element.replaceChildren(dialog)
    element.hidden = false
    cover(true)
    const wrong = dialog.querySelector<HTMLElement>('[aria-invalid=true]')
    const first = dialog.querySelector<HTMLElement>('input, textarea, select')
    const target = wrong ?? first ?? dialog.querySelector<HTMLElement>('button')
    target?.focus()
  }

  return {
    element,
    update: (form, surface) => {
      if (form === undefined) {
        if (!element.hidden) hide()
        return
      }
      // A Teams card is drawn from its body alone; what was typed in it is kept by not drawing it again.
      const signature = JSON.stringify(side === 'slack' ? form : [form.title, form.body])
      if (signature === drawn) return
      show(form, surface)
      drawn = signature
    },
  }
}

/** Slack's buttons stand below the form; a Teams card brings its own, unless it only confirms something. */
const renderFoot = (
  side: Side,
  form: SeenForm,
  view: FormView,
  body: HTMLFormElement,
  surface: Surface,
  close: () => Promise<void>,
): HTMLElement | undefined => {
  const { close: named } = (form.body ?? {}) as { close?: unknown }
  const cancel = el('button', {
    type: 'button',
    class: 'button',
    text: (side === 'slack' ? plainText(named) : '') || 'Close',
    onclick: () => void close(),
  })
  if (side === 'teams') {
    return form.submitLabel === undefined ? el('footer', {}, cancel) : undefined
  }
  if (form.submitLabel === undefined) return el('footer', {}, cancel)
  const submit = el('button', { type: 'submit', class: 'button primary', text: form.submitLabel })
  const send = (): void => {
    const missing = view.missing()
    if (missing === undefined) void whileBusy(submit, () => surface.submit(view.values()))
    else missing.focus()
  }
  submit.addEventListener('click', send)
  body.addEventListener('submit', (event) => {
    event.preventDefault()
    send()
  })
  return el('footer', {}, cancel, submit)
}

const renderTeamsForm = (form: SeenForm, surface: Surface): FormView => {
  const card = dialogCard(form.body)
  if (card === undefined) {
    return {
      element: el('p', { class: 'words', text: form.text }),
      values: () => ({}),
      missing: () => undefined,
    }
  }
  // The library checks what must be filled in, and submits by the card's own action.
  const drawn = drawCard(card, surface)
  return { ...drawn, missing: () => undefined }
}
