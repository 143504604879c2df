import { describe, expect, test } from 'vitest'
import { openAgreement } from '../../src/domain/agreement-rules.ts'
import type { Classification, IncidentEvent, Question } from '../../src/domain/incident.ts'
import { type Past, bothSides, given, put, raisedForAda } from '../support/given.ts'

const taken: Past = ['carl', { type: 'taken' }]
const suspend = { type: 'suspend', waitingFor: 'supplier', reason: ' Part ordered ' } as const
const lower = { type: 'set-priority', to: 'P4', reason: 'One desk only' } as const
const classification: Classification = {
  service: 'wifi',
  component: 'access-points',
  category: 'fault',
  impact: 'medium',
  urgency: 'low',
}
const reclassify = { type: 'classify', classification, reason: 'Can wait' } as const

const toSuspend: Question = {
  id: 'drawn-id',
  asks: { kind: 'suspend', waitingFor: 'supplier' },
  reason: 'Part ordered',
  by: 'carl',
}
const toLower: Question = {
  id: 'drawn-id',
  asks: { kind: 'lower-priority', to: 'P4' },
  reason: 'One desk only',
  by: 'carl',
}
const toReclassify: Question = {
  id: 'drawn-id',
  asks: { kind: 'lower-priority', to: 'P4', classification },
  reason: 'Can wait',
  by: 'carl',
}
const suspended = { type: 'suspended', waitingFor: 'supplier', reason: 'Part ordered' } as const
const lowered = { type: 'priority-set', from: 'P3', to: 'P4', reason: 'One desk only' } as const
const reclassified = { type: 'classified', classification, from: 'P3', priority: 'P4' } as const
/** As earlier versions asked: nothing of an approval is recorded. */
const askedOnce = (question: Question): Past => ['carl', { type: 'asked', question }]
const asked = (question: Question): readonly Past[] =>
  put([raisedForAda, taken, askedOnce(question)]).slice(2)

const ofApproval = (agreement: string, ...events: readonly object[]): IncidentEvent[] =>
  events.map((event) => ({ type: 'approval', agreement, event: expect.objectContaining(event) as never }))
/** Of the small desk ada is affected, and gil is the only desk lead. */
const seatOf = { ada: '1.1', gil: '1.2' } as const
const answered = (by: 'ada' | 'gil', answer: 'approved' | 'rejected'): IncidentEvent[] =>
  ofApproval(
    'drawn-id',
    { type: 'decided', seat: seatOf[by], answer },
    answer === 'approved' ? { type: 'approved' } : { type: 'rejected' },
  )

const cases = [
  { what: 'suspending', command: suspend, question: toSuspend, event: suspended },
  {
    what: 'lowering the priority',
    command: lower,
    question: toLower,
    event: lowered,
  },
  {
    what: 'lowering it by a classification',
    command: reclassify,
    question: toReclassify,
    event: reclassified,
  },
] as const

/** A suspension names nobody; of what was asked for by another the event tells who. */
const askedByCarl = (event: (typeof cases)[number]['event']) =>
  event.type === 'suspended' ? event : { ...event, askedBy: 'carl' }

