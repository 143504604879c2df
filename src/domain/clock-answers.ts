import { worksFor } from './authority.ts'
import { type Meta, accepted, refused } from './decision.ts'
import { type IncidentCommand, longest } from './incident-command.ts'
import { type IncidentDecision, checkText, field } from './incident-raise.ts'
import { type Incident, type IncidentEvent, isOpen } from './incident.ts'
import { tidy } from './text.ts'

/** Stops warnings from going further up: somebody of the team deals with it. */
export const decideAcknowledge = (incident: Incident, { actor, desk }: Meta): IncidentDecision => {
  if (!worksFor(desk, actor, incident.team)) return refused({ code: 'not-your-team', team: incident.team })
  if (!isOpen(incident)) return refused({ code: 'wrong-state', state: incident.state })
  if (!incident.alerted) return refused({ code: 'not-alerted' })
  return told({ type: 'acknowledged' })
}

type Explain = Extract<IncidentCommand, { type: 'explain-miss' }>

/** Why a target was missed (6.1-c): also when the record is over, since that is when most people find the time. */
export const decideExplain = (
  incident: Incident,
  { slot, cause, text }: Explain,
  { actor, desk }: Meta,
): IncidentDecision => {
  if (!worksFor(desk, actor, incident.team)) return refused({ code: 'not-your-team', team: incident.team })
  if (incident.unexplained.length === 0) return refused({ code: 'nothing-to-explain' })
  const miss = incident.unexplained.find((found) => found.slot === slot)
  if (miss === undefined) return refused(field('slot', { kind: 'unknown' }))
  if (!desk.missCauses.some(({ id }) => id === cause)) return refused(field('cause', { kind: 'unknown' }))
  const wrong = checkText('text', text, longest.text)
  if (wrong !== undefined) return refused(wrong)
  return told({ type: 'miss-explained', ...miss, cause, text: tidy(text) })
}

/** Said among those who work on it: it is no news for the requester. */
const told = (event: IncidentEvent): IncidentDecision =>
  accepted([event], [{ kind: 'tell', audience: 'triage', event: 0 }])
