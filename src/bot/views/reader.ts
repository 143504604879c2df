import { personOf, serviceOf, worksFor } from '../../domain/authority.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Audience } from '../../domain/effect.ts'
import { interestedIn } from '../../domain/incident-rules.ts'
import type { Incident } from '../../domain/incident.ts'
import type { PersonId, Platform } from '../../domain/person.ts'
import { type Span, bold } from '../ui/card.ts'
import { personName } from './names.ts'

/** For whom a line is written. `platform` is the chat it will stand in, so that a mention reaches the right account. */
export interface Reader {
  readonly audience: Audience | 'person'
  readonly platform: Platform
  /** Said first where the place has no thread to show which record it is about. */
  readonly named: boolean
  /** Who reads it, where that is one person whom the desk still knows. */
  readonly person?: PersonId
}

/** What a reader has to do with a record: works on it, answers for it, or waits for it. */
export type Part = 'team' | 'desk' | 'customer'

/** Those on the customer's side are told what it means, and not what to do. */
export const partOf = (
  incident: Incident,
  desk: Desk,
  { audience, person }: Pick<Reader, 'audience' | 'person'>,
): Part => {
  if (audience !== 'person') return audience === 'triage' ? 'team' : 'customer'
  if (person === undefined) return 'customer'
  if (worksFor(desk, person, incident.team)) return 'team'
  const service = serviceOf(desk, incident.service)
  const answers =
    service?.owner === person ||
    desk.suppliers.some(({ id, manager }) => id === service?.supplier && manager === person)
  return answers || !interestedIn(incident, desk).includes(person) ? 'desk' : 'customer'
}

/** Notifies the person where they have an account in the chat; elsewhere it is the name. */
export const mention = (desk: Desk, person: string, platform: Platform): Span => {
  const known = personOf(desk, person)
  const identity = known?.identities.find((one) => one.platform === platform)
  const name = personName(desk, person)
  return identity === undefined ? bold(name) : { mention: identity, name }
}
