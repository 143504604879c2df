import { worksFor } from '../../domain/authority.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Described, IncidentCommand } from '../../domain/incident-command.ts'
import type { Incident } from '../../domain/incident.ts'
import type { PersonId } from '../../domain/person.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { Form, FormState, FormValues } from '../ui/form.ts'
import { explainMissForm } from '../views/explain-miss-form.ts'
import * as forms from '../views/incident-forms.ts'

/** What a button or verb of an incident does: at once, or after a form. */
export type IncidentAction =
  | {
      readonly kind: 'at-once'
      readonly command: (argument: string, seen: number | undefined) => IncidentCommand
    }
  | {
      readonly kind: 'form'
      readonly form: (incident: Incident, desk: Desk, state: FormState) => Form
      /** Why it is not opened, where that is known before anything is filled in. */
      readonly refuses?: (incident: Incident, actor: PersonId, desk: Desk) => Refusal | undefined
      readonly command: (values: FormValues, seen: number | undefined) => IncidentCommand
    }

/** By the name of the intent. What was chosen is handed on as it came: the decider refuses what was no choice. */
export const incidentActions: Readonly<Record<string, IncidentAction>> = {
  'incident.take': { kind: 'at-once', command: (_, seen) => ({ type: 'take', ...since(seen) }) },
  'incident.resume': { kind: 'at-once', command: () => ({ type: 'resume' }) },
  'incident.close': { kind: 'at-once', command: () => ({ type: 'close' }) },
  'incident.acknowledge': { kind: 'at-once', command: () => ({ type: 'acknowledge' }) },
  'incident.explain-miss': {
    kind: 'form',
    form: explainMissForm,
    // What teams and suppliers owe stands in it, which is for the desk's side only.
    refuses: ({ team, unexplained }, actor, desk) => {
      if (!worksFor(desk, actor, team)) return { code: 'not-your-team', team }
      return unexplained.length === 0 ? { code: 'nothing-to-explain' } : undefined
    },
    command: ({ slot = '', cause = '', text = '' }) => ({ type: 'explain-miss', slot, cause, text }),
  },
  'incident.agree': { kind: 'at-once', command: (question) => ({ type: 'agree', question }) },
  'incident.decline': { kind: 'at-once', command: (question) => ({ type: 'decline', question }) },
  'incident.assign': {
    kind: 'form',
    form: forms.assignForm,
    command: ({ assignee = '' }) => ({ type: 'assign', to: assignee }),
  },
  'incident.hand-over': {
    kind: 'form',
    form: forms.handOverForm,
    command: ({ team = '', reason = '' }, seen) => ({ type: 'hand-over', to: team, reason, ...since(seen) }),
  },
  'incident.escalate': {
    kind: 'form',
    form: (incident, _, state) => forms.escalateForm(incident, state),
    command: ({ reason = '' }) => ({ type: 'escalate', reason }),
  },
  'incident.note': {
    kind: 'form',
    form: (incident, _, state) => forms.noteForm(incident, state),
    command: ({ text = '' }) => ({ type: 'note', text }),
  },
  'incident.comment': {
    kind: 'form',
    form: (incident, _, state) => forms.commentForm(incident, state),
    command: ({ text = '' }) => ({ type: 'comment', text, files: 0 }),
  },
  'incident.priority': {
    kind: 'form',
    form: (incident, _, state) => forms.priorityForm(incident, state),
    command: ({ priority = '', reason = '' }, seen) => ({
      type: 'set-priority',
      to: priority,
      reason,
      ...since(seen),
    }),
  },
  'incident.classify': {
    kind: 'form',
    form: forms.classifyForm,
    command: (values, seen) => ({
      type: 'classify',
      classification: described(values),
      reason: values['reason'] ?? '',
      ...since(seen),
    }),
  },
  'incident.suspend': {
    kind: 'form',
    form: (incident, _, state) => forms.suspendForm(incident, state),
    command: ({ waitingFor = '', reason = '' }, seen) => ({
      type: 'suspend',
      waitingFor,
      reason,
      ...since(seen),
    }),
  },
  'incident.resolve': {
    kind: 'form',
    form: forms.resolveForm,
    command: ({ code = '', text = '', service = '', category = '' }, seen) => ({
      type: 'resolve',
      code,
      text,
      service,
      category,
      ...since(seen),
    }),
  },
  'incident.reopen': {
    kind: 'form',
    form: (incident, _, state) => forms.reopenForm(incident, state),
    command: ({ reason = '' }) => ({ type: 'reopen', reason }),
  },
  'incident.cancel': {
    kind: 'form',
    form: (incident, _, state) => forms.cancelForm(incident, state),
    command: ({ reason = '' }) => ({ type: 'cancel', reason }),
  },
}

const since = (seen: number | undefined): { seen?: number } => (seen === undefined ? {} : { seen })

const described = (values: FormValues): Described => {
  const [service = '', ...component] = (values['part'] ?? '').split('/')
  return {
    service,
    ...(component.length === 0 ? {} : { component: component.join('/') }),
    category: values['category'] ?? '',
    impact: values['impact'] ?? '',
    urgency: values['urgency'] ?? '',
  }
}
