import { priorities } from '../../domain/priority.ts'
import { reachedAfter, specificity } from '../../domain/service-target.ts'
import { percentOf } from '../targets.ts'
import { durationOf, isDate } from '../time.ts'
import { toThreshold } from '../to-target.ts'
import { quote } from '../words.ts'
import { calendarOpens } from './times.ts'
import { type Check, type Spot, child, list, textAt } from './spot.ts'

/** A target is of one party, of a kind that the party can keep, promises something, and counts in hours that come. */
export const targetsArePromises: Check = function* (file) {
  for (const target of list(file, 'targets')) {
    const [team, supplier, kind] = [child(target, 'team'), child(target, 'supplier'), child(target, 'for')]
    if (textAt(team) !== undefined && textAt(supplier) !== undefined)
      yield {
        path: supplier.path,
        message: 'a target is of a team or of a supplier; make two targets of it',
      }
    else if (textAt(supplier) !== undefined && (textAt(kind) === 'response' || textAt(kind) === 'update'))
      yield {
        path: kind.path,
        message: `a supplier's target is for resolution: it counts while an incident waits for the supplier`,
      }
    else if (textAt(team) !== undefined && textAt(kind) === 'update')
      yield { path: kind.path, message: `a team's target is for response or for resolution` }
    const within = child(target, 'within')
    if (typeof within.value === 'object' && within.value !== null && Object.keys(within.value).length === 0)
      yield {
        path: within.path,
        message: 'this target promises nothing; give a time for one priority at least',
      }
    yield* calendarOpens(file, child(target, 'calendar'), 'the time of this target would never be up')
  }
}

/** The thresholds of a target in the order in which they are passed, each of them before the time is up. */
export const warningsAscend: Check = function* (file) {
  for (const target of list(file, 'targets'))
    for (const priority of priorities) {
      const promised = textAt(child(child(target, 'within'), priority)) ?? ''
      const within = durationOf(promised)
      if (within === undefined) continue
      let before: { readonly text: string; readonly reached: number } | undefined
      for (const spot of list(target, 'warnings').map((warning) => child(warning, 'at'))) {
        const text = textAt(spot) ?? ''
        if (percentOf(text) === undefined && durationOf(text) === undefined) continue
        const threshold = toThreshold(text)
        const reached = reachedAfter(threshold, within)
        if ('left' in threshold && threshold.left >= within)
          yield {
            path: spot.path,
            message: `${quote(text)} before the time is up is not after its start: ${priority} has ${promised} in all`,
          }
        else if (before !== undefined && reached <= before.reached)
          yield {
            path: spot.path,
            message: `${quote(text)} does not come after ${quote(before.text)} (${priority} has ${promised}); warnings go in the order of time`,
          }
        before = { text, reached }
      }
    }
}

export const exceptionsEnd: Check = function* (file) {
  for (const target of list(file, 'targets'))
    for (const exception of list(target, 'exceptions')) {
      const [from, to] = [child(exception, 'from'), child(exception, 'to')]
      const [first, last] = [textAt(from) ?? '', textAt(to) ?? '']
      for (const [spot, date] of [[from, first] as const, [to, last] as const])
        if (/^\d{4}-\d{2}-\d{2}$/.test(date) && !isDate(date))
          yield { path: spot.path, message: `${quote(date)} is not a day of the calendar` }
      if (isDate(first) && isDate(last) && last < first)
        yield { path: to.path, message: `this exception ends before it starts on ${first}` }
    }
}

/** For one incident only one target of a kind can hold: of two, the closer one, and no two are equally close. */
export const targetsAreTold: Check = function* (file) {
  const targets = list(file, 'targets').map(written)
  for (const [index, target] of targets.entries()) {
    const rival = targets.slice(0, index).find((one) => rivals(one, target))
    if (rival === undefined) continue
    yield {
      path: child(target.spot, 'id').path,
      message: `for some incidents ${quote(target.id)} and ${quote(rival.id)} would both hold, equally close; name other customers or services in one of them`,
      first: child(rival.spot, 'id').path,
    }
  }
}

interface Written {
  readonly spot: Spot
  readonly id: string
  readonly slot: string
  readonly services: readonly string[] | undefined
  readonly customers: readonly string[] | undefined
  readonly priorities: readonly string[]
}

const written = (spot: Spot): Written => {
  const texts = (key: string): readonly string[] | undefined =>
    Array.isArray(child(spot, key).value) ? list(spot, key).flatMap((item) => textAt(item) ?? []) : undefined
  const within = child(spot, 'within').value
  return {
    spot,
    id: textAt(child(spot, 'id')) ?? '',
    slot: ['for', 'team', 'supplier'].map((key) => textAt(child(spot, key)) ?? '').join('/'),
    services: texts('services'),
    customers: texts('customers'),
    priorities: typeof within === 'object' && within !== null ? Object.keys(within) : [],
  }
}

const rivals = (a: Written, b: Written): boolean =>
  a.slot === b.slot &&
  specificity(told(a)) === specificity(told(b)) &&
  meet(a.services, b.services) &&
  meet(a.customers, b.customers) &&
  meet(a.priorities, b.priorities)

const told = ({ services, customers }: Written) => ({
  ...(services === undefined ? {} : { services }),
  ...(customers === undefined ? {} : { customers }),
})

const meet = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  a === undefined || b === undefined || a.some((one) => b.includes(one))
