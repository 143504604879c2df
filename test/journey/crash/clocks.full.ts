import { expect, test } from 'vitest'
import { describeStorm, storm } from '../../support/tick-storm.ts'

test(
  'ten thousand ticks and eighty deaths over clocks that become due meanwhile',
  { timeout: 600_000 },
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 32)
    const proof = await storm({ records: 200, processes: 4, ticks: 10_000, kills: 80, seed })
    process.stdout.write(`${describeStorm(proof, seed)}\n`)
    expect(proof.problems, `seed ${seed}`).toEqual([])
  },
)
