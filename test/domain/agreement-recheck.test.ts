import { describe, expect, test } from 'vitest'
import { askedNow } from '../../src/domain/approval-seats.ts'
import { theDesk } from '../../src/domain/decision.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { type Past, given, incidentOf, put, raisedForAda, thursday } from '../support/given.ts'
import { smallDesk } from '../support/small-desk.ts'

const closeDue = '2026-03-17T16:00:00Z'
const taken: Past = ['carl', { type: 'taken' }]
const asksTo = { kind: 'lower-priority', to: 'P4' } as const
const asked = put([
  raisedForAda,
  taken,
  ['carl', { type: 'asked', question: { id: 'q1', asks: asksTo, reason: 'Later', by: 'carl' } }],
])
const resolution: Past = ['carl', { type: 'resolved', code: 'fixed', text: 'Restarted', closeDue }]
const resolved = put([raisedForAda, taken, resolution])

const desk = (change: (people: Desk['people']) => Desk['people']): Desk => ({
  ...smallDesk,
  people: change(smallDesk.people),
})
const without = (id: string): Desk => desk((people) => people.filter((one) => one.id !== id))
const disabled = (id: string): Desk =>
  desk((people) => people.map((one) => (one.id === id ? { ...one, disabled: true as const } : one)))
const roleLost = (id: string): Desk =>
  desk((people) => people.map((one) => (one.id === id ? { ...one, roles: [] } : one)))
const away = (person: string, deputy: string, hours = 24) => [
  { person, deputy, from: thursday.subtract({ hours: 1 }), to: thursday.add({ hours }) },
]
const at = Temporal.Instant.from(closeDue)
const agree = { type: 'agree', question: 'q1' } as const
const decline = { type: 'decline', question: 'q1' } as const
const close = { type: 'close' } as const
const reopen = { type: 'reopen', reason: 'Again' } as const
const unfit = (because: 'disabled' | 'implementer') => ({
  code: 'agreement',
  refusal: { code: 'unfit', because },
})
const seatLost = { code: 'agreement', refusal: { code: 'seat-lost', because: 'lost-role' } }
const notAffected = { code: 'not-affected', affected: 'ada' }

describe('8.1-e, 8.1-f, 9.2-c: who answers is checked at the click', () => {
  test.each([
    ['the person affected', asked, agree, 'ada', {}, 'accepted'],
    ['a desk lead', asked, decline, 'gil', {}, 'accepted'],
    ['who asked', asked, agree, 'carl', {}, notAffected],
    ['somebody else', asked, agree, 'ben', {}, notAffected],
    ['left', asked, agree, 'ada', { desk: without('ada') }, { code: 'not-involved' }],
    ['disabled', asked, agree, 'ada', { desk: disabled('ada') }, unfit('disabled')],
    ['no desk lead any more', asked, agree, 'gil', { desk: roleLost('gil') }, seatLost],
    ['a deputy', asked, agree, 'ben', { absences: away('ada', 'ben') }, 'accepted'],
    ['who asked, as deputy', asked, agree, 'carl', { absences: away('ada', 'carl') }, notAffected],
    [
      'a disabled deputy',
      asked,
      agree,
      'ben',
      { absences: away('ada', 'ben'), desk: disabled('ben') },
      unfit('disabled'),
    ],
    ['the one who is away', asked, agree, 'ada', { absences: away('ada', 'ben') }, 'accepted'],
    ['the person affected closes', resolved, close, 'ada', {}, 'accepted'],
    ['a desk lead does not close', resolved, close, 'gil', {}, notAffected],
    ['who resolved it does not close', resolved, close, 'carl', {}, notAffected],
    [
      'the person affected, its time being over',
      resolved,
      close,
      'ada',
      { now: at },
      { code: 'agreement', refusal: { code: 'expired', at } },
    ],
    [
      'whoever may reopen, its time being over',
      resolved,
      reopen,
      'carl',
      { now: at },
      { code: 'agreement', refusal: { code: 'expired', at } },
    ],
    ['disabled, closing', resolved, close, 'ada', { desk: disabled('ada') }, unfit('disabled')],
  ] as const)('%s', (_, past, command, by, setting, answer) => {
    const { decision } = given(...past).when(command, by, setting)
    const told = decision.kind === 'refused' ? decision.refusal : decision.kind
    expect(told).toEqual(answer)
  })

  test('a deputy closes and reopens for the person affected once asked, and who resolved it never does', () => {
    const asksBen = given(...resolved).when({ type: 'recheck' }, theDesk, { absences: away('ada', 'ben') })
    const past = [...resolved, ...asksBen.events().map((event): Past => [theDesk, event])]
    expect(askedOf(incidentOf(past))).toEqual(['ben'])
    expect(asksBen.decision).toMatchObject({ effects: [{ kind: 'open-approver', person: 'ben' }, {}] })
    const closes = given(...past).when(close, 'ben', { absences: away('ada', 'ben') })
    expect(closes.events().at(-1)).toEqual({ type: 'closed', how: 'agreed', for: 'ada' })
    // Back again: the deputy's card is old.
    given(...past)
      .when(close, 'ben')
      .isRefused({ code: 'agreement', refusal: { code: 'delegation-over', for: 'ada' } })
    const asksCarl = given(...resolved).when({ type: 'recheck' }, theDesk, { absences: away('ada', 'carl') })
    expect(askedOf(asksCarl.state())).toEqual(['ada'])
  })

  test('nobody valid left: nothing is agreed, the desk leads hear it, and it closes when its days are over', () => {
    const alone = given(...resolved).when({ type: 'recheck' }, theDesk, { desk: without('ada') })
    expect(alone.decision).toMatchObject({ kind: 'accepted' })
    const told = alone.decision.kind === 'accepted' ? alone.decision.effects : []
    expect(
      told.filter(({ kind }) => kind === 'write-to').map((one) => 'person' in one && one.person),
    ).toEqual(['gil'])
    expect(alone.state()).toMatchObject({ state: 'resolved', agreement: { approval: { state: 'open' } } })
    const past = [...resolved, ...alone.events().map((event): Past => [theDesk, event])]
    const over = given(...past).when({ type: 'tick' }, theDesk, { now: at, desk: without('ada') })
    expect(over.events().at(-1)).toEqual({ type: 'closed', how: 'no-answer' })
  })

  test('who has not answered is reminded after a working day, in working hours, and a desk lead is not written to', () => {
    const now = thursday.add({ hours: 24 })
    const reminded = given(...asked).when({ type: 'tick' }, theDesk, { now })
    expect(reminded.events()).toMatchObject([{ event: { type: 'reminded', people: ['ada', 'gil'] } }])
    reminded.isToldBy({ kind: 'tell', audience: 'requester', event: 0 })
    given(...asked)
      .when({ type: 'tick' }, theDesk, { now: now.subtract({ seconds: 1 }) })
      .isRefused({ code: 'already-so' })
  })
})

const askedOf = ({ agreement }: Incident): readonly string[] =>
  agreement?.approval === undefined ? [] : askedNow(agreement.approval).map(({ person }) => person)
