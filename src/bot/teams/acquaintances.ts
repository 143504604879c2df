import { identityKey } from '../../domain/person.ts'
import type { Identity } from '../../domain/person.ts'
import type { EdgeServices } from '../edge.ts'
import type { Whereabouts } from '../intent.ts'
import { splitConversation } from './activity.ts'
import { createBounded } from './bounded.ts'
import type { Admitted } from './door.ts'

/** Keeps what is needed to write to somebody unasked, as it is seen going by. */
export interface Acquaintances {
  /** Remembers the tenant's service URL and, given a direct `where`, the person's chat. Never rejects. */
  meet(admitted: Admitted, identity: Identity, where: Whereabouts | undefined): Promise<void>
  /** False when the same conversation joined a moment ago: Teams says one installation in two activities. */
  isNew(admitted: Admitted): boolean
}

const sameJoin = 60_000

/** The book is written only when something changed, so that an ordinary act costs it nothing. */
export const createAcquaintances = (services: Pick<EdgeServices, 'book' | 'log' | 'now'>): Acquaintances => {
  const serviceUrls = createBounded<string>(1000)
  const chats = createBounded<string>(20_000)
  const joins = createBounded<number>(1000)

  const remember = async (admitted: Admitted, identity: Identity, where?: Whereabouts): Promise<void> => {
    const { tenant, activity } = admitted
    if (serviceUrls.get(tenant) !== activity.serviceUrl) {
      await services.book.rememberServiceUrl(tenant, activity.serviceUrl)
      serviceUrls.set(tenant, activity.serviceUrl)
    }
    if (where?.kind !== 'direct') return
    const key = identityKey(identity)
    if (chats.get(key) === where.place.conversation) return
    await services.book.rememberDirect(identity, where.place.conversation)
    chats.set(key, where.place.conversation)
  }

  return {
    meet: async (admitted, identity, where) => {
      try {
        await remember(admitted, identity, where)
      } catch (error) {
        // Answering does not depend on it, and the next act tries again.
        services.log.warn({ error }, 'where to write to in Teams could not be remembered')
      }
    },
    isNew: (admitted) => {
      const key = `${admitted.tenant}/${splitConversation(admitted.activity.conversation.id).conversation}`
      const now = services.now().epochMilliseconds
      const before = joins.get(key)
      joins.set(key, now)
      return before === undefined || now - before > sameJoin
    },
  }
}
