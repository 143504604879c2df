import type { Kysely } from 'kysely'
import type { Identity, PersonId, Platform } from '../domain/person.ts'
import type { Database } from './schema.ts'

/** An account whose e-mail address is a person's: linked only when an admin of the desk confirms it. */
export interface LinkProposal {
  readonly id: string
  readonly identity: Identity
  readonly person: PersonId
  /** Undefined while open. */
  readonly confirmed?: boolean
}

/** Asks once for each account: an open or refused proposal is returned as it is. `asked` tells whether it is new. */
export const proposeLink = async (
  db: Kysely<Database>,
  proposal: Omit<LinkProposal, 'confirmed'>,
  now: Temporal.Instant,
): Promise<{ readonly proposal: LinkProposal; readonly asked: boolean }> => {
  const { platform, tenant, user } = proposal.identity
  const added = await db
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
  const row = await db
    .selectFrom('link_proposals')
    .selectAll()
    .where('platform', '=', platform)
    .where('tenant', '=', tenant)
    .where('user_id', '=', user)
    .executeTakeFirstOrThrow()
  return { proposal: proposalOf(row), asked: added !== undefined }
}

/** An admin's decision; it counts once. Undefined when there is no such open proposal. */
export const decideLink = async (
  db: Kysely<Database>,
  id: string,
  decision: { readonly by: PersonId; readonly confirmed: boolean; readonly now: Temporal.Instant },
): Promise<LinkProposal | undefined> => {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined
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
