/** An item that waits to be written with others. */
interface Waiting<Item, Written> {
  readonly item: Item
  readonly done: (written: Written) => void
  readonly failed: (error: unknown) => void
}

/** Items in a group at the most. */
const most = 64
/** Groups under way at once: while the database writes one, the program fills the other. */
const atOnce = 2

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Writes what arrives in the same turn, or while earlier writes are under way, together: alone when the desk is quiet, in
 * groups when it is busy, where one transaction for many costs little more than for one. An item is settled when its
 * group is committed, with what `write` gives for it. A group that fails is written again item by item, so that only
 * the one to blame fails.
 */
export const createGroup = <Item, Written>(
  write: (items: readonly Item[]) => Promise<readonly Written[]>,
): ((item: Item) => Promise<Written>) => {
  const waiting: Waiting<Item, Written>[] = []
  let writing = 0

  const writeAll = async (group: readonly Waiting<Item, Written>[]): Promise<void> => {
    const written = await write(group.map(({ item }) => item))
    for (const [index, { done }] of group.entries()) done(written[index]!)
  }

  const writeGroup = async (group: readonly Waiting<Item, Written>[]): Promise<void> => {
    try {
      await writeAll(group)
    } catch (error) {
      if (group.length === 1) group[0]?.failed(error)
      else for (const one of group) await writeGroup([one])
    }
  }

  const run = async (): Promise<void> => {
    writing += 1
    await turn()
    while (waiting.length > 0) await writeGroup(waiting.splice(0, most))
    writing -= 1
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed })
      if (writing < atOnce) void run()
    })
}
