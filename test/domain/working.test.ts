import { expect, test } from 'vitest'
import type { Effect } from '../../src/domain/effect.ts'
import type { IncidentCommand } from '../../src/domain/incident-command.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { type Past, bothSides, given, raisedForAda } from '../support/given.ts'
import { smallDesk } from '../support/small-desk.ts'

/** What a form asks for: it was filled in against some version. */
type FormCommand = Exclude<Extract<IncidentCommand, { readonly seen?: number }>, { readonly type: 'take' }>

const taken: Past = ['carl', { type: 'taken' }]
const assigned: Past = ['dana', { type: 'assigned', to: 'cleo' }]
const waits: Past = ['carl', { type: 'suspended', waitingFor: 'requester', reason: 'Which floor?' }]
const resolved: Past = [
  'carl',
  { type: 'resolved', code: 'fixed', text: 'Done', closeDue: '2026-03-17T16:00:00Z' },
]

test('8.1-d: taking it makes it the taker’s and in progress, and both sides are told', () => {
  const decided = given(raisedForAda).when({ type: 'take' }, 'carl')
  decided.happens({ type: 'taken' }).isToldBy(...bothSides(0))
  expect(decided.state()).toMatchObject({ state: 'in-progress', assignee: 'carl' })
})

test('8.1-d: a colleague may take over what somebody has, and somebody may begin what was assigned to them', () => {
  expect(given(raisedForAda, taken).when({ type: 'take' }, 'cleo').state()).toMatchObject({
    assignee: 'cleo',
  })
  expect(given(raisedForAda, assigned).when({ type: 'take' }, 'cleo').state()).toMatchObject({
    state: 'in-progress',
    assignee: 'cleo',
  })
  given(raisedForAda, taken).when({ type: 'take' }, 'carl').isRefused({ code: 'already-yours' })
})

test('8.1-d: a click on a card that did not show who has taken it meanwhile takes nothing from them', () => {
  given(raisedForAda, taken).when({ type: 'take', seen: 1 }, 'cleo').isRefused({ code: 'taken', by: 'carl' })
  given(raisedForAda, taken).when({ type: 'take', seen: 1 }, 'carl').isRefused({ code: 'already-yours' })
  given(raisedForAda, taken).when({ type: 'take', seen: 2 }, 'cleo').happens({ type: 'taken' })
  const worse: Past = ['dana', { type: 'priority-set', from: 'P3', to: 'P1', reason: 'Worse' }]
  given(raisedForAda, worse).when({ type: 'take', seen: 1 }, 'cleo').happens({ type: 'taken' })
})

test('8.1-d: assigning names somebody of the team, who has not begun yet', () => {
  const decided = given(raisedForAda, taken).when({ type: 'assign', to: 'cleo' }, 'dana')
  decided.happens({ type: 'assigned', to: 'cleo' }).isToldBy(...bothSides(0))
  expect(decided.state()).toMatchObject({ state: 'assigned', assignee: 'cleo' })
})

test.each<[string, string, Refusal]>([
  ['an agent of another team', 'eve', { code: 'not-an-agent', person: 'eve', team: 'net' }],
  ['the person affected', 'ada', { code: 'not-an-agent', person: 'ada', team: 'net' }],
  ['somebody who left', 'zoe', { code: 'field', field: 'assignee', problem: { kind: 'unknown' } }],
  ['whoever has it already', 'cleo', { code: 'already-so' }],
])('8.1-d: it is not assigned to %s', (_, to, refusal) => {
  given(raisedForAda, assigned).when({ type: 'assign', to }, 'dana').isRefused(refusal)
})

test('8.1-d: the lead of the team and the desk lead can be given work too', () => {
  for (const to of ['dana', 'gil'])
    expect(given(raisedForAda).when({ type: 'assign', to }, 'carl').state()).toMatchObject({ assignee: to })
})

test('8.1-d: what is assigned while it waits goes on waiting, and is the new assignee’s to begin afterwards', () => {
  const waiting = given(raisedForAda, waits).when({ type: 'assign', to: 'cleo' }, 'dana').state()
  expect(waiting).toMatchObject({ state: 'suspended', waitingFor: 'requester', assignee: 'cleo' })
  const resumed = given(raisedForAda, waits, assigned).when({ type: 'resume' }, 'cleo').state()
  expect(resumed).toMatchObject({ state: 'assigned', assignee: 'cleo' })
})