describe.each(cases)('8.1-e: $what', ({ command, question, event }) => {
  test('is asked for, and nothing else changes until it is answered', () => {
    const decided = given(raisedForAda, taken).when(command, 'carl')
    decided
      .happens({ type: 'asked', question }, ...ofApproval('drawn-id', { type: 'opened' }))
      .isToldBy(...bothSides(0))
    expect(decided.state()).toMatchObject({ state: 'in-progress', priority: 'P3', agreement: question })
    expect(decided.state().agreement?.approval?.state).toBe('open')
    expect(decided.state().urgency).toBe('medium')
  })

  test.each(['ada', 'gil'] as const)('happens when %s agrees, with the name recorded', (by) => {
    const decided = given(raisedForAda, taken, ...asked(question)).when(
      { type: 'agree', question: 'drawn-id' },
      by,
    )
    decided
      .happens(...answered(by, 'approved'), askedByCarl(event))
      .isToldBy({ kind: 'tell', audience: 'triage', event: 0 }, ...bothSides(2))
    expect(openAgreement(decided.state())).toBeUndefined()
  })

  test('does not happen when it is declined, and may be asked for again', () => {
    const declined = given(raisedForAda, taken, ...asked(question)).when(
      { type: 'decline', question: 'drawn-id' },
      'ada',
    )
    declined.happens(...answered('ada', 'rejected')).isToldBy(...bothSides(0))
    expect(declined.state()).toMatchObject({ state: 'in-progress', priority: 'P3' })
    expect(openAgreement(declined.state())).toBeUndefined()
    for (const past of [
      [...asked(question), ...declined.events().map((one): Past => ['ada', one])],
      // Recorded by an earlier version.
      [askedOnce(question), ['ada', { type: 'declined', question: 'drawn-id', as: 'affected' }] as Past],
    ])
      given(raisedForAda, taken, ...past)
        .when(command, 'carl')
        .happens({ type: 'asked', question }, ...ofApproval('drawn-id', { type: 'opened' }))
  })

  test('happens at once when the one who asks is a desk lead, who agreed by asking', () => {
    given(raisedForAda, taken)
      .when(command, 'gil')
      .happens(
        { type: 'asked', question: { ...question, by: 'gil' } },
        { type: 'agreed', question: 'drawn-id', as: 'desk-lead' },
        event,
      )
      .isToldBy({ kind: 'tell', audience: 'triage', event: 1 }, ...bothSides(2))
  })

  test('happens at once when the agent who asks is the person affected', () => {
    const [, first] = raisedForAda
    if (first.type !== 'raised') throw new Error('not raised')
    const forCarl: Past = ['ben', { ...first, affected: 'carl' }]
    given(forCarl, taken)
      .when(command, 'carl')
      .happens({ type: 'asked', question }, { type: 'agreed', question: 'drawn-id', as: 'affected' }, event)
  })

  test('is not asked for while another question is open, not even by a desk lead', () => {
    const other = asked({ ...toSuspend, id: 'other' })
    for (const by of ['carl', 'gil'])
      given(raisedForAda, taken, ...other)
        .when(command, by)
        .isRefused({ code: 'question-open' })
  })

  test('is answered once: a second answer and an answer to another question find it over', () => {
    const past = [raisedForAda, taken, ...asked(question)]
    const agreed = given(...past).when({ type: 'agree', question: 'drawn-id' }, 'ada')
    const over = given(...past, ...agreed.events().map((one): Past => ['ada', one]))
    for (const type of ['agree', 'decline'] as const) {
      over.when({ type, question: 'drawn-id' }, 'gil').isRefused({ code: 'question-over' })
      given(...past)
        .when({ type, question: 'old' }, 'ada')
        .isRefused({ code: 'question-over' })
    }
  })

  test.each(['ben', 'carl', 'dana', 'hana', 'jo'])('is not answered by %s', (by) => {
    for (const type of ['agree', 'decline'] as const)
      given(raisedForAda, taken, ...asked(question))
        .when({ type, question: 'drawn-id' }, by)
        .isRefused({ code: 'not-affected', affected: 'ada' })
  })
})

test.each([suspend, lower, reclassify])('8.1-e: $type needs a reason', (command) => {
  for (const reason of ['', ' \n'])
    given(raisedForAda, taken)
      .when({ ...command, reason }, 'carl')
      .isRefused({ code: 'field', field: 'reason', problem: { kind: 'missing' } })
})

test.each([
  ['priority', (choice: string) => ({ ...lower, to: choice })],
  ['waitingFor', (choice: string) => ({ ...suspend, waitingFor: choice })],
  ['impact', (impact: string) => ({ ...reclassify, classification: { ...classification, impact } })],
  ['urgency', (urgency: string) => ({ ...reclassify, classification: { ...classification, urgency } })],
] as const)(
  '8.1-e: a %s that is none of the choices is refused, and stands for no other',
  (name, command) => {
    for (const [choice, kind] of [
      ['', 'missing'],
      ['P0', 'no-choice'],
      ['constructor', 'no-choice'],
    ] as const)
      given(raisedForAda, taken)
        .when(command(choice), 'carl')
        .isRefused({ code: 'field', field: name, problem: { kind } })
  },
)

test('8.1-c: one who may not classify is told that, whatever they chose', () => {
  given(raisedForAda, taken)
    .when({ ...reclassify, classification: { ...classification, service: 'fax' } }, 'eve')
    .isRefused({ code: 'not-your-team', team: 'net' })
})

