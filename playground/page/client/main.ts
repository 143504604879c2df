import type { Suggestion } from '../people.ts'
import type { PageState } from '../state.ts'
import type { Selection, Side } from './api.ts'
import { fetchState, onChange } from './api.ts'
import { el } from './dom.ts'
import { createSide } from './side.ts'

const kept = 'bellwire-playground'

const blank = (): Selection => ({ user: undefined, conversation: undefined, thread: undefined, home: false })

/** What was looked at before the page was loaded again. */
const recall = (): Record<Side, Selection> => {
  const looks = { slack: blank(), teams: blank() }
  try {
    const saved = JSON.parse(sessionStorage.getItem(kept) ?? '{}') as Partial<
      Record<Side, Partial<Selection>>
    >
    for (const side of ['slack', 'teams'] as const) {
      Object.assign(looks[side], saved[side], { home: false })
    }
  } catch {
    // What was kept cannot be read: start afresh.
  }
  return looks
}

const looks = recall()
const offline = el('p', { class: 'offline', role: 'alert', hidden: true })
let fetching = false
let again = false

/** Fetches and draws; while it is under way one more is remembered, so that the last state is always drawn. */
const refresh = (): void => {
  if (fetching) {
    again = true
    return
  }
  fetching = true
  void draw().finally(() => {
    fetching = false
    if (!again) return
    again = false
    refresh()
  })
}

const sides = {
  slack: createSide('slack', looks.slack, refresh),
  teams: createSide('teams', looks.teams, refresh),
}

const draw = async (): Promise<void> => {
  const asked = JSON.stringify(looks)
  let state: PageState
  try {
    state = await fetchState(looks)
  } catch (error) {
    offline.textContent = error instanceof Error ? error.message : String(error)
    offline.hidden = false
    return
  }
  offline.hidden = true
  // Somebody else was chosen meanwhile: this answer is about another person or place.
  if (asked !== JSON.stringify(looks)) {
    again = true
    return
  }
  sides.slack.update(state.slack)
  sides.teams.update(state.teams)
  showSuggestions(state.suggestions)
  sessionStorage.setItem(kept, JSON.stringify(looks))
}

const hints = el('div', { class: 'hints' })

const showSuggestions = (suggestions: readonly Suggestion[]): void => {
  if (hints.childElementCount > 0 || suggestions.length === 0) return
  const chat = { slack: 'Slack', teams: 'Teams' } as const
  hints.append(
    el('span', { class: 'hints-lead', text: 'Try first:' }),
    ...suggestions.map(({ platform, user, name, words }) =>
      el(
        'button',
        { type: 'button', class: 'hint', onclick: () => sides[platform].suggest(user, words) },
        `As ${name} in ${chat[platform]}, write `,
        el('code', { text: words }),
      ),
    ),
  )
}

document.querySelector('#bar')?.append(hints, offline)
document.querySelector('#sides')?.append(sides.slack.element, sides.teams.element)
onChange(refresh)
refresh()
