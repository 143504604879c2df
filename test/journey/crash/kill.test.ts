import { expect, test } from 'vitest'
import { demoDesk } from '../../support/cast.ts'
import { freshDatabase } from '../../support/database.ts'
import { describeProof, prove } from './proof.ts'

// The whole proof, a thousand commands and sixteen kills, is in kill.full.ts.
test(
  'killed at random moments, the bot loses nothing and repeats no command',
  { timeout: 180_000 },
  async () => {
    const database = await freshDatabase()
    const seed = Math.floor(Math.random() * 2 ** 32)
    try {
      const proof = await prove({
        connection: database.connection,
        desk: await demoDesk(),
        commands: 198,
        kills: 5,
        seed,
      })
      process.stdout.write(`${describeProof(proof, seed)}\n`)
      expect(proof.problems, `seed ${seed}\n${proof.log}`).toEqual([])
      // Slack is asked by key before anything is posted again.
      expect(proof.duplicates.slack).toBe(0)
    } finally {
      await database.close()
    }
  },
)
