import { expect, test, vi } from 'vitest'
import { oneAtATime, startTicks } from '../../src/bot/jobs/ticks.ts'

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

test('a run that is left out because the one before it is not over is said in the structured log, and nowhere else', async () => {
  const said: unknown[] = []
  const note = (level: string) => (fields: object, message: string) => {
    said.push({ level, ...fields, message })
  }
  const printed = [vi.spyOn(console, 'log'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'info')]
  const gate = Promise.withResolvers<void>()
  let runs = 0
  const ticks = startTicks(
    [
      {
        name: 'long',
        when: '* * * * * *',
        work: () => {
          runs += 1
          return gate.promise
        },
      },
    ],
    { info: note('info'), warn: note('warn'), error: note('error') },
  )
  await vi.waitFor(
    () =>
      expect(said).toContainEqual({
        level: 'warn',
        tick: 'long',
        message: expect.stringContaining('overlap') as string,
      }),
    8000,
  )
  expect(runs).toBe(1)
  gate.resolve()
  await ticks.stop()
  for (const print of printed) expect(print).not.toHaveBeenCalled()
}, 15_000)
