import { longestOf } from '../../domain/change-command.ts'
import type { ChangePolicy } from '../../domain/change-policy.ts'
import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Person } from '../../domain/person.ts'
import type { Form, FormState, Input, TextInput } from '../ui/form.ts'
import { cut, limits } from '../ui/limits.ts'
import { choice } from './incident-forms.ts'
import { personName } from './names.ts'

/** *Propose a change*, and *Edit and send*: the whole request (9.2-a, 9.2-b, 9.2-d). */
export const changeForm = (
  desk: Desk,
  policy: ChangePolicy,
  person: Person,
  known: Partial<Change>,
  state: FormState,
): Form => ({
  name: known.id === undefined ? 'change.propose' : 'change.revise',
  title: known.id === undefined ? 'Propose a change' : cut(`Edit ${known.id}`, limits.formTitle),
  submitLabel: 'Send',
  state,
  inputs: [
    words('title', 'What shall be changed?', known.title, { most: longestOf.title, line: true }),
    words('scope', 'Scope', known.scope, { hint: 'What exactly is done, and to what.' }),
    words('reason', 'Reason and benefit', known.reason),
    choice(
      'type',
      'Type',
      [
        { value: 'normal', label: 'Normal' },
        { value: 'emergency', label: 'Emergency: it cannot wait for the usual path' },
      ],
      known.type ?? 'normal',
    ),
    {
      kind: 'choices',
      name: 'services',
      label: 'Services affected',
      options: desk.services.map(({ id, name }) => ({ value: id, label: name })),
      values: known.services ?? [],
    },
    {
      kind: 'choices',
      name: 'components',
      label: 'Components affected',
      hint: 'Leave empty where it is the whole service.',
      optional: true,
      options: desk.services
        .flatMap((service) =>
          service.components.map(({ id, name }) => ({ value: id, label: `${service.name} / ${name}` })),
        )
        .map(({ value, label }) => ({ value, label: cut(label, limits.optionLabel) })),
      values: known.components ?? [],
    },
    choice(
      'removal',
      'Removes or transfers a service?',
      [
        { value: 'no', label: 'No' },
        { value: 'yes', label: 'Yes: it is a major change then' },
      ],
      known.removal === true ? 'yes' : 'no',
    ),
    ...policy.riskQuestions.map(({ id, question, answers }) =>
      choice(
        `risk-${id}`,
        cut(question, limits.inputLabel),
        answers.map((answer) => ({ value: answer.id, label: cut(answer.name, limits.optionLabel) })),
        known.risks?.[id],
      ),
    ),
    words('impact', 'Impact on users and customers', known.impact, { optional: true }),
    words('assessment', 'Security, continuity, capacity', known.assessment, {
      optional: true,
      hint: 'What it means for each, or that it means nothing.',
    }),
    words('cost', 'Cost', known.cost, { most: longestOf.short, line: true, optional: true }),
    words('plan', 'Plan', known.plan),
    words('reversal', 'Plan to reverse it', known.reversal),
    words('reversalTested', 'How was reversing it tested?', known.reversalTested),
    moment('from', 'Window from', person, known.from),
    moment('to', 'Window to', person, known.to),
    {
      kind: 'lookup',
      source: 'people',
      name: 'implementer',
      label: 'Who makes it',
      hint: 'Leave empty if it is you.',
      optional: true,
      ...(known.implementer === undefined
        ? {}
        : { chosen: { value: known.implementer, label: personName(desk, known.implementer) } }),
    },
    words('links', 'Belongs to', known.links?.join(' '), {
      most: longestOf.short,
      line: true,
      optional: true,
      hint: 'Numbers of records, such as INC-17.',
    }),
    choice(
      'send',
      'Send it',
      [
        { value: 'now', label: 'For approval now' },
        { value: 'draft', label: 'Keep it as a draft for now' },
      ],
      'now',
    ),
  ],
})

/** An input of words, as long as the domain lets them be. */
export const words = (
  name: string,
  label: string,
  value: string | undefined,
  more: {
    readonly most?: number
    readonly line?: boolean
    readonly optional?: boolean
    readonly hint?: string
  } = {},
): TextInput => ({
  kind: 'text',
  name,
  label,
  maxLength: more.most ?? longestOf.words,
  ...(more.line === true ? {} : { multiline: true }),
  ...(more.optional === true ? { optional: true } : {}),
  ...(more.hint === undefined ? {} : { hint: more.hint }),
  ...(value === undefined || value === '' ? {} : { value }),
})

export const moment = (name: string, label: string, { zone }: Person, value: string | undefined): Input => ({
  kind: 'moment',
  name,
  label,
  zone,
  ...(value === undefined || value === '' ? {} : { value }),
})

interface Asking {
  readonly title: string
  readonly submit: string
  readonly intro?: string
  readonly inputs: readonly Input[]
}

/** A form about one change, with its number in the title. */
export const small = (
  change: Change,
  verb: string,
  { title, submit, intro, inputs }: Asking,
  state: FormState,
): Form => ({
  name: `change.${verb}`,
  title: cut(`${title} ${change.id}`, limits.formTitle),
  submitLabel: submit,
  state,
  inputs,
  ...(intro === undefined ? {} : { intro }),
})

const reason = (label: string): TextInput => words('reason', label, undefined, { most: longestOf.short })

export const rejectForm = (change: Change, state: FormState): Form =>
  small(change, 'reject', { title: 'Reject', submit: 'Reject', inputs: [reason('Why?')] }, state)

export const returnForm = (change: Change, state: FormState): Form =>
  small(
    change,
    'return',
    {
      title: 'Ask for changes',
      submit: 'Return it',
      inputs: [words('remarks', 'What has to be changed?', undefined)],
    },
    state,
  )

export const conditionForm = (change: Change, state: FormState): Form =>
  small(
    change,
    'condition',
    {
      title: 'Approve',
      submit: 'Approve',
      intro: 'You approve; the condition becomes something to do for whoever makes the change.',
      inputs: [words('condition', 'On which condition?', undefined, { most: longestOf.short })],
    },
    state,
  )

export const delegateForm = (change: Change, state: FormState): Form =>
  small(
    change,
    'delegate',
    {
      title: 'Delegate',
      submit: 'Ask them',
      inputs: [{ kind: 'lookup', source: 'people', name: 'to', label: 'Who shall decide instead of you?' }],
    },
    state,
  )

export const overrideForm = (change: Change, state: FormState): Form =>
  small(
    change,
    'override',
    { title: 'Allow overlap', submit: 'Allow it', inputs: [reason('Why is it safe?')] },
    state,
  )

export const goAheadForm = (change: Change, state: FormState): Form =>
  small(
    change,
    'go-ahead',
    {
      title: 'Go ahead',
      submit: 'Go ahead',
      intro: 'Everyone concerned is told at once, and it is reviewed afterwards.',
      inputs: [
        reason('Why can it not wait?'),
        choice(
          'sure',
          'Go ahead before the others have decided?',
          [
            { value: 'no', label: 'No' },
            { value: 'yes', label: 'Yes, I answer for it' },
          ],
          'no',
        ),
      ],
    },
    state,
  )

export const withdrawForm = (change: Change, state: FormState): Form =>
  small(change, 'withdraw', { title: 'Withdraw', submit: 'Withdraw it', inputs: [reason('Why?')] }, state)

export const changeCommentForm = (change: Change, state: FormState): Form =>
  small(
    change,
    'comment',
    { title: 'Comment', submit: 'Send', inputs: [words('text', 'Your comment', undefined)] },
    state,
  )
