import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createGroup } from '../../src/store/group.ts'

/** Groups as they were begun, each to be ended by hand. */
const written = () => {
  const groups: { readonly items: readonly number[]; readonly end: (error?: Error) => void }[] = []
  const write = createGroup<number, string>(async (items) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    groups.push({ items, end: (error) => (error === undefined ? resolve() : reject(error)) })
    await promise
    return items.map((item) => `written ${item}`)
  })
  return { groups, write }
}

const begun = (groups: readonly { readonly items: readonly number[] }[]) => groups.map(({ items }) => items)

test('what comes in one turn is written together, what comes alone at once', async () => {
  const { groups, write } = written()
  const all = [1, 2, 3].map(write)
  await turn()
  expect(begun(groups)).toEqual([[1, 2, 3]])
  groups[0]?.end()
  expect(await Promise.all(all)).toEqual(['written 1', 'written 2', 'written 3'])
  const alone = write(4)
  await turn()
  expect(begun(groups).at(-1)).toEqual([4])
  groups[1]?.end()
  expect(await alone).toBe('written 4')
})

test('while a group is under way, a second one waits until it is as large, and a third waits for an end', async () => {
  const { groups, write } = written()
  const all = [1, 2].map(write)
  await turn()
  all.push(write(3))
  await turn()
  expect(begun(groups)).toEqual([[1, 2]])
  all.push(write(4))
  await turn()
  expect(begun(groups)).toEqual([
    [1, 2],
    [3, 4],
  ])
  all.push(...[5, 6, 7].map(write))
  await turn()
  expect(groups).toHaveLength(2)
  groups[1]?.end()
  await turn()
  expect(begun(groups).at(-1)).toEqual([5, 6, 7])
  for (const { end } of groups) end()
  expect(await Promise.all(all)).toHaveLength(7)
})

test('more than a group holds goes out as two groups at once, and the rest behind them', async () => {
  const { groups, write } = written()
  const all = Array.from({ length: 150 }, (_, item) => write(item))
  await turn()
  expect(groups.map(({ items }) => items.length)).toEqual([64, 64])
  groups[0]?.end()
  groups[1]?.end()
  await turn()
  expect(groups.map(({ items }) => items.length)).toEqual([64, 64, 22])
  groups[2]?.end()
  expect(await Promise.all(all)).toHaveLength(150)
})

test('what waits is never left behind: it is on its way when the last group ends, before that is answered', async () => {
  const order: string[] = []
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const write = createGroup<number, number>(async (items) => {
    if (items.includes(1)) await ended
    // A statement leaves a few steps after it is asked for.
    for (let step = 0; step < 10; step += 1) await Promise.resolve()
    order.push(`sent ${items.join(' ')}`)
    return items
  })
  const answered = (item: number) => write(item).then(() => order.push(`answered ${item}`))
  const all = [1, 2].map(answered)
  await turn()
  all.push(answered(3))
  await turn()
  end()
  await Promise.all(all)
  expect(order.slice(0, 2)).toEqual(['sent 1 2', 'sent 3'])
  expect(order.slice(2).toSorted()).toEqual(['answered 1', 'answered 2', 'answered 3'])
})

test('of a group that fails only the one to blame fails', async () => {
  const write = createGroup<number, number>((items) =>
    items.includes(2) ? Promise.reject(new Error('two')) : Promise.resolve(items),
  )
  const outcomes = await Promise.allSettled([1, 2, 3].map(write))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await write(4)).toBe(4)
})
