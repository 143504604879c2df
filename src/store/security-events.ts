import type { Kysely } from 'kysely'
import type { Platform } from '../domain/person.ts'
import type { Database } from './schema.ts'

export interface SecurityEvent {
  readonly at: Temporal.Instant
  /** Machine-readable: `wrong-signature`, `not-your-team`, `outsider`, ... */
  readonly reason: string
  readonly platform?: Platform
  /** A person's id, or an account that is nobody's. */
  readonly actor?: string
  readonly record?: string
  /** Facts without any text that a person typed. */
  readonly detail: Readonly<Record<string, string | number>>
}

export interface SecurityTrail {
  /** Never throws and never waits. */
  readonly add: (event: SecurityEvent) => void
  /** Resolves when everything added so far is written, or could not be. */
  readonly flush: () => Promise<void>
}

/** How long equal events are gathered before one row tells of them all, in milliseconds. */
const gathering = 250
/** Different events kept while the database is away; what comes on top is only counted. */
const most = 1000

/**
 * The append-only list of what was turned away. A flood of equal events becomes one row with a count, so that whoever
 * knocks at the door cannot fill the database.
 */
export const createSecurityTrail = (
  db: Kysely<Database>,
  failed: (error: unknown, kept: number) => void,
): SecurityTrail => {
  let waiting = new Map<string, { event: SecurityEvent; count: number }>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  const write = async (): Promise<void> => {
    timer = undefined
    const batch = waiting
    waiting = new Map()
    if (batch.size === 0) return
    try {
      await insert(db, [...batch.values()])
    } catch (error) {
      for (const [key, held] of batch) {
        const newer = waiting.get(key)
        if (newer !== undefined) newer.count += held.count
        else if (waiting.size < most) waiting.set(key, held)
      }
      failed(error, waiting.size)
    }
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    writing = writing.then(write)
    return writing
  }

  return {
    add(event) {
      const kept = storable(event)
      const { reason, platform, actor, record, detail } = kept
      const key = JSON.stringify([reason, platform, actor, record, detail])
      const held = waiting.get(key)
      if (held !== undefined) held.count += 1
      else if (waiting.size < most) waiting.set(key, { event: kept, count: 1 })
      timer ??= setTimeout(() => void flush(), gathering).unref()
    },
    flush,
  }
}

/** In characters: whoever is turned away does not choose how much is written about it. */
const longest = 200

/** One event that the database cannot take would keep all others from being written with it. */
const storable = (event: SecurityEvent): SecurityEvent => ({
  ...event,
  reason: plain(event.reason),
  ...(event.actor === undefined ? {} : { actor: plain(event.actor) }),
  ...(event.record === undefined ? {} : { record: plain(event.record) }),
  detail: Object.fromEntries(
    Object.entries(event.detail).map(([key, value]) => [
      plain(key),
      typeof value === 'string' ? plain(value) : value,
    ]),
  ),
})

/** PostgreSQL takes neither NUL nor half a character; the other control characters only spoil a report. */
const plain = (text: string): string =>
  text
    .slice(0, longest)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '\uFFFD')

const insert = async (
  db: Kysely<Database>,
  events: readonly { readonly event: SecurityEvent; readonly count: number }[],
): Promise<void> => {
  await db
    .insertInto('security_events')
    .values(
      events.map(({ event: { at, reason, platform, actor, record, detail }, count }) => ({
        at: at.toString(),
        reason,
        platform: platform ?? null,
        actor: actor ?? null,
        record: record ?? null,
        detail: JSON.stringify(count === 1 ? detail : { ...detail, count }),
      })),
    )
    .execute()
}
