import type { Platform } from '../../../src/domain/person.ts'
import { card, form } from './fake-views.ts'
import type { At, Filling, SeenForm, SeenMessage, SimulatedChat } from '../../../playground/chat.ts'

/** A chat in memory with a very small desk in it: enough to drive everything that the page can do. */
export interface FakeChat extends SimulatedChat {
  /** What was done, in order: `say Mia general Hello`. */
  readonly done: readonly string[]
  post(message: Partial<SeenMessage> & { conversation: string; text: string }): SeenMessage
  complain(user: string, words: string): void
  /** Pictures that messages show by their id. */
  readonly files: Map<string, Uint8Array>
}

const people = [
  { id: 'mia', name: 'Mia Chen' },
  { id: 'ben', name: 'Ben Okafor' },
]

const services = ['E-mail', 'Network', 'Printing']

/** What a person might type to make mischief: it must be shown as it stands. */
export const nasty = '<img src=x onerror=alert(1)> <!channel> *x* <http://a|b> [x](y) <at>z</at> & co'

export const createFakeChat = (platform: Platform): FakeChat => {
  const done: string[] = []
  const messages: SeenMessage[] = []
  const complaints = new Map<string, string[]>()
  const homes = new Map<string, SeenMessage>()
  const forms = new Map<string, { at: At; form: SeenForm }>()
  const watchers = new Set<() => void>()
  const files = new Map<string, Uint8Array>()
  let clock = Date.parse('2026-11-20T09:30:00Z')
  const changed = (): void => watchers.forEach((watcher) => watcher())
  const nextId = (): string => {
    clock += 1000
    return platform === 'slack' ? `${clock / 1000}.000100` : String(clock)
  }
  const post: FakeChat['post'] = (message) => {
    const whole: SeenMessage = {
      id: nextId(),
      author: 'desk',
      authorName: 'Desk',
      fallback: message.text,
      buttons: [],
      edited: false,
      replies: 0,
      body: undefined,
      ...message,
    }
    messages.push(whole)
    changed()
    return whole
  }
  const open = (user: string, at: At, values: Filling, problem?: string): void => {
    forms.set(user, { at, form: form(platform, values, problem) })
    changed()
  }

  return {
    platform,
    tenant: 'T0FAKE',
    done,
    post,
    files,
    file: (id) => files.get(id),
    complain: (user, words) => {
      complaints.set(user, [...(complaints.get(user) ?? []), words])
      changed()
    },
    users: () => people,
    conversations: () => [
      { id: 'general', name: 'general', kind: 'channel' },
      { id: 'network', name: 'network', kind: 'channel' },
      { id: 'direct', name: 'Desk', kind: 'direct' },
    ],
    read: (user, conversation, thread) => {
      const home = homes.get(user)
      if (conversation === 'home' && home !== undefined) return [home]
      return messages
        .filter((message) => message.conversation === conversation)
        .filter((message) => message.onlyFor === undefined || message.onlyFor === user)
        .filter((message) =>
          thread === undefined ? message.thread === undefined : [message.id, message.thread].includes(thread),
        )
        .map((message) => ({
          ...message,
          replies: messages.filter((reply) => reply.thread === message.id).length,
        }))
    },
    say: async (user, at, words) => {
      done.push(`say ${nameOf(user)} ${at.conversation} ${words}`)
      return post({ ...at, text: words, author: user, authorName: nameOf(user) }).id
    },
    command: async (user, at, words) => {
      done.push(`command ${nameOf(user)} ${at.conversation} ${words}`)
      if (words === 'hidden') post({ ...at, text: 'Nobody else sees this.', onlyFor: user })
      else if (words === 'fail') throw new Error('The desk did not answer within 3 seconds.')
      else open(user, at, { Title: words.replace(/^incident ?/, '') })
    },
    shortcut: async (user, name) => {
      done.push(`shortcut ${nameOf(user)} ${name}`)
      open(user, { conversation: 'direct' }, {})
    },
    messageAction: async (user, message, name) => {
      done.push(`messageAction ${nameOf(user)} ${name} on ${message.text}`)
      open(user, { conversation: message.conversation }, { Title: message.text })
    },
    react: async (user, message, emoji) => {
      done.push(`react ${nameOf(user)} ${emoji} on ${message.text}`)
    },
    press: async (user, message, label) => {
      done.push(`press ${nameOf(user)} ${label}`)
      const at = messages.findIndex((one) => one.id === message.id)
      const found = messages[at]
      if (found === undefined) return
      messages[at] = {
        ...found,
        edited: true,
        body: card(platform, 'INC-1', [['Assignee', nameOf(user)]], ['Resolve']),
      }
      changed()
    },
    form: (user) => forms.get(user)?.form,
    submit: async (user, values) => {
      done.push(`submit ${nameOf(user)} ${JSON.stringify(values)}`)
      const filled = forms.get(user)
      if (filled === undefined) throw new Error('No form is open.')
      const before = filled.form.inputs.map((input) => [input.label, input.chosen ?? input.value])
      const all: Filling = { ...Object.fromEntries(before), ...values }
      const title = String(all['Title'])
      if (title.length < 3) {
        open(user, filled.at, all, 'Say a little more.')
        return
      }
      forms.delete(user)
      post({
        ...filled.at,
        text: `INC-1 ${title}`,
        buttons: [{ label: 'Take it' }],
        body: card(platform, `INC-1 ${title}`, fieldsOf(all), ['Take it', 'Close']),
      })
    },
    closeForm: async (user) => {
      done.push(`closeForm ${nameOf(user)}`)
      forms.delete(user)
      changed()
    },
    lookup: async (_user, _label, query) =>
      services.filter((service) => service.toLowerCase().includes(query.toLowerCase())),
    home: async (user) => {
      done.push(`home ${nameOf(user)}`)
      const title = `Home of ${nameOf(user)}`
      const body = card(platform, title, [['Open', '2']], ['Report a problem'])
      const view = { text: title, body, buttons: [{ label: 'Report a problem' }] }
      if (platform === 'teams') return post({ conversation: 'direct', ...view })
      const home = { ...view, ...homeFrame }
      homes.set(user, home)
      return home
    },
    search: async (_user, query) => [`INC-1 ${query}`, `INC-2 ${query}`],
    ...(platform === 'teams'
      ? {
          share: async (user: string, at: At, query: string, index: number) => {
            done.push(`share ${nameOf(user)} ${at.conversation} ${query} ${index}`)
            return post({ ...at, text: `shared ${query}`, author: user, authorName: nameOf(user) }).id
          },
        }
      : {}),
    complaints: (user) => complaints.get(user) ?? [],
    subscribe: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    fault: () => undefined,
  }
}

const fieldsOf = (values: Filling): [string, string][] =>
  Object.entries(values).map(([label, value]) => [label, [value].flat().join(' + ')])

const nameOf = (user: string): string => people.find((person) => person.id === user)?.name ?? user

const homeFrame = {
  id: 'home',
  conversation: 'home',
  author: 'desk',
  authorName: 'Desk',
  fallback: 'Home',
  edited: false,
  replies: 0,
} as const
