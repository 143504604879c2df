import { randomUUID } from 'node:crypto'
import type { Person } from '../domain/person.ts'
import type { Tx } from './record-store.ts'

/**
 * Messages of something that is no numbered record, to people in the chat that each prefers; `seq` says what about. Who has
 * no account is nowhere to be found. Gives the conversations that now have something to send.
 */
export const writeTo = async (
  tx: Tx,
  about: { readonly record: string; readonly seq: number },
  people: readonly Person[],
  now: Temporal.Instant,
): Promise<readonly string[]> => {
  const paceKeys: string[] = []
  for (const { identities } of people) {
    const [identity] = identities
    if (identity === undefined) continue
    const { platform, tenant, user } = identity
    const ref = await tx
      .insertInto('message_refs')
      .values({
        id: randomUUID(),
        record: about.record,
        audience: 'person',
        platform,
        tenant,
        direct_user: user,
      })
      .returning(['id', 'pace_key'])
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('deliveries')
      .values({
        ref: ref.id,
        pace_key: ref.pace_key,
        kind: 'notice',
        seq: about.seq,
        created_at: now.toString(),
      })
      .execute()
    paceKeys.push(ref.pace_key)
  }
  return paceKeys
}
