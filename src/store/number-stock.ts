import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/** How long drawn numbers may lie, in milliseconds: older ones are left as gaps, so that numbers follow the order of time. */
const fresh = 2000

/** Numbers drawn for records to come. A busy desk draws the next ones along with writing the last, and never waits for them. */
export interface NumberStock {
  /** `count` numbers, those in stock first. */
  take(tx: Kysely<Database>, count: number): Promise<readonly number[]>
  /** To be said before more are drawn: gives what takes them in. */
  drawing(): (drawn: readonly number[]) => void
}

export const createNumberStock = (
  sequence: string,
  clock: () => number = () => performance.now(),
): NumberStock => {
  let stock: readonly { readonly number: number; readonly drawnAt: number }[] = []

  const draw = async (tx: Kysely<Database>, count: number): Promise<readonly number[]> => {
    const drawn = await sql<{ number: number }>`
      select nextval(${sequence}) as number from generate_series(1, ${count}::int)`.execute(tx)
    return drawn.rows.map(({ number }) => number)
  }

  return {
    async take(tx, count) {
      const usable = stock.filter(({ drawnAt }) => clock() - drawnAt < fresh)
      stock = usable.slice(count)
      const taken = usable.slice(0, count).map(({ number }) => number)
      return taken.length === count ? taken : [...taken, ...(await draw(tx, count - taken.length))]
    },
    drawing() {
      const drawnAt = clock()
      return (drawn) => {
        stock = [...stock, ...drawn.map((number) => ({ number, drawnAt }))]
      }
    },
  }
}
