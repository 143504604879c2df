import { conversationKey, markOf } from '../../domain/place.ts'
import type { Platform } from '../../domain/person.ts'
import type { Place } from '../../domain/place.ts'
import { scheduleRecord } from '../../domain/schedule-post.ts'
import type { Begun, Delivery, Settlement } from '../../store/deliveries.ts'
import { ChatFailure, type ChatPort } from '../chat-port.ts'
import type { EdgeLog } from '../edge.ts'
import type { Card } from '../ui/card.ts'
import type { Pacer } from './pacer.ts'

/** What the sender needs from the store and the views, handed in. */
export interface SenderServices {
  readonly chats: ReadonlyMap<Platform, ChatPort>
  readonly lease: (key: string) => Promise<boolean>
  /** False when something became due meanwhile, unless given up `evenIfDue`. */
  readonly release: (key: string, evenIfDue: boolean) => Promise<boolean>
  readonly next: (key: string) => Promise<Delivery | undefined>
  readonly begin: (delivery: Delivery) => Promise<Begun>
  readonly settle: (delivery: Delivery, ids: readonly number[], settlement: Settlement) => Promise<void>
  /** What a delivery says, as of now; undefined when there is nothing left to say. */
  readonly render: (delivery: Delivery, begun: Begun, port: ChatPort) => Promise<Card | undefined>
  readonly pace: Pacer
  readonly log: EdgeLog
  readonly counted: (platform: Platform, state: Settlement['state']) => void
  /** Given up after so many attempts that failed for certain. */
  readonly attempts: number
}

export interface Sender {
  /** Sends what waits for a conversation, in order; at once when nobody does already, never rejects. */
  readonly wake: (key: string) => void
  /** Resolves when nothing is being sent; what waits then stays in the database. */
  readonly stop: () => Promise<void>
}

/**
 * Sends deliveries, one conversation at a time each, so that a card comes before its lines. Everything it needs to
 * know is in the database: a crash at any point leaves a delivery that says how far it came.
 */
export const createSender = (services: SenderServices): Sender => {
  const running = new Map<string, Promise<void>>()
  const again = new Set<string>()
  let stopping = false

  const run = async (key: string): Promise<void> => {
    try {
      for (;;) {
        again.delete(key)
        await drain(services, key, () => stopping)
        if (!again.has(key)) break
      }
    } catch (error) {
      services.log.error({ err: error, key }, 'sending stopped; the queue will try again')
    } finally {
      running.delete(key)
    }
  }

  return {
    wake(key) {
      if (stopping) return
      if (running.has(key)) again.add(key)
      else running.set(key, run(key))
    },
    async stop() {
      stopping = true
      await Promise.all(running.values())
    },
  }
}

const drain = async (services: SenderServices, key: string, stopping: () => boolean): Promise<void> => {
  if (!(await services.lease(key))) return
  do {
    for (;;) {
      const delivery = stopping() ? undefined : await services.next(key)
      if (delivery === undefined) break
      await send(services, delivery)
      // Whoever took so long that another process took the conversation over leaves it to that one.
      if (!(await services.lease(key))) return
    }
  } while (!(await services.release(key, stopping())))
}

const send = async (services: SenderServices, delivery: Delivery): Promise<void> => {
  const port = services.chats.get(delivery.ref.platform)
  const begun = await services.begin(delivery)
  const settlement =
    port === undefined
      ? { state: 'failed' as const, error: `${delivery.ref.platform} is not connected` }
      : await attempt(services, delivery, begun, port)
  await services.settle(delivery, begun.ids, settlement)
  services.counted(delivery.ref.platform, settlement.state)
  if ('error' in settlement)
    services.log.warn(
      {
        record: delivery.ref.record,
        delivery: delivery.id,
        state: settlement.state,
        error: settlement.error,
      },
      'a message was not delivered',
    )
}

