import { expect, test } from 'vitest'
import { freshDatabase } from '../../support/database.ts'
import { describeDecisions, proveDecisions } from './decision-proof.ts'

// One round of it is in decisions.test.ts.
test(
  '9.2-c: twelve times over, killed between decisions and their cards and at random moments, every copy agrees afterwards',
  { timeout: 900_000 },
  async () => {
    let dead = 0
    for (let round = 0; round < 12; round += 1) {
      const database = await freshDatabase()
      const seed = Math.floor(Math.random() * 2 ** 32)
      try {
        const { connection } = database
        const proof = await proveDecisions({ connection, changes: 8, kills: 6, caught: 4, seed })
        process.stdout.write(`${describeDecisions(proof, seed)}\n`)
        expect(proof.problems, `seed ${seed}\n${proof.log}`).toEqual([])
        expect(proof.duplicates.cards).toBe(0)
        dead += proof.dead
      } finally {
        await database.close()
      }
    }
    // Otherwise nobody died in between.
    expect(dead).toBeGreaterThan(12)
  },
)
