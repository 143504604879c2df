/** The two chats that people talk to the desk in. */
export type Platform = 'slack' | 'teams'

/**
 * One account of a person. The triple is the identity: an e-mail address or a display name never is.
 * `tenant` is the Slack workspace id (T…) or the Entra tenant id; `user` the Slack user id (U…) or the Entra object id.
 */
export interface Identity {
  readonly platform: Platform
  readonly tenant: string
  readonly user: string
}

export type PersonId = string

/** Roles granted by name in the desk file. Agent, team lead and service owner follow from teams and services. */
export type GrantedRole = 'desk-lead' | 'admin' | 'auditor'

export type Role = GrantedRole | 'requester' | 'agent' | 'team-lead' | 'service-owner'

/** A human known to the desk, whatever chat they use. */
export interface Person {
  readonly id: PersonId
  readonly name: string
  readonly email: string
  /** IANA time zone, used whenever a time is said to this person. */
  readonly zone: string
  readonly customer: string
  /** Who answers for them in the line: asked where a policy asks the requester's line manager, or where nobody else is left. */
  readonly manager?: PersonId
  readonly roles: readonly GrantedRole[]
  /** Known, and let in no more: they do nothing at the desk, and are not asked to decide anything. */
  readonly disabled?: true
  /** In order of preference: the first is where the desk writes when the person did not write first. */
  readonly identities: readonly Identity[]
}

/** One string for one identity, for keys and logs. */
export const identityKey = (identity: Identity): string =>
  `${identity.platform}/${identity.tenant}/${identity.user}`

export const sameIdentity = (a: Identity, b: Identity): boolean => identityKey(a) === identityKey(b)
