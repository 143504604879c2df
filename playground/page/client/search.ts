import { el, icon } from './dom.ts'

export interface SearchBox {
  readonly element: HTMLElement
}

/** Teams' search extension: what is found as one types, each with a button that shares it where one is. */
export const createSearchBox = (
  search: (query: string) => Promise<readonly string[]>,
  share: (query: string, index: number) => Promise<void>,
  pause = 250,
): SearchBox => {
  const input = el('input', {
    type: 'search',
    placeholder: 'Search the desk',
    'aria-label': 'Search the desk',
  })
  const results = el('ul', { class: 'results', 'aria-label': 'Search results', hidden: true })
  const element = el('div', { class: 'search', role: 'search' }, icon('search'), input, results)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  const hide = (): void => {
    asked += 1
    clearTimeout(timer)
    results.hidden = true
  }
  const ask = async (): Promise<void> => {
    const query = input.value.trim()
    asked += 1
    const mine = asked
    const lines = await search(query)
    if (mine !== asked) return
    results.replaceChildren(
      ...lines.map((line, index) => {
        const button = el('button', {
          type: 'button',
          class: 'button',
          text: 'Share',
          'aria-label': `Share ${line}`,
        })
        button.addEventListener('click', () => {
          hide()
          input.value = ''
          void share(query, index)
        })
        return el('li', {}, el('span', { text: line }), button)
      }),
    )
    if (lines.length === 0) results.append(el('li', { class: 'none', text: 'Nothing found' }))
    results.hidden = false
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), pause)
  })
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target === input) void ask()
    if (event.key === 'Escape') hide()
  })
  element.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) hide()
  })
  return { element }
}
