import { expect, test } from 'vitest'
import { freshDatabase } from '../../support/database.ts'
import { describeDecisions, proveDecisions } from './decision-proof.ts'

// The whole proof is in decisions.full.ts.
test(
  '9.2-c: killed between a decision and its cards, and at random moments, every copy agrees with the record afterwards',
  { timeout: 180_000 },
  async () => {
    const database = await freshDatabase()
    const seed = Math.floor(Math.random() * 2 ** 32)
    try {
      const proof = await proveDecisions({
        connection: database.connection,
        changes: 6,
        kills: 5,
        caught: 3,
        seed,
      })
      process.stdout.write(`${describeDecisions(proof, seed)}\n`)
      expect(proof.problems, `seed ${seed}\n${proof.log}`).toEqual([])
      // Otherwise nobody died in between.
      expect(proof.dead).toBeGreaterThan(0)
      expect(proof.duplicates.cards).toBe(0)
    } finally {
      await database.close()
    }
  },
)
