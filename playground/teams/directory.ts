import { createHash } from 'node:crypto'
import type { Json } from './json.ts'
import type { TeamsTenantOptions, TeamsUser } from './options.ts'

/** Everybody the tenant knows, by either of their ids. */
export interface Directory {
  readonly users: readonly TeamsUser[]
  /** Finds by Entra object id, by `29:` id, or by `8:orgid:` and the object id. */
  find(id: string): TeamsUser | undefined
  /** Throws for an id that is nobody's. */
  user(id: string): TeamsUser
  /** The id that a bot knows a user by. */
  teamsId(user: TeamsUser): string
  tenantOf(user: TeamsUser): string
  /** As `from` of an activity. */
  account(user: TeamsUser): Json
  /** As the connector's answer about a member. */
  member(user: TeamsUser): Json
}

/** Teams gives each bot another `29:` id for the same user, so it is drawn from both; nobody can compute one from the other. */
export const createDirectory = (options: TeamsTenantOptions): Directory => {
  const teamsIds = new Map(
    options.users.map((user) => [
      user.id,
      `29:1${createHash('sha256').update(`${options.appId}/${user.id}`).digest('base64url')}`,
    ]),
  )
  const teamsId = (user: TeamsUser): string => teamsIds.get(user.id) ?? ''
  const find = (id: string): TeamsUser | undefined =>
    options.users.find((user) => user.id === id || teamsId(user) === id || `8:orgid:${user.id}` === id)
  const tenantOf = (user: TeamsUser): string => user.tenant ?? options.tenant
  return {
    users: options.users,
    find,
    user: (id) => {
      const user = find(id)
      if (user === undefined) throw new Error(`Nobody in ${options.name} has the id ${id}`)
      return user
    },
    teamsId,
    tenantOf,
    account: (user) => ({ id: teamsId(user), name: user.name, aadObjectId: user.id }),
    member: (user) => {
      const [givenName = user.name, ...rest] = user.name.split(' ')
      return {
        id: teamsId(user),
        name: user.name,
        aadObjectId: user.id,
        objectId: user.id,
        givenName,
        surname: rest.join(' '),
        email: user.email,
        userPrincipalName: principalName(user, options.tenant),
        tenantId: tenantOf(user),
        // Somebody from another tenant is a user there: only tenantId tells.
        userRole: user.guest === true ? 'guest' : 'user',
      }
    },
  }
}

/** A guest's principal name is the address at home with the mark of a guest, `ana_home.example#EXT#@…`. */
const principalName = (user: TeamsUser, tenant: string): string =>
  user.guest === true
    ? `${user.email.replace('@', '_')}#EXT#@${tenant.slice(0, 8)}.onmicrosoft.com`
    : user.email
