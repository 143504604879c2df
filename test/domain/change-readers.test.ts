import { expect, test } from 'vitest'
import { decideProposal } from '../../src/domain/change-decide.ts'
import { draft } from '../../src/domain/change-evolve.ts'
import { mayReadChange, readsAllChanges } from '../../src/domain/change-rules.ts'
import type { Change } from '../../src/domain/change.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { thursday } from '../support/given.ts'
import { asked, schedulingDesk } from '../support/scheduling.ts'

/** Of payroll, which the customer north has alone; ada speaks for it, lou for south, mia is interested. */
const desk: Desk = {
  ...schedulingDesk,
  version: 1,
  customers: [
    { id: 'north', name: 'North', representatives: ['ada'] },
    { id: 'south', name: 'South', representatives: ['lou'] },
  ],
  services: schedulingDesk.services.map((one) =>
    one.id === 'payroll' ? { ...one, interested: ['mia'] } : one,
  ),
  // Nobody is an agent but those of the network team, to tell agents from people whom a change concerns.
  teams: schedulingDesk.teams.filter(({ id }) => id === 'net'),
}

const change: Change = (() => {
  const meta = { now: thursday, actor: 'ben', desk, id: 'x', schedule: [], pending: [], absences: [] }
  const decision = decideProposal(asked({ services: ['payroll'], implementer: 'eve' }), false, meta)
  const [first] = decision.kind === 'accepted' ? decision.events : []
  if (first?.type !== 'drafted') throw new Error('a change begins with a draft')
  return draft('CHG-1', first, { at: thursday, actor: 'ben' })
})()

test.each([
  ['an agent', 'carl', true, true],
  ['a desk lead', 'gil', true, true],
  ['an auditor', 'kai', true, true],
  ['a change manager', 'jo', true, true],
  ['a member of an authority', 'hana', true, true],
  ['who asks', 'ben', false, true],
  ['who makes it', 'eve', false, true],
  ['who speaks for a customer of it', 'ada', false, true],
  ['who speaks for another customer', 'lou', false, false],
  ['who is named as interested', 'mia', false, true],
  ['whom it does not concern', 'fay', false, false],
  ['who left', 'zoe', false, false],
])('9.2-e %s: all of them, this one', (_, person, all, one) => {
  expect([readsAllChanges(person, desk), mayReadChange(change, person, desk)]).toEqual([all, one])
})
