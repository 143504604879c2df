import { priorities } from '../../domain/priority.ts'
import { reachedAfter, specificity } from '../../domain/service-target.ts'
import { percentOf } from '../targets.ts'
import { durationOf, isDate } from '../time.ts'
import { toThreshold } from '../to-target.ts'
import { instead, quote } from '../words.ts'
import type { Finding } from '../mistake.ts'
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
    yield* withoutEffect(target)
  }
}

/** Keys that this target's clock does not look at: whoever writes them means something that would not happen. */
function* withoutEffect(target: Spot): Iterable<Finding> {
  const ofSupplier = textAt(child(target, 'supplier')) !== undefined
  const pausedBy = child(target, 'paused-by')
  if (ofSupplier && pausedBy.value !== undefined)
    yield {
      path: pausedBy.path,
      message: `a supplier's target counts only while an incident waits for the supplier, so nothing pauses it; take "paused-by" out`,
    }
  const reopening = child(target, 'reopening')
  const kind = textAt(child(target, 'for'))
  if (reopening.value !== undefined && (ofSupplier || kind === 'response' || kind === 'update'))
    yield {
      path: reopening.path,
      message: `only a customer's or a team's target for resolution goes on or starts anew; take "reopening" out`,
    }
}

/** Who can hear of a target has a part in it: what a team or a supplier owes the desk is no promise to the requester. */
export const hearersHaveAPart: Check = function* (file) {
  for (const target of list(file, 'targets')) {
    const [team, supplier] = [child(target, 'team'), child(target, 'supplier')].map(textAt)
    if (team !== undefined && supplier !== undefined) continue
    const tells = [...list(target, 'warnings'), child(target, 'breach')].flatMap((each) => list(each, 'tell'))
    for (const tell of tells) {
      const part = textAt(tell) ?? ''
      if (part === 'supplier-manager' && supplier === undefined)
        yield {
          path: tell.path,
          message: `"supplier-manager" hears of a supplier's targets only, and this one is ${team === undefined ? 'promised to customers' : "a team's"}; tell team-lead or service-owner`,
        }
      else if ((part === 'requester' || part === 'interested') && (team ?? supplier) !== undefined)
        yield {
          path: tell.path,
          message: `"${part}" hears of what is promised to customers only, and this target is ${supplier === undefined ? "a team's" : "a supplier's"}; tell team or team-lead`,
        }
    }
  }
}

/** A supplier's target counts while incidents of its services wait for it. */
export const suppliersUnderpin: Check = function* (file) {
  const suppliers = list(file, 'suppliers').map((supplier) => textAt(child(supplier, 'id')))
  const used = new Set(list(file, 'services').map((service) => textAt(child(service, 'supplier'))))
  for (const target of list(file, 'targets')) {
    const spot = child(target, 'supplier')
    const id = textAt(spot)
    if (id !== undefined && suppliers.includes(id) && !used.has(id))
      yield {
        path: spot.path,
        message: `no service has the supplier ${quote(id)}, so this target would never count; name it at a service`,
      }
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
      const customer = child(exception, 'customer')
      const agreed = list(target, 'customers').flatMap((each) => textAt(each) ?? [])
      const id = textAt(customer)
      if (id !== undefined && agreed.length > 0 && !agreed.includes(id))
        yield {
          path: customer.path,
          message: `this target is not agreed with ${quote(id)}; ${instead(id, agreed, 'its customers')}`,
        }
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
