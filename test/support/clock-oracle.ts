import type { Desk } from '../../src/domain/desk.ts'
import type { IncidentEvent, Recorded } from '../../src/domain/incident.ts'
import type { ServiceTarget } from '../../src/domain/service-target.ts'
import type { MinuteOracle } from './minute-oracle.ts'

/**
 * Clocks once more, by walking through the minutes of a life and asking of each whether it counts; of `src/domain` it uses
 * types only. It knows nothing beyond the days that were walked.
 */
export interface WalkedClock {
  readonly target: string
  readonly within: number
  readonly run: number
  readonly state: 'running' | 'paused' | 'met' | 'stopped'
  readonly startedAt: number
  readonly endedAt?: number
  /** Counted until the walk, or the clock, ended; and of that what counted until it last stood still. */
  readonly counted: number
  readonly countedBefore: number
  readonly missed: boolean
  /** When so much had counted; undefined where it had not within what was walked. */
  readonly reached: (ms: number) => number | undefined
}

/** What of an incident matters to clocks, as plain facts. */
interface Facts {
  readonly open: boolean
  readonly waits: string | undefined
  readonly team: string
  readonly service: string
  readonly priority: keyof ServiceTarget['within']
  readonly customer: string
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly facts: Facts
  readonly event: IncidentEvent
}

/** The life as stretches between events, the last until the walk ends. An event is never earlier than the one before. */
const stretchesOf = (history: readonly Recorded<IncidentEvent>[], until: number): readonly Stretch[] => {
  const times: number[] = []
  for (const { at } of history) times.push(Math.max(at.epochMilliseconds, times.at(-1) ?? -Infinity))
  let facts: Facts | undefined
  return history.map(({ event }, index) => {
    facts = factsAfter(facts, event)
    return { from: times[index] ?? 0, to: times[index + 1] ?? until, facts, event }
  })
}

const factsAfter = (before: Facts | undefined, event: IncidentEvent): Facts => {
  if (event.type === 'raised') {
    const { team, service, priority, customer } = event
    return { open: true, waits: undefined, team, service, priority, customer }
  }
  if (before === undefined) throw new Error('not raised')
  switch (event.type) {
    case 'handed-over':
      return { ...before, team: event.to, waits: undefined }
    case 'priority-set':
      return { ...before, priority: event.to }
    case 'classified':
      return { ...before, priority: event.priority, service: event.classification.service }
    case 'suspended':
      return { ...before, waits: event.waitingFor }
    case 'resumed':
      return { ...before, waits: undefined }
    case 'resolved':
    case 'cancelled':
      return { ...before, open: false, waits: undefined }
    case 'reopened':
      return { ...before, open: true }
    default:
      return before
  }
}

const said = (event: IncidentEvent): boolean =>
  event.type === 'taken' || (event.type === 'commented' && event.side === 'desk')

type Slot = Pick<ServiceTarget, 'tier' | 'kind' | 'party'>

/** One measurement: the stretches in which it was under way, and how it ended. */
interface Measured {
  number: number
  readonly stretches: Stretch[]
  readonly startedAt: number
  /** The facts that it is held to. */
  facts: Facts
  ended: { readonly at: number; readonly how: 'met' | 'stopped' } | undefined
}

const waitsForSupplier = (desk: Desk, { party }: Slot, { open, waits, service }: Facts): boolean =>
  open && waits === 'supplier' && desk.services.find(({ id }) => id === service)?.supplier === party

/** The newest measurement of a slot. */
const measure = (
  slot: Slot,
  restarts: boolean,
  stretches: readonly Stretch[],
  desk: Desk,
): Measured | undefined => {
  let all = 0
  let now: Measured | undefined
  const start = (stretch: Stretch): void => {
    all += 1
    now = { number: all, stretches: [], startedAt: stretch.from, facts: stretch.facts, ended: undefined }
  }
  for (const stretch of stretches) {
    const { event, facts, from } = stretch
    const theirs = slot.tier !== 'ola' || facts.team === slot.party
    const under = now !== undefined && now.ended === undefined
    if (slot.tier === 'uc') {
      const waits = waitsForSupplier(desk, slot, facts)
      if (under && !waits && now !== undefined)
        now.ended = { at: from, how: event.type === 'cancelled' ? 'stopped' : 'met' }
      if (!under && waits) start(stretch)
    } else if (under && now !== undefined) {
      if (event.type === 'cancelled') now.ended = { at: from, how: 'stopped' }
      else if (event.type === 'resolved') now.ended = { at: from, how: theirs ? 'met' : 'stopped' }
      else if (theirs && slot.kind === 'response' && said(event)) now.ended = { at: from, how: 'met' }
      else if (theirs && slot.kind === 'update' && (said(event) || event.type === 'suspended')) start(stretch)
    } else if (now === undefined) {
      if (theirs) start(stretch)
    } else if (facts.open && theirs) {
      const again = slot.tier === 'ola' && now.ended?.how === 'stopped'
      const reopened = event.type === 'reopened'
      if (again || (reopened && slot.kind !== 'response')) {
        if (slot.kind === 'update' || (slot.kind === 'resolution' && restarts)) start(stretch)
        else now.ended = undefined
      }
    }
    if (now !== undefined && now.ended === undefined) {
      now.stretches.push(stretch)
      if (theirs) now.facts = facts
    }
  }
  return now
}

