import type { Card } from '../../src/bot/ui/card.ts'
import type { Form } from '../../src/bot/ui/form.ts'
import { foundCard } from '../../src/bot/views/found.ts'
import { helpCard, menuCard, notUnderstood, onItsCard } from '../../src/bot/views/help.ts'
import { detailsCard } from '../../src/bot/views/history.ts'
import { homeCard, listCard, pageSize, reportButton } from '../../src/bot/views/home.ts'
import { type IncidentFacts, incidentCard, sharedCard } from '../../src/bot/views/incident-card.ts'
import { doneCard, raisedCard } from '../../src/bot/views/incident-done.ts'
import { explainMissForm } from '../../src/bot/views/explain-miss-form.ts'
import * as forms from '../../src/bot/views/incident-forms.ts'
import { incidentLine, incidentNotice } from '../../src/bot/views/incident-line.ts'
import { linkCard, linkDecidedCard } from '../../src/bot/views/link.ts'
import { offerCard, openFormCard } from '../../src/bot/views/offer.ts'
import { noSuchRecord, refusalCard, strangerText } from '../../src/bot/views/refusal.ts'
import { line } from '../../src/bot/ui/card.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { NearbyChange } from '../../src/domain/change-nearby.ts'
import type { IncidentCommand } from '../../src/domain/incident-command.ts'
import type { Platform } from '../../src/domain/person.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { thursday } from '../support/given.ts'
import { changeCards, changeForms } from './change-drawings.ts'
import { changeLives } from './change-lives.ts'
import { clockCards } from './clock-drawings.ts'
import { everyClock } from './clocks.ts'
import { type Life, everyEvent, lives } from './lives.ts'
import { scheduleCards } from './schedule-drawings.ts'
import { peopleCards, peopleForms } from './people-drawings.ts'

/** Something that the desk says: the name of the function that drew it, and of what. */
export interface Drawing<Drawn> {
  readonly view: string
  readonly of: string
  readonly drawn: Drawn
}

const asked = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'
const longest = `${asked} ${'w'.repeat(3000)}`
const classification = { service: 'mail', category: 'fault', impact: 'high', urgency: 'high' } as const

const commands: readonly IncidentCommand[] = [
  { type: 'take' },
  { type: 'assign', to: 'dawa' },
  { type: 'hand-over', to: 'workplace', reason: 'r' },
  { type: 'escalate', reason: 'r' },
  { type: 'note', text: 't' },
  { type: 'comment', text: 't', files: 0 },
  { type: 'set-priority', to: 'P1', reason: 'r' },
  { type: 'classify', classification, reason: 'r' },
  { type: 'suspend', waitingFor: 'change', reason: 'r' },
  { type: 'resume' },
  { type: 'agree', question: 'q' },
  { type: 'decline', question: 'q' },
  { type: 'resolve', code: 'fixed', text: 't', service: 'mail', category: 'fault' },
  { type: 'reopen', reason: 'r' },
  { type: 'close' },
  { type: 'tick' },
  { type: 'recheck' },
  { type: 'cancel', reason: 'r' },
  { type: 'acknowledge' },
  { type: 'explain-miss', slot: 'sla/resolution', cause: 'workload', text: 't' },
  { type: 'hear-of-changes', news: 'ended', changes: [] },
]

const agreementRefusals: readonly Refusal[] = (
  [
    { code: 'expired', at: thursday },
    { code: 'unfit', because: 'left' },
    { code: 'unfit', because: 'disabled' },
    { code: 'unfit', because: 'requester' },
    { code: 'unfit', because: 'implementer' },
    { code: 'delegation-over', for: 'fern' },
    { code: 'seat-lost', because: 'lost-role', to: 'dawa' },
    { code: 'not-change-manager' },
  ] as const
).map((refusal) => ({ code: 'agreement', refusal }))

const refusals: readonly Refusal[] = [
  { code: 'field', field: 'title', problem: { kind: 'missing' } },
  { code: 'field', field: 'title', problem: { kind: 'too-long', most: 150 } },
  { code: 'field', field: 'service', problem: { kind: 'unknown' } },
  { code: 'field', field: 'service', problem: { kind: 'not-offered' } },
  { code: 'field', field: 'impact', problem: { kind: 'no-choice' } },
  { code: 'field', field: 'links', problem: { kind: 'no-number', typed: longest } },
  { code: 'field', field: 'links', problem: { kind: 'no-record', record: 'INC-999999999' } },
  { code: 'field', field: 'links', problem: { kind: 'too-many', most: 20 } },
  { code: 'not-your-team', team: 'network' },
  { code: 'not-an-agent', person: 'fern', team: 'gone' },
  { code: 'not-involved' },
  { code: 'not-affected', affected: 'fern' },
  { code: 'wrong-state', state: 'closed' },
  { code: 'already-yours' },
  { code: 'already-so' },
  { code: 'changed-since' },
  { code: 'question-open' },
  { code: 'question-over' },
  ...agreementRefusals,
  { code: 'nobody-to-tell' },
  { code: 'not-followable', state: 'new' },
  { code: 'not-alerted' },
  { code: 'nothing-to-explain' },
]

