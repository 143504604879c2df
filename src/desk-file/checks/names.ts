import type { Finding } from '../mistake.ts'
import { instead, quote } from '../words.ts'
import { child, list, repeated, textAt } from './spot.ts'
import type { Check, Spot } from './spot.ts'

/** The lists whose items are referred to by id, with what one and several of them are called. */
const kinds = {
  customers: ['customer', 'customers'],
  people: ['person', 'people'],
  teams: ['team', 'teams'],
  services: ['service', 'services'],
  categories: ['category', 'categories'],
  'resolution-codes': ['resolution code', 'resolution codes'],
  calendars: ['calendar', 'calendars'],
  suppliers: ['supplier', 'suppliers'],
  targets: ['target', 'targets'],
  'miss-causes': ['cause', 'causes'],
} as const

/** Lists that a desk file may do without. */
const optional: ReadonlySet<string> = new Set(['suppliers', 'targets', 'miss-causes'])

type Kind = keyof typeof kinds

/** One id, one thing. Components are told apart over all services: they outlive the service they were listed under. */
export const idsAreUnique: Check = function* (file) {
  for (const [kind, [one]] of Object.entries(kinds))
    yield* repeated(
      list(file, kind).map((item) => child(item, 'id')),
      (id) => `the id ${quote(id)} is already taken by another ${one}`,
    )
  const components = list(file, 'services').flatMap((service) => list(service, 'components'))
  yield* repeated(
    components.map((component) => child(component, 'id')),
    (id) => `the id ${quote(id)} is already taken by another component; ids differ over all services`,
  )
}

/** Lists of names in which a second mention says nothing. */
export const mentionsAreUnique: Check = function* (file) {
  const lists = [
    ...list(file, 'people').map((person) => list(person, 'roles')),
    ...list(file, 'teams').map((team) => list(team, 'members')),
    ...list(file, 'services').flatMap((service) => [list(service, 'customers'), list(service, 'interested')]),
    ...list(file, 'targets').flatMap((target) => [
      list(target, 'customers'),
      list(target, 'services'),
      list(target, 'paused-by'),
      ...list(target, 'warnings').map((warning) => list(warning, 'tell')),
      list(child(target, 'breach'), 'tell'),
    ]),
    list(child(file, 'home'), 'domains'),
  ]
  for (const each of lists) yield* repeated(each, (text) => `${quote(text)} is listed twice`)
}

/** Whatever is referred to by id is there. */
export const referencesAreKnown: Check = function* (file) {
  const known = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, idsOf(file, kind)])) as Record<
    Kind,
    ReadonlySet<string>
  >
  const unknown = function* (kind: Kind, spot: Spot): Iterable<Finding> {
    const id = textAt(spot)
    // With no list at all, that it is missing is said already.
    if (id === undefined || known[kind].has(id)) return
    if (known[kind].size === 0 && !optional.has(kind)) return
    const [one, many] = kinds[kind]
    if (known[kind].size === 0) {
      yield { path: spot.path, message: `${one} ${quote(id)} is not known; the file has no ${many}` }
      return
    }
    yield {
      path: spot.path,
      message: `${one} ${quote(id)} is not known; ${instead(id, [...known[kind]], many)}`,
    }
  }
  for (const person of list(file, 'people')) yield* unknown('customers', child(person, 'customer'))
  for (const team of list(file, 'teams')) {
    yield* unknown('people', child(team, 'lead'))
    for (const member of list(team, 'members')) yield* unknown('people', member)
  }
  for (const service of list(file, 'services')) {
    yield* unknown('people', child(service, 'owner'))
    yield* unknown('teams', child(service, 'team'))
    for (const customer of list(service, 'customers')) yield* unknown('customers', customer)
    yield* unknown('suppliers', child(service, 'supplier'))
    for (const one of list(service, 'interested')) yield* unknown('people', one)
  }
  for (const supplier of list(file, 'suppliers')) yield* unknown('people', child(supplier, 'manager'))
  for (const target of list(file, 'targets')) {
    for (const service of list(target, 'services')) yield* unknown('services', service)
    for (const customer of list(target, 'customers')) yield* unknown('customers', customer)
    yield* unknown('teams', child(target, 'team'))
    yield* unknown('suppliers', child(target, 'supplier'))
    yield* unknown('calendars', child(target, 'calendar'))
    for (const exception of list(target, 'exceptions'))
      yield* unknown('customers', child(exception, 'customer'))
  }
  for (const channel of list(file, 'request-channels')) {
    yield* unknown('services', child(channel, 'service'))
    yield* unknown('categories', child(channel, 'category'))
  }
  yield* unknown('calendars', child(child(file, 'closing'), 'calendar'))
}

const idsOf = (file: Spot, kind: string): ReadonlySet<string> =>
  new Set(
    list(file, kind)
      .map((item) => textAt(child(item, 'id')))
      .filter((id) => id !== undefined),
  )
