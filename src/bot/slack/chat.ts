import type { webApi } from '@slack/bolt'
import { identityKey } from '../../domain/person.ts'
import type { Identity } from '../../domain/person.ts'
import type { Place, PostedMessage } from '../../domain/place.ts'
import { ChatFailure } from '../chat-port.ts'
import type { ChatPort, ConversationBook, Profile } from '../chat-port.ts'
import type { Card } from '../ui/card.ts'
import type { SlackClients } from './clients.ts'
import { chatFailure } from './failures.ts'
import type { Pictures } from './pictures.ts'

export interface SlackChatOptions {
  readonly clients: SlackClients
  readonly book: ConversationBook
  readonly pictures: Pictures
  /** The home workspaces, as soon as they are known. Rejects while Slack is not reachable. */
  readonly homes: () => Promise<readonly string[]>
}

/** Marks our messages so that they can be found again; the key stands in its payload. */
const deliveryEvent = 'bellwire_delivery'

/** No word of a message is ever read as markup, a mention or something to preview. */
export const literalPost = {
  mrkdwn: false,
  link_names: false,
  parse: 'none',
  unfurl_links: false,
  unfurl_media: false,
} as const

/** How far back `find` looks: what it looks for was posted minutes ago. */
const pagesToSearch = 5
const pageSize = 100

/** What the desk can do in Slack by itself. docs.slack.dev/reference/methods */
export const createSlackChat = ({ clients, book, pictures, homes }: SlackChatOptions): ChatPort => {
  const { bulk, interactive } = clients
  const directs = new Map<string, string>()

  const openDirect = async (identity: Identity): Promise<Place> => {
    const key = identityKey(identity)
    const place = (conversation: string): Place => ({
      platform: 'slack',
      tenant: identity.tenant,
      conversation,
    })
    const known = directs.get(key) ?? (await book.direct(identity))
    if (known !== undefined) {
      directs.set(key, known)
      return place(known)
    }
    const opened = await repeatable(() => bulk.conversations.open({ users: identity.user }))
    const conversation = opened.channel?.id
    if (conversation === undefined) throw new ChatFailure('away', 'Slack opened a conversation without an id')
    directs.set(key, conversation)
    await book.rememberDirect(identity, conversation)
    return place(conversation)
  }

  const post = async (place: Place, card: Card, key: string): Promise<PostedMessage> => {
    const posted = await once(() =>
      pictures.send(card, (message) =>
        bulk.chat.postMessage({
          channel: place.conversation,
          ...message,
          metadata: { event_type: deliveryEvent, event_payload: { key } },
          ...(place.thread !== undefined && { thread_ts: place.thread }),
          ...literalPost,
        }),
      ),
    )
    if (posted.ts === undefined) throw new ChatFailure('ambiguous', 'Slack posted a message without an id')
    return { place, message: posted.ts }
  }

  const update = async ({ place, message }: PostedMessage, card: Card): Promise<void> => {
    await repeatable(() =>
      pictures.send(card, (drawn) =>
        bulk.chat.update({
          channel: place.conversation,
          ts: message,
          ...drawn,
          link_names: false,
          parse: 'none',
        }),
      ),
    )
  }

  const find = async (place: Place, key: string): Promise<PostedMessage | undefined> => {
    let cursor: string | undefined
    for (let page = 0; page < pagesToSearch; page += 1) {
      const found = await readPage(bulk, place, cursor)
      const message = found.messages.find((each) => deliveryKey(each.metadata) === key)
      if (message?.ts !== undefined) return { place, message: message.ts }
      if (found.next === undefined) return undefined
      cursor = found.next
    }
    return undefined
  }

  const profile = async (identity: Identity): Promise<Profile> => {
    const { user } = await repeatable(() => interactive.users.info({ user: identity.user }))
    if (user === undefined) throw new ChatFailure('away', 'Slack described nobody')
    const home = await atHome(homes)
    const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])]
    const email = user.profile?.email
    const names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name]
    return {
      name: names.find((name) => name !== undefined && name !== '') ?? identity.user,
      ...(email !== undefined && email !== '' && { email }),
      outsider:
        user.is_restricted === true ||
        user.is_ultra_restricted === true ||
        user.is_stranger === true ||
        !home.includes(identity.tenant) ||
        !teams.some((team) => team !== undefined && home.includes(team)),
      bot: user.is_bot === true || user.id === 'USLACKBOT',
    }
  }

  return {
    platform: 'slack',
    capabilities: { finds: true, directThreads: true, postEvery: 1000, updateEvery: 1200 },
    openDirect,
    post,
    update,
    find,
    profile,
  }
}

const readPage = async (
  client: webApi.WebClient,
  place: Place,
  cursor: string | undefined,
): Promise<{ messages: readonly { ts?: string; metadata?: object }[]; next: string | undefined }> => {
  const query = {
    channel: place.conversation,
    include_all_metadata: true,
    limit: pageSize,
    ...(cursor !== undefined && { cursor }),
  }
  const { thread } = place
  const page = await repeatable(async () =>
    thread === undefined
      ? client.conversations.history(query)
      : client.conversations.replies({ ...query, ts: thread }),
  )
  const next = page.response_metadata?.next_cursor
  return { messages: page.messages ?? [], next: next === '' ? undefined : next }
}

const deliveryKey = (metadata: object | undefined): unknown => {
  if (metadata === undefined || !('event_type' in metadata) || metadata.event_type !== deliveryEvent)
    return undefined
  if (!('event_payload' in metadata)) return undefined
  const payload = metadata.event_payload
  return typeof payload === 'object' && payload !== null && 'key' in payload ? payload.key : undefined
}

const atHome = async (homes: () => Promise<readonly string[]>): Promise<readonly string[]> => {
  try {
    return await homes()
  } catch (cause) {
    throw chatFailure(cause, true)
  }
}

const repeatable = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (cause) {
    throw chatFailure(cause, true)
  }
}

const once = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (cause) {
    throw chatFailure(cause, false)
  }
}
