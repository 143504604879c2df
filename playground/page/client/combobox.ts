import { el } from './dom.ts'

let lists = 0

/**
 * Makes a text input a combobox (w3.org/WAI/ARIA/apg/patterns/combobox): what is typed is looked up after a short
 * pause, and the options are picked with the mouse or the arrow keys. Returns the input in a box with its list.
 */
export const makeCombobox = (
  input: HTMLInputElement,
  lookup: (query: string) => Promise<readonly string[]>,
  pause = 150,
): HTMLElement => {
  lists += 1
  const list = el('ul', { class: 'options', role: 'listbox', id: `options-${lists}`, hidden: true })
  const box = el('div', { class: 'combobox' })
  input.replaceWith(box)
  box.append(input, list)
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-autocomplete', 'list')
  input.setAttribute('aria-controls', list.id)
  input.setAttribute('autocomplete', 'off')

  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let marked = -1

  const close = (): void => {
    asked += 1
    clearTimeout(timer)
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const choose = (label: string): void => {
    input.value = label
    input.dispatchEvent(new Event('change', { bubbles: true }))
    close()
  }
  const mark = (index: number): void => {
    const options = [...list.querySelectorAll<HTMLElement>('[role=option]')]
    marked = options.length === 0 ? -1 : (index + options.length) % options.length
    for (const [place, option] of options.entries()) {
      option.setAttribute('aria-selected', String(place === marked))
      if (place !== marked) continue
      input.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    }
  }
  const show = (labels: readonly string[]): void => {
    marked = -1
    list.replaceChildren(
      ...(labels.length === 0
        ? [el('li', { class: 'none', text: 'Nothing found' })]
        : labels.map((label, index) =>
            el('li', {
              role: 'option',
              id: `${list.id}-${index}`,
              'aria-selected': 'false',
              text: label,
              // On mousedown, before the input loses the focus and closes the list.
              onmousedown: (event: MouseEvent) => {
                event.preventDefault()
                choose(label)
              },
            }),
          )),
    )
    list.hidden = false
    input.setAttribute('aria-expanded', 'true')
    // Where the form scrolls, it does so until the options can be seen.
    list.scrollIntoView({ block: 'nearest' })
  }
  const ask = async (): Promise<void> => {
    asked += 1
    const mine = asked
    const labels = await lookup(input.value).catch(() => [])
    if (mine === asked) show(labels)
  }

  input.setAttribute('aria-expanded', 'false')
  input.addEventListener('input', () => {
    // The options there are belong to what was typed before: nobody shall choose from them by mistake.
    close()
    timer = setTimeout(() => void ask(), pause)
  })
  input.addEventListener('focus', () => {
    input.select()
    if (input.value === '') void ask()
  })
  input.addEventListener('blur', close)
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (list.hidden) void ask()
      else mark(marked + (event.key === 'ArrowDown' ? 1 : -1))
    } else if (event.key === 'Enter' && !list.hidden) {
      // Never sends the form while one chooses; the first option is taken when none is marked.
      event.preventDefault()
      const option = list.querySelectorAll('[role=option]')[Math.max(marked, 0)]
      if (option) choose(option.textContent)
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      event.stopPropagation()
      close()
    }
  })
  return box
}
