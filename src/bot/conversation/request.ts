import type { Via } from '../../domain/decision.ts'
import { identityKey } from '../../domain/person.ts'
import type { Place } from '../../domain/place.ts'
import type { Refusal } from '../../domain/refusal.ts'
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

/** A click or word without the right to it is kept for the auditor (without anything that was typed). */
export const auditRefusal = (act: Act, refusal: Refusal, record: string | undefined): void => {
  if (!authority.has(refusal.code)) return
  act.services.turnedAway({
    reason: refusal.code,
    platform: act.intent.identity.platform,
    actor: act.person.id,
    ...(record === undefined ? {} : { record }),
    detail: { intent: intentName(act) },
  })
}

/** A button, form or offer that the desk never gave to this person, or has forgotten since. */
export const auditUnknown = (act: Act, reason: 'unknown-button' | 'unknown-offer', record?: string): void => {
  act.services.turnedAway({
    reason,
    platform: act.intent.identity.platform,
    actor: act.person.id,
    ...(record === undefined ? {} : { record }),
    detail: { intent: intentName(act) },
  })
}

const intentName = ({ intent }: Act): string => {
  if (intent.kind === 'pressed') return intent.action.name
  return intent.kind === 'submitted' ? intent.form : intent.kind
}
