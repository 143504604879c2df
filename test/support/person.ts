import type { Filling, SeenForm, SeenMessage, SimulatedChat } from '../../playground/chat.ts'
import type { Person, Platform } from '../../src/domain/person.ts'
import { type DeskHouse, eventually } from './desk-house.ts'

/**
 * Someone at one of the simulated chats. What they do is the same in both; how it is done there (a slash command or a
 * mention, a modal or a card with inputs, a thread or a numbered line) stays in here.
 */
export interface PersonAtChat {
  readonly id: string
  readonly name: string
  readonly platform: Platform
  /** Their account, as the chat knows it. */
  readonly user: string
  readonly chat: SimulatedChat
  /** Their conversation with the desk. */
  readonly direct: string
  /** `/desk words`, `@Desk words`; in the direct chat unless told where. */
  command(words: string, conversation?: string): Promise<void>
  /** Plain words in the direct chat, or where told. Gives the message's id. */
  say(words: string, at?: { conversation: string; thread?: string }): Promise<string>
  press(message: SeenMessage, label: string): Promise<void>
  /** Anything else that is answered. */
  acts(deed: () => Promise<unknown>): Promise<void>
  /** Presses, then waits for the form that opens. */
  opens(message: SeenMessage, label: string): Promise<SeenForm>
  /** The form in front of them, once there is one with that title that was not there before they acted. */
  form(title: string): Promise<SeenForm>
  /**
   * Fills in the form in front of them and sends it, by labels and the same in both chats: `{ Title: 'Fax', From:
   * '2026-11-25T22:00', Services: ['E-mail', 'Network'] }`. A moment is on their own clock, or an instant with a `Z`.
   */
  fillIn(values: Filling): Promise<void>
  /** Presses, fills in the form that opens, and sends it. */
  act(message: SeenMessage, label: string, values?: Filling): Promise<void>
  /** Closes what is open in front of them, if anything is. */
  close(): Promise<void>
  /** Whatever they were told, for themselves, since they last did something: waits until it matches. */
  told(pattern: RegExp): Promise<string>
  /** The same as a message, for its buttons. */
  toldWith(pattern: RegExp): Promise<SeenMessage>
  /** What they were shown, be it a message or the modal in front (Slack), for its buttons. */
  shown(pattern: RegExp): Promise<SeenMessage>
  /** The card of a record as they see it, in a conversation of theirs; waits for it. */
  card(record: string, conversation?: string): Promise<SeenMessage>
  /** The card, once it says so. */
  cardSays(record: string, pattern: RegExp, conversation?: string): Promise<SeenMessage>
  /** Every card of the record in that conversation, top-level or in a thread. */
  cards(record: string, conversation?: string): readonly SeenMessage[]
  /** What stands below the card: its thread, or in a Teams direct chat the lines that begin with its number. */
  lines(record: string, conversation?: string): readonly SeenMessage[]
  /** Answers below the card: in its thread, or in a Teams direct chat with the record's number. */
  reply(record: string, words: string, conversation?: string): Promise<void>
  /** Opens the home view or home card. */
  home(): Promise<SeenMessage>
  /** The same message or home view as it is now, once it says so; nobody hears of the looking. */
  again(message: SeenMessage, pattern: RegExp): Promise<SeenMessage>
  /** Everything they can read in a conversation, threads included. */
  read(conversation?: string): readonly SeenMessage[]
}

/** Puts a person of the desk at a chat. Throws when they have no account there. */
export const asPerson = ({ playground }: DeskHouse, person: Person, platform: Platform): PersonAtChat => {
  const user = person.identities.find((identity) => identity.platform === platform)?.user
  if (user === undefined) throw new Error(`${person.name} is not in ${platform}`)
  return atChat(playground[platform], user, person)
}

