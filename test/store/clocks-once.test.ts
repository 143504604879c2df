import { expect, test } from 'vitest'
import { describeStorm, storm } from '../support/tick-storm.ts'

// The whole proof, ten times as much, is in test/journey/crash/clocks.full.ts.
test('6.1-b: four processes that tick and are killed decide each threshold once, and tell each of it once', async () => {
  const seed = Math.floor(Math.random() * 2 ** 32)
  const proof = await storm({ records: 60, processes: 4, ticks: 1000, kills: 8, seed })
  process.stdout.write(`${describeStorm(proof, seed)}\n`)
  expect(proof.problems, `seed ${seed}`).toEqual([])
  expect(proof.ticks).toBeGreaterThanOrEqual(1000)
  expect(proof.kills).toBe(8)
}, 60_000)
