import { askedFor } from '../../domain/approval-seats.ts'
import type { Approval, Seat } from '../../domain/approval.ts'
import { longest } from '../../domain/incident-command.ts'
import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Form, FormState, Option } from '../ui/form.ts'
import { cut, limits } from '../ui/limits.ts'
import { choice } from './incident-forms.ts'
import { personName } from './names.ts'

/** *Reassign*: which seat, to whom, and why. Seats that are decided are nobody's to give away. */
export const reassignForm = (change: Change, state: FormState, desk: Desk): Form => {
  const options = change.approval === undefined ? [] : seatsOf(change.approval, desk)
  return {
    name: 'change.reassign',
    title: cut(`Reassign ${change.id}`, limits.formTitle),
    submitLabel: 'Reassign',
    state,
    intro: 'Whoever had the seat, and whoever stood in for them, decides it no more; they are told why.',
    inputs: [
      choice('seat', 'Whose seat', options, options.length === 1 ? options[0]?.value : undefined),
      { kind: 'lookup', source: 'people', name: 'to', label: 'Who shall decide instead?' },
      { kind: 'text', name: 'reason', label: 'Why?', multiline: true, maxLength: longest.reason },
    ],
  }
}

/** Of the present stage and later ones: "Noor Haddad · Change board". */
const seatsOf = ({ stages, stage: present }: Approval, desk: Desk): readonly Option[] =>
  stages.slice(present).flatMap(({ name, seats }) =>
    seats
      .filter(({ decision }) => decision === undefined)
      .map((seat) => ({
        value: seat.id,
        label: cut(`${holder(seat, desk)} · ${name}`, limits.optionLabel),
      })),
  )

const holder = (seat: Seat, desk: Desk): string => {
  if (seat.person === undefined) return 'Nobody'
  const asked = askedFor(seat)
  const whose = personName(desk, seat.person)
  return asked === undefined || asked === seat.person
    ? whose
    : `${whose} (${personName(desk, asked)} is asked)`
}