/** Puts an account at its chat that may be nobody's. */
export const atChat = (
  chat: SimulatedChat,
  user: string,
  { id, name }: { readonly id: string; readonly name: string },
): PersonAtChat => {
  const { platform } = chat
  // Somebody from elsewhere has none.
  const direct = chat.conversations(user).find(({ kind }) => kind === 'direct')?.id ?? 'no direct chat'
  let before = new Map<string, string>()
  let seenBefore: SeenForm | undefined
  let formBefore: unknown

  const read = (conversation = direct): readonly SeenMessage[] =>
    chat
      .read(user, conversation)
      .flatMap((root) => [
        root,
        ...(root.replies > 0 || conversation !== direct
          ? chat.read(user, conversation, root.id).filter(({ id: reply }) => reply !== root.id)
          : []),
      ])
  const everything = (): readonly SeenMessage[] =>
    chat.conversations(user).flatMap((conversation) => read(conversation.id))
  /** From here on is what the next answer is looked for in. */
  const mark = (): void => {
    before = new Map(everything().map((message) => [keyOf(message), message.text]))
    const form = chat.form(user)
    seenBefore = form
    formBefore = sheetOf(form)
  }
  /** In Teams a form that stood in a channel turns into its confirmation. */
  const wasForm = (message: SeenMessage): boolean =>
    seenBefore !== undefined && before.get(keyOf(message))?.startsWith(`${seenBefore.title}\n`) === true
  const answers = (): readonly SeenMessage[] =>
    everything().filter(
      (message) =>
        message.author === 'desk' &&
        (message.onlyFor === user || message.conversation === direct || wasForm(message)) &&
        before.get(keyOf(message)) !== message.text,
    )
  const toldWith = (pattern: RegExp): Promise<SeenMessage> =>
    explained(
      () => answers().findLast((message) => pattern.test(message.text)),
      () =>
        `${name} is told ${pattern} in a message; was told: ${JSON.stringify(answers().map((m) => m.text))}`,
    )
  const told = (pattern: RegExp): Promise<string> =>
    explained(
      () => {
        const form = chat.form(user)
        if (form !== undefined && form.text !== seenBefore?.text && pattern.test(form.text)) return form.text
        return answers().findLast((message) => pattern.test(message.text))?.text
      },
      () =>
        `${name} is told ${pattern}; was told: ${JSON.stringify([chat.form(user)?.text, ...answers().map((m) => m.text), ...chat.complaints(user)])}`,
    )
  const form = (title: string): Promise<SeenForm> =>
    explained(
      () => {
        const open = chat.form(user)
        const isNew = sheetOf(open) !== formBefore
        return isNew && open?.title.startsWith(title) === true && open.inputs.length > 0 ? open : undefined
      },
      () =>
        `${name} sees the form ${title}; sees: ${JSON.stringify(chat.form(user))} ${JSON.stringify(chat.complaints(user))}`,
    )
  const cards = (record: string, conversation = direct): readonly SeenMessage[] =>
    read(conversation).filter((message) => isCard(message, record))
  const card = (record: string, conversation = direct): Promise<SeenMessage> =>
    explained(
      () => cards(record, conversation).at(-1),
      () => `${name} sees the card of ${record}`,
    )
  const lines = (record: string, conversation = direct): readonly SeenMessage[] => {
    const root = cards(record, conversation).at(0)
    if (root === undefined) return []
    if (platform === 'teams' && conversation === direct)
      return read(direct).filter(
        (message) =>
          message.text.startsWith(`${record} `) && message.author === 'desk' && !isHeaded(message, record),
      )
    const thread = root.thread ?? root.id
    return chat.read(user, conversation, thread).filter((message) => message.id !== root.id)
  }
  const opened = async (message: SeenMessage, label: string): Promise<SeenForm> => {
    mark()
    await chat.press(user, message, label)
    return explained(
      () => {
        const now = chat.form(user)
        return now !== undefined && now.inputs.length > 0 && sheetOf(now) !== formBefore ? now : undefined
      },
      () => `${name} sees the form of ${label}; was told ${JSON.stringify(answers().map((m) => m.text))}`,
    )
  }
  const fillIn = async (values: Filling): Promise<void> => {
    mark()
    await chat.submit(user, values)
  }

  return {
    id,
    name,
    platform,
    user,
    chat,
    direct,
    read,
    told,
    toldWith,
    shown: (pattern) =>
      platform === 'teams'
        ? toldWith(pattern)
        : explained(
            () => [...chat.read(user, 'modal'), ...answers()].find((message) => pattern.test(message.text)),
            () => `${name} is shown ${pattern}`,
          ),
    form,
    fillIn,
    cards,
    card,
    lines,
    opens: opened,
    command: async (words, conversation = direct) => {
      mark()
      await chat.command(user, { conversation }, words)
    },
    say: async (words, at = { conversation: direct }) => {
      mark()
      return chat.say(user, at, words)
    },
    acts: async (deed) => {
      mark()
      await deed()
    },
    press: async (message, label) => {
      mark()
      await chat.press(user, message, label)
    },
    act: async (message, label, values) => {
      if (values === undefined) {
        mark()
        await chat.press(user, message, label)
        return
      }
      await opened(message, label)
      await fillIn(values)
    },
    home: async () => {
      mark()
      const home = await chat.home(user)
      if (home === undefined) throw new Error(`${name} has no home view`)
      return home
    },
    again: (message, pattern) =>
      explained(
        () =>
          chat
            .read(user, message.conversation, message.thread)
            .find((now) => now.id === message.id && pattern.test(now.text)),
        () => `${name} sees ${pattern} where it said ${message.text}`,
      ),
    close: async () => {
      const open = chat.form(user)
      // A card with inputs in a Teams conversation stays; only what stands in front can be closed.
      if (open === undefined) return
      await chat.closeForm(user)
    },
    cardSays: (record, pattern, conversation = direct) =>
      explained(
        () => cards(record, conversation).findLast((message) => pattern.test(message.text)),
        () =>
          `${name}'s card of ${record} says ${pattern}; it says: ${cards(record, conversation).at(-1)?.text ?? 'nothing'}`,
      ),
    reply: async (record, words, conversation = direct) => {
      mark()
      if (platform === 'teams' && conversation === direct) {
        await chat.command(user, { conversation }, `comment ${record} ${words}`)
        return
      }
      const root = await card(record, conversation)
      await chat.say(user, { conversation, thread: root.thread ?? root.id }, words)
    },
  }
}

const keyOf = ({ conversation, id }: SeenMessage): string => `${conversation}/${id}`

/** What tells one form from another: a Slack view has an id, a card in Teams is the object that it is. */
const sheetOf = (form: SeenForm | undefined): unknown =>
  typeof form?.body === 'object' && form.body !== null && 'id' in form.body ? form.body.id : form?.body

const isHeaded = ({ text }: SeenMessage, record: string): boolean => text.startsWith(`${record} · `)

/** A card of a record, not what was told about it: details carry the history, notices have no status. */
const isCard = (message: SeenMessage, record: string): boolean =>
  message.author === 'desk' &&
  isHeaded(message, record) &&
  message.onlyFor === undefined &&
  message.text.includes('Status') &&
  !/^History/m.test(message.text)

/** Like `eventually`, saying what was seen instead. */
const explained = async <T>(look: () => T | undefined, what: () => string): Promise<T> => {
  try {
    return await eventually(look, 'it')
  } catch (error) {
    throw new Error(`never seen: ${what()}`, { cause: error })
  }
}

/** Resolves when every message that is due has been sent. */
export const quiet = async ({ service }: DeskHouse): Promise<void> => {
  await eventually(async () => ((await service.waitingDeliveries()) === 0 ? true : undefined), 'all is sent')
}
