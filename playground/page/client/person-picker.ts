import type { SideState } from '../state.ts'
import { avatar, el, icon } from './dom.ts'
import { placeAndTime } from './time.ts'

export interface PersonPicker {
  readonly element: HTMLElement
  update(state: SideState): void
}

/** The button that says who looks, and the list of everybody else one can be. */
export const createPersonPicker = (side: string, choose: (user: string) => void): PersonPicker => {
  const id = `people-${side}`
  const button = el('button', { type: 'button', class: 'person-button', popovertarget: id })
  const filter = el('input', {
    type: 'search',
    class: 'person-filter',
    placeholder: 'Find a person or role',
    'aria-label': 'Find a person or role',
  })
  const list = el('ul', { class: 'people' })
  const popover = el('div', { class: 'popover', id, popover: 'auto' }, filter, list)
  let people: SideState['people'] = []
  let current = ''

  const draw = (): void => {
    const wanted = filter.value.trim().toLowerCase()
    const found = people.filter((person) =>
      [person.name, person.zone, ...person.roles].join(' ').toLowerCase().includes(wanted),
    )
    list.replaceChildren(
      ...found.map((person) => {
        const row = el(
          'button',
          {
            type: 'button',
            class: 'person-row',
            'data-user': person.user,
            'aria-current': person.user === current ? 'true' : false,
          },
          avatar(person.user, person.name),
          el(
            'span',
            { class: 'person-words' },
            el('span', { class: 'person-name', text: person.name }),
            el('span', { class: 'person-roles', text: person.roles.join(', ') }),
          ),
          el('span', { class: 'person-zone', title: person.zone, text: placeAndTime(person.zone) }),
        )
        row.addEventListener('click', () => {
          popover.hidePopover()
          choose(person.user)
        })
        return el('li', {}, row)
      }),
    )
    if (found.length === 0) list.append(el('li', { class: 'none', text: 'Nobody found' }))
  }

  filter.addEventListener('input', draw)
  popover.addEventListener('toggle', () => {
    if (!popover.matches(':popover-open')) return
    filter.value = ''
    draw()
    filter.focus()
  })
  popover.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const rows = [...list.querySelectorAll<HTMLButtonElement>('.person-row')]
    const at = rows.findIndex((row) => row === document.activeElement)
    rows[Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1))]?.focus()
  })

  return {
    element: el('div', { class: 'person-picker' }, button, popover),
    update: (state) => {
      const changed = state.user !== current || button.childElementCount === 0
      ;({ people, user: current } = state)
      const person = people.find((one) => one.user === current)
      if (!changed || person === undefined) return
      button.setAttribute('aria-label', `You are ${person.name}. Choose another person.`)
      button.replaceChildren(
        avatar(person.user, person.name),
        el(
          'span',
          { class: 'person-words' },
          el('span', { class: 'person-name', text: person.name }),
          el('span', {
            class: 'person-roles',
            text: `${person.roles.join(', ')} · ${placeAndTime(person.zone)}`,
          }),
        ),
        icon('down'),
      )
    },
  }
}
