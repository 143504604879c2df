import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

export interface SecurityEvent {
  readonly at: Temporal.Instant
  /** Machine-readable: `wrong-signature`, `not-your-team`, `outsider`, ... */
  readonly reason: string
  readonly platform?: string
  /** A person's id, or an identity that is nobody's. */
  readonly actor?: string
  readonly record?: string
  /** Facts without any text that a person typed. */
  readonly detail: Readonly<Record<string, string | number>>
}

/** Adds to the append-only list of what was turned away. */
export const recordSecurityEvents = async (
  db: Kysely<Database>,
  events: readonly SecurityEvent[],
): Promise<void> => {
  if (events.length === 0) return
  await db
    .insertInto('security_events')
    .values(
      events.map(({ at, reason, platform, actor, record, detail }) => ({
        at: at.toString(),
        reason,
        platform: platform ?? null,
        actor: actor ?? null,
        record: record ?? null,
        detail: JSON.stringify(detail),
      })),
    )
    .execute()
}
