import { z } from 'zod'
import { ChatFailure } from '../chat-port.ts'
import { createBounded } from './bounded.ts'
import type { Connector } from './connector.ts'

/** What Teams tells about a member of a conversation. */
export interface Member {
  /** Teams user id, `29:…`. */
  readonly id: string
  /** Entra object id. */
  readonly objectId?: string
  readonly name: string
  readonly email?: string
  readonly outsider: boolean
}

export interface Members {
  /** One member, asked of the platform. `user` is a Teams user id or an Entra object id. Throws `ChatFailure`. */
  look(serviceUrl: string, tenant: string, conversation: string, user: string): Promise<Member>
  /** The Entra object id behind a Teams user id, remembered; undefined when it cannot be found out. */
  objectId(
    serviceUrl: string,
    tenant: string,
    conversation: string,
    user: string,
  ): Promise<string | undefined>
}

const remembered = 10_000

// learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context: the object id goes by two names there.
const memberSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
})

/** The members of conversations. An object id behind a user id never changes, so it is kept; nothing else is. */
export const createMembers = (connector: Connector): Members => {
  const known = createBounded<string>(remembered)

  const look: Members['look'] = async (serviceUrl, tenant, conversation, user) => {
    const parsed = memberSchema.safeParse(
      await connector.call({
        serviceUrl,
        method: 'GET',
        path: ['conversations', conversation, 'members', user],
        repeatable: true,
      }),
    )
    if (!parsed.success) throw new ChatFailure('away', 'Teams described a member in a way not understood.')
    const answer = parsed.data
    const objectId = answer.aadObjectId ?? answer.objectId ?? undefined
    const email = answer.email ?? answer.userPrincipalName ?? undefined
    if (objectId !== undefined) known.set(`${tenant}/${answer.id}`, objectId)
    return {
      id: answer.id,
      ...(objectId === undefined ? {} : { objectId }),
      name: answer.name ?? '',
      ...(email === undefined ? {} : { email }),
      outsider:
        ['guest', 'anonymous'].includes(answer.userRole?.toLowerCase() ?? '') ||
        /#ext#/i.test(answer.userPrincipalName ?? '') ||
        (typeof answer.tenantId === 'string' && answer.tenantId !== '' && answer.tenantId !== tenant),
    }
  }

  return {
    look,
    objectId: async (serviceUrl, tenant, conversation, user) => {
      const kept = known.get(`${tenant}/${user}`)
      if (kept !== undefined) return kept
      try {
        return (await look(serviceUrl, tenant, conversation, user)).objectId
      } catch {
        // Not known now: the conversation then says that it does not know the person.
        return undefined
      }
    },
  }
}
