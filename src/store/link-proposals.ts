import type { Kysely } from 'kysely'
import type { Identity, Person, PersonId, Platform } from '../domain/person.ts'
import { writeTo } from './notices.ts'
import type { Enqueue } from './queues.ts'
import type { Tx } from './record-store.ts'
import type { Database } from './schema.ts'
import { isUuid } from './uuid.ts'

/** An account whose e-mail address is a person's: linked only when an admin of the desk confirms it. */
export interface LinkProposal {
  readonly id: string
  readonly identity: Identity
  readonly person: PersonId
  /** Undefined while open. */
  readonly confirmed?: boolean
}

/** What the deliveries of a proposal carry instead of a record's number. */
export const linkRecord = (id: string): string => `link/${id}`

/**
 * Asks once for each account, and writes to every admin in the same transaction; an open or refused proposal is
 * returned as it is. `paceKeys` are the conversations that now have something to send.
 */
export const proposeLink = async (
  db: Kysely<Database>,
  proposal: Omit<LinkProposal, 'confirmed'>,
  admins: readonly Person[],
  enqueue: Enqueue,
  now: Temporal.Instant,
): Promise<{ readonly proposal: LinkProposal; readonly paceKeys: readonly string[] }> => {
  const { filed, ...proposed } = await db.transaction().execute(async (tx) => {
    const added = await insertProposal(tx, proposal, now)
    const { platform, tenant, user } = proposal.identity
    const row = await tx
      .selectFrom('link_proposals')
      .selectAll()
      .where('platform', '=', platform)
      .where('tenant', '=', tenant)
      .where('user_id', '=', user)
      .executeTakeFirstOrThrow()
    const paceKeys = added ? await writeTo(tx, { record: linkRecord(proposal.id), seq: 0 }, admins, now) : []
    return { proposal: proposalOf(row), paceKeys, filed: added ? await enqueue(tx) : undefined }
  })
  filed?.()
  return proposed
}

const insertProposal = async (
  tx: Tx,
  proposal: Omit<LinkProposal, 'confirmed'>,
  now: Temporal.Instant,
): Promise<boolean> => {
  const { platform, tenant, user } = proposal.identity
  const added = await tx
    .insertInto('link_proposals')
    .values({
      id: proposal.id,
      platform,
      tenant,
      user_id: user,
      person: proposal.person,
      asked_at: now.toString(),
      decided_by: null,
      decided_at: null,
      confirmed: null,
    })
    .onConflict((conflict) => conflict.columns(['platform', 'tenant', 'user_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** The proposal of that id; what is no id is no proposal. */
export const findLinkProposal = async (
  db: Kysely<Database>,
  id: string,
): Promise<LinkProposal | undefined> => {
  if (!isUuid(id)) return undefined
  const row = await db.selectFrom('link_proposals').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : proposalOf(row)
}

/** An admin's decision; it counts once. Undefined when there is no such open proposal. */
export const decideLink = async (
  db: Kysely<Database>,
  id: string,
  decision: { readonly by: PersonId; readonly confirmed: boolean; readonly now: Temporal.Instant },
): Promise<LinkProposal | undefined> => {
  if (!isUuid(id)) return undefined
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('link_proposals')
      .set({ decided_by: decision.by, decided_at: decision.now.toString(), confirmed: decision.confirmed })
      .where('id', '=', id)
      .where('confirmed', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (row === undefined) return undefined
    if (decision.confirmed)
      await tx
        .insertInto('identities')
        .values({
          platform: row.platform,
          tenant: row.tenant,
          user_id: row.user_id,
          person: row.person,
          linked_by: decision.by,
          linked_at: decision.now.toString(),
        })
        .onConflict((conflict) => conflict.columns(['platform', 'tenant', 'user_id']).doNothing())
        .execute()
    return proposalOf(row)
  })
}

const proposalOf = (row: {
  id: string
  platform: string
  tenant: string
  user_id: string
  person: string
  confirmed: boolean | null
}): LinkProposal => ({
  id: row.id,
  identity: { platform: row.platform as Platform, tenant: row.tenant, user: row.user_id },
  person: row.person,
  ...(row.confirmed === null ? {} : { confirmed: row.confirmed }),
})