test('8.1-d: handing over begins anew with the other team, with nothing of the first team’s left', () => {
  const asked: Past = [
    'carl',
    {
      type: 'asked',
      question: { id: 'q1', asks: { kind: 'lower-priority', to: 'P4' }, reason: 'Small', by: 'carl' },
    },
  ]
  const decided = given(raisedForAda, taken, waits, asked).when(
    { type: 'hand-over', to: 'apps', reason: ' Theirs ' },
    'carl',
  )
  decided
    .happens({ type: 'handed-over', from: 'net', to: 'apps', reason: 'Theirs' })
    .isToldBy(...bothSides(0), { kind: 'open-triage', team: 'apps' })
  const state = decided.state()
  expect(state).toMatchObject({ state: 'new', team: 'apps' })
  expect(Object.keys(state)).not.toEqual(expect.arrayContaining(['assignee']))
  for (const gone of ['assignee', 'waitingFor', 'suspendedFrom', 'question'])
    expect(state).not.toHaveProperty(gone)
})

test('8.1-d: after a hand-over the first team has no say any more and the second has', () => {
  const over: Past = ['carl', { type: 'handed-over', from: 'net', to: 'apps', reason: 'Theirs' }]
  given(raisedForAda, over).when({ type: 'take' }, 'carl').isRefused({ code: 'not-your-team', team: 'apps' })
  expect(given(raisedForAda, over).when({ type: 'take' }, 'eve').decision.kind).toBe('accepted')
})

test.each<[string, { to?: string; reason?: string }, Refusal]>([
  ['an unknown team', { to: 'facilities' }, { code: 'field', field: 'team', problem: { kind: 'unknown' } }],
  ['its own team', { to: 'net' }, { code: 'already-so' }],
  ['no reason', { reason: ' ' }, { code: 'field', field: 'reason', problem: { kind: 'missing' } }],
  [
    'too long a reason',
    { reason: 'x'.repeat(501) },
    { code: 'field', field: 'reason', problem: { kind: 'too-long', most: 500 } },
  ],
])('8.1-d: no hand-over with %s', (_, values, refusal) => {
  given(raisedForAda)
    .when({ type: 'hand-over', to: 'apps', reason: 'Theirs', ...values }, 'carl')
    .isRefused(refusal)
})

const writtenTo = (...people: readonly string[]): Effect[] =>
  people.map((person) => ({ kind: 'write-to', person, event: 0 }))

test('8.1-d: escalating writes to the lead of the team, the owner of the service and the desk leads', () => {
  const decided = given(raisedForAda).when({ type: 'escalate', reason: ' Too slow ' }, 'ada')
  decided
    .happens({ type: 'escalated', to: ['dana', 'hana', 'gil'], reason: 'Too slow' })
    .isToldBy(...bothSides(0), ...writtenTo('dana', 'hana', 'gil'))
  expect(decided.state()).toMatchObject({ escalated: true, state: 'new' })
})

test('8.1-d: whoever escalates is not written to, nor twice, nor who left', () => {
  const services = smallDesk.services.map((service) => ({ ...service, owner: 'dana' }))
  given(raisedForAda)
    .when({ type: 'escalate', reason: 'Help' }, 'gil', { desk: { ...smallDesk, services } })
    .isToldBy(...bothSides(0), ...writtenTo('dana'))
  const people = smallDesk.people.filter(({ id }) => id !== 'dana' && id !== 'hana')
  given(raisedForAda)
    .when({ type: 'escalate', reason: 'Help' }, 'carl', { desk: { ...smallDesk, people } })
    .isToldBy(...bothSides(0), ...writtenTo('gil'))
  const alone = smallDesk.people.filter(({ id }) => id !== 'gil' && id !== 'hana')
  given(raisedForAda)
    .when({ type: 'escalate', reason: 'Help' }, 'dana', { desk: { ...smallDesk, people: alone } })
    .isRefused({ code: 'nobody-to-tell' })
})

test('8.1-d: a note is told to the desk alone and changes nothing that a form was filled in against', () => {
  const decided = given(raisedForAda, taken).when({ type: 'note', text: ' Logs are full ' }, 'cleo')
  decided
    .happens({ type: 'noted', text: 'Logs are full' })
    .isToldBy({ kind: 'tell', audience: 'triage', event: 0 })
  expect(decided.state()).toMatchObject({ version: 3, changedIn: 2, state: 'in-progress' })
})

test.each([
  ['ada', 'requester'],
  ['ben', 'requester'],
  ['carl', 'desk'],
  ['hana', 'desk'],
  ['gil', 'desk'],
] as const)('8.1-d: a comment of %s is told to both sides as the %s’s', (by, side) => {
  const decided = given(raisedForAda, taken).when({ type: 'comment', text: ' Any news? ', files: 0 }, by)
  decided.happens({ type: 'commented', text: 'Any news?', side, files: 0 }).isToldBy(...bothSides(0))
  expect(decided.state()).toMatchObject({ version: 3, changedIn: 2 })
})

