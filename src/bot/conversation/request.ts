import type { Via } from '../../domain/decision.ts'
import type { IncidentCommand } from '../../domain/incident-command.ts'
import { identityKey } from '../../domain/person.ts'
import type { Place } from '../../domain/place.ts'
import type { FieldProblem, Refusal } from '../../domain/refusal.ts'
import type { Request } from '../../store/request.ts'
import type { Act } from './services.ts'

/** Who asks, from where, and under which id it counts once. */
export const requestOf = (act: Act, how: string, place?: Place): Request => {
  const { intent, person, services } = act
  const via: Via = { how, identity: intent.identity, ...(place === undefined ? {} : { place }) }
  const saidThere = stands(act)
  return { actor: person.id, via, now: services.now(), inbound: inboundOf(act), saidThere }
}

/**
 * Words typed into a record's thread stand there for everyone to read; so do those of a direct chat without threads.
 * In a direct chat with threads the record's own thread is another place.
 */
const stands = ({ intent }: Act): boolean =>
  intent.kind === 'words' &&
  intent.message !== undefined &&
  (intent.where?.place.thread !== undefined ||
    (intent.where?.kind === 'direct' && intent.identity.platform === 'teams'))

/**
 * A form counts once for the person it was opened for, however often it is sent; everything else once for each act of
 * the platform.
 */
const inboundOf = ({ intent }: Act): string => {
  const form = intent.kind === 'submitted' ? intent.state['form'] : undefined
  return form === undefined ? intent.id : `form:${identityKey(intent.identity)}:${form}`
}

const authority = new Set<Refusal['code']>(['not-your-team', 'not-involved', 'not-affected', 'not-an-agent'])

/**
 * Refused values that a form did not offer, by what is wrong with them. `no-choice` no form of ours can send; the others
 * may have left the desk file since the form was opened, or be offered to somebody else.
 */
const notOffered: Readonly<Partial<Record<FieldProblem['kind'], string>>> = {
  'no-choice': 'forged-value',
  unknown: 'unknown-value',
  'not-offered': 'not-offered',
}

/**
 * A click or word without the right to it, and a value that was not for choosing, are kept for the auditor: with the
 * name of the input, and without anything that came in it.
 */
export const auditRefusal = (act: Act, refusal: Refusal, record: string | undefined): void => {
  if (refusal.code === 'agreement') return audit(act, `approval-${refusal.refusal.code}`, record)
  if (authority.has(refusal.code)) return audit(act, refusal.code, record)
  const reason = refusal.code === 'field' ? notOffered[refusal.problem.kind] : undefined
  if (refusal.code === 'field' && reason !== undefined) audit(act, reason, record, refusal.field)
}

/**
 * An answer to a question that the record never asked comes from no button of ours. Its history is looked at only once
 * the answer was refused: one to a question that was open once is an old button, and honest.
 */
export const auditAnswer = async (
  act: Act,
  refusal: Refusal,
  record: string,
  command: IncidentCommand,
): Promise<void> => {
  if (refusal.code !== 'question-over' || !('question' in command)) return
  const history = await act.services.history(record)
  const asked = history.some(({ event }) => event.type === 'asked' && event.question.id === command.question)
  if (!asked) audit(act, 'forged-value', record, 'question')
}

/**
 * What was carried out before is not carried out again, and that it was asked for again is kept: unless the platform says
 * that it tries again, that may be somebody with a recording of it.
 */
export const auditRepetition = (act: Act, outcome: { repeated: boolean; state: { id: string } }): void => {
  if (outcome.repeated && act.intent.retry !== true) audit(act, 'repeated', outcome.state.id)
}

/** A button, form or offer that the desk never gave to this person, or has forgotten since. */
export const auditUnknown = (act: Act, reason: 'unknown-button' | 'unknown-offer', record?: string): void =>
  audit(act, reason, record)

const audit = (act: Act, reason: string, record: string | undefined, field?: string): void =>
  act.services.turnedAway({
    reason,
    platform: act.intent.identity.platform,
    actor: act.person.id,
    ...(record === undefined ? {} : { record }),
    detail: { intent: intentName(act), ...(field === undefined ? {} : { field }) },
  })

const intentName = ({ intent }: Act): string => {
  if (intent.kind === 'pressed') return intent.action.name
  return intent.kind === 'submitted' ? intent.form : intent.kind
}
