import { worksFor } from './authority.ts'
import { endOfBusinessDay } from './business-days.ts'
import { type Meta, accepted, refused, theDesk } from './decision.ts'
import type { Desk } from './desk.ts'
import type { Effect } from './effect.ts'
import { type IncidentCommand, longest } from './incident-command.ts'
import { type IncidentDecision, checkText, field, readClassification } from './incident-raise.ts'
import { isRequester, toldToBoth } from './incident-rules.ts'
import { type Incident, type IncidentEvent, isOpen } from './incident.ts'
import { tidy } from './text.ts'

type Resolve = Extract<IncidentCommand, { type: 'resolve' }>

/**
 * Resolved by the team with a code and a text. Whoever resolves confirms what it was about, which is the check of the
 * classification before closure (8.1-c); where the form corrects it, the correction is an event of its own.
 */
export const decideResolve = (incident: Incident, command: Resolve, meta: Meta): IncidentDecision => {
  const { desk, actor, now } = meta
  if (!worksFor(desk, actor, incident.team)) return refused({ code: 'not-your-team', team: incident.team })
  if (!isOpen(incident)) return refused({ code: 'wrong-state', state: incident.state })
  if (!desk.resolutionCodes.some((code) => code.id === command.code))
    return refused(field('code', { kind: 'unknown' }))
  const wrong = checkText('text', command.text, longest.text)
  if (wrong !== undefined) return refused(wrong)
  const classification = readClassification(desk, {
    service: command.service,
    category: command.category,
    impact: incident.impact,
    urgency: incident.urgency,
    ...(incident.component !== undefined && command.service === incident.service
      ? { component: incident.component }
      : {}),
  })
  if ('code' in classification) return refused(classification)
  const corrected = command.service !== incident.service || command.category !== incident.category
  const correction: IncidentEvent[] = corrected
    ? [{ type: 'classified', classification, from: incident.priority, priority: incident.priority }]
    : []
  const events: IncidentEvent[] = [
    ...correction,
    { type: 'classification-checked' },
    {
      type: 'resolved',
      code: command.code,
      text: tidy(command.text),
      closeDue: closeDue(desk, now).toString(),
    },
  ]
  const event = events.length - 1
  const told: Effect[] = [
    { kind: 'tell', audience: 'requester', event },
    { kind: 'tell', audience: 'triage', event },
  ]
  return accepted(events, told)
}

/** Still broken: while resolved and never once closed (8.1-f). */
export const decideReopen = (incident: Incident, reason: string, { actor, desk }: Meta): IncidentDecision => {
  if (!isRequester(incident, actor) && !worksFor(desk, actor, incident.team))
    return refused({ code: 'not-involved' })
  if (incident.state !== 'resolved') return refused({ code: 'wrong-state', state: incident.state })
  const wrong = checkText('reason', reason, longest.reason)
  if (wrong !== undefined) return refused(wrong)
  return toldToBoth({ type: 'reopened', reason: tidy(reason) })
}

/** Closed only by the agreement of the person affected (8.1-f). */
export const decideClose = (incident: Incident, { actor }: Meta): IncidentDecision => {
  if (actor !== incident.affected) return refused({ code: 'not-affected', affected: incident.affected })
  if (incident.state !== 'resolved') return refused({ code: 'wrong-state', state: incident.state })
  return toldToBoth({ type: 'closed', how: 'agreed' })
}

/** ... or by the desk's clock, once the agreed business days have passed without an answer. */
export const decideUnanswered = (incident: Incident, { actor, now }: Meta): IncidentDecision => {
  if (actor !== theDesk) throw new Error(`${actor} is not the desk's clock`)
  if (incident.state !== 'resolved' || incident.closeDue === undefined)
    return refused({ code: 'wrong-state', state: incident.state })
  if (Temporal.Instant.compare(incident.closeDue, now) > 0) return refused({ code: 'already-so' })
  return toldToBoth({ type: 'closed', how: 'no-answer' })
}

const closeDue = (desk: Desk, now: Temporal.Instant): Temporal.Instant => {
  const calendar = desk.calendars.find((found) => found.id === desk.closing.calendar)
  if (calendar === undefined) throw new Error(`no calendar ${desk.closing.calendar}`)
  return endOfBusinessDay(calendar, now, desk.closing.businessDays)
}