const undelivered = Array.from({ length: 12 }, (_, index) => ({
  audience: index % 2 === 0 ? 'triage' : 'requester',
  platform: index % 3 === 0 ? 'slack' : 'teams',
  conversation: '19:business-apps@thread.tacv2',
  count: index + 1,
  error: `Teams answered 403 ${'x'.repeat(900)}`,
}))

const around = {
  changes: changeLives.slice(0, 8).map(({ change }) => change),
  nearby: changeLives.slice(-6).flatMap(({ change }, index): NearbyChange[] =>
    (['made', 'under-way', 'planned'] as const).map((when) => ({
      change,
      service: index % 2 === 0 ? 'mail' : 'site-network',
      below: index % 2 === 1,
      when,
      at: thursday.subtract({ minutes: 10 ** index }),
    })),
  ),
}

const factsOf = ({ incident }: Life, desk: Desk): IncidentFacts => ({
  incident,
  desk,
  followUps: ['INC-7', 'INC-8'],
  undelivered,
  clocks: everyClock,
  ...around,
  now: thursday,
})

/** Every card of every view, of every state of an incident. */
export const cards = (desk: Desk, platform: Platform): readonly Drawing<Card>[] => [
  ...lives.flatMap((life): Drawing<Card>[] => {
    const { name, incident, history } = life
    const facts = factsOf(life, desk)
    const drawing = (view: string, drawn: Card, more = ''): Drawing<Card> => ({
      view,
      of: name + more,
      drawn,
    })
    return [
      drawing('incidentCard', incidentCard(facts, 'requester'), ', to the requester'),
      drawing('incidentCard', incidentCard(facts, 'triage'), ', to the team'),
      drawing('incidentCard', incidentCard(facts, 'former-team'), ', to the team that had it'),
      ...['fern', 'dawa', 'ben', undefined].map((person) =>
        drawing(
          'incidentCard',
          incidentCard(facts, 'approver', person),
          `, to ${person ?? 'somebody'} in another’s stead`,
        ),
      ),
      drawing('sharedCard', sharedCard(facts)),
      drawing(
        'detailsCard',
        detailsCard(facts, history, { audience: 'requester', platform }),
        ', to the requester',
      ),
      drawing(
        'detailsCard',
        detailsCard(facts, history, { audience: 'requester', platform, standIn: 'dawa' }),
        ', to a deputy',
      ),
      drawing('detailsCard', detailsCard(facts, history, { audience: 'triage', platform }), ', to the team'),
      drawing('raisedCard', raisedCard(incident, desk, 'fern', 'directly')),
      drawing('raisedCard', raisedCard(incident, desk, 'gabriel', 'in-thread'), ', for another'),
      drawing(
        'offerCard',
        offerCard(longest, '6f1f0f0e-0000-4000-8000-000000000002', [incident, incident, incident]),
      ),
      ...commands.map((command) =>
        drawing('doneCard', doneCard(incident, command, desk), ` after ${command.type}`),
      ),
    ]
  }),
  ...everyEvent.flatMap((happened): Drawing<Card>[] => {
    const [{ incident }] = lives as [(typeof lives)[number]]
    return (['requester', 'triage', 'person'] as const).flatMap((audience) => {
      const of = `${happened.event.type}, to ${audience}`
      const reader = { audience, platform, named: audience !== 'triage' }
      return [
        { view: 'incidentLine', of, drawn: incidentLine(incident, happened, desk, reader) },
        { view: 'incidentNotice', of, drawn: incidentNotice(incident, happened, desk, reader) },
      ]
    })
  }),
  ...clockCards(desk, platform),
  ...changeCards(desk),
  ...scheduleCards(desk, platform),
  ...peopleCards(desk),
  ...plainCards(desk, platform),
]

