import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evolve, raise } from '../../src/domain/incident-evolve.ts'
import { findIncident } from '../../src/store/incidents.ts'
import { historyOf } from '../../src/store/queries/history.ts'
import { verifyChains } from '../../src/store/verify.ts'
import { aimed, attempt } from '../support/random-commands.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

test('whatever people try, one after the other or at once, the row is what its events make and the chain is whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(attempt, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
      async (rounds) => {
        const id = await store.raised({}, { actor: 'ben' })
        let accepted = 0
        for (const together of rounds) {
          const question = (await findIncident(store.db, id))?.agreement?.id
          const outcomes = await Promise.all(
            together.map(({ by, command }) => store.act(id, aimed(command, question), by)),
          )
          accepted += outcomes.filter(({ kind }) => kind === 'done').length
        }
        const history = await historyOf(store.db, id)
        const [first, ...rest] = history
        if (first?.event.type !== 'raised') throw new Error('it was not raised')
        const made = rest.reduce(
          (state, { event, ...by }) => evolve(state, event, by),
          raise(id, first.event, first),
        )
        expect(await findIncident(store.db, id)).toEqual(made)
        expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1))
        expect(history.length).toBeGreaterThanOrEqual(1 + accepted)
      },
    ),
    { numRuns: 25 },
  )
  expect((await verifyChains(store.db)).altered).toEqual([])
})
