import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyDesk } from '../../src/store/desk-versions.ts'
import { type Breaching, listIncidents } from '../../src/store/queries/incident-lists.ts'
import { thursday } from '../support/given.ts'
import { minutes, promisingDesk } from '../support/promising.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
let [wifi, payroll, over] = ['', '', '']

/** Both are P3: the team `net` is to answer in half an hour, and both teams in one as customers were promised. */
beforeAll(async () => {
  store = await openStore()
  const { version: _, ...content } = promisingDesk
  await applyDesk(store.owner.db, content, { source: 'promising desk', appliedBy: 'test', now: thursday })
  wifi = await store.raised()
  payroll = await store.raised({ service: 'payroll' }, { actor: 'lou', now: minutes(5) })
  over = await store.raised()
  await store.act(over, { type: 'cancel', reason: 'x' }, 'ada')
})
afterAll(() => store.close())

const nobody: Breaching = { teams: [], services: [] }

/** Numbers with the minutes after which the first target is due. */
const breaching = async (of: Partial<Breaching>, within = 90) => {
  const { incidents, due, total } = await listIncidents(
    store.db,
    { of: 'breaching', until: minutes(within), ...nobody, ...of },
    { offset: 0, limit: 50 },
  )
  expect(total).toBe(incidents.length)
  return incidents.map(({ id }) => [id, due?.get(id)?.since(thursday).total('minutes')])
}

describe('what is missed or due', () => {
  test('of a team is what it has, with what it owes', async () => {
    expect(await breaching({ teams: ['net'] })).toEqual([[wifi, 30]])
    expect(await breaching({ teams: ['apps', 'net'] })).toEqual([
      [wifi, 30],
      [payroll, 65],
    ])
    expect(await breaching({ teams: ['net'] }, 29)).toEqual([])
  })

  test('of a service is what its customers were promised, whichever team has it', async () => {
    expect(await breaching({ services: ['wifi'] })).toEqual([[wifi, 60]])
    expect(await breaching({ services: ['wifi'] }, 45)).toEqual([])
    expect(await breaching({ services: ['payroll', 'wifi'] })).toEqual([
      [wifi, 60],
      [payroll, 65],
    ])
  })

  test('of a person is what they raised or are affected by, and nothing else that they may see', async () => {
    expect(await breaching({ person: 'ada' })).toEqual([
      [wifi, 60],
      [payroll, 65],
    ])
    expect(await breaching({ person: 'lou' })).toEqual([[payroll, 65]])
    // Interested in the service, owner of it, manager of its supplier: by being so none has it among their own.
    for (const person of ['jo', 'hana', 'ivo']) expect(await breaching({ person })).toEqual([])
  })

  test('comes once where it is there for several reasons, by what counts most', async () => {
    expect(await breaching({ teams: ['net'], services: ['wifi', 'payroll'] })).toEqual([
      [wifi, 30],
      [payroll, 65],
    ])
    expect(await breaching({ person: 'ada', services: ['wifi'] }, 62)).toEqual([[wifi, 60]])
  })

  test('of nobody is nothing, and what is over is in no list', async () => {
    expect(await breaching({})).toEqual([])
    expect(
      (await breaching({ person: 'ada', teams: ['net'], services: ['wifi'] }, 9999)).flat(),
    ).not.toContain(over)
  })
})
