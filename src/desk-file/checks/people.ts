import { platforms } from '../address.ts'
import { instead, quote } from '../words.ts'
import { child, list, repeated, textAt } from './spot.ts'
import type { Check } from './spot.ts'

const lower = (text: string): string => text.toLowerCase()

/** An account, and an address that may propose one, belong to one person. */
export const accountsAreOnePersons: Check = function* (file) {
  const people = list(file, 'people')
  for (const [platform, chat] of Object.entries(platforms))
    yield* repeated(
      people.map((person) => child(person, platform)),
      (account) => `the ${chat} account ${quote(account)} already belongs to another person`,
      lower,
    )
  yield* repeated(
    people.map((person) => child(person, 'email')),
    (email) => `the e-mail address ${quote(email)} already belongs to another person`,
    lower,
  )
}

export const preferredChatIsThere: Check = function* (file) {
  for (const person of list(file, 'people')) {
    const prefers = child(person, 'prefers')
    const platform = textAt(prefers)
    if (platform !== 'slack' && platform !== 'teams') continue
    if (child(person, platform).value === undefined)
      yield {
        path: prefers.path,
        message: `prefers ${platform}, but there is no ${platforms[platform]} account under "${platform}"`,
      }
  }
}

/** Interested people hear of incidents of their own customer: of one that does not receive the service there are none. */
export const interestedAreServed: Check = function* (file) {
  const customers = new Map(
    list(file, 'people').map((person) => [textAt(child(person, 'id')), textAt(child(person, 'customer'))]),
  )
  const known = new Set(list(file, 'customers').map((customer) => textAt(child(customer, 'id'))))
  for (const service of list(file, 'services')) {
    const served = list(service, 'customers').flatMap((each) => textAt(each) ?? [])
    const some = served.filter((each) => known.has(each))
    for (const spot of list(service, 'interested')) {
      const customer = customers.get(textAt(spot))
      if (customer === undefined || !known.has(customer) || some.length === 0 || some.includes(customer))
        continue
      yield {
        path: spot.path,
        message: `${quote(spot.value)} belongs to ${quote(customer)}, which does not receive this service; ${instead(customer, some, 'its customers')}`,
      }
    }
  }
}

/** Without them nobody could apply the next desk file, or agree in the desk's name. */
export const rolesAreHeld: Check = function* (file) {
  const people = child(file, 'people')
  const held = new Set(list(file, 'people').flatMap((person) => list(person, 'roles').map(textAt)))
  if (!Array.isArray(people.value) || people.value.length === 0) return
  for (const [role, why] of [
    ['admin', 'who may apply a new version of this file'],
    ['desk-lead', 'who may agree in the name of the desk'],
  ] as const)
    if (!held.has(role))
      yield {
        path: people.path,
        message: `nobody has the role ${role}, ${why}; add "roles: [${role}]" to a person`,
      }
}
