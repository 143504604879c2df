/** Items that wait to be written together. */
interface Waiting<Item> {
  readonly item: Item
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** Items in a group at the most. */
const most = 64

/**
 * Writes what arrives while an earlier write is under way together: alone when the desk is quiet, in groups when it is
 * busy, where one transaction for many costs little more than for one. One group at a time, so that groups are large
 * when it counts. An item is settled when its group is committed.
 * A group that fails is written again item by item, so that only the one to blame fails.
 */
export const createGroup = <Item>(
  write: (items: readonly Item[]) => Promise<void>,
): ((item: Item) => Promise<void>) => {
  const waiting: Waiting<Item>[] = []
  let writing = false

  const writeOne = async ({ item, done, failed }: Waiting<Item>): Promise<void> => {
    try {
      await write([item])
      done()
    } catch (error) {
      failed(error)
    }
  }

  const writeGroup = async (group: readonly Waiting<Item>[]): Promise<void> => {
    const [only] = group
    if (group.length === 1 && only !== undefined) return writeOne(only)
    try {
      await write(group.map(({ item }) => item))
      for (const { done } of group) done()
    } catch {
      for (const one of group) await writeOne(one)
    }
  }

  const run = async (): Promise<void> => {
    writing = true
    while (waiting.length > 0) await writeGroup(waiting.splice(0, most))
    writing = false
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed })
      if (!writing) void run()
    })
}
