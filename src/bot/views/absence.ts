import type { AbsenceRefusal, EnteredAbsence } from '../../domain/absence.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Person, PersonId } from '../../domain/person.ts'
import { type Button, type Card, type CardElement, type Span, bold, plain, text } from '../ui/card.ts'
import * as names from './names.ts'
import { fieldText } from './refusal-field.ts'

/** How many absences a card shows; nobody plans so many. */
const shown = 10

/** What is entered for a person, each with a way to take it back. `said`: what has just been done, said first. */
export const absencesCard = (
  absences: readonly EnteredAbsence[],
  person: PersonId,
  reader: PersonId,
  desk: Desk,
  said?: readonly Span[],
): Card => {
  const title = person === reader ? 'When you are away' : `When ${names.personName(desk, person)} is away`
  return {
    fallback: said === undefined ? `${title}: ${absences.length}` : plain(said),
    elements: [
      { kind: 'header', text: title },
      ...(said === undefined ? [] : [{ kind: 'text', text: said } as const]),
      ...(absences.length === 0 ? [{ kind: 'text', text: nothingText(person === reader) } as const] : []),
      ...absences.slice(0, shown).flatMap((absence) => row(absence, desk)),
      ...(absences.length > shown
        ? [{ kind: 'context', text: `${shown} of ${absences.length} are shown, the next ones.` } as const]
        : []),
      { kind: 'buttons', buttons: [enterButton(person === reader ? undefined : person)] },
    ],
  }
}

const nothingText = (own: boolean): string =>
  own
    ? 'Nothing is entered. While you are away, somebody you name can decide for you what waits for your decision.'
    : 'Nothing is entered.'

const row = (absence: EnteredAbsence, desk: Desk): readonly CardElement[] => [
  { kind: 'text', text: [...timesOf(absence), text('. '), ...deputyOf(absence, desk)] },
  ...(absence.enteredBy === absence.person
    ? []
    : [
        {
          kind: 'context',
          text: [text(`Entered by ${names.personName(desk, absence.enteredBy)} `), { at: absence.enteredAt }],
        } as const,
      ]),
  {
    kind: 'buttons',
    buttons: [{ label: 'Take back', action: { name: 'absence.take-back', argument: absence.id } }],
  },
]

/** From the bare command, and wherever no form can be opened in answer. */
export const enterButton = (argument?: string): Button => ({
  label: 'Enter an absence',
  style: 'primary',
  opensForm: true,
  action: { name: 'absence.enter', ...(argument === undefined ? {} : { argument }) },
})

const timesOf = ({ from, to }: Pick<EnteredAbsence, 'from' | 'to'>): readonly Span[] => [
  { at: from },
  text(' to '),
  { at: to },
]

const deputyOf = ({ deputy }: EnteredAbsence, desk: Desk): readonly Span[] =>
  deputy === undefined
    ? [text('Nobody stands in.')]
    : [bold(names.personName(desk, deputy)), text(' stands in.')]

/** What is entered already, in the words of a form. */
export const enteredText = (absences: readonly EnteredAbsence[], desk: Desk): readonly Span[] =>
  absences.length === 0
    ? []
    : [
        text(' Entered already: '),
        ...absences
          .slice(0, shown)
          .flatMap((absence, index): readonly Span[] => [
            ...(index === 0 ? [] : [text('; ')]),
            ...timesOf(absence),
            ...(absence.deputy === undefined
              ? []
              : [text(`, ${names.personName(desk, absence.deputy)} stands in`)]),
          ]),
        text('. Write “away” to take one back.'),
      ]

/** What the one who entered it is told; said after the commit, never before. */
export const absenceEntered = (absence: EnteredAbsence, reader: PersonId, desk: Desk): readonly Span[] => {
  const own = absence.person === reader
  const who = own ? 'You are' : `${names.personName(desk, absence.person)} is`
  const asked =
    absence.deputy === undefined
      ? `Nobody stands in: what waits for ${own ? 'you' : 'them'} waits, and the change managers are told.`
      : `${names.personName(desk, absence.deputy)} is asked instead, wherever they may decide.`
  return [text(`${who} entered as away `), ...timesOf(absence), text(`. ${asked}`)]
}

