import type { Platform } from '../../src/domain/person.ts'
import type { Conversation, SeenForm, SeenMessage, SimulatedChat } from '../chat.ts'
import type { PagePerson, Suggestion } from './people.ts'

/** Everything the page shows at a moment: what the browser draws from. */
export interface PageState {
  readonly slack: SideState
  readonly teams: SideState
  readonly suggestions: readonly Suggestion[]
}

export interface SideState {
  readonly platform: Platform
  readonly tenant: string
  readonly people: readonly ListedPerson[]
  /** Who is looking. */
  readonly user: string
  readonly conversations: readonly ListedConversation[]
  /** Which conversation is open; empty for somebody who is in none. */
  readonly conversation: string
  readonly messages: readonly SeenMessage[]
  /** The open thread: its root first. */
  readonly thread?: { readonly root: string; readonly messages: readonly SeenMessage[] }
  /** A modal or dialog. A card with inputs that stands in a conversation is a message, not a form in front of it. */
  readonly form?: SeenForm
  readonly complaints: readonly string[]
}

export interface ListedPerson {
  readonly user: string
  readonly name: string
  readonly zone: string
  readonly roles: readonly string[]
}

export interface ListedConversation extends Conversation {
  /** Messages and replies in it: more than last time means unread. */
  readonly size: number
}

/** What the browser says it looks at on one side; what no longer exists is replaced by the nearest that does. */
export interface Look {
  readonly user?: string
  readonly conversation?: string
  readonly thread?: string
}

/** The state of one side for the person who looks. */
export const sideState = (chat: SimulatedChat, people: readonly PagePerson[], look: Look): SideState => {
  const listed = chat.users().map((user) => {
    const known = people.find((person) => person.platform === chat.platform && person.user === user.id)
    return {
      user: user.id,
      name: user.name,
      zone: known?.zone ?? 'Etc/UTC',
      roles: known?.roles ?? ['Not in the desk file'],
    }
  })
  const user = listed.find((person) => person.user === look.user)?.user ?? listed[0]?.user
  if (user === undefined) throw new Error(`Nobody is in ${chat.tenant}`)
  const conversations = chat.conversations(user)
  const open = conversations.find((one) => one.id === look.conversation) ?? conversations[0]
  const contents = new Map(conversations.map((one) => [one.id, chat.read(user, one.id)]))
  const messages = (open === undefined ? undefined : contents.get(open.id)) ?? []
  const thread = messages.find((message) => message.id === look.thread)?.id
  const form = chat.form(user)
  const inFront = form !== undefined && !standsInMessage(chat, form)
  return {
    platform: chat.platform,
    tenant: chat.tenant,
    people: listed,
    user,
    conversations: conversations.map((one) => ({ ...one, size: sizeOf(contents.get(one.id) ?? []) })),
    conversation: open?.id ?? '',
    messages,
    ...(thread === undefined || open === undefined
      ? {}
      : { thread: { root: thread, messages: chat.read(user, open.id, thread) } }),
    ...(inFront ? { form } : {}),
    complaints: chat.complaints(user),
  }
}

const sizeOf = (messages: readonly SeenMessage[]): number =>
  messages.reduce((size, message) => size + 1 + message.replies, 0)

/**
 * In Teams the newest card with inputs counts as the open form, though it is drawn where it was posted: its body is the
 * card itself, and a dialog's is what the bot answered.
 */
const standsInMessage = (chat: SimulatedChat, form: SeenForm): boolean =>
  chat.platform === 'teams' && (form.body as { type?: unknown } | null)?.type === 'AdaptiveCard'
