import { freezeSpan } from '../../domain/freeze.ts'
import { isDate, isZone } from '../time.ts'
import { quote } from '../words.ts'
import { type Check, type Spot, child, list, repeated, textAt } from './spot.ts'

/** More risk never makes a change smaller, and the usual sizes are those of the usual questions. */
export const sizesAscend: Check = function* (file) {
  const changes = child(file, 'changes')
  const [questions, sizes] = [child(changes, 'risk-questions'), child(changes, 'sizes')]
  if (questions.value !== undefined && sizes.value === undefined)
    yield {
      path: questions.path,
      message:
        'the usual sizes are made for the usual questions; with your own, say under "sizes" what they come to',
    }
  const [significant, major] = [child(sizes, 'significant-from'), child(sizes, 'major-from')]
  if (
    typeof significant.value === 'number' &&
    typeof major.value === 'number' &&
    significant.value > major.value
  )
    yield {
      path: significant.path,
      message: `significant from ${significant.value} is above major from ${major.value}; a major change has at least the risk of a significant one`,
    }
}

/** The answers of a question are told apart. */
export const answersAreUnique: Check = function* (file) {
  for (const question of list(child(file, 'changes'), 'risk-questions'))
    yield* repeated(
      list(question, 'answers').map((answer) => child(answer, 'id')),
      (id) => `the id ${quote(id)} is already taken by another answer of this question`,
    )
}

const localTime = /^(\d{4}-\d{2}-\d{2})T(([01]\d|2[0-3]):[0-5]\d|24:00)$/

/** A freeze window ends after it starts, also by the clocks of its zone. */
export const freezesEnd: Check = function* (file) {
  for (const freeze of list(child(file, 'changes'), 'freezes')) {
    const end = child(freeze, 'to')
    const [from, to] = [timeAt(child(freeze, 'from')), timeAt(end)]
    if (from === undefined || to === undefined) continue
    if (to <= from)
      yield {
        path: end.path,
        message: `this freeze ends ${to === from ? 'when it starts' : 'before it starts'}, on ${from.replace('T', ' at ')}`,
      }
    else if (isOver({ zone: textAt(child(freeze, 'zone')) ?? '', from, to }))
      yield {
        path: end.path,
        message: `this freeze is over when it starts: clocks in that zone skip all of it`,
      }
  }
}

const isOver = (freeze: { zone: string; from: string; to: string }): boolean => {
  if (!isZone(freeze.zone)) return false
  const { from, to } = freezeSpan(freeze)
  return Temporal.Instant.compare(to, from) <= 0
}

const timeAt = (spot: Spot): string | undefined => {
  const text = textAt(spot) ?? ''
  return isDate(localTime.exec(text)?.[1] ?? '') ? text : undefined
}

/** No service depends on itself. Each circle is told where it closes. */
export const dependenciesEnd: Check = function* (file) {
  const services = list(file, 'services')
  const byId = new Map(services.map((service) => [textAt(child(service, 'id')), service]))
  const seen = new Set<string>()
  const within = new Set<string>()
  for (const start of byId.keys()) {
    // From service to service, each with those of its dependencies that are still to be looked at.
    const trail: { readonly id: string; readonly rest: Iterator<Spot> }[] = []
    const enter = (id: string): void => {
      const service = byId.get(id)
      if (service === undefined || seen.has(id)) return
      seen.add(id)
      within.add(id)
      trail.push({ id, rest: list(service, 'depends-on').values() })
    }
    if (start !== undefined) enter(start)
    for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
      const { id } = last
      const spot = last.rest.next()
      if (spot.done === true) {
        trail.pop()
        within.delete(id)
        continue
      }
      const next = textAt(spot.value)
      if (next === undefined) continue
      if (next === id) yield { path: spot.value.path, message: `${quote(id)} cannot depend on itself` }
      else if (within.has(next))
        yield {
          path: spot.value.path,
          message: circle(
            trail.map((each) => each.id),
            next,
          ),
        }
      else enter(next)
    }
  }
}

const longestCircle = 12

const circle = (trail: readonly string[], closes: string): string => {
  const around = [...trail.slice(trail.indexOf(closes)), closes]
  const told = around.length > longestCircle ? [...around.slice(0, longestCircle - 1), '…', closes] : around
  return `these services depend on each other in a circle: ${told.join(', ')}; take one of them out`
}

export const nobodyManagesThemselves: Check = function* (file) {
  for (const person of list(file, 'people')) {
    const manager = child(person, 'manager')
    if (textAt(manager) !== undefined && manager.value === child(person, 'id').value)
      yield { path: manager.path, message: `${quote(manager.value)} cannot be their own line manager` }
  }
}
