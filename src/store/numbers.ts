import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/**
 * Draws record numbers from a sequence. All who ask while a draw is under way share the next one, so that a burst
 * costs one round trip; nothing is drawn ahead, so numbers follow the order of asking.
 */
export const createNumbers = (db: Kysely<Database>, sequence: string): (() => Promise<number>) => {
  let waiting: { take: (number: number) => void; fail: (error: unknown) => void }[] = []
  let drawing = false

  const draw = async (): Promise<void> => {
    drawing = true
    while (waiting.length > 0) {
      const served = waiting
      waiting = []
      try {
        const drawn = await sql<{ number: number }>`
          select nextval(${sequence}) as number from generate_series(1, ${served.length}::int)`.execute(db)
        for (const [index, { take }] of served.entries()) take(drawn.rows[index]!.number)
      } catch (error) {
        for (const { fail } of served) fail(error)
      }
    }
    drawing = false
  }

  return () =>
    new Promise((take, fail) => {
      waiting.push({ take, fail })
      if (!drawing) void draw()
    })
}
