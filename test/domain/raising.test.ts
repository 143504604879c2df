import { describe, expect, test } from 'vitest'
import type { RaiseIncident } from '../../src/domain/incident-command.ts'
import { type Impact, type Priority, type Urgency, levels, priorityOf } from '../../src/domain/priority.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { report, thursday, whenRaised } from '../support/given.ts'
import { smallDesk } from '../support/small-desk.ts'

test('8.1-a: what is raised is recorded as it was said, without the spaces around it', () => {
  const { title, description, ...rest } = report
  whenRaised({
    title: ` ${title}\n`,
    description: `${description}  `,
    component: 'core',
    link: 'https://x.example/1',
  })
    .happens({
      type: 'raised',
      title,
      description,
      ...rest,
      component: 'core',
      priority: 'P3',
      customer: 'north',
      team: 'net',
      link: 'https://x.example/1',
    })
    .isToldBy({ kind: 'open-requester', person: 'ada' }, { kind: 'open-triage', team: 'net' })
})

test('8.1-a: its first state names who raised it, when, and no assignee', () => {
  expect(whenRaised({}).state()).toEqual({
    ...report,
    id: 'INC-1',
    version: 1,
    changedIn: 1,
    state: 'new',
    priority: 'P3',
    raisedBy: 'ada',
    customer: 'north',
    team: 'net',
    escalated: false,
    alerted: false,
    unexplained: [],
    raisedAt: thursday,
  })
})

test('8.1-a: on behalf of somebody it is theirs: their customer, their conversation', () => {
  const raised = whenRaised({ affected: 'lou' }, 'ben')
  raised.isToldBy({ kind: 'open-requester', person: 'lou' }, { kind: 'open-triage', team: 'net' })
  expect(raised.state()).toMatchObject({ raisedBy: 'ben', affected: 'lou', customer: 'south' })
})

test('8.1-f: a follow-up is linked to what it follows, whose cards are drawn anew', () => {
  const raised = whenRaised({ followUpOf: 'INC-7' })
  raised.isToldBy(
    { kind: 'open-requester', person: 'ada' },
    { kind: 'open-triage', team: 'net' },
    { kind: 'redraw', record: 'INC-7' },
  )
  expect(raised.state().followUpOf).toBe('INC-7')
})

test('4.1: nobody raises anything who is not named by the desk file, also not for somebody who is', () => {
  whenRaised({}, 'zoe').isRefused({ code: 'not-involved' })
})

const field = (name: string, problem: Extract<Refusal, { code: 'field' }>['problem']): Refusal => ({
  code: 'field',
  field: name,
  problem,
})

test.each<[string, Partial<RaiseIncident>, Refusal]>([
  ['no title', { title: ' \n\t ' }, field('title', { kind: 'missing' })],
  ['a title too long', { title: 'x'.repeat(151) }, field('title', { kind: 'too-long', most: 150 })],
  [
    'a description too long',
    { description: 'x'.repeat(3001) },
    field('description', { kind: 'too-long', most: 3000 }),
  ],
  ['an unknown service', { service: 'fax' }, field('service', { kind: 'unknown' })],
  ['an unknown component', { component: 'roof' }, field('component', { kind: 'unknown' })],
  [
    "another service's component",
    { service: 'payroll', component: 'core' },
    field('component', { kind: 'unknown' }),
  ],
  ['an unknown category', { category: 'whim' }, field('category', { kind: 'unknown' })],
  ['an impact that is no choice', { impact: 'enormous' }, field('impact', { kind: 'no-choice' })],
  ['an urgency that every object has', { urgency: 'toString' }, field('urgency', { kind: 'no-choice' })],
  ['no impact', { impact: '' }, field('impact', { kind: 'missing' })],
  ['no urgency', { urgency: '' }, field('urgency', { kind: 'missing' })],
  ['an unknown person affected', { affected: 'nobody' }, field('affected', { kind: 'unknown' })],
  ['a person affected who left', { affected: 'zoe' }, field('affected', { kind: 'unknown' })],
  [
    'a service not offered to their customer',
    { service: 'payroll', affected: 'lou' },
    field('service', { kind: 'not-offered' }),
  ],
])('8.1-a, 8.1-c: %s is said beside the input', (_, command, refusal) => {
  whenRaised(command).isRefused(refusal)
})

test.each([
  ['a title as long as it may be', { title: 'x'.repeat(150) }],
  ['no description', { description: '' }],
  ['spaces that do not count', { title: `${' '.repeat(100)}${'x'.repeat(150)}` }],
])('8.1-a: %s is accepted', (_, command) => {
  expect(whenRaised(command).decision.kind).toBe('accepted')
})

test('a service whose team the desk file does not have is a broken desk, not a refusal', () => {
  const services = smallDesk.services.map((service) => ({ ...service, team: 'gone' }))
  expect(() => whenRaised({}, 'ada', { desk: { ...smallDesk, services } })).toThrow('gone')
})

describe('8.1-b: the priority is what the matrix says', () => {
  const agreed: readonly (readonly [Impact, Urgency, Priority])[] = [
    ['high', 'high', 'P1'],
    ['high', 'medium', 'P2'],
    ['high', 'low', 'P3'],
    ['medium', 'high', 'P2'],
    ['medium', 'medium', 'P3'],
    ['medium', 'low', 'P4'],
    ['low', 'high', 'P3'],
    ['low', 'medium', 'P4'],
    ['low', 'low', 'P4'],
  ]
  test.each(agreed)('impact %s and urgency %s come to %s', (impact, urgency, priority) => {
    const state = whenRaised({ impact, urgency }).state()
    expect(state.priority).toBe(priority)
    expect(state.priorityReason).toBeUndefined()
  })

  test('and it is the matrix of the organisation, not one of ours', () => {
    const row = { high: 'P4', medium: 'P4', low: 'P1' } as const
    const priorityMatrix = { high: row, medium: row, low: row }
    expect(
      whenRaised({ urgency: 'low' }, 'ada', { desk: { ...smallDesk, priorityMatrix } }).state().priority,
    ).toBe('P1')
    for (const impact of levels) expect(priorityOf(priorityMatrix, impact, 'high')).toBe('P4')
  })
})
