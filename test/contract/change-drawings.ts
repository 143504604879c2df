import type { Card } from '../../src/bot/ui/card.ts'
import type { Form } from '../../src/bot/ui/form.ts'
import {
  type ChangeFacts,
  type ChangeReader,
  changeCard,
  sharedChange,
} from '../../src/bot/views/change-card.ts'
import { changeDetails, changeDone, changeRecorded } from '../../src/bot/views/change-details.ts'
import * as forms from '../../src/bot/views/change-forms.ts'
import * as outcomes from '../../src/bot/views/change-outcome-forms.ts'
import { changeLine, changeNotice } from '../../src/bot/views/change-line.ts'
import { changeRefusalText } from '../../src/bot/views/change-refusal.ts'
import { line } from '../../src/bot/ui/card.ts'
import type { ApprovalRefusal } from '../../src/domain/approval-command.ts'
import type { ChangeCommand } from '../../src/domain/change-command.ts'
import type { ChangeRefusal } from '../../src/domain/change-refusal.ts'
import type { Conflict } from '../../src/domain/change-schedule.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { thursday } from '../support/given.ts'
import { changeLives, everyChangeEvent } from './change-lives.ts'
import type { Drawing } from './drawings.ts'

const overlap = { from: thursday, to: thursday.add({ hours: 2 }) }

const conflicts: readonly Conflict[] = [
  { kind: 'freeze', freeze: { id: 'season', name: '<!channel> *season*' }, overlap },
  { kind: 'same-component', change: 'CHG-1', components: ['vpn-gateway', 'gone'], overlap },
  { kind: 'same-service', change: 'CHG-2', services: ['mail', 'gone'], overlap },
  {
    kind: 'dependent-service',
    change: 'CHG-3',
    ways: [['orders', 'remote-access', 'site-network']],
    overlap,
  },
  { kind: 'same-implementer', change: 'CHG-4', implementer: 'chiara', overlap },
]

const undelivered = Array.from({ length: 12 }, (_, index) => ({
  audience: index % 2 === 0 ? 'authority' : 'requester',
  platform: index % 3 === 0 ? 'slack' : 'teams',
  conversation: '19:change-board@thread.tacv2',
  count: index + 1,
  error: `Teams answered 403 ${'x'.repeat(900)}`,
}))

const readers: readonly ChangeReader[] = [
  { part: 'requester' },
  { part: 'authority' },
  { part: 'approver', person: 'ada' },
  { part: 'approver', person: 'ben' },
  { part: 'approver', person: 'emre' },
  { part: 'approver', person: 'dawa', reassigns: true },
  { part: 'approver', person: undefined },
]

const approvalRefusals: readonly ApprovalRefusal[] = [
  { code: 'field', field: 'reason', problem: { kind: 'missing' } },
  { code: 'over', state: 'approved', by: 'ada', at: thursday },
  { code: 'over', state: 'expired', by: 'desk', at: thursday },
  { code: 'expired', at: thursday },
  { code: 'unfit', because: 'requester' },
  { code: 'already-decided', by: 'ada', for: 'ben', answer: 'rejected', at: thursday },
  { code: 'delegated', to: 'gone' },
  { code: 'delegation-over', for: 'ada' },
  { code: 'seat-lost', because: 'reassigned', to: 'ben' },
  { code: 'not-yet', waitsFor: 'Service owners' },
  { code: 'stage-over', stage: 'Service owners' },
  { code: 'not-approver' },
  { code: 'only-a-deputy', for: 'ada' },
  { code: 'cannot-sit', person: 'ada', because: 'seated' },
  { code: 'away', person: 'ada', until: thursday },
  { code: 'not-change-manager' },
  { code: 'not-yours' },
  { code: 'nothing-due' },
]

const refusals: readonly ChangeRefusal[] = [
  { code: 'field', field: 'title', problem: { kind: 'too-long', most: 150 } },
  { code: 'no-policy' },
  { code: 'not-involved' },
  { code: 'not-requester', requester: 'fern' },
  { code: 'not-implementer', implementer: 'gone' },
  { code: 'not-change-manager' },
  { code: 'not-alone' },
  { code: 'not-confirmed' },
  { code: 'not-task-owner', owner: 'chiara' },
  { code: 'change-state', state: 'withdrawn' },
  { code: 'changed-since' },
  { code: 'revised-since' },
  { code: 'conflicts', conflicts },
  { code: 'no-conflicts' },
  { code: 'too-early', from: thursday },
  { code: 'window-over', to: thursday },
  { code: 'task-done' },
  { code: 'nothing-due' },
  ...approvalRefusals.map((refusal) => ({ code: 'approval', refusal }) as const),
]

