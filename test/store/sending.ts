import { randomUUID } from 'node:crypto'
import type { Platform } from '../../src/domain/person.ts'
import { type Place, type PostedMessage, conversationKey } from '../../src/domain/place.ts'
import { ChatFailure, type ChatPort } from '../../src/bot/chat-port.ts'
import { type Sender, type SenderServices, createSender } from '../../src/bot/jobs/send-deliveries.ts'
import { type Card, line } from '../../src/bot/ui/card.ts'
import * as deliveries from '../../src/store/deliveries.ts'
import { findIncident } from '../../src/store/incidents.ts'
import { type Store, openStore } from './open-store.ts'

/** A message as it stands in the chat. */
export interface Shown {
  readonly place: Place
  readonly message: string
  readonly key: string
  text: string
}

/** What the chat does at the next call, instead of what it was asked for. */
type Misfortune = (done: () => unknown) => void

const textOf = (card: Card): string => card.fallback

/** A chat in memory that can be told to fail. */
export const createChat = (platform: Platform, capabilities: Partial<ChatPort['capabilities']> = {}) => {
  const shown: Shown[] = []
  const calls: string[] = []
  const ahead: Misfortune[] = []
  const opened: string[] = []
  let posted = 0
  const happen = <T>(call: string, work: () => T): Promise<T> => {
    calls.push(call)
    const misfortune = ahead.shift()
    try {
      if (misfortune !== undefined) misfortune(work)
      return Promise.resolve(work())
    } catch (error) {
      return Promise.reject(error)
    }
  }
  const port: ChatPort = {
    platform,
    capabilities: { finds: true, directThreads: true, postEvery: 1000, updateEvery: 1200, ...capabilities },
    openDirect: ({ tenant, user }) => {
      opened.push(user)
      return Promise.resolve({ platform, tenant, conversation: `D-${user}` })
    },
    post: (place, card, key) =>
      happen('post', () => {
        posted += 1
        const message: Shown = { place, message: `${posted}.0`, key, text: textOf(card) }
        shown.push(message)
        return { place, message: message.message }
      }),
    update: ({ place, message }, card) =>
      happen('update', () => {
        const found = shown.find(
          (one) => one.message === message && conversationKey(one.place) === conversationKey(place),
        )
        if (found === undefined) throw new ChatFailure('unreachable', 'no such message', { gone: true })
        found.text = textOf(card)
      }),
    find: (place, key) =>
      happen('find', (): PostedMessage | undefined =>
        shown.find((one) => one.key === key && one.place.conversation === place.conversation),
      ),
    profile: () => Promise.reject(new Error('nobody asks for a profile here')),
  }
  return {
    port,
    shown,
    opened,
    /** Since it was last looked at. */
    calls: () => calls.splice(0),
    /** The next call fails so, and nothing of it arrived. */
    fails: (kind: ChatFailure['kind'], retryAfter = 0) =>
      ahead.push(() => {
        throw new ChatFailure(kind, `it is ${kind}`, { retryAfter })
      }),
    /** The next call does what it should, and its answer is lost. */
    losesAnswer: () =>
      ahead.push((done) => {
        done()
        throw new ChatFailure('ambiguous', 'no answer')
      }),
    /** The next call does what it should. */
    works: () => ahead.push(() => undefined),
  }
}

export type Chat = ReturnType<typeof createChat>

export interface Sending {
  readonly store: Store
  readonly slack: Chat
  readonly teams: Chat
  readonly paced: string[]
  readonly warned: object[]
  /** A sender of a process of its own; `over` resolves when it gives a conversation up. */
  readonly start: (changes?: Partial<SenderServices>) => {
    readonly sender: Sender
    readonly over: Promise<void>
  }
  /** Wakes a sender for a conversation and waits until it has given it up. */
  readonly send: (key: string, changes?: Partial<SenderServices>) => Promise<void>
  /** Everything that waits for its time may be sent now. */
  readonly passTime: () => Promise<void>
  /** Deliveries of a conversation as `kind state`, the oldest first. */
  readonly states: (key: string) => Promise<readonly string[]>
}

/** The sender over the real tables and chats in memory; what a delivery says is its kind and the record's version. */
export const openSending = async (capabilities: Partial<ChatPort['capabilities']> = {}): Promise<Sending> => {
  const store = await openStore()
  const slack = createChat('slack', capabilities)
  const teams = createChat('teams', capabilities)
  const paced: string[] = []
  const warned: object[] = []
  const { db } = store

  const start: Sending['start'] = (changes = {}) => {
    const holder = randomUUID()
    const over = Promise.withResolvers<void>()
    const services: SenderServices = {
      chats: new Map([
        ['slack', slack.port],
        ['teams', teams.port],
      ]),
      lease: async (one) => {
        const held = await deliveries.leaseConversation(db, one, holder)
        if (!held) over.resolve()
        return held
      },
      release: async (one, evenIfDue) => {
        const released = await deliveries.releaseConversation(db, one, holder, evenIfDue)
        if (released) over.resolve()
        return released
      },
      next: (one) => deliveries.nextDelivery(db, one),
      begin: (delivery) => deliveries.beginSending(db, delivery),
      settle: (delivery, ids, settlement) => deliveries.settle(db, delivery, ids, settlement),
      render: async ({ kind, seq, ref }) => {
        const incident = await findIncident(db, ref.record)
        return line(kind === 'card' ? `card at ${incident?.version}` : `${kind} of ${seq}`)
      },
      pace: (one, every) => {
        paced.push(`${one} ${every}`)
        return Promise.resolve()
      },
      log: {
        info: () => undefined,
        warn: (fields) => warned.push(fields),
        error: (_, message) => {
          if (message.startsWith('sending stopped')) over.resolve()
        },
      },
      counted: () => undefined,
      attempts: 5,
      ...changes,
    }
    return { sender: createSender(services), over: over.promise }
  }
  return {
    store,
    slack,
    teams,
    paced,
    warned,
    start,
    send: async (key, changes) => {
      const { sender, over } = start(changes)
      sender.wake(key)
      await over
      await sender.stop()
    },
    passTime: async () => {
      await store.owner.pool.query('update deliveries set not_before = null')
      await store.owner.pool.query(
        `update pace set leased_until = now() - interval '1 second' where leased_by is not null`,
      )
    },
    states: async (key) => {
      const rows = await db
        .selectFrom('deliveries')
        .select(['kind', 'state'])
        .where('pace_key', '=', key)
        .orderBy('id')
        .execute()
      return rows.map((row) => `${row.kind} ${row.state}`)
    },
  }
}
