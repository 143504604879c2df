import type { SeenForm, SeenInput } from '../../chat.ts'
import type { Block } from './block-kit.ts'
import { blocksOf, plainText, renderBlocks } from './block-kit.ts'
import { makeCombobox } from './combobox.ts'
import { el } from './dom.ts'
import type { FormView } from './form-view.ts'
import type { Surface } from './surface.ts'

let fields = 0

/** The inside of a Slack modal: its blocks, with inputs that hold what the form says was typed. */
export const renderSlackForm = (form: SeenForm, surface: Surface): FormView => {
  const controls = new Map<string, { value: () => string; before: string }>()
  const body = renderBlocks(blocksOf(form.body), surface, (block) => {
    const label = plainText(block.label)
    const seen = form.inputs.find((input) => input.label === label)
    const { box, control } = renderInput(block, label, seen, surface)
    controls.set(label, { value: () => control.value, before: control.value })
    return box
  })
  return {
    element: body,
    values: () =>
      Object.fromEntries(
        [...controls].flatMap(([label, { value, before }]) => (value() === before ? [] : [[label, value()]])),
      ),
    missing: () => {
      for (const control of body.querySelectorAll<Control>('[aria-required=true]')) {
        const empty = control.value.trim() === ''
        tell(control, empty ? 'Please complete this required field.' : undefined)
        if (empty) return control
      }
      return undefined
    },
  }
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const renderInput = (
  block: Block,
  label: string,
  seen: SeenInput | undefined,
  surface: Surface,
): { box: HTMLElement; control: Control } => {
  fields += 1
  const id = `field-${fields}`
  const optional = block.optional === true
  const control = renderControl(block, seen)
  control.id = id
  control.setAttribute('aria-required', String(!optional))
  control.setAttribute('aria-describedby', `${id}-error ${id}-hint`)
  const box = el(
    'div',
    { class: 'field' },
    el('label', { for: id }, label, optional ? el('span', { class: 'optional', text: ' (optional)' }) : ''),
    control,
    el('p', { class: 'field-error', id: `${id}-error` }),
    block.hint === undefined
      ? undefined
      : el('p', { class: 'field-hint', id: `${id}-hint`, text: plainText(block.hint) }),
  )
  if (control instanceof HTMLInputElement && block.element?.type?.includes('external') === true) {
    makeCombobox(control, (query) => surface.lookup(label, query))
  }
  tell(control, seen?.error)
  return { box, control }
}

const renderControl = (block: Block, seen: SeenInput | undefined): Control => {
  const { element } = block
  const value = seen?.value ?? ''
  const placeholder = plainText(element?.placeholder)
  if (element?.type === 'plain_text_input') {
    const attributes = { maxlength: element.max_length, placeholder }
    const control =
      element.multiline === true
        ? el('textarea', { ...attributes, rows: 4 })
        : el('input', { ...attributes, type: 'text' })
    control.value = value
    return control
  }
  if (seen?.options !== undefined && element?.type?.includes('external') !== true) {
    const empty = el('option', { value: '', text: placeholder === '' ? 'Choose an option' : placeholder })
    const select = el('select', {}, empty, ...seen.options.map((option) => el('option', { text: option })))
    select.value = value
    return select
  }
  const control = el('input', {
    type: 'text',
    placeholder: placeholder === '' ? 'Type to search' : placeholder,
  })
  control.value = value
  return control
}

/** Shows what is wrong beside the input, or takes it away. */
const tell = (control: Control, error: string | undefined): void => {
  control.setAttribute('aria-invalid', String(error !== undefined))
  const place = control.closest('.field')?.querySelector('.field-error')
  if (place !== null && place !== undefined) place.textContent = error ?? ''
}
