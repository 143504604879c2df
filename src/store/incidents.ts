import { type Selectable, sql } from 'kysely'
import { nextTickOf } from '../domain/agreement-rules.ts'
import { movesClocks } from '../domain/clock-moments.ts'
import { withNewTerms } from '../domain/clock-terms.ts'
import { evolve, raise } from '../domain/incident-evolve.ts'
import type {
  Agreement,
  ClockTerms,
  Incident,
  IncidentEvent,
  IncidentState,
  Raised,
  Resolution,
  WaitingFor,
} from '../domain/incident.ts'
import type { Level, Priority } from '../domain/priority.ts'
import { breach, clocksOf } from '../domain/sla-clock.ts'
import { approvalOf, approvalRows, askedIn } from './approval-rows.ts'
import { lockDueIncidents, outdatedIncidents } from './queries/due-incidents.ts'
import { findRow, lockedRows } from './locked-rows.ts'
import type { RecordStore } from './record-store.ts'
import { keptColumns } from './kept-columns.ts'
import { rowLiterals } from './row-literals.ts'
import type { IncidentsTable } from './schema.ts'

/** Loads and saves incidents; one row holds the present state of one. */
export const incidents: RecordStore<Incident, IncidentEvent> = {
  prefix: 'INC',
  table: 'incidents',
  sequence: 'incident_numbers',

  ...lockedRows('incidents', (row) => incidentOf(row)),

  begin(id, event, happened) {
    if (event.type !== 'raised') throw new Error(`${id} begins with ${event.type}`)
    return raise(id, event satisfies Raised, happened)
  },

  evolve,

  row: (state, chain) => ({
    id: state.id,
    number: Number(state.id.slice('INC-'.length)),
    raised_at: state.raisedAt.toString(),
    ...rowOf(state),
    chain,
  }),

  clocks: {
    lockDue: lockDueIncidents,
    outdated: outdatedIncidents,
    moves: movesClocks,
    after: clocksOf,
    withNewTerms,
    markOf: (event) =>
      event.type === 'clock-warned'
        ? event
        : event.type === 'clock-breached'
          ? { ...event, threshold: breach }
          : undefined,
  },

  kept: (incident, events) =>
    approvalRows(
      incident.id,
      events.flatMap(({ event, ...rest }) =>
        event.type === 'approval' ? [{ ...rest, approval: event.agreement, event: event.event }] : [],
      ),
    ),

  async update(tx, incident, chain) {
    await tx
      .updateTable('incidents')
      .set({ ...rowOf(incident), chain })
      .where('id', '=', incident.id)
      .execute()
  },

  async updateMany(tx, rows) {
    if (rows.length === 0) return
    const set = sql.join(changing.map((column) => sql`${sql.ref(column)} = n.${sql.ref(column)}`))
    const literals = rowLiterals(
      keptColumns.incidents,
      rows.map(({ state, chain }) => incidents.row(state, chain)),
    )
    await sql`update incidents i set ${set} from unnest(${literals}::kept_incidents[]) n where i.id = n.id`.execute(
      tx,
    )
  },
}

/** What does not stay as it was when the incident was raised. */
const changing = keptColumns.incidents.filter((column) => !['id', 'number', 'raised_at'].includes(column))

/** The incident of that number as it is now, or undefined; what is no number, is no incident. */
export const findIncident = findRow('incidents', 'INC', (row) => incidentOf(row))

export const incidentOf = (row: Selectable<IncidentsTable>): Incident => ({
  id: row.id,
  version: row.version,
  changedIn: row.changed_in,
  state: row.state as IncidentState,
  title: row.title,
  description: row.description,
  service: row.service,
  category: row.category,
  impact: row.impact as Level,
  urgency: row.urgency as Level,
  priority: row.priority as Priority,
  raisedBy: row.raised_by,
  affected: row.affected,
  customer: row.customer,
  team: row.team,
  escalated: row.escalated,
  alerted: row.alerted,
  unexplained: (row.unexplained ?? []) as readonly ClockTerms[],
  raisedAt: row.raised_at,
  ...present('component', row.component),
  ...present('priorityReason', row.priority_reason),
  ...present('assignee', row.assignee),
  ...present('waitingFor', row.waiting_for as WaitingFor | null),
  ...present('suspendedFrom', row.suspended_from as 'new' | 'assigned' | 'in-progress' | null),
  ...present('agreement', agreementOf(row.agreement)),
  ...present('resolution', resolutionOf(row.resolution)),
  ...present('classificationCheckedBy', row.checked_by),
  ...present('closeDue', row.close_due),
  ...present('followUpOf', row.follow_up_of),
  ...present('link', row.link),
})

const rowOf = (incident: Incident) => ({
  version: incident.version,
  changed_in: incident.changedIn,
  state: incident.state,
  title: incident.title,
  description: incident.description,
  service: incident.service,
  component: incident.component ?? null,
  category: incident.category,
  impact: incident.impact,
  urgency: incident.urgency,
  priority: incident.priority,
  priority_reason: incident.priorityReason ?? null,
  raised_by: incident.raisedBy,
  affected: incident.affected,
  customer: incident.customer,
  team: incident.team,
  assignee: incident.assignee ?? null,
  waiting_for: incident.waitingFor ?? null,
  suspended_from: incident.suspendedFrom ?? null,
  agreement: incident.agreement === undefined ? null : JSON.stringify(incident.agreement),
  asked: askedOf(incident),
  next_at: nextTickOf(incident)?.toString() ?? null,
  resolution: incident.resolution === undefined ? null : JSON.stringify(incident.resolution),
  checked_by: incident.classificationCheckedBy ?? null,
  close_due: incident.closeDue?.toString() ?? null,
  escalated: incident.escalated,
  alerted: incident.alerted,
  unexplained: incident.unexplained.length === 0 ? null : JSON.stringify(incident.unexplained),
  follow_up_of: incident.followUpOf ?? null,
  link: incident.link ?? null,
})

/** Absent where nobody is asked, as of nearly all incidents. */
const askedOf = ({ agreement }: Incident): string[] | null => {
  const asked = askedIn(agreement?.approval)
  return asked.length === 0 ? null : [...asked]
}

const agreementOf = (stored: unknown): Agreement | null => {
  if (stored === null) return null
  const agreement = stored as Agreement
  const { approval } = agreement
  return approval === undefined ? agreement : { ...agreement, approval: approvalOf(approval) }
}

const resolutionOf = (stored: unknown): Resolution | null => {
  if (stored === null) return null
  const resolution = stored as Omit<Resolution, 'at'> & { readonly at: string }
  return { ...resolution, at: Temporal.Instant.from(resolution.at) }
}

/** A property when there is a value, none when the column is null. */
const present = <Key extends string, Value>(key: Key, value: Value | null): { [K in Key]?: Value } =>
  value === null ? {} : ({ [key]: value } as { [K in Key]: Value })
