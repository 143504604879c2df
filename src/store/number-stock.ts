import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/** How long drawn numbers may lie, in milliseconds: older ones are left as gaps, so that numbers follow the order of time. */
const fresh = 2000

/** Numbers drawn for records to come. A busy desk draws the next ones along with writing the last, and never waits for them. */
export interface NumberStock {
  /** `count` numbers, those in stock first. */
  take(tx: Kysely<Database>, count: number): Promise<readonly number[]>
  /** Draws `count` for those to come. Outside of any transaction's fate: one that fails leaves a gap. */
  refill(tx: Kysely<Database>, count: number): Promise<void>
}

export const createNumberStock = (
  sequence: string,
  clock: () => number = () => performance.now(),
): NumberStock => {
  let stock: number[] = []
  let drawnAt = -Infinity

  const draw = async (tx: Kysely<Database>, count: number): Promise<readonly number[]> => {
    const drawn = await sql<{ number: number }>`
      select nextval(${sequence}) as number from generate_series(1, ${count}::int)`.execute(tx)
    return drawn.rows.map(({ number }) => number)
  }

  return {
    async take(tx, count) {
      const taken = clock() - drawnAt < fresh ? stock.splice(0, count) : []
      return taken.length === count ? taken : [...taken, ...(await draw(tx, count - taken.length))]
    },
    async refill(tx, count) {
      const old = clock() - drawnAt >= fresh
      const drawn = await draw(tx, count)
      stock = old ? [...drawn] : [...stock, ...drawn]
      drawnAt = clock()
    },
  }
}
