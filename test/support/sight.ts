import type { SimulatedChat } from '../../playground/chat.ts'
import type { DeskHouse } from './desk-house.ts'

/** Every message in front of a person, with its words: in the channels and threads they are in, and with the desk. */
export type Sight = ReadonlyMap<string, string>

/** What everybody in both chats can read now, by account. Of threads, those of the record's cards: all would take long. */
export const sightOfAll = (
  { playground: { slack, teams } }: DeskHouse,
  record: string,
): ReadonlyMap<string, Sight> =>
  new Map(
    [slack, teams].flatMap((chat) =>
      chat.users().map(({ id }): [string, Sight] => [id, sightOf(chat, id, record)]),
    ),
  )

/** The words that are new in front of somebody, or different, since `before`; only of those who see any. */
export const newsSince = (
  before: ReadonlyMap<string, Sight>,
  now: ReadonlyMap<string, Sight>,
): Readonly<Record<string, readonly string[]>> => {
  const news: Record<string, readonly string[]> = {}
  for (const [user, sight] of now) {
    const known = before.get(user)
    const words = [...sight].flatMap(([id, text]) => (known?.get(id) === text ? [] : [text]))
    if (words.length > 0) news[user] = words
  }
  return news
}

const sightOf = (chat: SimulatedChat, user: string, record: string): Sight =>
  new Map(
    chat
      .conversations(user)
      .flatMap(({ id }) =>
        chat
          .read(user, id)
          .flatMap((root) => [
            root,
            ...(root.replies > 0 && root.text.includes(record) ? chat.read(user, id, root.id).slice(1) : []),
          ]),
      )
      .map(({ conversation, id, text }) => [`${conversation}/${id}`, text]),
  )
