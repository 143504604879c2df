import type { EnteredAbsence } from '../../domain/absence.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Person, PersonId } from '../../domain/person.ts'
import { text } from '../ui/card.ts'
import type { Form, FormState, Input, LookupInput } from '../ui/form.ts'
import { enteredText } from './absence.ts'
import { personName } from './names.ts'

/** What is known of an absence before its form is filled in; instants. */
export interface AbsencePrefill {
  readonly person?: PersonId
  readonly from?: string
  readonly to?: string
  readonly deputy?: PersonId
}

/** *Enter an absence*: from, to, and who stands in; change managers also say who is away. */
export const absenceForm = (
  desk: Desk,
  reader: Person,
  entered: readonly EnteredAbsence[],
  known: AbsencePrefill,
  forOthers: boolean,
  state: FormState,
): Form => ({
  name: 'absence.enter',
  title: 'Enter an absence',
  submitLabel: 'Save',
  state,
  intro: [
    text('While you are away, your deputy is asked what waits for your decision.'),
    ...enteredText(entered, desk),
  ],
  inputs: [
    ...(forOthers
      ? [
          {
            ...someone('person', 'Who is away', known.person, desk),
            hint: 'Leave empty if it is you. They are told.',
          },
        ]
      : []),
    { ...moment('from', 'From', reader, known.from), optional: true, hint: 'Leave empty if it begins now.' },
    { ...moment('to', 'Until', reader, known.to), hint: 'From then on you are asked again.' },
    {
      ...someone('deputy', 'Deputy', known.deputy, desk),
      hint: 'Asked where they may decide. Leave empty if nobody stands in.',
    },
  ],
})

const moment = (name: string, label: string, { zone }: Person, value: string | undefined): Input => ({
  kind: 'moment',
  name,
  label,
  zone,
  ...(value === undefined ? {} : { value }),
})

const someone = (name: string, label: string, person: PersonId | undefined, desk: Desk): LookupInput => ({
  kind: 'lookup',
  source: 'people',
  name,
  label,
  optional: true,
  ...(person === undefined ? {} : { chosen: { value: person, label: personName(desk, person) } }),
})
