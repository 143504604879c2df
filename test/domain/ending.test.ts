import { expect, test } from 'vitest'
import { theDesk } from '../../src/domain/decision.ts'
import type { IncidentEvent } from '../../src/domain/incident.ts'
import type { IncidentCommand } from '../../src/domain/incident-command.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { type Past, bothSides, given, put, raisedForAda, thursday } from '../support/given.ts'
import { smallDesk } from '../support/small-desk.ts'

const taken: Past = ['carl', { type: 'taken' }]
/** The end of the third business day after a Thursday is the next Tuesday's. */
const closeDue = '2026-03-17T16:00:00Z'
const resolve = {
  type: 'resolve',
  code: 'fixed',
  text: ' Restarted it ',
  service: 'wifi',
  category: 'fault',
} as const
const resolved: Past = ['carl', { type: 'resolved', code: 'fixed', text: 'Restarted it', closeDue }]
/** With the agreement that resolving asks for. */
const open = put([raisedForAda, taken, resolved])
const ofApproval = (agreement: string, ...events: readonly object[]): IncidentEvent[] =>
  events.map((event) => ({ type: 'approval', agreement, event: expect.objectContaining(event) as never }))
const closed: Past = ['ada', { type: 'closed', how: 'agreed' }]

test('8.1-f: resolving records what was done and when it will close without an answer', () => {
  const decided = given(raisedForAda, taken).when(resolve, 'cleo')
  decided
    .happens(
      { type: 'classification-checked' },
      { type: 'resolved', code: 'fixed', text: 'Restarted it', closeDue },
      ...ofApproval('INC-1/4', { type: 'opened', expiresAt: closeDue }),
    )
    .isToldBy(...bothSides(1))
  expect(decided.state()).toMatchObject({
    state: 'resolved',
    assignee: 'carl',
    resolution: { code: 'fixed', text: 'Restarted it', by: 'cleo', at: thursday },
    classificationCheckedBy: 'cleo',
    closeDue: Temporal.Instant.from(closeDue),
  })
})

test('8.1-c: a correction while resolving is recorded as one, keeps the priority and drops a component that does not belong', () => {
  const decided = given(raisedForAda, taken).when(
    { ...resolve, service: 'payroll', category: 'access' },
    'carl',
  )
  const classification = {
    service: 'payroll',
    category: 'access',
    impact: 'medium',
    urgency: 'medium',
  } as const
  decided
    .happens(
      { type: 'classified', classification, from: 'P3', priority: 'P3' },
      { type: 'classification-checked' },
      { type: 'resolved', code: 'fixed', text: 'Restarted it', closeDue },
      ...ofApproval('INC-1/5', { type: 'opened' }),
    )
    .isToldBy(...bothSides(2))
  expect(decided.state()).not.toHaveProperty('component')
  const inService = given(raisedForAda, taken)
    .when({ ...resolve, category: 'access' }, 'carl')
    .state()
  expect(inService).toMatchObject({ component: 'access-points', category: 'access' })
})

test.each<[string, Partial<Extract<IncidentCommand, { type: 'resolve' }>>, Refusal]>([
  ['an unknown code', { code: 'magic' }, { code: 'field', field: 'code', problem: { kind: 'unknown' } }],
  ['no text', { text: ' ' }, { code: 'field', field: 'text', problem: { kind: 'missing' } }],
  [
    'too long a text',
    { text: 'x'.repeat(3001) },
    { code: 'field', field: 'text', problem: { kind: 'too-long', most: 3000 } },
  ],
  [
    'an unknown service',
    { service: 'fax' },
    { code: 'field', field: 'service', problem: { kind: 'unknown' } },
  ],
  [
    'an unknown category',
    { category: 'whim' },
    { code: 'field', field: 'category', problem: { kind: 'unknown' } },
  ],
])('8.1-f: it is not resolved with %s', (_, values, refusal) => {
  given(raisedForAda, taken)
    .when({ ...resolve, ...values }, 'carl')
    .isRefused(refusal)
})

test('8.1-f: resolving what waits, or has a question open, ends the waiting and the question', () => {
  const waits: Past = ['carl', { type: 'suspended', waitingFor: 'supplier', reason: 'Part' }]
  const asks = { kind: 'lower-priority', to: 'P4' } as const
  const asked: Past = ['carl', { type: 'asked', question: { id: 'q1', asks, reason: 'x', by: 'carl' } }]
  for (const past of [[raisedForAda, taken, waits, asked], put([raisedForAda, taken, waits, asked])]) {
    const decided = given(...past).when(resolve, 'carl')
    const state = decided.state()
    for (const gone of ['waitingFor', 'suspendedFrom']) expect(state).not.toHaveProperty(gone)
    expect(state.agreement?.asks).toEqual({ kind: 'close' })
    // Whoever was asked before is not asked any more, where they were.
    expect(decided.events()[0]).toEqual(
      past.length === 4
        ? { type: 'classification-checked' }
        : { type: 'approval', agreement: 'q1', event: { type: 'withdrawn' } },
    )
  }
})