const plainCards = (desk: Desk, platform: Platform): readonly Drawing<Card>[] => {
  const identity = { platform, tenant: 'x', user: `U${'0'.repeat(60)}` } as const
  const proposal = { id: '6f1f0f0e-0000-4000-8000-000000000003', identity, person: 'fern' }
  // As many as a list of words shows.
  const incidents = lives.slice(-10).map(({ incident }) => incident)
  const mine = { incidents: incidents.slice(0, pageSize), total: 37 }
  const approvals = { changes: changeLives.slice(2, 2 + pageSize).map(({ change }) => change), total: 21 }
  const [person] = desk.people
  if (person === undefined) throw new Error('a desk without people')
  return [
    { view: 'helpCard', of: 'the desk', drawn: helpCard(desk, platform) },
    { view: 'onItsCard', of: 'a verb', drawn: onItsCard('take', 'CHG-123456789') },
    {
      view: 'foundCard',
      of: 'much',
      drawn: foundCard(
        longest,
        { incidents: incidents.slice(0, 9), total: 50 },
        { changes: changeLives.slice(0, 5).map(({ change }) => change), total: 40 },
        desk,
        'fern',
      ),
    },
    {
      view: 'foundCard',
      of: 'nothing',
      drawn: foundCard(longest, { incidents: [], total: 0 }, { changes: [], total: 0 }, desk, 'fern'),
    },
    { view: 'menuCard', of: 'the desk', drawn: menuCard(desk, platform) },
    { view: 'notUnderstood', of: 'many words', drawn: notUnderstood(longest, platform) },
    {
      view: 'listCard',
      of: 'nothing',
      drawn: listCard(longest, 'None.', { incidents: [], total: 0 }, desk, 'fern'),
    },
    { view: 'listCard', of: 'much', drawn: listCard('All', 'None.', { incidents, total: 99 }, desk, 'fern') },
    {
      view: 'listCard',
      of: 'what is due',
      drawn: listCard(
        'Missed, or due within a day',
        'None.',
        { incidents, total: 99, due: new Map(incidents.map(({ id }) => [id, thursday])) },
        desk,
        'fern',
      ),
    },
    ...[0, 3, 7].map((page) => ({
      view: 'homeCard',
      of: `page ${page}`,
      drawn: homeCard(desk, person, { approvals, waiting: mine, open: mine, changes: approvals }, page),
    })),
    {
      view: 'homeCard',
      of: 'nothing',
      drawn: homeCard(
        desk,
        person,
        {
          approvals: { changes: [], total: 0 },
          waiting: { incidents: [], total: 0 },
          open: { incidents: [], total: 0 },
          changes: { changes: [], total: 0 },
        },
        0,
      ),
    },
    { view: 'linkCard', of: 'an open question', drawn: linkCard(proposal, desk) },
    { view: 'linkCard', of: 'a yes', drawn: linkCard({ ...proposal, confirmed: true }, desk) },
    {
      view: 'linkDecidedCard',
      of: 'a no',
      drawn: linkDecidedCard({ ...proposal, confirmed: false }, desk, 'kofi'),
    },
    { view: 'openFormCard', of: 'the report', drawn: openFormCard('Report a problem', reportButton()) },
    { view: 'noSuchRecord', of: 'a number', drawn: noSuchRecord('INC-999999999') },
    ...refusals.map((refusal) => ({
      view: 'refusalCard',
      of: refusal.code,
      drawn: refusalCard(refusal, desk),
    })),
    ...Object.values(strangerText).map((words) => ({
      view: 'line',
      of: 'a stranger',
      drawn: line(typeof words === 'string' ? words : words('Fern')),
    })),
  ]
}

/** Every form of every view, of every state of an incident. */
export const allForms = (desk: Desk): readonly Drawing<Form>[] => {
  const state = { form: '6f1f0f0e-0000-4000-8000-000000000004', record: 'INC-123456789', version: '12' }
  const prefill = { title: asked, description: longest.slice(0, 3000), service: 'mail', category: 'fault' }
  return [
    ...desk.people.slice(0, 4).map((person) => ({
      view: 'raiseForm',
      of: `for ${person.name}`,
      drawn: forms.raiseForm(desk, person, prefill, state),
    })),
    ...lives.flatMap(({ name: of, incident }): Drawing<Form>[] => [
      { view: 'commentForm', of, drawn: forms.commentForm(incident, state) },
      { view: 'noteForm', of, drawn: forms.noteForm(incident, state) },
      { view: 'escalateForm', of, drawn: forms.escalateForm(incident, state) },
      { view: 'reopenForm', of, drawn: forms.reopenForm(incident, state) },
      { view: 'cancelForm', of, drawn: forms.cancelForm(incident, state) },
      { view: 'assignForm', of, drawn: forms.assignForm(incident, desk, state) },
      { view: 'handOverForm', of, drawn: forms.handOverForm(incident, desk, state) },
      { view: 'priorityForm', of, drawn: forms.priorityForm(incident, state) },
      { view: 'classifyForm', of, drawn: forms.classifyForm(incident, desk, state) },
      { view: 'suspendForm', of, drawn: forms.suspendForm(incident, state) },
      { view: 'resolveForm', of, drawn: forms.resolveForm(incident, desk, state) },
      { view: 'explainMissForm', of, drawn: explainMissForm(incident, desk, state) },
    ]),
    ...changeForms(desk),
    ...peopleForms(desk),
  ]
}
