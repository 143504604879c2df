import { expect, test } from 'vitest'
import { oneAtATime } from '../../src/bot/jobs/ticks.ts'

test('whoever asks while it is under way gets a run of its own behind it, also when that one fails', async () => {
  const seen: string[] = []
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>())
  let runs = 0
  const work = oneAtATime(async () => {
    const run = runs
    runs += 1
    seen.push(`begins ${run}`)
    await gates[run]?.promise
    seen.push(`ends ${run}`)
    return run
  })
  const asked = [work(), work(), work()]
  const settled = Promise.allSettled(asked)
  gates[0]?.reject(new Error('the database is away'))
  gates[2]?.resolve()
  gates[1]?.resolve()
  expect((await settled).map((one) => ('value' in one ? one.value : 'failed'))).toEqual(['failed', 1, 2])
  expect(seen).toEqual(['begins 0', 'begins 1', 'ends 1', 'begins 2', 'ends 2'])
})