test('8.1-f: a desk without the calendar that its closing names is broken', () => {
  const desk = { ...smallDesk, closing: { businessDays: 3, calendar: 'gone' } }
  expect(() => given(raisedForAda, taken).when(resolve, 'carl', { desk })).toThrow('gone')
})

test('8.1-f: the person affected agrees to closing, and it keeps its resolution', () => {
  const decided = given(...open).when({ type: 'close' }, 'ada')
  decided
    .happens(...ofApproval('INC-1/3', { type: 'decided', answer: 'approved' }, { type: 'approved' }), {
      type: 'closed',
      how: 'agreed',
    })
    .isToldBy(...bothSides(2))
  expect(decided.state()).toMatchObject({ state: 'closed', resolution: { code: 'fixed' } })
  expect(decided.state()).not.toHaveProperty('closeDue')
})

const close = (now: Temporal.Instant) => given(...open).when({ type: 'tick' }, theDesk, { now })

test('8.1-f: without an answer it closes when its time has come and not a moment earlier', () => {
  const due = Temporal.Instant.from(closeDue)
  const expired = ofApproval('INC-1/3', { type: 'expired' })
  expect(close(due.subtract({ milliseconds: 1 })).state().state).toBe('resolved')
  close(due)
    .happens(...expired, { type: 'closed', how: 'no-answer' })
    .isToldBy(...bothSides(1))
  close(due.add({ hours: 9000 })).happens(...expired, { type: 'closed', how: 'no-answer' })
})

test('8.1-f: what was reopened before the clock came is left alone', () => {
  const reopened: Past = ['ada', { type: 'reopened', reason: 'Again' }]
  given(raisedForAda, taken, resolved, reopened)
    .when({ type: 'tick' }, theDesk, { now: thursday.add({ hours: 9000 }) })
    .isRefused({ code: 'wrong-state', state: 'in-progress' })
})

test('8.1-f: the clock closes, and nobody in its name', () => {
  expect(() => given(raisedForAda, taken, resolved).when({ type: 'tick' }, 'gil')).toThrow('gil')
})

test('8.1-f: reopening goes back to whoever worked on it, and the check and resolution are undone', () => {
  const checked: Past = ['carl', { type: 'classification-checked' }]
  const decided = given(...put([raisedForAda, taken, checked, resolved])).when(
    { type: 'reopen', reason: ' Again ' },
    'ada',
  )
  decided
    .happens(
      ...ofApproval(
        'INC-1/4',
        { type: 'decided', answer: 'rejected', reason: 'Again' },
        { type: 'rejected' },
      ),
      { type: 'reopened', reason: 'Again' },
    )
    .isToldBy(...bothSides(2))
  expect(decided.state()).toMatchObject({ state: 'in-progress', assignee: 'carl' })
  for (const gone of ['resolution', 'closeDue', 'classificationCheckedBy'])
    expect(decided.state()).not.toHaveProperty(gone)
  expect(given(raisedForAda, resolved).when({ type: 'reopen', reason: 'Again' }, 'ben').state().state).toBe(
    'new',
  )
  given(raisedForAda, resolved)
    .when({ type: 'reopen', reason: '' }, 'ada')
    .isRefused({ code: 'field', field: 'reason', problem: { kind: 'missing' } })
})

test('8.1-f: once closed it is never reopened', () => {
  given(raisedForAda, taken, resolved, closed)
    .when({ type: 'reopen', reason: 'Again' }, 'ada')
    .isRefused({ code: 'wrong-state', state: 'closed' })
})

test('4.1: the person affected may do nothing any more once they have left', () => {
  const desk = { ...smallDesk, people: smallDesk.people.filter(({ id }) => id !== 'ada') }
  for (const command of [{ type: 'close' }, { type: 'comment', text: 'Hello', files: 0 }] as const)
    given(raisedForAda, taken, resolved).when(command, 'ada', { desk }).isRefused({ code: 'not-involved' })
})

test('8.1-f: who reopens without being asked takes the question back', () => {
  for (const by of ['ben', 'carl', 'gil'])
    given(...open)
      .when({ type: 'reopen', reason: 'Again' }, by)
      .happens(...ofApproval('INC-1/3', { type: 'withdrawn' }), { type: 'reopened', reason: 'Again' })
})

test('8.1-f: what an earlier version resolved is asked by the first click or tick, and due as it was promised', () => {
  const before = given(raisedForAda, taken, resolved)
  const opened = ofApproval('INC-1/3', { type: 'opened', expiresAt: closeDue })
  before.when({ type: 'tick' }, theDesk, { now: thursday.add({ hours: 30 }) }).happens(...opened)
  before
    .when({ type: 'close' }, 'ada')
    .happens(...opened, ...ofApproval('INC-1/3', { type: 'decided' }, { type: 'approved' }), {
      type: 'closed',
      how: 'agreed',
    })
})
