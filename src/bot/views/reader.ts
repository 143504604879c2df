import { personOf } from '../../domain/authority.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Audience } from '../../domain/effect.ts'
import type { Platform } from '../../domain/person.ts'
import { type Span, bold } from '../ui/card.ts'
import { personName } from './names.ts'

/** For whom a line is written. `platform` is the chat it will stand in, so that a mention reaches the right account. */
export interface Reader {
  readonly audience: Audience | 'person'
  readonly platform: Platform
  /** Said first where the place has no thread to show which record it is about. */
  readonly named: boolean
  /** A person of the customer's side, who is told what it means and not what to do. */
  readonly customerSide?: boolean
}

/** Notifies the person where they have an account in the chat; elsewhere it is the name. */
export const mention = (desk: Desk, person: string, platform: Platform): Span => {
  const known = personOf(desk, person)
  const identity = known?.identities.find((one) => one.platform === platform)
  const name = personName(desk, person)
  return identity === undefined ? bold(name) : { mention: identity, name }
}
