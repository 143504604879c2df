import type { AskedAction } from '../../domain/change-investigation.ts'
import type { AskedChange, ChangeCommand } from '../../domain/change-command.ts'
import type { ChangeRefusal } from '../../domain/change-refusal.ts'
import { whyNotReassign } from '../../domain/change-rules.ts'
import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import type { PersonId } from '../../domain/person.ts'
import { type Form, type FormState, type FormValues, valuesOf } from '../ui/form.ts'
import * as forms from '../views/change-forms.ts'
import * as outcomes from '../views/change-outcome-forms.ts'
import { reassignForm } from '../views/reassign-form.ts'

/** What a button of a change does: at once, or after a form. `argument` is what the button carried. */
export type ChangeAction =
  | {
      readonly kind: 'at-once'
      readonly command: (argument: string, seen: number | undefined) => ChangeCommand
    }
  | {
      readonly kind: 'form'
      readonly form: (change: Change, state: FormState, asker: outcomes.Asker) => Form
      /** Why it is not opened, where that is known before anything is filled in. */
      readonly refuses?: (change: Change, actor: PersonId, desk: Desk) => ChangeRefusal | undefined
      readonly command: (values: FormValues, argument: string, seen: number | undefined) => ChangeCommand
    }

/** By the name of the intent; *Edit and send* has a form of its own kind. */
export const changeActions: Readonly<Record<string, ChangeAction>> = {
  'change.approve': {
    kind: 'at-once',
    command: (stage, seen) => inApproval({ type: 'approve', stage: stageOf(stage) }, seen),
  },
  'change.start': { kind: 'at-once', command: () => ({ type: 'start' }) },
  'change.task': { kind: 'at-once', command: (task) => ({ type: 'complete-task', task }) },
  'change.condition': {
    kind: 'form',
    form: forms.conditionForm,
    command: ({ condition = '' }, stage, seen) =>
      inApproval({ type: 'approve', condition, stage: stageOf(stage) }, seen),
  },
  'change.reject': {
    kind: 'form',
    form: forms.rejectForm,
    command: ({ reason = '' }, stage, seen) =>
      inApproval({ type: 'reject', reason, stage: stageOf(stage) }, seen),
  },
  'change.return': {
    kind: 'form',
    form: forms.returnForm,
    command: ({ remarks = '' }, stage, seen) =>
      inApproval({ type: 'ask-for-changes', remarks, stage: stageOf(stage) }, seen),
  },
  'change.delegate': {
    kind: 'form',
    form: forms.delegateForm,
    command: ({ to = '' }, stage, seen) => inApproval({ type: 'delegate', to, stage: stageOf(stage) }, seen),
  },
  'change.reassign': {
    kind: 'form',
    form: (change, state, { desk }) => reassignForm(change, state, desk),
    refuses: whyNotReassign,
    command: ({ seat = '', to = '', reason = '' }, _, seen) =>
      inApproval({ type: 'reassign', seat, to, reason }, seen),
  },
  'change.override': {
    kind: 'form',
    form: forms.overrideForm,
    command: ({ reason = '' }) => ({ type: 'override', reason }),
  },
  'change.go-ahead': {
    kind: 'form',
    form: forms.goAheadForm,
    command: ({ reason = '', sure }) => ({ type: 'go-ahead', reason, confirmed: sure === 'yes' }),
  },
  'change.withdraw': {
    kind: 'form',
    form: forms.withdrawForm,
    command: ({ reason = '' }) => ({ type: 'withdraw', reason }),
  },
  'change.done': finishing('done'),
  'change.failed': finishing('failed'),
  'change.backed-out': finishing('backed-out'),
  'change.review': {
    kind: 'form',
    form: outcomes.reviewForm,
    command: ({ effective = '', text = '', ...values }) => ({
      type: 'review',
      effective,
      text,
      ...actionIn(values),
    }),
  },
  'change.comment': {
    kind: 'form',
    form: forms.changeCommentForm,
    command: ({ text = '' }) => ({ type: 'comment', text, files: 0 }),
  },
}

function finishing(how: 'done' | 'failed' | 'backed-out'): ChangeAction {
  return {
    kind: 'form',
    form: (change, state, asker) => outcomes.finishForm(change, how, state, asker),
    command: ({ text = '', ...values }) => ({ type: 'finish', how, text, ...actionIn(values) }),
  }
}

const actionIn = ({ action = '', owner = '', due = '' }: FormValues): AskedAction => ({ action, owner, due })

const inApproval = (
  command: Extract<ChangeCommand, { type: 'approval' }>['command'],
  seen: number | undefined,
): ChangeCommand => ({ type: 'approval', command, ...(seen === undefined ? {} : { seen }) })

/** A forged stage is one that nobody is asked in. */
const stageOf = (argument: string): number => (/^\d{1,2}$/.test(argument) ? Number(argument) : -1)

/** The request as the form gives it, whoever fills it in making it unless they name another. */
export const askedOf = (values: FormValues, self: string): AskedChange => ({
  title: values['title'] ?? '',
  scope: values['scope'] ?? '',
  reason: values['reason'] ?? '',
  type: values['type'] ?? 'normal',
  services: valuesOf(values['services']),
  components: valuesOf(values['components']),
  removal: values['removal'] === 'yes',
  risks: Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith('risk-') ? [[name.slice('risk-'.length), value] as const] : [],
    ),
  ),
  impact: values['impact'] ?? '',
  cost: values['cost'] ?? '',
  assessment: values['assessment'] ?? '',
  plan: values['plan'] ?? '',
  reversal: values['reversal'] ?? '',
  reversalTested: values['reversalTested'] ?? '',
  from: values['from'] ?? '',
  to: values['to'] ?? '',
  implementer: values['implementer'] ?? self,
  links: (values['links'] ?? '').split(/[\s,;]+/).filter((typed) => typed !== ''),
})
