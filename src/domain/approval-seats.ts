import type { Approval, Seat, Stage } from './approval.ts'
import type { PersonId } from './person.ts'

/** Who is in charge of a seat: whoever it was delegated to, else whose it is; nobody of an empty one. */
export const inCharge = ({ delegate, person }: Seat): PersonId | undefined => delegate ?? person

/** Who is asked to decide it. */
export const askedFor = (seat: Seat): PersonId | undefined => seat.deputy ?? seat.person

/** Who may decide it: the one in charge, also while away, and the deputy. The first answer counts. */
export const holdersOf = (seat: Seat): readonly PersonId[] => distinct(inCharge(seat), seat.deputy)

/** Everyone who has a part in it, also those who gave it away; whoever decided it is one of them. */
export const partiesOf = (seat: Seat): readonly PersonId[] =>
  distinct(seat.person, seat.delegate, seat.deputy)

/** In whose stead somebody decides a seat; undefined when it is their own. */
export const standsFor = (seat: Seat, person: PersonId): PersonId | undefined =>
  seat.person === person ? undefined : seat.person

export const seatIn = (stage: Stage | undefined, id: string): Seat | undefined =>
  stage?.seats.find((seat) => seat.id === id)

export const presentStage = (approval: Approval): Stage | undefined => approval.stages[approval.stage]

/** The undecided seats of a stage that a person may decide now. */
export const heldBy = (stage: Stage | undefined, person: PersonId): readonly Seat[] =>
  stage?.seats.filter((seat) => seat.decision === undefined && holdersOf(seat).includes(person)) ?? []

/** Has a part in a stage by another seat than this one. */
export const sitsElsewhere = (stage: Stage, seat: string, person: PersonId): boolean =>
  stage.seats.some((other) => other.id !== seat && partiesOf(other).includes(person))

/** One who is asked for a seat, and for whom as deputy. */
export interface Asked {
  readonly person: PersonId
  readonly seat: string
  readonly for?: PersonId
}

/** Those who are asked now and have not decided, seat by seat; of an approval that is over, nobody. */
export const askedNow = (approval: Approval): readonly Asked[] =>
  approval.state !== 'open'
    ? []
    : (presentStage(approval)?.seats ?? []).flatMap((seat) => {
        const person = seat.decision === undefined ? askedFor(seat) : undefined
        if (person === undefined) return []
        const stead = standsFor(seat, person)
        return [{ person, seat: seat.id, ...(stead === undefined ? {} : { for: stead }) }]
      })

const distinct = (...people: readonly (PersonId | undefined)[]): readonly PersonId[] => [
  ...new Set(people.filter((person) => person !== undefined)),
]
