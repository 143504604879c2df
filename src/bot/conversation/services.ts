import type { Via } from '../../domain/decision.ts'
import type { AskedChange, ChangeCommand } from '../../domain/change-command.ts'
import type { ChangeWindow } from '../../domain/change-schedule.ts'
import type { PlannedChange } from '../../domain/schedule-of-change.ts'
import type { ChangeRefusal } from '../../domain/change-refusal.ts'
import type { Change, ChangeEvent } from '../../domain/change.ts'
import type { AbsenceCommand, AbsenceRefusal, EnteredAbsence } from '../../domain/absence.ts'
import type { Desk } from '../../domain/desk.ts'
import type { IncidentCommand, RaiseIncident } from '../../domain/incident-command.ts'
import type { Incident, IncidentEvent, Recorded } from '../../domain/incident.ts'
import type { Identity, Person, PersonId, Platform } from '../../domain/person.ts'
import type { Place, PostedMessage } from '../../domain/place.ts'
import type { Profile } from '../chat-port.ts'
import type { Intent } from '../intent.ts'
import type { IncidentFacts } from '../views/incident-card.ts'
import type { Picture } from '../ui/card.ts'
import type { ChangeFacts } from '../views/change-card.ts'
import type { NamedCompliance } from '../views/compliance.ts'
import type { ComplianceQuery, ServiceCompliance } from '../../store/queries/compliance.ts'
import type { LinkProposal } from '../../store/link-proposals.ts'
import type { Offer } from '../../store/offers.ts'
import type { ChangeList } from '../../store/queries/change-lists.ts'
import type { IncidentList, IncidentPage } from '../../store/queries/incident-lists.ts'
import type { ChangePage, ChangeSearch } from '../../store/queries/search-changes.ts'
import type { SecurityEvent } from '../../store/security-events.ts'
import type { Outcome, Request } from '../../store/request.ts'

/** Everything the conversation needs from the rest of the house, handed in. */
export interface DeskServices {
  readonly desk: () => Promise<Desk>
  readonly raise: (command: RaiseIncident, request: Request) => Promise<Outcome<Incident>>
  readonly act: (id: string, command: IncidentCommand, request: Request) => Promise<Outcome<Incident>>
  readonly facts: (id: string) => Promise<IncidentFacts | undefined>
  readonly history: (id: string) => Promise<readonly (Recorded<IncidentEvent> & { readonly via: Via })[]>
  readonly list: (list: IncidentList, page: { offset: number; limit: number }) => Promise<IncidentPage>
  readonly propose: (
    asked: AskedChange,
    submit: boolean,
    request: Request,
  ) => Promise<Outcome<Change, ChangeRefusal>>
  readonly actOnChange: (
    id: string,
    command: ChangeCommand,
    request: Request,
  ) => Promise<Outcome<Change, ChangeRefusal>>
  readonly changeFacts: (id: string) => Promise<ChangeFacts | undefined>
  readonly changeHistory: (id: string) => Promise<readonly (Recorded<ChangeEvent> & { readonly via: Via })[]>
  readonly searchChanges: (
    search: ChangeSearch,
    page: { offset: number; limit: number },
  ) => Promise<ChangePage>
  /** The schedule of change in that span, with what is in the way of what. */
  readonly planned: (span: ChangeWindow) => Promise<readonly PlannedChange[]>
  readonly calendar: CalendarLinks
  readonly listChanges: (list: ChangeList, page: { offset: number; limit: number }) => Promise<ChangePage>
  /** What is entered for the person and not over, the next one first. */
  readonly absencesOf: (person: PersonId) => Promise<readonly EnteredAbsence[]>
  readonly enterAbsence: (
    asked: Omit<Extract<AbsenceCommand, { type: 'enter' }>, 'type'>,
    request: Request,
  ) => Promise<Outcome<EnteredAbsence, AbsenceRefusal>>
  readonly takeBackAbsence: (id: string, request: Request) => Promise<Outcome<EnteredAbsence, AbsenceRefusal>>
  readonly compliance: (query: ComplianceQuery) => Promise<readonly ServiceCompliance[]>
  /** Undefined when it could not be drawn: the numbers are told all the same. */
  readonly chart: (input: {
    readonly title: string
    readonly weeks: readonly string[]
    readonly services: readonly NamedCompliance[]
  }) => Promise<Picture | undefined>
  readonly recordInThread: (
    place: Place,
  ) => Promise<
    { readonly record: string; readonly audience: 'requester' | 'triage' | 'authority' } | undefined
  >
  /** Notes which message shows a card, as a click on it tells. */
  readonly noteCard: (message: PostedMessage, mark: string) => Promise<void>
  /** Whether a card is being posted in that conversation, or perhaps was, and nobody knows its thread yet. */
  readonly isPosting: (place: Place) => Promise<boolean>
  readonly saveOffer: (id: string, offer: Offer) => Promise<void>
  readonly findOffer: (id: string, person: PersonId) => Promise<Offer | undefined>
  readonly proposeLink: (
    identity: Identity,
    person: PersonId,
    admins: readonly Person[],
  ) => Promise<LinkProposal>
  readonly decideLink: (id: string, by: PersonId, confirmed: boolean) => Promise<LinkProposal | undefined>
  /** Throws `ChatFailure` when the chat does not answer. */
  readonly profile: (identity: Identity, metIn?: Place) => Promise<Profile>
  /** Workspaces and tenants whose accounts may be the desk's own people. */
  readonly isHome: (platform: Platform, tenant: string) => boolean
  readonly turnedAway: (event: Omit<SecurityEvent, 'at'>) => void
  readonly now: () => Temporal.Instant
  readonly drawId: () => string
  /** An id for what an act makes: the same however often the act arrives. */
  readonly idOf: (act: string) => string
}

/** Secret links to calendars of changes, one for a person. */
export interface CalendarLinks {
  /** False where nobody knows an address at which they could be reached. */
  readonly reachable: boolean
  /** When the person's link was made; undefined where they have none. */
  readonly madeAt: (person: PersonId) => Promise<Temporal.Instant | undefined>
  /** A new link, as an address; the one before it is nobody's from then on. */
  readonly make: (person: PersonId) => Promise<string>
  readonly end: (person: PersonId) => Promise<void>
}

/** An intent of somebody the desk knows. */
export interface Act<Meant extends Intent = Intent> {
  readonly intent: Meant
  readonly person: Person
  readonly desk: Desk
  readonly services: DeskServices
}

/** The intents of one kind: `Act<Meant<'pressed'>>` is a click. */
export type Meant<Kind extends Intent['kind']> = Extract<Intent, { readonly kind: Kind }>
