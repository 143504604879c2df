import { platforms } from '../address.ts'
import { quote } from '../words.ts'
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
