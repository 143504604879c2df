import { personOf, teamOf } from '../domain/authority.ts'
import type { Via } from '../domain/decision.ts'
import type { Desk } from '../domain/desk.ts'
import type { Effect } from '../domain/effect.ts'
import type { Person, Platform } from '../domain/person.ts'

/** A row of `message_refs` to be. */
export interface NewPlace {
  readonly id: string
  readonly audience: 'requester' | 'triage' | 'person' | 'authority' | 'approver'
  readonly platform: Platform
  readonly tenant: string
  readonly conversation?: string
  readonly directUser?: string
  readonly thread?: string
}

/**
 * Where an effect wants a message to be. A record raised in a channel by the person it hurts is answered in that
 * thread; else the person is written to directly, in the chat that was just used if they have it, else in the one
 * they prefer. A person without any account is nowhere to be found: no place.
 */
export const placesOf = (
  effect: Effect,
  desk: Desk,
  via: Via,
  actor: string,
  drawId: () => string,
): NewPlace[] => {
  switch (effect.kind) {
    case 'open-triage':
      return (teamOf(desk, effect.team)?.triage ?? []).map((place) => ({
        id: drawId(),
        audience: 'triage',
        ...place,
      }))
    case 'open-requester': {
      if (effect.person === actor && via.place !== undefined)
        return [{ id: drawId(), audience: 'requester', ...via.place }]
      return direct(personOf(desk, effect.person), 'requester', via, drawId)
    }
    case 'open-authority':
      return (desk.changes?.authorities.find(({ id }) => id === effect.authority)?.channels ?? []).map(
        (place) => ({ id: drawId(), audience: 'authority', ...place }),
      )
    case 'open-approver':
      return direct(personOf(desk, effect.person), 'approver', via, drawId)
    case 'write-to':
    case 'alert-person':
      return direct(personOf(desk, effect.person), 'person', via, drawId)
    case 'tell':
    case 'alert':
    case 'redraw':
      return []
  }
}

const direct = (
  person: Person | undefined,
  audience: 'requester' | 'person' | 'approver',
  via: Via,
  drawId: () => string,
): NewPlace[] => {
  const identity =
    person?.identities.find((known) => known.platform === via.identity?.platform) ?? person?.identities[0]
  if (identity === undefined) return []
  const { platform, tenant, user } = identity
  return [{ id: drawId(), audience, platform, tenant, directUser: user }]
}
