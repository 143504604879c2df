import { z } from 'zod'
import type { Identity } from '../../domain/person.ts'
import type { Place } from '../../domain/place.ts'
import { ChatFailure } from '../chat-port.ts'
import type { ChatPort, ConversationBook } from '../chat-port.ts'
import type { Form } from '../ui/form.ts'
import type { Connector } from './connector.ts'
import type { Members } from './members.ts'
import { renderCard } from './render-card.ts'
import type { RenderedCard } from './render-card.ts'
import { renderForm } from './render-form.ts'

/** The chat port, and what only answers to a person need: a form as a card in the conversation. */
export interface TeamsChat extends ChatPort {
  /** Posts the form as a card with inputs. Throws `ChatFailure`. */
  postForm(place: Place, form: Form): Promise<void>
}

export interface ChatSettings {
  readonly appId: string
  readonly serviceUrls: readonly string[]
  readonly allowed: (serviceUrl: string) => boolean
  readonly connector: Connector
  readonly members: Members
  readonly book: ConversationBook
}

const created = z.object({ id: z.string().min(1) })

/**
 * Writing to Teams unasked (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages).
 * Paces follow .../bots/how-to/rate-limit: 7 posts a second in a conversation, 50 calls a second in a tenant. The Bot
 * Connector cannot look for a message, so `find` finds nothing and says so in the capabilities; the buttons carry the
 * key instead, and the first click tells.
 */
export const createChat = (settings: ChatSettings): TeamsChat => {
  const { connector, book } = settings

  const serviceUrlOf = async (tenant: string): Promise<string> => {
    const known = await book.serviceUrl(tenant)
    // A prefix may have been taken off the list since the address was learnt.
    if (known !== undefined && settings.allowed(known)) return known
    const first = settings.serviceUrls[0]
    if (first === undefined) throw new ChatFailure('unreachable', 'No service URL is known for the tenant.')
    return first
  }

  const openDirect = async (identity: Identity): Promise<Place> => {
    const place = { platform: 'teams', tenant: identity.tenant } as const
    const known = await book.direct(identity)
    if (known !== undefined) return { ...place, conversation: known }
    const answer = await connector.call({
      serviceUrl: await serviceUrlOf(identity.tenant),
      method: 'POST',
      path: ['conversations'],
      body: {
        isGroup: false,
        bot: { id: `28:${settings.appId}` },
        members: [{ id: identity.user }],
        tenantId: identity.tenant,
        channelData: { tenant: { id: identity.tenant } },
      },
      repeatable: true,
    })
    const conversation = readId(answer)
    await book.rememberDirect(identity, conversation)
    return { ...place, conversation }
  }

  const send = async (place: Place, rendered: RenderedCard): Promise<string> =>
    readId(
      await connector.call({
        serviceUrl: await serviceUrlOf(place.tenant),
        method: 'POST',
        path: ['conversations', conversationId(place), 'activities'],
        body: messageOf(rendered),
        repeatable: false,
      }),
    )

  return {
    platform: 'teams',
    capabilities: { finds: false, directThreads: false, postEvery: 150, updateEvery: 25 },
    openDirect,
    post: async (place, card, key) => ({
      place,
      message: await send(place, renderCard(card, key === '' ? {} : { mark: key })),
    }),
    postForm: async (place, form) => {
      await send(place, renderForm(form, 'inline'))
    },
    update: async (message, card) => {
      await connector.call({
        serviceUrl: await serviceUrlOf(message.place.tenant),
        method: 'PUT',
        path: ['conversations', conversationId(message.place), 'activities', message.message],
        body: { ...messageOf(renderCard(card)), id: message.message },
        repeatable: true,
      })
    },
    find: async () => undefined,
    profile: async (identity, metIn) => {
      // Somebody from elsewhere has no chat of their own with the desk, but is a member where they were met.
      const place = metIn ?? (await openDirect(identity))
      const serviceUrl = await serviceUrlOf(identity.tenant)
      const member = await settings.members.look(
        serviceUrl,
        identity.tenant,
        place.conversation,
        identity.user,
      )
      return {
        name: member.name,
        ...(member.email === undefined ? {} : { email: member.email }),
        outsider: member.outsider,
        bot: member.id.startsWith('28:'),
      }
    },
  }
}

/** A thread of a channel is addressed as the channel with the root's id; other chats have no threads. */
const conversationId = (place: Place): string =>
  place.thread === undefined || !place.conversation.includes('@thread.')
    ? place.conversation
    : `${place.conversation};messageid=${place.thread}`

const messageOf = (rendered: RenderedCard): object => ({
  type: 'message',
  summary: rendered.summary,
  attachments: [rendered.attachment],
})

const readId = (answer: unknown): string => {
  const parsed = created.safeParse(answer)
  if (parsed.success) return parsed.data.id
  // Answered with success and no id: it was taken, and cannot be named.
  throw new ChatFailure('ambiguous', 'Teams took the message and did not say under which id.')
}
