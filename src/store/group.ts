/** An item that waits to be written with others. */
interface Waiting<Item, Written> {
  readonly item: Item
  readonly done: (written: Written) => void
  readonly failed: (error: unknown) => void
}

/** Items in a group at the most. */
const most = 64
/** Groups under way at once: while the database writes one, the program fills the other. */
const mostUnderWay = 2

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Writes what arrives in the same turn, or while earlier writes are under way, together: alone when the desk is quiet, in
 * groups when it is busy, where one transaction for many costs little more than for one. While one group is under way,
 * another waits until it is as large (Nagle's rule), so that a busy desk does not write in crumbs and a quiet one never
 * waits for a clock. An item is settled when its group is committed, with what `write` gives for it. A group that fails is
 * written again item by item, so that only the one to blame fails.
 */
export const createGroup = <Item, Written>(
  write: (items: readonly Item[]) => Promise<readonly Written[]>,
): ((item: Item) => Promise<Written>) => {
  const waiting: Waiting<Item, Written>[] = []
  let groups = 0
  let underWay = 0
  let gathering = false

  /** Gives what settles its items. */
  const writeGroup = async (group: readonly Waiting<Item, Written>[]): Promise<() => void> => {
    try {
      const written = await write(group.map(({ item }) => item))
      return () => {
        for (const [index, { done }] of group.entries()) done(written[index]!)
      }
    } catch (error) {
      if (group.length === 1) return () => group[0]?.failed(error)
      for (const one of group) (await writeGroup([one]))()
      return () => undefined
    }
  }

  const isReady = (): boolean => {
    if (waiting.length === 0 || groups === mostUnderWay) return false
    return groups === 0 || waiting.length >= Math.min(underWay, most)
  }

  const startAll = (): void => {
    while (isReady()) void start()
  }

  const start = async (): Promise<void> => {
    const group = waiting.splice(0, most)
    groups += 1
    underWay += group.length
    const settle = await writeGroup(group)
    groups -= 1
    underWay -= group.length
    // The database gets its next work first: answering the last takes the program a while.
    if (isReady()) {
      startAll()
      await turn()
    }
    settle()
  }

  const gather = async (): Promise<void> => {
    if (gathering || !isReady()) return
    gathering = true
    await turn()
    gathering = false
    startAll()
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed })
      void gather()
    })
}
