import type { Identity } from '../../domain/person.ts'
import type { Place } from '../../domain/place.ts'
import { type EdgeLog, patiently } from '../edge.ts'
import type { Whereabouts } from '../intent.ts'
import type { Reply } from '../reply.ts'
import type { Card } from '../ui/card.ts'
import { line } from '../ui/card.ts'
import type { Also } from './answer.ts'
import type { TeamsChat } from './chat.ts'

/** Says a reply as messages, where it was not, or no longer, the answer to an invoke. */
export interface Deliver {
  /** A reply to words, or to an act whose answer came too late. Never rejects. */
  reply(reply: Reply, to: Addressee): Promise<void>
  /** What an invoke's answer could not hold. Never rejects. */
  also(also: Also, to: Addressee): Promise<void>
  /** Plain words for the person. Never rejects. */
  words(words: string, to: Addressee): Promise<void>
}

export interface Addressee {
  readonly identity: Identity
  /** Absent where the act had no conversation that the desk is part of. */
  readonly where?: Whereabouts
  /** The message that was said, in a channel the root of what is answered. */
  readonly said?: string
  /** The message whose card was clicked. */
  readonly clicked?: string
}

const comeToMe =
  'The desk has an answer for you that is not for everybody to read, and cannot write to you: it is not among your apps in Teams yet. Please add it (Apps, search for its name, Add), then ask again.'

/** Records and lists of records begin with a heading; what was refused, done or offered is said in words. */
const isForAll = (card: Card): boolean =>
  card.elements.every(({ kind }) => kind === 'text' || kind === 'buttons')

export const createDeliver = (teams: TeamsChat, log: EdgeLog): Deliver => {
  const chat: Pick<TeamsChat, 'openDirect' | 'post' | 'postForm' | 'update'> = {
    openDirect: (identity) => patiently(() => teams.openDirect(identity)),
    post: (place, card, key) => patiently(() => teams.post(place, card, key)),
    postForm: (place, form) => patiently(() => teams.postForm(place, form)),
    update: (message, card) => patiently(() => teams.update(message, card)),
  }
  /** The thread in a channel, the chat itself otherwise, and the person's own chat where the act had no conversation. */
  const there = async (to: Addressee): Promise<Place> => {
    if (to.where === undefined) return await chat.openDirect(to.identity)
    const { place, kind } = to.where
    const thread = place.thread ?? to.said ?? to.clicked
    return kind === 'direct' || thread === undefined ? place : { ...place, thread }
  }

  const toPerson = async (card: Card, to: Addressee): Promise<void> => {
    if (to.where?.kind === 'direct') {
      await chat.post(to.where.place, card, '')
      return
    }
    let direct: Place
    try {
      direct = await chat.openDirect(to.identity)
    } catch (cause) {
      // The app is not installed for the person: the thread is the only place left to answer in, for all to read.
      if (to.where === undefined) throw cause
      await chat.post(await there(to), isForAll(card) ? card : line(comeToMe), '')
      return
    }
    await chat.post(direct, card, '')
  }

  const onClicked = async (card: Card, to: Addressee): Promise<void> => {
    if (to.clicked === undefined || to.where === undefined) return await toPerson(card, to)
    // The card's own place: when it starts its thread, it is addressed within it all the same.
    await chat.update({ place: await there(to), message: to.clicked }, card)
  }

  /** Words are answered where they were said. A form that comes late may hold what was typed in a dialog: that is private. */
  const placeOfForm = async (to: Addressee): Promise<Place> =>
    to.said === undefined && to.where?.kind !== 'direct'
      ? await chat.openDirect(to.identity)
      : await there(to)

  const say = async (reply: Reply, to: Addressee): Promise<void> => {
    switch (reply.kind) {
      case 'private':
      case 'home':
        return await toPerson(reply.card, to)
      case 'shown':
        return await chat.post(await there(to), reply.card, '').then(() => undefined)
      case 'form':
      case 'errors':
        return await chat.postForm(await placeOfForm(to), reply.form)
      case 'done':
        return await (to.said === undefined
          ? toPerson(reply.card, to)
          : chat.post(await there(to), reply.card, '').then(() => undefined))
      case 'replace':
        return await onClicked(reply.card, to)
      case 'nothing':
      case 'options':
      case 'results':
        return undefined
    }
  }

  const logged = async (work: Promise<void>): Promise<void> => {
    try {
      await work
    } catch (error) {
      log.warn({ error }, 'an answer could not be delivered in Teams')
    }
  }

  return {
    reply: async (reply, to) => await logged(say(reply, to)),
    also: async (also, to) => {
      if (also.kind === 'person') return await logged(toPerson(also.card, to))
      if (also.kind === 'clicked') return await logged(onClicked(also.card, to))
      return await logged(there(to).then(async (place) => await chat.postForm(place, also.form)))
    },
    words: async (words, to) => await logged(toPerson(line(words), to)),
  }
}
