import type { Service } from './desk.ts'

/** By the id of a service, the shortest way to it from the one asked about, both included. */
export type Ways = ReadonlyMap<string, readonly string[]>

/**
 * Everything a service depends on, directly or through others, itself left out. Of ways that are equally short the one
 * whose first differing service is listed first. A circle is walked once; services that are not known depend on nothing.
 */
export const dependenciesOf = (services: readonly Service[], id: string): Ways => {
  const on = new Map(services.map((service) => [service.id, service.dependsOn ?? []]))
  const ways = new Map<string, readonly string[]>([[id, [id]]])
  // Grows while it is walked: what is found is looked through in its turn.
  for (const [one, way] of ways)
    for (const next of on.get(one) ?? []) if (!ways.has(next)) ways.set(next, [...way, next])
  ways.delete(id)
  return ways
}
