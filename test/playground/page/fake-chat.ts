import type { Platform } from '../../../src/domain/person.ts'
import type { At, SeenForm, SeenMessage, SimulatedChat } from '../../../playground/chat.ts'

/** A chat in memory with a very small desk in it: enough to drive everything that the page can do. */
export interface FakeChat extends SimulatedChat {
  /** What was done, in order: `say Mia general Hello`. */
  readonly done: readonly string[]
  post(message: Partial<SeenMessage> & { conversation: string; text: string }): SeenMessage
  complain(user: string, words: string): void
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
  const forms = new Map<string, { at: At; form: SeenForm }>()
  const watchers = new Set<() => void>()
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
  const open = (user: string, at: At, values: Record<string, string>, problem?: string): void => {
    forms.set(user, { at, form: form(platform, values, problem) })
    changed()
  }
  const nameOf = (user: string): string => people.find((person) => person.id === user)?.name ?? user

  return {
    platform,
    tenant: 'T0FAKE',
    done,
    post,
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
    read: (user, conversation, thread) =>
      messages
        .filter((message) => message.conversation === conversation)
        .filter((message) => message.onlyFor === undefined || message.onlyFor === user)
        .filter((message) =>
          thread === undefined ? message.thread === undefined : [message.id, message.thread].includes(thread),
        )
        .map((message) => ({
          ...message,
          replies: messages.filter((reply) => reply.thread === message.id).length,
        })),
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
      const before = Object.fromEntries(filled.form.inputs.map((input) => [input.label, input.value]))
      const all = { ...before, ...values }
      if ((all['Title'] ?? '').length < 3) {
        open(user, filled.at, all, 'Say a little more.')
        return
      }
      forms.delete(user)
      post({
        ...filled.at,
        text: `INC-1 ${all['Title'] ?? ''}`,
        buttons: [{ label: 'Take it' }],
        body: card(platform, `INC-1 ${all['Title'] ?? ''}`, Object.entries(all), ['Take it', 'Close']),
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
      return { ...view, ...homeFrame }
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

const homeFrame = {
  id: 'home',
  conversation: 'home',
  author: 'desk',
  authorName: 'Desk',
  fallback: 'Home',
  edited: false,
  replies: 0,
} as const

/** 09:30 UTC, which is 10:30 in Berlin and 15:15 in Kathmandu. */
const due = Date.parse('2026-11-20T09:30:00Z')

/** A card as the desk would send it, in the platform's own words. */
export const card = (
  platform: Platform,
  title: string,
  fields: readonly (readonly [string, string])[],
  buttons: readonly string[],
): unknown => {
  if (platform === 'slack') {
    return [
      { type: 'header', text: { type: 'plain_text', text: title } },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: fields.flatMap(([label, value]) => [
              { type: 'text', text: `${label}: `, style: { bold: true } },
              { type: 'text', text: `${value}\n` },
            ]),
          },
        ],
      },
      { type: 'divider' },
      {
        type: 'context',
        elements: [
          { type: 'plain_text', text: 'Answer due' },
          { type: 'mrkdwn', text: `<!date^${due / 1000}^{date_num} {time}|later> by <@ben> &lt;soon&gt;` },
        ],
      },
      {
        type: 'actions',
        elements: buttons.map((label, index) => ({
          type: 'button',
          action_id: label,
          text: { type: 'plain_text', text: label },
          ...(index === 0 ? { style: 'primary' } : {}),
        })),
      },
    ]
  }
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          version: '1.5',
          msteams: { width: 'Full', entities: [{ type: 'mention', text: '<at>Ben Okafor</at>' }] },
          body: [
            {
              type: 'RichTextBlock',
              inlines: [{ type: 'TextRun', text: title, weight: 'bolder', size: 'large' }],
            },
            ...fields.map(([label, value]) => ({
              type: 'ColumnSet',
              columns: [
                {
                  type: 'Column',
                  width: '120px',
                  items: [
                    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: label, weight: 'bolder' }] },
                  ],
                },
                {
                  type: 'Column',
                  width: 'stretch',
                  items: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: value }] }],
                },
              ],
            })),
            {
              type: 'TextBlock',
              wrap: true,
              isSubtle: true,
              size: 'small',
              text: 'Due {{TIME(2026-11-20T09:30:00Z)}} by <at>Ben Okafor</at>, **soon**, not \\*later\\* <i>',
            },
            {
              type: 'ActionSet',
              actions: buttons.map((label, index) => ({
                type: 'Action.Execute',
                verb: 'press',
                title: label,
                ...(index === 0 ? { style: 'positive' } : {}),
              })),
            },
          ],
        },
      },
    ],
  }
}

const impacts = ['High', 'Low']

const form = (platform: Platform, values: Record<string, string>, error?: string): SeenForm => {
  const value = (label: string): string => values[label] ?? ''
  const inputs = [
    { label: 'Title', value: value('Title'), ...(error === undefined ? {} : { error }) },
    { label: 'Description', value: value('Description') },
    { label: 'Impact', value: value('Impact'), options: impacts },
    { label: 'Service', value: value('Service') },
  ]
  const about = { title: 'Report a problem', text: '', inputs, submitLabel: 'Report' }
  const text = (words: string) => ({ type: 'plain_text', text: words })
  if (platform === 'slack') {
    const block = (label: string, element: object, optional = true) => ({
      type: 'input',
      block_id: label,
      label: text(label),
      optional,
      element,
    })
    return {
      ...about,
      body: {
        type: 'modal',
        blocks: [
          { type: 'section', text: text('What is wrong?') },
          block('Title', { type: 'plain_text_input', max_length: 120 }, false),
          block('Description', { type: 'plain_text_input', multiline: true }),
          block('Impact', { type: 'static_select' }),
          block('Service', { type: 'external_select' }),
        ],
      },
    }
  }
  const input = (id: string, extra: object) => ({ id, label: id, ...extra })
  return {
    ...about,
    body: {
      type: 'continue',
      value: {
        title: 'Report a problem',
        card: {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.5',
            body: [
              input('Title', {
                type: 'Input.Text',
                value: value('Title'),
                isRequired: true,
                errorMessage: 'Title: this is needed.',
              }),
              ...(error === undefined ? [] : [{ type: 'TextBlock', color: 'attention', text: error }]),
              input('Description', { type: 'Input.Text', isMultiline: true, value: value('Description') }),
              input('Impact', {
                type: 'Input.ChoiceSet',
                value: value('Impact').toLowerCase(),
                choices: impacts.map((title) => ({ title, value: title.toLowerCase() })),
              }),
              input('Service', {
                type: 'Input.ChoiceSet',
                style: 'filtered',
                choices: [],
                'choices.data': { type: 'Data.Query', dataset: 'services' },
              }),
            ],
            actions: [{ type: 'Action.Submit', title: 'Report', style: 'positive' }],
          },
        },
      },
    },
  }
}
