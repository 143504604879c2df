import { longestOf } from '../../domain/change-command.ts'
import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Person } from '../../domain/person.ts'
import type { Form, FormState, Input } from '../ui/form.ts'
import { moment, small, words } from './change-forms.ts'
import { choice } from './incident-forms.ts'
import { personName } from './names.ts'

/** What is done about an outcome: required before a change that did not succeed counts as reviewed (9.2-g). */
const actionInputs = (change: Change, { desk, person }: Asker, hint: string): readonly Input[] => [
  words('action', 'What is to be done about it?', undefined, {
    most: longestOf.short,
    optional: true,
    hint,
  }),
  {
    kind: 'lookup',
    source: 'people',
    name: 'owner',
    label: 'Who does that?',
    optional: true,
    chosen: { value: change.implementer, label: personName(desk, change.implementer) },
  },
  { ...moment('due', 'Until when?', person, undefined), optional: true },
]

/** Who fills a form in. */
export interface Asker {
  readonly desk: Desk
  readonly person: Person
}

export const finishForm = (
  change: Change,
  how: 'done' | 'failed' | 'backed-out',
  state: FormState,
  asker: Asker,
): Form =>
  small(
    change,
    how,
    {
      title: { done: 'Done', failed: 'Failed', 'backed-out': 'Backed out' }[how],
      submit: 'Save',
      inputs: [
        words('text', 'What happened?', undefined),
        ...(how === 'done'
          ? []
          : actionInputs(
              change,
              asker,
              'So that it does not happen again. Leave it empty if that is not clear yet: the review asks for it.',
            )),
      ],
    },
    state,
  )

export const reviewForm = (change: Change, state: FormState, asker: Asker): Form =>
  small(
    change,
    'review',
    {
      title: 'Review',
      submit: 'Save',
      inputs: [
        choice(
          'effective',
          'Did it do what it was meant to?',
          [
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ],
          undefined,
        ),
        words('text', 'What was learnt?', undefined),
        ...actionInputs(
          change,
          asker,
          'Needed, with who and until when, where it failed, was backed out or had no effect and nothing was agreed yet.',
        ),
      ],
    },
    state,
  )
