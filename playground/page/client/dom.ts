/** What an element is given: attributes by name (`false` leaves one out), `on…` handlers, and `text`. */
export interface Props {
  readonly class?: string
  readonly text?: string
  readonly onclick?: (event: MouseEvent) => void
  readonly oninput?: (event: Event) => void
  readonly onsubmit?: (event: SubmitEvent) => void
  readonly onkeydown?: (event: KeyboardEvent) => void
  readonly [attribute: string]: string | number | boolean | undefined | ((event: never) => void)
}

/** Makes an element. Text is always set as text: nothing a person typed is ever read as HTML. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function')
      element.addEventListener(name.slice(2), value as unknown as EventListener)
    else if (name === 'text') element.textContent = props.text ?? ''
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const child of children) if (child !== undefined) element.append(child)
  return element
}

const drawings = {
  ticket:
    'M3 8a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v2a2 2 0 0 0 0 4v2a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-2a2 2 0 0 0 0-4zM14 6v3m0 3v1m0 3v2',
  reply: 'M9 7 4 12l5 5M4 12h9a7 7 0 0 1 7 7',
  report: 'M5 21V4m0 1h12l-2.5 4L17 13H5',
  close: 'M6 6l12 12M18 6 6 18',
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4z',
  search: 'M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zm4.5 10.5L20 20',
  send: 'M4 12 20 4l-5 16-3-7z',
  down: 'm6 9 6 6 6-6',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zm10-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  bell: 'M6 10a6 6 0 0 1 12 0v4l2 3H4l2-3zM10 20h4',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20a8 8 0 0 1 16 0',
  wrench: 'M20 7a5 5 0 0 1-7 5l-6 7-3-3 7-6a5 5 0 0 1 5-7l-2 4 2 2z',
  pause: 'M9 5v14M15 5v14',
  check: 'm4 12 5 6L20 6',
  lock: 'M6 11h12v9H6zm2 0V8a4 4 0 0 1 8 0v3',
  stop: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12',
  warning: 'M12 4 2.5 20h19zm0 6v5m0 2v1',
  fresh: 'M12 3v18M4 7.5l16 9m-16 0 16-9',
} as const

export type IconName = keyof typeof drawings

/** A line drawing that screen readers skip: what it stands for is said by the label of what it is in. */
export const icon = (name: IconName): SVGElement => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', 'icon')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', drawings[name])
  svg.append(path)
  return svg
}

/** Up to two initials on a colour that stays the same for the same id. */
export const avatar = (id: string, name: string): HTMLElement => {
  if (id === 'desk') return el('span', { class: 'avatar avatar-desk', 'aria-hidden': 'true' }, icon('bell'))
  const initials = name
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => String.fromCodePoint(part.codePointAt(0) ?? 63))
  const letters = `${initials[0] ?? '?'}${initials.length > 1 ? (initials.at(-1) ?? '') : ''}`
  let hash = 0
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 8
  return el('span', { class: `avatar tint-${hash}`, 'aria-hidden': 'true', text: letters.toUpperCase() })
}