const holds = (target: ServiceTarget, { service, customer, priority }: Facts): boolean =>
  target.within[priority] !== undefined &&
  (target.services?.includes(service) ?? true) &&
  (target.customers?.includes(customer) ?? true)

/** How closely it is agreed: for a customer before for a service before for all. */
const closeness = ({ services, customers }: ServiceTarget): string =>
  `${customers === undefined ? 'b' : 'a'}${services === undefined ? 'b' : 'a'}`

export const walkClock = (
  slot: Slot,
  history: readonly Recorded<IncidentEvent>[],
  desk: Desk,
  minutes: MinuteOracle,
): WalkedClock | undefined => {
  const stretches = stretchesOf(history, minutes.to)
  const facts = measure(slot, false, stretches, desk)?.facts
  if (facts === undefined) return undefined
  const [target] = desk.targets
    .filter(
      (one) =>
        one.tier === slot.tier && one.kind === slot.kind && one.party === slot.party && holds(one, facts),
    )
    .toSorted((a, b) => closeness(a).localeCompare(closeness(b)))
  const within = target?.within[facts.priority]
  const measured = measure(slot, target?.reopening === 'restarts', stretches, desk)
  if (target === undefined || within === undefined || measured === undefined) return undefined

  const counts = ({ open, waits, team }: Facts): boolean =>
    open &&
    (target.tier === 'uc' || !(target.pausedBy as readonly (string | undefined)[]).includes(waits)) &&
    (target.tier !== 'ola' || team === target.party)
  const excepted = target.exceptions.filter(
    ({ customer }) => customer === undefined || customer === facts.customer,
  )
  const { steps, counted, countedBefore } = walk(measured.stretches, counts, (at) => {
    if (!minutes.isOpen(at)) return false
    const date = excepted.length === 0 ? '' : minutes.dateAt(at)
    return !excepted.some(({ from, to }) => from <= date && date <= to)
  })
  const last = measured.stretches.at(-1)
  const runs = measured.ended === undefined && last !== undefined && counts(last.facts)
  return {
    target: target.id,
    within,
    run: measured.number,
    state: measured.ended?.how ?? (runs ? 'running' : 'paused'),
    startedAt: measured.startedAt,
    ...(measured.ended === undefined ? {} : { endedAt: measured.ended.at }),
    counted,
    countedBefore,
    missed: !runs && counted > within,
    reached: (ms) => {
      const step = steps.find(({ before, length }) => before < ms && before + length >= ms)
      return step === undefined ? undefined : step.at + (ms - step.before)
    },
  }
}

interface Walked {
  readonly at: number
  readonly length: number
  /** Counted before it. */
  readonly before: number
}

/** Minute after minute, the minutes in which something happens in parts. */
const walk = (
  stretches: readonly Stretch[],
  counts: (facts: Facts) => boolean,
  isOpen: (at: number) => boolean,
): { readonly steps: readonly Walked[]; readonly counted: number; readonly countedBefore: number } => {
  const steps: Walked[] = []
  let counted = 0
  let countedBefore = 0
  let before: Stretch | undefined
  for (const stretch of stretches) {
    if (!counts(stretch.facts)) {
      before = stretch
      continue
    }
    // A stretch that goes on where another stopped is the same.
    if (before === undefined || !counts(before.facts) || before.to !== stretch.from) countedBefore = counted
    for (let at = stretch.from; at < stretch.to;) {
      const next = Math.min(Math.floor(at / 60_000 + 1) * 60_000, stretch.to)
      if (isOpen(at)) {
        steps.push({ at, length: next - at, before: counted })
        counted += next - at
      }
      at = next
    }
    before = stretch
  }
  return { steps, counted, countedBefore }
}
