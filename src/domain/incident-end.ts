import { worksFor } from './authority.ts'
import { endOfBusinessDay } from './business-days.ts'
import { hasPartInAgreement, openAgreement } from './agreement-rules.ts'
import { type Step, deciding, endOf, opening, underWay, withdrawing } from './agreement-steps.ts'
import { accepted, refused } from './decision.ts'
import type { Desk } from './desk.ts'
import { followedBy, whyNotAnswered } from './incident-agreement.ts'
import { type IncidentCommand, type IncidentMeta, longest } from './incident-command.ts'
import { evolve } from './incident-evolve.ts'
import { type IncidentDecision, checkText, field, readClassification } from './incident-raise.ts'
import { isRequester } from './incident-rules.ts'
import { type Incident, type IncidentEvent, isOpen } from './incident.ts'
import { calendarOf } from './sla-clock.ts'
import { tidy } from './text.ts'

type Resolve = Extract<IncidentCommand, { type: 'resolve' }>

/**
 * Resolved by the team with a code and a text. Whoever resolves confirms what it was about, which is the check of the
 * classification before closure (8.1-c); where the form corrects it, the correction is an event of its own.
 */
export const decideResolve = (incident: Incident, command: Resolve, meta: IncidentMeta): IncidentDecision => {
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
    ...withdrawing(incident),
    ...correction,
    { type: 'classification-checked' },
    {
      type: 'resolved',
      code: command.code,
      text: tidy(command.text),
      closeDue: closeDue(desk, now).toString(),
    },
  ]
  const resolved = opened(incident, events, meta)
  const event = events.length - 1
  return accepted(
    [...events, ...resolved.events],
    [
      { kind: 'tell', audience: 'requester', event },
      { kind: 'tell', audience: 'triage', event },
      ...resolved.effects,
    ],
  )
}

/** With the resolution it is asked whether it works again: an agreement that is over when the agreed days are. */
const opened = (
  before: Incident,
  events: readonly IncidentEvent[],
  meta: IncidentMeta,
): Pick<Step, 'events' | 'effects'> => {
  const after = events.reduce(
    (state, event) => evolve(state, event, { at: meta.now, actor: meta.actor }),
    before,
  )
  const agreement = openAgreement(after)
  if (agreement === undefined) throw new Error(`${before.id} was resolved and asks nobody`)
  return opening(after, agreement, meta, events.length)
}

/**
 * Still broken: while resolved and never once closed (8.1-f). Of whoever is asked to agree that it is closed this is the
 * answer; everybody else who has to do with it takes the question back.
 */
export const decideReopen = (incident: Incident, reason: string, meta: IncidentMeta): IncidentDecision => {
  const { actor, desk } = meta
  const may = isRequester(incident, actor) || worksFor(desk, actor, incident.team)
  if (!may && !hasPartInAgreement(incident, actor)) return refused({ code: 'not-involved' })
  const agreement = openAgreement(incident)
  if (incident.state !== 'resolved' || agreement === undefined)
    return refused({ code: 'wrong-state', state: incident.state })
  const wrong = checkText('reason', reason, longest.reason)
  if (wrong !== undefined) return refused(wrong)
  const words = { type: 'reopened', reason: tidy(reason) } as const
  const answer = deciding(incident, agreement, { type: 'reject', stage: 0, reason }, meta)
  if (!('refusal' in answer)) return followedBy(answer, { ...words, ...inStead(answer, actor) })
  if (!may || answer.refusal.code === 'expired') return refused(whyNotAnswered(answer.refusal, incident))
  const begun = underWay(incident, agreement, meta)
  const withdrawn: IncidentEvent = { type: 'approval', agreement: agreement.id, event: { type: 'withdrawn' } }
  return followedBy({ events: [...begun.events, withdrawn], effects: begun.effects }, words)
}

/** Closed only by the agreement of the person affected, or of who stands in for them (8.1-f). */
export const decideClose = (incident: Incident, meta: IncidentMeta): IncidentDecision => {
  const { actor } = meta
  const { affected, state } = incident
  if (actor !== affected && !hasPartInAgreement(incident, actor))
    return refused({ code: 'not-affected', affected })
  const agreement = openAgreement(incident)
  if (state !== 'resolved' || agreement === undefined) return refused({ code: 'wrong-state', state })
  const answer = deciding(incident, agreement, { type: 'approve', stage: 0 }, meta)
  if ('refusal' in answer) return refused(whyNotAnswered(answer.refusal, incident))
  return followedBy(answer, { type: 'closed', how: 'agreed', ...inStead(answer, actor) })
}

const inStead = (step: Step, actor: string): { readonly for?: string } => {
  const { for: stead } = endOf(step, actor)
  return stead === undefined ? {} : { for: stead }
}

const closeDue = (desk: Desk, now: Temporal.Instant): Temporal.Instant => {
  const { calendar, businessDays } = desk.closing
  return endOfBusinessDay(calendarOf(desk, calendar), now, businessDays)
}
