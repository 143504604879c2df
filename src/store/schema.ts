// Generated from the migrations by `npm run schema`; a test holds it against them. Do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Read as an instant, written as its ISO text. */
export type Instant = ColumnType<Temporal.Instant, string, string>
/** Read as a value, written as JSON text. */
export type Json = ColumnType<unknown, string, string>

export interface AbsencesTable {
  id: string
  person: string
  deputy: string | null
  from_at: Instant
  to_at: Instant
  entered_by: string
  entered_at: Instant
  entered_via: Json
  taken_back_by: string | null
  taken_back_at: Instant | null
  taken_back_via: Json | null
  during: GeneratedAlways<string>
}

export interface ApprovalChecksTable {
  record: string
  version: number
  desk_version: number
  absences: number
  again_at: Instant | null
}

export interface ApprovalDecisionsTable {
  record: string
  approval: string
  stage: number
  seat: string
  decided_by: string
  click: boolean
  seq: number
}

export interface ApprovalEndsTable {
  approval: string
  record: string
  outcome: string
  seq: number
}

export interface CalendarLinksTable {
  person: string
  digest: Buffer
  made_at: Instant
}

export interface CardCopiesTable {
  platform: string
  tenant: string
  conversation: string
  message: string
  ref: string
}

export interface ChangeServiceSlotsTable {
  change: string
  service: string
  parts: string
  during: string
  overridden: boolean
}

export interface ChangeSlotsTable {
  change: string
  component: string
  during: string
  overridden: boolean
}

export interface ChangeTouchesTable {
  change: string
  service: string
  during: string
}

export interface ChangesTable {
  id: string
  number: number
  version: number
  changed_in: number
  revised_in: number
  state: string
  title: string
  type: string
  size: string
  requested_by: string
  implementer: string
  window_from: Instant | null
  window_to: Instant | null
  content: Json
  asked: readonly string[]
  next_at: Instant | null
  requested_at: Instant
  chain: Buffer
}

export interface ClockMarksTable {
  record: string
  slot: string
  run: number
  within_ms: number
  threshold: string
  seq: number
}

export interface ClocksTable {
  record: string
  slot: string
  tier: string
  kind: string
  party: string | null
  target: string
  calendar: string
  desk_version: number
  within_ms: number
  run: number
  state: string
  started_at: Instant
  counted_ms: number
  running_since: Instant | null
  due: Instant | null
  ended_at: Instant | null
  missed: boolean
  explained: boolean
  next_threshold: string | null
  next_at: Instant | null
  asleep_until: Instant | null
  acknowledged_by: string | null
}

export interface DeliveriesTable {
  id: GeneratedAlways<number>
  ref: string
  pace_key: string
  kind: string
  seq: number | null
  state: Generated<string>
  attempts: Generated<number>
  maybe_twice: Generated<boolean>
  error: string | null
  not_before: Instant | null
  created_at: Instant
  done_at: Instant | null
}

export interface DeskVersionsTable {
  version: GeneratedAlways<number>
  applied_at: Instant
  applied_by: string
  source: string
  content: Json
}

export interface DirectConversationsTable {
  platform: string
  tenant: string
  user_id: string
  conversation: string
}

export interface EventsTable {
  record: string
  seq: number
  at: Instant
  actor: string
  via: Json
  type: string
  data: Json
  hash: Buffer
}

export interface IdentitiesTable {
  platform: string
  tenant: string
  user_id: string
  person: string
  linked_by: string
  linked_at: Instant
}

export interface InboxTable {
  id: string
  received_at: Instant
  record: string
}

export interface IncidentsTable {
  id: string
  number: number
  version: number
  changed_in: number
  state: string
  title: string
  description: string
  service: string
  component: string | null
  category: string
  impact: string
  urgency: string
  priority: string
  priority_reason: string | null
  raised_by: string
  affected: string
  customer: string
  team: string
  assignee: string | null
  waiting_for: string | null
  suspended_from: string | null
  agreement: Json | null
  resolution: Json | null
  checked_by: string | null
  close_due: Instant | null
  escalated: boolean
  follow_up_of: string | null
  link: string | null
  raised_at: Instant
  chain: Buffer
  alerted: Generated<boolean>
  unexplained: Json | null
  asked: readonly string[] | null
  next_at: Instant | null
}

export interface LinkProposalsTable {
  id: string
  platform: string
  tenant: string
  user_id: string
  person: string
  asked_at: Instant
  decided_by: string | null
  decided_at: Instant | null
  confirmed: boolean | null
}

export interface MessageRefsTable {
  id: string
  record: string
  audience: string
  platform: string
  tenant: string
  conversation: string | null
  direct_user: string | null
  thread: string | null
  message: string | null
  active: Generated<boolean>
  pace_key: GeneratedAlways<string>
}

export interface OffersTable {
  id: string
  person: string
  content: Json
  created_at: Instant
}

export interface PaceTable {
  key: string
  leased_by: string | null
  leased_until: Instant | null
}

export interface PeopleTable {
  id: string
  name: string
  email: string
  zone: string
  active: boolean
}

export interface RecordLinksTable {
  change: string
  record: string
  incident: GeneratedAlways<string | null>
  other: GeneratedAlways<string | null>
  told: Generated<boolean>
}

export interface SchedulePostsTable {
  ref: string
  platform: string
  tenant: string
  conversation: string
  drawn_for: string
}

export interface SecurityEventsTable {
  id: GeneratedAlways<number>
  at: Instant
  reason: string
  platform: string | null
  actor: string | null
  record: string | null
  detail: Json
}

export interface ServiceUrlsTable {
  tenant: string
  url: string
}

export interface Database {
  absences: AbsencesTable
  approval_checks: ApprovalChecksTable
  approval_decisions: ApprovalDecisionsTable
  approval_ends: ApprovalEndsTable
  calendar_links: CalendarLinksTable
  card_copies: CardCopiesTable
  change_service_slots: ChangeServiceSlotsTable
  change_slots: ChangeSlotsTable
  change_touches: ChangeTouchesTable
  changes: ChangesTable
  clock_marks: ClockMarksTable
  clocks: ClocksTable
  deliveries: DeliveriesTable
  desk_versions: DeskVersionsTable
  direct_conversations: DirectConversationsTable
  events: EventsTable
  identities: IdentitiesTable
  inbox: InboxTable
  incidents: IncidentsTable
  link_proposals: LinkProposalsTable
  message_refs: MessageRefsTable
  offers: OffersTable
  pace: PaceTable
  people: PeopleTable
  record_links: RecordLinksTable
  schedule_posts: SchedulePostsTable
  security_events: SecurityEventsTable
  service_urls: ServiceUrlsTable
}