const commands: readonly ChangeCommand[] = [
  { type: 'approval', command: { type: 'approve', stage: 0 } },
  { type: 'approval', command: { type: 'delegate', to: 'ben', stage: 0 } },
  { type: 'approval', command: { type: 'reassign', seat: '1.1', to: 'gone', reason: 'r' } },
  { type: 'override', reason: 'r' },
  { type: 'go-ahead', reason: 'r', confirmed: true },
  { type: 'withdraw', reason: 'r' },
  { type: 'start' },
  { type: 'finish', how: 'done', text: 't' },
  { type: 'review', effective: 'yes', text: 't', action: '' },
  { type: 'complete-task', task: 't0' },
  { type: 'comment', text: 't', files: 0 },
]

/** Every card about a change, of every state it can be in, to everyone who may see it. */
export const changeCards = (desk: Desk): readonly Drawing<Card>[] => [
  ...changeLives.flatMap(({ name, change, history }): Drawing<Card>[] => {
    const quiet: ChangeFacts = { change, desk, conflicts: [], undelivered: [] }
    const loud: ChangeFacts = { change, desk, conflicts, undelivered }
    return [
      ...readers.flatMap((reader) => [
        { view: 'changeCard', of: `${name}, to ${reader.part}`, drawn: changeCard(quiet, reader) },
        { view: 'changeCard', of: `${name} in the way, to ${reader.part}`, drawn: changeCard(loud, reader) },
        {
          view: 'changeDetails',
          of: `${name}, to ${reader.part}`,
          drawn: changeDetails(loud, history, reader),
        },
      ]),
      { view: 'sharedChange', of: name, drawn: sharedChange(loud) },
      { view: 'changeRecorded', of: name, drawn: changeRecorded(change, desk) },
      ...commands.map((command) => ({
        view: 'changeDone',
        of: `${name}, after ${command.type}`,
        drawn: changeDone(change, command, desk),
      })),
    ]
  }),
  ...everyChangeEvent.flatMap((happened): Drawing<Card>[] => {
    const [{ change }] = changeLives as [(typeof changeLives)[number]]
    const of = happened.event.type
    return [
      { view: 'changeLine', of, drawn: changeLine(change, happened, desk, true) },
      { view: 'changeLine', of, drawn: changeLine(change, happened, desk, false) },
      { view: 'changeNotice', of, drawn: changeNotice(change, happened, desk) },
    ]
  }),
  ...refusals.map((refusal) => ({
    view: 'changeRefusalText',
    of: refusal.code,
    drawn: line(changeRefusalText(refusal, desk)),
  })),
]

/** Every form about a change. */
export const changeForms = (desk: Desk): readonly Drawing<Form>[] => {
  const state = { form: '6f1f0f0e-0000-4000-8000-000000000004', record: 'CHG-123456789', version: '12' }
  const [person] = desk.people
  const policy = desk.changes
  if (person === undefined || policy === undefined) throw new Error('a desk without people or changes')
  return [
    { view: 'changeForm', of: 'a new one', drawn: forms.changeForm(desk, policy, person, {}, state) },
    ...changeLives.flatMap(({ name: of, change }): Drawing<Form>[] => [
      { view: 'changeForm', of, drawn: forms.changeForm(desk, policy, person, change, state) },
      { view: 'rejectForm', of, drawn: forms.rejectForm(change, state) },
      { view: 'returnForm', of, drawn: forms.returnForm(change, state) },
      { view: 'conditionForm', of, drawn: forms.conditionForm(change, state) },
      { view: 'delegateForm', of, drawn: forms.delegateForm(change, state) },
      { view: 'overrideForm', of, drawn: forms.overrideForm(change, state) },
      { view: 'goAheadForm', of, drawn: forms.goAheadForm(change, state) },
      { view: 'withdrawForm', of, drawn: forms.withdrawForm(change, state) },
      ...(['done', 'failed', 'backed-out'] as const).map((how) => ({
        view: 'finishForm',
        of,
        drawn: outcomes.finishForm(change, how, state, { desk, person }),
      })),
      { view: 'reviewForm', of, drawn: outcomes.reviewForm(change, state, { desk, person }) },
      { view: 'changeCommentForm', of, drawn: forms.changeCommentForm(change, state) },
    ]),
  ]
}
