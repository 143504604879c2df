import { serviceOf } from './authority.ts'
import type { Desk } from './desk.ts'
import type { Incident, WaitingFor } from './incident.ts'
import type { Priority } from './priority.ts'

/** What is promised: an answer, the service restored, or that the requester hears something new. */
export type TargetKind = 'response' | 'resolution' | 'update'

/** To whom: the customer (service level), by a support team to the desk (operational level), by a supplier (contract). */
export type Tier = 'sla' | 'ola' | 'uc'

/** A promised time for one thing (6.1-b). */
export interface ServiceTarget {
  readonly id: string
  readonly name: string
  readonly kind: TargetKind
  readonly tier: Tier
  /** The team of an OLA, the supplier of a UC. */
  readonly party?: string
  /** Absent: every service, every customer. */
  readonly services?: readonly string[]
  readonly customers?: readonly string[]
  /** In milliseconds of open time; a priority without one has no target. */
  readonly within: Readonly<Partial<Record<Priority, number>>>
  readonly calendar: string
  /** Ascending. */
  readonly warnings: readonly Warning[]
  /** Who is told of a breach. */
  readonly breachTells: readonly Told[]
  /** What the clock does not count while an incident waits for it. */
  readonly pausedBy: readonly WaitingFor[]
  /** Whether a reopened incident's clock goes on from where it stood or starts anew. */
  readonly reopening: 'continues' | 'restarts'
  readonly exceptions: readonly TargetException[]
}

export interface Warning {
  readonly at: Threshold
  readonly tells: readonly Told[]
}

/** A share of the time passed, or an open time left, in milliseconds. */
export type Threshold = { readonly percent: number } | { readonly left: number }

/** By part in the record, so that a warning reaches whoever has that part when it is due. */
export type Told =
  | 'assignee'
  | 'team'
  | 'team-lead'
  | 'service-owner'
  | 'desk-lead'
  | 'supplier-manager'
  | 'requester'
  | 'interested'

/** A period in which the time does not count, as agreed with a customer. Local dates of the calendar, both included. */
export interface TargetException {
  readonly customer?: string
  readonly from: string
  readonly to: string
  readonly reason: string
}

/** Where a record has at most one clock: a tier and a kind, for an OLA or a UC also whose. */
export type Slot = string

export const slotOf = ({ tier, kind, party }: Pick<ServiceTarget, 'tier' | 'kind' | 'party'>): Slot =>
  party === undefined ? `${tier}/${kind}` : `${tier}/${party}/${kind}`

/** What of an incident decides which target it has. */
export type Targeted = Pick<Incident, 'service' | 'customer' | 'priority'>

/**
 * The target of a slot for an incident: the one agreed for its customer before one for all customers, then the one for
 * its service before one for all services; undefined when nothing is promised.
 */
export const targetOf = (desk: Desk, slot: Slot, incident: Targeted): ServiceTarget | undefined => {
  let best: ServiceTarget | undefined
  for (const target of desk.targets)
    if (slotOf(target) === slot && applies(target, incident) && outranks(target, best)) best = target
  return best
}

const applies = (
  { within, services, customers }: ServiceTarget,
  { priority, service, customer }: Targeted,
): boolean =>
  within[priority] !== undefined &&
  (services === undefined || services.includes(service)) &&
  (customers === undefined || customers.includes(customer))

const outranks = (target: ServiceTarget, best: ServiceTarget | undefined): boolean =>
  best === undefined || specificity(target) > specificity(best)

/** How closely a target is agreed; the desk file may not have two that are equally close for one incident. */
export const specificity = ({ customers, services }: Pick<ServiceTarget, 'customers' | 'services'>): number =>
  (customers === undefined ? 0 : 2) + (services === undefined ? 0 : 1)

/** All slots that any target of the desk is for. */
export const slotsOf = (desk: Desk): ReadonlySet<Slot> => new Set(desk.targets.map(slotOf))

/** The supplier that an incident of this service waits for when it waits for one. */
export const supplierOf = (desk: Desk, service: string): string | undefined =>
  serviceOf(desk, service)?.supplier

/** `75%` or `PT30M`: what a threshold is called in the history and told once by. */
export const thresholdKey = (threshold: Threshold): string =>
  'percent' in threshold
    ? `${threshold.percent}%`
    : Temporal.Duration.from({ milliseconds: threshold.left }).round({ largestUnit: 'hours' }).toString()

/** Milliseconds of open time after which it is reached; a threshold that leaves more than there is comes at once. */
export const reachedAfter = (threshold: Threshold, within: number): number =>
  'percent' in threshold
    ? Math.floor((within * threshold.percent) / 100)
    : Math.max(0, within - threshold.left)
