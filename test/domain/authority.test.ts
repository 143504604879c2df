import { describe, expect, test } from 'vitest'
import * as authority from '../../src/domain/authority.ts'
import { maySee } from '../../src/domain/incident-rules.ts'
import { identityKey, sameIdentity } from '../../src/domain/person.ts'
import { conversationKey } from '../../src/domain/place.ts'
import { isLower, priorities } from '../../src/domain/priority.ts'
import { incidentOf, raisedForAda } from '../support/given.ts'
import { onSlack, onTeams, smallDesk } from '../support/small-desk.ts'

const rolesOf = (id: string): readonly string[] => {
  const person = authority.personOf(smallDesk, id)
  if (person === undefined) throw new Error(`no ${id}`)
  return authority.rolesOf(smallDesk, person)
}

test.each([
  ['ada', ['requester']],
  ['carl', ['requester', 'agent']],
  ['dana', ['requester', 'agent', 'team-lead']],
  ['gil', ['requester', 'desk-lead']],
  ['hana', ['requester', 'service-owner']],
  ['jo', ['requester', 'admin']],
  ['kai', ['requester', 'auditor']],
])('4.1: the roles of %s', (id, roles) => {
  expect(rolesOf(id)).toEqual(roles)
})

test('4.1: one person may have several parts', () => {
  const services = smallDesk.services.map((service) => ({ ...service, owner: 'dana' }))
  const people = smallDesk.people.map((p) => (p.id === 'dana' ? { ...p, roles: ['desk-lead'] as const } : p))
  const desk = { ...smallDesk, services, people }
  const dana = authority.personOf(desk, 'dana')
  expect(dana && authority.rolesOf(desk, dana)).toEqual([
    'requester',
    'agent',
    'team-lead',
    'service-owner',
    'desk-lead',
  ])
})

test('4.1: a lead is an agent of the team without being listed, and once if listed', () => {
  const [net] = smallDesk.teams
  if (net === undefined) throw new Error('no team')
  expect(authority.agentsOf(net)).toEqual(['dana', 'carl', 'cleo'])
  expect(authority.agentsOf({ ...net, members: ['carl', 'dana'] })).toEqual(['dana', 'carl'])
})

test('4.1: the desk lead works for every team and is an agent of none', () => {
  expect(authority.worksFor(smallDesk, 'gil', 'net')).toBe(true)
  expect(authority.worksFor(smallDesk, 'gil', 'apps')).toBe(true)
  expect(authority.isAgent(smallDesk, 'gil')).toBe(false)
  expect(authority.deskLeads(smallDesk).map(({ id }) => id)).toEqual(['gil'])
})

test('4.1: who left has no rights left, also where a team still lists them', () => {
  const teams = smallDesk.teams.map((team) => ({ ...team, lead: 'zoe', members: ['zoe'] }))
  const desk = { ...smallDesk, teams }
  expect(authority.isAgentOf(desk, 'zoe', 'net')).toBe(false)
  expect(authority.worksFor(desk, 'zoe', 'net')).toBe(false)
  expect(authority.isAgent(desk, 'zoe')).toBe(false)
  expect(authority.hasRole(desk, 'zoe', 'admin')).toBe(false)
  expect(maySee(incidentOf([raisedForAda]), { actor: 'zoe', desk })).toBe(false)
})

test('4.1: a team that the desk file no longer names has no agents', () => {
  expect(authority.isAgentOf(smallDesk, 'carl', 'gone')).toBe(false)
  expect(authority.worksFor(smallDesk, 'carl', 'gone')).toBe(false)
  expect(authority.worksFor(smallDesk, 'gil', 'gone')).toBe(true)
})

describe('4.1: reading is wider than acting', () => {
  test.each([
    ['ada', true],
    ['ben', true],
    ['carl', true],
    ['eve', true],
    ['fay', true],
    ['gil', true],
    ['hana', true],
    ['ivo', false],
    ['jo', true],
    ['kai', true],
    ['lou', false],
    ['mia', false],
    ['zoe', false],
    ['desk:clock', false],
  ])('%s: %s', (actor, may) => {
    expect(maySee(incidentOf([raisedForAda]), { actor, desk: smallDesk })).toBe(may)
  })
})

describe('8.1-h: who is told of a target may read of what', () => {
  const [wifi, ...others] = smallDesk.services
  const suppliers = [{ id: 'sat', name: 'Satellites', manager: 'mia' }]
  const desk = (more: object) => ({ ...smallDesk, suppliers, services: [{ ...wifi!, ...more }, ...others] })
  const sees = (actor: string, more: object) =>
    maySee(incidentOf([raisedForAda]), { actor, desk: desk(more) })

  test('people who are interested in the service, of the incident’s customer only', () => {
    expect(sees('ivo', { interested: ['ivo', 'lou'] })).toBe(true)
    expect(sees('lou', { interested: ['ivo', 'lou'] })).toBe(false)
  })

  test('who answers for the supplier of the service', () => {
    expect(sees('mia', { supplier: 'sat' })).toBe(true)
    expect(sees('mia', {})).toBe(false)
    expect(sees('lou', { supplier: 'sat' })).toBe(false)
  })
})

test('8.1-b: a priority is lower when it promises less', () => {
  for (const [from, high] of priorities.entries())
    for (const [to, low] of priorities.entries()) expect(isLower(high, low)).toBe(to > from)
})

test('an account is its platform, workspace and user, all three', () => {
  expect(sameIdentity(onSlack('U1'), onSlack('U1'))).toBe(true)
  expect(sameIdentity(onSlack('U1'), onTeams('U1'))).toBe(false)
  expect(sameIdentity(onSlack('U1'), { ...onSlack('U1'), tenant: 'T0OTHER' })).toBe(false)
  expect(identityKey(onSlack('U1'))).toBe('slack/T0SMALL/U1')
  expect(conversationKey({ platform: 'slack', tenant: 'T1', conversation: 'C1', thread: '1.2' })).toBe(
    'slack/T1/C1',
  )
})
