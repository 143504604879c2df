import type { SeenMessage } from '../../chat.ts'
import type { PageState } from '../state.ts'

export type Side = 'slack' | 'teams'

/** What one side of the page looks at. */
export interface Selection {
  user: string | undefined
  conversation: string | undefined
  thread: string | undefined
  /** The home view is shown instead of a conversation. */
  home: boolean
}

export const fetchState = async (looks: Readonly<Record<Side, Selection>>): Promise<PageState> => {
  const query = new URLSearchParams()
  for (const side of ['slack', 'teams'] as const) {
    const { user, conversation, thread } = looks[side]
    if (user !== undefined) query.set(`${side}User`, user)
    if (conversation !== undefined) query.set(`${side}Conversation`, conversation)
    if (thread !== undefined) query.set(`${side}Thread`, thread)
  }
  const response = await fetch(`/playground/state?${query}`)
  if (!response.ok) throw new Error(await problemOf(response))
  return (await response.json()) as PageState
}

/** Does something as a person. Rejects with the words to show when the simulated chat would not have it. */
export const act = async (body: Readonly<Record<string, unknown>>): Promise<unknown> => {
  const response = await fetch('/playground/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Error('The playground does not answer. Is it still running?')
  })
  if (!response.ok) throw new Error(await problemOf(response))
  return ((await response.json()) as { result: unknown }).result
}

const problemOf = async (response: Response): Promise<string> => {
  const body = (await response.json().catch(() => ({}))) as { error?: string }
  return body.error ?? `The playground answered ${response.status}.`
}

export const linesOf = (result: unknown): readonly string[] =>
  Array.isArray(result) ? result.map(String) : []

export const messageOf = (result: unknown): SeenMessage | undefined =>
  result === null || typeof result !== 'object' ? undefined : (result as SeenMessage)

/** Calls back at every change, and when the connection comes back. */
export const onChange = (changed: () => void): void => {
  const source = new EventSource('/playground/events')
  source.addEventListener('change', changed)
}