/** The same of one that was taken back. */
export const absenceTakenBack = (absence: EnteredAbsence, reader: PersonId, desk: Desk): readonly Span[] => {
  const own = absence.person === reader
  const name = names.personName(desk, absence.person)
  if (!hadBegun(absence)) return [text('Taken back: the absence '), ...timesOf(absence), text('.')]
  return own
    ? [bold('Welcome back. '), text('What waits for your decision comes to you again.')]
    : [bold(name), text(' is back: what waits for their decision comes to them again.')]
}

const hadBegun = ({ from, takenBack }: EnteredAbsence): boolean =>
  takenBack !== undefined && Temporal.Instant.compare(from, takenBack.at) <= 0

/** To the absent one where somebody else entered it or took it back, and to the deputy. */
export const absenceNotice = (
  absence: EnteredAbsence,
  happened: 'entered' | 'taken-back',
  reader: PersonId | undefined,
  desk: Desk,
): Card => {
  const spans =
    reader === absence.person ? toAbsent(absence, happened, desk) : toDeputy(absence, happened, desk)
  return { fallback: plain(spans), elements: [{ kind: 'text', text: spans }] }
}

const toAbsent = (
  absence: EnteredAbsence,
  happened: 'entered' | 'taken-back',
  desk: Desk,
): readonly Span[] => {
  const by = happened === 'entered' ? absence.enteredBy : (absence.takenBack?.by ?? absence.enteredBy)
  return happened === 'entered'
    ? [
        bold(names.personName(desk, by)),
        text(' entered that you are away '),
        ...timesOf(absence),
        text('. '),
        ...deputyOf(absence, desk),
        text(' Write “back” when you are, or “away” to take it back.'),
      ]
    : [
        bold(names.personName(desk, by)),
        text(' took back that you are away '),
        ...timesOf(absence),
        text('. What waits for your decision comes to you.'),
      ]
}

const toDeputy = (
  absence: EnteredAbsence,
  happened: 'entered' | 'taken-back',
  desk: Desk,
): readonly Span[] => {
  const who = bold(names.personName(desk, absence.person))
  if (happened === 'entered')
    return [
      who,
      text(' is away '),
      ...timesOf(absence),
      text(
        ', and you stand in. You will be asked what waits for their decision, as far as you may decide it.',
      ),
    ]
  return hadBegun(absence)
    ? [who, text(' is back: you do not stand in any more.')]
    : [who, text(' will not be away '), ...timesOf(absence), text(': you do not stand in.')]
}

/** Why nothing was done about an absence, in words for the one who wanted it; times are said in their zone. */
export const absenceRefusalText = (refusal: AbsenceRefusal, { zone }: Person, desk: Desk): string => {
  const nothing = 'Nothing was changed:'
  switch (refusal.code) {
    case 'field':
      return fieldText(refusal.problem)
    case 'no-policy':
      return `${nothing} the desk file says nothing about changes yet, so nobody has to stand in.`
    case 'not-your-absence':
      return `${nothing} only ${names.personName(desk, refusal.person)} and the change managers can do that.`
    case 'overlaps': {
      const { from, to } = refusal.absence
      return `This overlaps an absence that is entered already, ${local(from, zone)} to ${local(to, zone)}. Take that one back first (“away” lists it), or choose other times.`
    }
    case 'taken-back-already':
      return `${nothing} ${names.personName(desk, refusal.by)} took it back already, ${local(refusal.at, zone)}.`
    case 'absence-over':
      return `${nothing} it ended ${local(refusal.at, zone)} already.`
  }
}

/** `2026-12-03 14:00`, on the clocks of the zone. */
const local = (at: Temporal.Instant, zone: string): string =>
  at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')

/** To words about an absence that the desk cannot read: what would be understood. */
export const notAnAbsence = (words: string, command: string): string =>
  `The desk cannot read “${words}” as an absence, so nothing was entered. Write it like “${command} away until 2026-12-03”, “${command} away from 2026-12-01 09:00 until 2026-12-03 @deputy”, or just “${command} away”.`

export const notAway =
  'You are not away now, so nothing was changed. “away” lists what is entered for later, and takes it back.'