test('8.1-b: raising the priority needs a reason and nobody’s agreement', () => {
  const decided = given(raisedForAda, taken).when(
    { type: 'set-priority', to: 'P1', reason: ' All floors ' },
    'carl',
  )
  decided
    .happens({ type: 'priority-set', from: 'P3', to: 'P1', reason: 'All floors' })
    .isToldBy(...bothSides(0))
  expect(decided.state()).toMatchObject({ priority: 'P1', priorityReason: 'All floors' })
  given(raisedForAda)
    .when({ type: 'set-priority', to: 'P3', reason: 'x' }, 'carl')
    .isRefused({ code: 'already-so' })
  given(raisedForAda)
    .when({ type: 'set-priority', to: 'P1', reason: '' }, 'carl')
    .isRefused({ code: 'field', field: 'reason', problem: { kind: 'missing' } })
})

test('8.1-b: a classification that raises the priority sets the matrix’s, and drops the reason of the one set by hand', () => {
  const byHand: Past = ['carl', { type: 'priority-set', from: 'P3', to: 'P2', reason: 'The director' }]
  const decided = given(raisedForAda, byHand).when(
    { type: 'classify', classification: { ...classification, impact: 'high', urgency: 'high' }, reason: '' },
    'carl',
  )
  decided
    .happens({
      type: 'classified',
      classification: { ...classification, impact: 'high', urgency: 'high' },
      from: 'P2',
      priority: 'P1',
    })
    .isToldBy(
      { kind: 'tell', audience: 'triage', event: 0 },
      { kind: 'tell', audience: 'requester', event: 0 },
    )
  expect(decided.state().priority).toBe('P1')
  expect(decided.state()).not.toHaveProperty('priorityReason')
})

test('8.1-c: correcting service and category keeps a priority set by hand, and is the desk’s own business', () => {
  const byHand: Past = ['carl', { type: 'priority-set', from: 'P3', to: 'P2', reason: 'The director' }]
  const { impact, urgency } = { impact: 'medium', urgency: 'medium' } as const
  const decided = given(raisedForAda, byHand).when(
    {
      type: 'classify',
      classification: { service: 'payroll', category: 'access', impact, urgency },
      reason: '',
    },
    'carl',
  )
  decided.isToldBy({ kind: 'tell', audience: 'triage', event: 0 })
  expect(decided.state()).toMatchObject({
    service: 'payroll',
    category: 'access',
    priority: 'P2',
    priorityReason: 'The director',
  })
  // A component belongs to its service.
  expect(decided.state()).not.toHaveProperty('component')
})

test.each([
  ['the same', { ...classification, urgency: 'medium' as const }, { code: 'already-so' }],
  [
    'an unknown service',
    { ...classification, service: 'fax' },
    { code: 'field', field: 'service', problem: { kind: 'unknown' } },
  ],
  [
    'an unknown component',
    { ...classification, component: 'roof' },
    { code: 'field', field: 'component', problem: { kind: 'unknown' } },
  ],
  [
    'an unknown category',
    { ...classification, category: 'whim' },
    { code: 'field', field: 'category', problem: { kind: 'unknown' } },
  ],
] as const)('8.1-c: %s is no correction', (_, wrong, refusal) => {
  given(raisedForAda)
    .when({ type: 'classify', classification: wrong, reason: 'x' }, 'carl')
    .isRefused(refusal)
})

test('8.1-e: an agreement to lower counts from what the priority has become meanwhile', () => {
  const risen: Past = ['carl', { type: 'priority-set', from: 'P3', to: 'P1', reason: 'Worse' }]
  given(raisedForAda, taken, ...asked(toLower), risen)
    .when({ type: 'agree', question: 'drawn-id' }, 'ada')
    .happens(...answered('ada', 'approved'), { ...lowered, from: 'P1', askedBy: 'carl' })
})

test('8.1-e: what an earlier version asked is put to its approvers, and answered by the same click', () => {
  const before = given(raisedForAda, taken, askedOnce(toLower))
  before
    .when({ type: 'agree', question: 'drawn-id' }, 'ada')
    .happens(...ofApproval('drawn-id', { type: 'opened' }), ...answered('ada', 'approved'), {
      ...lowered,
      askedBy: 'carl',
    })
  before
    .when({ type: 'agree', question: 'drawn-id' }, 'ben')
    .isRefused({ code: 'not-affected', affected: 'ada' })
  before.when({ type: 'tick' }, 'desk:clock').happens(...ofApproval('drawn-id', { type: 'opened' }))
})