const attempt = async (
  services: SenderServices,
  delivery: Delivery,
  begun: Begun,
  port: ChatPort,
): Promise<Settlement> => {
  try {
    return await deliver(services, delivery, begun, port)
  } catch (error) {
    if (!(error instanceof ChatFailure)) {
      services.log.error({ err: error, delivery: delivery.id }, 'a message could not be made')
      return retry(services, delivery, 'internal error')
    }
    if (error.kind === 'busy')
      return { state: waiting(delivery), error: 'busy', wait: Math.max(error.retryAfter, 1000) }
    if (error.gone && isKeptForGood(delivery))
      return { state: 'queued', error: error.message, wait: 0, gone: true }
    if (error.kind === 'unreachable') return { state: 'unreachable', error: error.message }
    if (error.kind === 'rejected') return { state: 'failed', error: error.message }
    if (error.kind === 'ambiguous')
      return { state: 'ambiguous', error: error.message, wait: backOff(delivery) }
    return retry(services, delivery, error.message)
  }
}

/** Somebody took the message away and it is wanted all the same: the schedule, which a channel is to have as long as the desk file says so. */
const isKeptForGood = ({ ref }: Delivery): boolean =>
  ref.record === scheduleRecord && ref.message !== undefined

/** Posted before without an answer, or by a process that died: it may be there already. An edit may be repeated. */
const isDoubtful = ({ state, kind, ref }: Delivery): boolean =>
  state !== 'queued' && !(kind === 'card' && ref.message !== undefined)

/** A later attempt that failed for certain says nothing about an earlier one: the doubt stays. */
const waiting = (delivery: Delivery): 'queued' | 'ambiguous' =>
  isDoubtful(delivery) ? 'ambiguous' : 'queued'

/** Certain failures are given up in the end, doubtful ones never. */
const retry = ({ attempts }: SenderServices, delivery: Delivery, error: string): Settlement =>
  delivery.attempts + 1 >= attempts
    ? { state: 'failed', error }
    : { state: waiting(delivery), error, wait: backOff(delivery) }

/** Later and later, five minutes at the most; milliseconds. */
const backOff = ({ attempts }: Delivery): number => Math.min(300_000, 1000 * 2 ** Math.min(attempts, 10))

const deliver = async (
  services: SenderServices,
  delivery: Delivery,
  begun: Begun,
  port: ChatPort,
): Promise<Settlement> => {
  const { ref } = delivery
  const card = await services.render(delivery, begun, port)
  if (card === undefined) return { state: 'sent', maybeTwice: false }
  if (delivery.kind === 'card' && ref.message !== undefined) {
    const place = await placeOf(delivery, port)
    const edit = async (message: string): Promise<void> => {
      await services.pace(`${ref.platform}/update`, port.capabilities.updateEvery)
      await port.update({ place, message }, card)
    }
    await edit(ref.message)
    for (const copy of ref.copies) await edit(copy).catch(passOver)
    return { state: 'sent', maybeTwice: false }
  }
  if (delivery.inThread && ref.message === undefined)
    return { state: 'unreachable', error: 'its card was never posted there' }
  const place = await placeOf(delivery, port)
  const doubtful = isDoubtful(delivery)
  const mark = markOf(ref.id, delivery.id)
  const found = doubtful && port.capabilities.finds ? await port.find(place, mark) : undefined
  if (found !== undefined) {
    // What was posted then is not what the record is now, and edits that waited are settled with it.
    if (delivery.kind === 'card') {
      await services.pace(`${ref.platform}/update`, port.capabilities.updateEvery)
      await port.update(found, card)
    }
    return { state: 'sent', posted: found, maybeTwice: false }
  }
  await services.pace(conversationKey(place), port.capabilities.postEvery)
  const posted = await port.post(place, card, mark)
  return { state: 'sent', posted, maybeTwice: doubtful && !port.capabilities.finds }
}

/** A copy that somebody deleted needs no edit; what may still be edited is tried again. */
const passOver = (error: unknown): void => {
  if (!(error instanceof ChatFailure && error.kind === 'unreachable')) throw error
}

/** A card goes to its place; a line goes into the thread below its card. */
const placeOf = async ({ ref, inThread }: Delivery, port: ChatPort): Promise<Place> => {
  const conversation =
    ref.conversation ??
    (ref.direct === undefined ? undefined : (await port.openDirect(ref.direct)).conversation)
  if (conversation === undefined) throw new ChatFailure('unreachable', 'no conversation is known')
  const thread = ref.thread ?? (inThread ? ref.message : undefined)
  return {
    platform: ref.platform,
    tenant: ref.tenant,
    conversation,
    ...(thread === undefined ? {} : { thread }),
  }
}
