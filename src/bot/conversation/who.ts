import type { Desk } from '../../domain/desk.ts'
import { type Identity, type Person, sameIdentity } from '../../domain/person.ts'
import { ChatFailure } from '../chat-port.ts'
import type { IntentOrigin } from '../intent.ts'
import { strangerText } from '../views/refusal.ts'
import type { DeskServices } from './services.ts'

/** The person an account belongs to, or why it is nobody's, in words; `silent` for a bot. */
export type Known =
  | { readonly person: Person }
  | { readonly stranger: string; readonly reason: string }
  | { readonly silent: true }

/** The person whose account this is. The triple decides, and nothing else does. */
export const personBehind = (desk: Desk, identity: Identity): Person | undefined =>
  desk.people.find((person) => person.identities.some((known) => sameIdentity(known, identity)))

/**
 * Who is speaking (4.1). An account that is nobody's is refused in words. Where its e-mail address is a person's, in a
 * home workspace and a verified domain, that proposes a link for an admin to confirm: an address is easy to take on,
 * so it never makes one by itself.
 */
export const whoIs = async (
  desk: Desk,
  { identity, where }: IntentOrigin,
  services: DeskServices,
): Promise<Known> => {
  const person = personBehind(desk, identity)
  if (person?.disabled === true) return { stranger: strangerText.disabled, reason: 'disabled' }
  if (person !== undefined) return { person }
  if (!services.isHome(identity.platform, identity.tenant))
    return { stranger: strangerText.outsider, reason: 'outsider' }
  try {
    const profile = await services.profile(identity, where?.place)
    if (profile.bot) return { silent: true }
    if (profile.outsider) return { stranger: strangerText.outsider, reason: 'outsider' }
    return await propose(desk, identity, profile.email, services)
  } catch (error) {
    if (error instanceof ChatFailure) return { stranger: strangerText.away, reason: 'unidentified' }
    throw error
  }
}

const propose = async (
  desk: Desk,
  identity: Identity,
  email: string | undefined,
  services: DeskServices,
): Promise<Known> => {
  const address = email?.toLowerCase()
  const domain = address?.split('@').at(-1)
  const match = desk.people.find((person) => person.email.toLowerCase() === address)
  if (
    address === undefined ||
    domain === undefined ||
    match === undefined ||
    match.disabled === true ||
    !desk.verifiedDomains.includes(domain)
  )
    return { stranger: strangerText.unknown, reason: 'unknown-account' }
  const admins = desk.people.filter((person) => person.roles.includes('admin'))
  const proposal = await services.proposeLink(identity, match.id, admins)
  // What was decided about this account was about another person: an address that it took on later is no proof.
  if (proposal.person !== match.id) return { stranger: strangerText.unknown, reason: 'link-of-another' }
  if (proposal.confirmed === true) return { person: match }
  if (proposal.confirmed === false) return { stranger: strangerText.refused, reason: 'link-refused' }
  return { stranger: strangerText.proposed(match.name), reason: 'link-proposed' }
}