test('8.1-d: a comment needs words, unless files came with it', () => {
  const incident = given(raisedForAda)
  incident
    .when({ type: 'comment', text: ' ', files: 0 }, 'ada')
    .isRefused({ code: 'field', field: 'text', problem: { kind: 'missing' } })
  incident
    .when({ type: 'comment', text: ' ', files: 2 }, 'ada')
    .happens({ type: 'commented', text: '', side: 'requester', files: 2 })
  for (const files of [0, 1])
    incident
      .when({ type: 'comment', text: 'x'.repeat(12_001), files }, 'ada')
      .isRefused({ code: 'field', field: 'text', problem: { kind: 'too-long', most: 12_000 } })
})

test('8.1-e: an answer of the requester brings back what waited for them, to where it was', () => {
  const decided = given(raisedForAda, taken, waits).when(
    { type: 'comment', text: 'The third', files: 0 },
    'ben',
  )
  decided
    .happens({ type: 'commented', text: 'The third', side: 'requester', files: 0 }, { type: 'resumed' })
    .isToldBy(...bothSides(0, 1))
  const state = decided.state()
  expect(state).toMatchObject({ state: 'in-progress', assignee: 'carl' })
  expect(state).not.toHaveProperty('waitingFor')
})

test('8.1-e: neither a comment of the desk nor one on what waits for somebody else resumes it', () => {
  const forSupplier: Past = ['carl', { type: 'suspended', waitingFor: 'supplier', reason: 'Part' }]
  expect(
    given(raisedForAda, taken, waits).when({ type: 'comment', text: 'Hello?', files: 0 }, 'carl').state()
      .state,
  ).toBe('suspended')
  expect(
    given(raisedForAda, taken, forSupplier).when({ type: 'comment', text: 'Hello?', files: 0 }, 'ada').state()
      .state,
  ).toBe('suspended')
})

test.each([
  ['new', [raisedForAda]],
  ['assigned', [raisedForAda, assigned]],
  ['in-progress', [raisedForAda, taken]],
] as const)('8.1-e: what was suspended while %s resumes so', (state, past) => {
  const decided = given(...past, waits).when({ type: 'resume' }, 'cleo')
  decided.happens({ type: 'resumed' }).isToldBy(...bothSides(0))
  expect(decided.state().state).toBe(state)
})

test('8.1-d: cancelling ends it with a reason', () => {
  const decided = given(raisedForAda, taken, waits).when({ type: 'cancel', reason: ' Twice ' }, 'carl')
  decided.happens({ type: 'cancelled', reason: 'Twice' }).isToldBy(...bothSides(0))
  const state = decided.state()
  expect(state.state).toBe('cancelled')
  expect(state).not.toHaveProperty('waitingFor')
  given(raisedForAda)
    .when({ type: 'cancel', reason: '' }, 'ada')
    .isRefused({ code: 'field', field: 'reason', problem: { kind: 'missing' } })
})

test.each<[string, FormCommand, string]>([
  ['hand-over', { type: 'hand-over', to: 'apps', reason: 'x' }, 'handed-over'],
  ['set-priority', { type: 'set-priority', to: 'P1', reason: 'x' }, 'priority-set'],
  ['suspend', { type: 'suspend', waitingFor: 'supplier', reason: 'x' }, 'asked'],
  [
    'resolve',
    { type: 'resolve', code: 'fixed', text: 'x', service: 'wifi', category: 'fault' },
    'classification-checked',
  ],
  [
    'classify',
    {
      type: 'classify',
      classification: { service: 'wifi', category: 'access', impact: 'medium', urgency: 'medium' },
      reason: '',
    },
    'classified',
  ],
])(
  '8.1-d: a form to %s filled in before somebody changed the record is refused, one before somebody said something is not',
  (_, command, first) => {
    const said: Past = ['ada', { type: 'commented', text: 'Hello', side: 'requester', files: 0 }]
    const noted: Past = ['carl', { type: 'noted', text: 'Hm' }]
    const past = given(raisedForAda, taken, said, noted)
    past.when({ ...command, seen: 1 }, 'carl').isRefused({ code: 'changed-since' })
    for (const seen of [2, 3, 4, undefined]) {
      const { decision } = past.when(seen === undefined ? command : { ...command, seen }, 'carl')
      expect(decision).toMatchObject({
        kind: 'accepted',
        events: expect.arrayContaining([expect.objectContaining({ type: first })]),
      })
    }
  },
)

test('8.1-f: comments are still possible while it is resolved, and do not reopen it', () => {
  expect(
    given(raisedForAda, taken, resolved).when({ type: 'comment', text: 'Thanks', files: 0 }, 'ada').state()
      .state,
  ).toBe('resolved')
})
