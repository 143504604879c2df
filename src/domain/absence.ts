import type { Absence } from './approval-absence.ts'
import { personOf } from './authority.ts'
import { isChangeManager } from './change-rules.ts'
import { instantOf } from './change-request.ts'
import { type Decision, type Meta, accepted, refused } from './decision.ts'
import type { Desk } from './desk.ts'
import { field } from './incident-raise.ts'
import type { PersonId } from './person.ts'
import type { FieldRefusal } from './refusal.ts'

/** An absence as it was entered; what is taken back stays on record. */
export interface EnteredAbsence extends Absence {
  readonly id: string
  readonly enteredBy: PersonId
  readonly enteredAt: Temporal.Instant
  readonly takenBack?: { readonly by: PersonId; readonly at: Temporal.Instant }
}

export type AbsenceCommand =
  /** As the form gives it; without a start it begins now. */
  | {
      readonly type: 'enter'
      readonly person: PersonId
      readonly from: string
      readonly to: string
      readonly deputy: string
    }
  /** Of one that goes on: they are back. Of one to come: it will not be. */
  | { readonly type: 'take-back'; readonly absence: EnteredAbsence }

export type AbsenceEvent =
  | { readonly type: 'entered'; readonly absence: EnteredAbsence }
  | { readonly type: 'taken-back'; readonly absence: EnteredAbsence }

export interface AbsenceEffect {
  readonly kind: 'write-to'
  readonly person: PersonId
}

export type AbsenceRefusal =
  | FieldRefusal
  | { readonly code: 'no-policy' }
  | { readonly code: 'not-your-absence'; readonly person: PersonId }
  | { readonly code: 'overlaps'; readonly absence: EnteredAbsence }
  | { readonly code: 'taken-back-already'; readonly by: PersonId; readonly at: Temporal.Instant }
  | { readonly code: 'absence-over'; readonly at: Temporal.Instant }

export type AbsenceDecision = Decision<AbsenceEvent, AbsenceEffect, AbsenceRefusal>

/** Until when they are away: less than was entered, where it was taken back before. */
export const endOf = ({ to, takenBack }: EnteredAbsence): Temporal.Instant =>
  takenBack === undefined || Temporal.Instant.compare(takenBack.at, to) > 0 ? to : takenBack.at

/** Everybody for themselves; change managers also for others, who may be ill and far from any chat. */
export const mayEnterFor = (actor: PersonId, person: PersonId, desk: Desk): boolean =>
  actor === person || (desk.changes !== undefined && isChangeManager(desk.changes, actor, desk))

/** Decides about an absence; `known` are the person's others, as far as they are not over. */
export const decideAbsence = (
  command: AbsenceCommand,
  known: readonly EnteredAbsence[],
  meta: Meta,
): AbsenceDecision => {
  if (meta.desk.changes === undefined) return refused({ code: 'no-policy' })
  return command.type === 'enter' ? decideEnter(command, known, meta) : decideTakeBack(command.absence, meta)
}

type Enter = Extract<AbsenceCommand, { type: 'enter' }>

const decideEnter = (
  { person, from, to, deputy }: Enter,
  known: readonly EnteredAbsence[],
  { actor, desk, id, now }: Meta,
): AbsenceDecision => {
  if (!mayEnterFor(actor, person, desk)) return refused({ code: 'not-your-absence', person })
  if (personOf(desk, person) === undefined) return refused(field('person', { kind: 'unknown' }))
  const [begins, ends] = [from === '' ? now : instantOf(from), instantOf(to)]
  if (begins === undefined) return refused(field('from', { kind: 'no-choice' }))
  if (to === '') return refused(field('to', { kind: 'missing' }))
  if (ends === undefined) return refused(field('to', { kind: 'no-choice' }))
  if (Temporal.Instant.compare(ends, begins) <= 0) return refused(field('to', { kind: 'before-start' }))
  if (Temporal.Instant.compare(ends, now) <= 0) return refused(field('to', { kind: 'in-the-past' }))
  if (deputy !== '' && personOf(desk, deputy) === undefined)
    return refused(field('deputy', { kind: 'unknown' }))
  if (deputy === person) return refused(field('deputy', { kind: 'themselves' }))
  // What is past was decided by whoever was asked then: an absence begins now at the earliest.
  const start = Temporal.Instant.compare(begins, now) < 0 ? now : begins
  const overlapped = known.find(
    (one) => Temporal.Instant.compare(one.from, ends) < 0 && Temporal.Instant.compare(start, endOf(one)) < 0,
  )
  if (overlapped !== undefined) return refused({ code: 'overlaps', absence: overlapped })
  const absence: EnteredAbsence = {
    id,
    person,
    from: start,
    to: ends,
    ...(deputy === '' ? {} : { deputy }),
    enteredBy: actor,
    enteredAt: now,
  }
  return accepted([{ type: 'entered', absence }], concerned(absence, actor, desk))
}

const decideTakeBack = (absence: EnteredAbsence, { actor, desk, now }: Meta): AbsenceDecision => {
  const { person, takenBack, to } = absence
  if (!mayEnterFor(actor, person, desk)) return refused({ code: 'not-your-absence', person })
  if (takenBack !== undefined) return refused({ code: 'taken-back-already', ...takenBack })
  if (Temporal.Instant.compare(to, now) <= 0) return refused({ code: 'absence-over', at: to })
  const after = { ...absence, takenBack: { by: actor, at: now } }
  return accepted([{ type: 'taken-back', absence: after }], concerned(after, actor, desk))
}

/** The absent one, where somebody else did it, and the deputy; whoever did it knows. */
const concerned = (
  { person, deputy }: EnteredAbsence,
  actor: PersonId,
  desk: Desk,
): readonly AbsenceEffect[] =>
  [person, ...(deputy === undefined ? [] : [deputy])]
    .filter((one) => one !== actor && personOf(desk, one) !== undefined)
    .map((one) => ({ kind: 'write-to', person: one }))
