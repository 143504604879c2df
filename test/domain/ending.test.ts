/* oxlint-disable vitest/expect-expect -- the expectation is the end of the chain: given(...).when(...).happens(...) */
import { expect, test } from 'vitest'
import { theDesk } from '../../src/domain/decision.ts'
import type { IncidentCommand } from '../../src/domain/incident-command.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { type Past, bothSides, given, raisedForAda, thursday } from '../support/given.ts'
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
const closed: Past = ['ada', { type: 'closed', how: 'agreed' }]

test('8.1-f: resolving records what was done and when it will close without an answer', () => {
  const decided = given(raisedForAda, taken).when(resolve, 'cleo')
  decided
    .happens(
      { type: 'classification-checked' },
      { type: 'resolved', code: 'fixed', text: 'Restarted it', closeDue },
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
  const state = given(raisedForAda, taken, waits, asked).when(resolve, 'carl').state()
  for (const gone of ['waitingFor', 'suspendedFrom', 'question']) expect(state).not.toHaveProperty(gone)
})

test('8.1-f: a desk without the calendar that its closing names is broken', () => {
  const desk = { ...smallDesk, closing: { businessDays: 3, calendar: 'gone' } }
  expect(() => given(raisedForAda, taken).when(resolve, 'carl', { desk })).toThrow('gone')
})

test('8.1-f: the person affected agrees to closing, and it keeps its resolution', () => {
  const decided = given(raisedForAda, taken, resolved).when({ type: 'close' }, 'ada')
  decided.happens({ type: 'closed', how: 'agreed' }).isToldBy(...bothSides(0))
  expect(decided.state()).toMatchObject({ state: 'closed', resolution: { code: 'fixed' } })
  expect(decided.state()).not.toHaveProperty('closeDue')
})

const close = (now: Temporal.Instant) =>
  given(raisedForAda, taken, resolved).when({ type: 'close-unanswered' }, theDesk, { now })

test('8.1-f: without an answer it closes when its time has come and not a moment earlier', () => {
  const due = Temporal.Instant.from(closeDue)
  close(due.subtract({ milliseconds: 1 })).isRefused({ code: 'already-so' })
  close(due)
    .happens({ type: 'closed', how: 'no-answer' })
    .isToldBy(...bothSides(0))
  close(due.add({ hours: 9000 })).happens({ type: 'closed', how: 'no-answer' })
})

test('8.1-f: what was reopened before the clock came is left alone', () => {
  const reopened: Past = ['ada', { type: 'reopened', reason: 'Again' }]
  given(raisedForAda, taken, resolved, reopened)
    .when({ type: 'close-unanswered' }, theDesk, { now: thursday.add({ hours: 9000 }) })
    .isRefused({ code: 'wrong-state', state: 'in-progress' })
})

test('8.1-f: the clock closes, and nobody in its name', () => {
  expect(() => given(raisedForAda, taken, resolved).when({ type: 'close-unanswered' }, 'gil')).toThrow('gil')
})

test('8.1-f: reopening goes back to whoever worked on it, and the check and resolution are undone', () => {
  const checked: Past = ['carl', { type: 'classification-checked' }]
  const decided = given(raisedForAda, taken, checked, resolved).when(
    { type: 'reopen', reason: ' Again ' },
    'ada',
  )
  decided.happens({ type: 'reopened', reason: 'Again' }).isToldBy(...bothSides(0))
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
