import type { Person, PersonId } from './person.ts'
import type { Place } from './place.ts'
import type { PriorityMatrix } from './priority.ts'
import type { ServiceTarget } from './service-target.ts'

/** One applied version of the desk file: the organisation that the deciders decide for. */
export interface Desk {
  /** Counts up with every applied desk file; 0 before the first. */
  readonly version: number
  readonly name: string
  /** E-mail domains in which a matching address may propose (never make) a link between an account and a person. */
  readonly verifiedDomains: readonly string[]
  readonly people: readonly Person[]
  readonly teams: readonly SupportTeam[]
  readonly customers: readonly Customer[]
  readonly services: readonly Service[]
  readonly categories: readonly Category[]
  readonly resolutionCodes: readonly ResolutionCode[]
  readonly requestChannels: readonly RequestChannel[]
  readonly priorityMatrix: PriorityMatrix
  readonly calendars: readonly BusinessCalendar[]
  readonly closing: Closing
  readonly suppliers: readonly Supplier[]
  readonly targets: readonly ServiceTarget[]
  /** Why a target can have been missed (6.1-c). */
  readonly missCauses: readonly MissCause[]
}

/** Group that works on records. Its triage channels are where its cards are posted, one in each chat it uses. */
export interface SupportTeam {
  readonly id: string
  readonly name: string
  readonly lead: PersonId
  /** Agents of the team; the lead is one without being listed. */
  readonly members: readonly PersonId[]
  readonly triage: readonly Place[]
}

/** Organisation, or part of one, that receives services. */
export interface Customer {
  readonly id: string
  readonly name: string
  /** Who speaks for it where its agreement is asked for (9.2-c). */
  readonly representatives?: readonly PersonId[]
}

export interface Service {
  readonly id: string
  readonly name: string
  readonly owner: PersonId
  /** The support team that incidents of this service go to first. */
  readonly team: string
  readonly customers: readonly string[]
  readonly components: readonly Component[]
  /** Whose underpinning contract its incidents may wait for. */
  readonly supplier?: string
  /** People who are told in advance, besides those affected, when a customer's target is going to be missed (8.1-h). */
  readonly interested: readonly PersonId[]
}

/** An organisation whose contract underpins services; `manager` is the person of ours who answers for it (7.2). */
export interface Supplier {
  readonly id: string
  readonly name: string
  readonly manager: PersonId
}

export interface MissCause {
  readonly id: string
  readonly name: string
}

export interface Component {
  readonly id: string
  readonly name: string
}

export interface Category {
  readonly id: string
  readonly name: string
}

export interface ResolutionCode {
  readonly id: string
  readonly name: string
}

/** A channel in which plain words are offered to become a record, with what it says about the record. */
export interface RequestChannel {
  readonly place: Place
  readonly service?: string
  readonly category?: string
}

/**
 * Times within a week in which a target counts. Spans are local wall-clock times in `zone`. What it says holds from
 * `from` on; what was agreed before is kept in `earlier`, so that no past day is ever counted anew.
 */
export interface BusinessCalendar {
  readonly id: string
  readonly zone: string
  readonly hours: Readonly<Record<Weekday, readonly Span[]>>
  readonly holidays: readonly Holiday[]
  /** Local date (`YYYY-MM-DD`) with whose first moment this state begins to apply; absent where none is known before it. */
  readonly from?: string
  /** States agreed earlier, oldest first. Each applies until the next begins; the oldest also before its own `from`. */
  readonly earlier?: readonly CalendarEra[]
}

/** One agreed state of a calendar, from 00:00 of `from` in its own zone until the next one begins. */
export type CalendarEra = Omit<BusinessCalendar, 'id' | 'earlier'>

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'

/**
 * From `from` up to but not including `to`, both `HH:MM`; `24:00` is the start of the next date. One whose `to` is not
 * later than its `from` runs over midnight and ends on the next date.
 */
export interface Span {
  readonly from: string
  readonly to: string
}

export interface Holiday {
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string
  readonly name: string
}

/** When a resolved incident that nobody answers is closed (8.1-f). */
export interface Closing {
  readonly businessDays: number
  readonly calendar: string
}
