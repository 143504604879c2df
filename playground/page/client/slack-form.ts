import type { Filled, SeenForm, SeenInput } from '../../chat.ts'
import type { Block } from './block-kit.ts'
import { blocksOf, plainText, renderBlocks } from './block-kit.ts'
import { makeCombobox } from './combobox.ts'
import { el } from './dom.ts'
import type { FormView } from './form-view.ts'
import type { Surface } from './surface.ts'

let fields = 0

/** The inside of a Slack modal: its blocks, with inputs that hold what the form says was typed. */
export const renderSlackForm = (form: SeenForm, surface: Surface): FormView => {
  const drawn = new Map<string, Field & { readonly before: string }>()
  const body = renderBlocks(blocksOf(form.body), surface, (block) => {
    const label = plainText(block.label)
    const seen = form.inputs.find((input) => input.label === label)
    const field = renderInput(block, label, seen, surface)
    drawn.set(label, { ...field, before: JSON.stringify(field.value()) })
    return field.box
  })
  return {
    element: body,
    values: () =>
      Object.fromEntries(
        [...drawn].flatMap(([label, { value, before }]) =>
          JSON.stringify(value()) === before ? [] : [[label, value()]],
        ),
      ),
    missing: () => {
      for (const { box, controls, value, required } of drawn.values()) {
        const half = controls.some(({ validity }) => validity.badInput)
        const empty = [value()].flat().every((one) => one.trim() === '')
        const problem = half
          ? 'Please fill in both the date and the time.'
          : required && empty
            ? 'Please complete this required field.'
            : undefined
        tell(box, problem)
        if (problem !== undefined) return controls[0]
      }
      return undefined
    },
  }
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** An input with what belongs to it. */
interface Field {
  readonly box: HTMLElement
  /** One, or a box to tick for each of several options. */
  readonly controls: readonly Control[]
  readonly required: boolean
  readonly value: () => Filled
}

const renderInput = (block: Block, label: string, seen: SeenInput | undefined, surface: Surface): Field => {
  fields += 1
  const id = `field-${fields}`
  const required = block.optional !== true
  const name = [label, required ? '' : el('span', { class: 'optional', text: ' (optional)' })]
  const below = [
    el('p', { class: 'field-error', id: `${id}-error` }),
    block.hint === undefined
      ? undefined
      : el('p', { class: 'field-hint', id: `${id}-hint`, text: plainText(block.hint) }),
  ]
  const described = `${id}-error ${id}-hint`
  if (seen?.kind === 'choices') {
    const boxes = (seen.options ?? []).map((option) => {
      const box = el('input', { type: 'checkbox', value: option, 'aria-describedby': described })
      box.checked = seen.chosen?.includes(option) === true
      return box
    })
    const ticks = boxes.map((box) => el('label', { class: 'tick' }, box, el('span', { text: box.value })))
    const box = el('fieldset', { class: 'field' }, el('legend', {}, ...name), ...ticks, ...below)
    tell(box, seen.error)
    const value = () => boxes.filter(({ checked }) => checked).map((each) => each.value)
    return { box, controls: boxes, required, value }
  }
  const control = renderControl(block, seen)
  control.id = id
  control.setAttribute('aria-required', String(required))
  control.setAttribute('aria-describedby', described)
  const box = el('div', { class: 'field' }, el('label', { for: id }, ...name), control, ...below)
  if (control instanceof HTMLInputElement && block.element?.type?.includes('external') === true) {
    makeCombobox(control, (query) => surface.lookup(label, query))
  }
  tell(box, seen?.error)
  return { box, controls: [control], required, value: () => control.value }
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
  if (seen?.kind === 'moment') {
    // In the reader's zone, as the workspace shows it and takes it.
    const control = el('input', { type: 'datetime-local' })
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
const tell = (box: HTMLElement, error: string | undefined): void => {
  for (const control of box.querySelectorAll('input, textarea, select'))
    control.setAttribute('aria-invalid', String(error !== undefined))
  const place = box.querySelector('.field-error')
  if (place !== null) place.textContent = error ?? ''
}
