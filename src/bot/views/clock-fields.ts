import type { Desk } from '../../domain/desk.ts'
import type { Incident } from '../../domain/incident.ts'
import { type Clock, leftAt } from '../../domain/sla-clock.ts'
import { type CardElement, type Field, type Span, text } from '../ui/card.ts'
import { dueLabel, openTime } from './clock-words.ts'

/** Clocks as they stand, and the moment at which they are looked at. */
export interface ClockFacts {
  readonly incident: Incident
  readonly desk: Desk
  readonly clocks: readonly Clock[]
  readonly now: Temporal.Instant
}

/**
 * When what is promised is due, in the reader's own zone, and the open time left until then. The requester's side sees what
 * was promised to it; the desk's side also what teams and suppliers owe.
 */
export const dueFields = (facts: ClockFacts, audience: 'requester' | 'desk'): readonly CardElement[] => {
  const fields = facts.clocks
    .filter((clock) => audience === 'desk' || clock.tier === 'sla')
    .sort((a, b) => order(a) - order(b))
    .flatMap((clock): Field[] => {
      const value = valueOf(clock, facts, audience)
      return value === undefined ? [] : [{ label: dueLabel(clock, facts.desk, audience), value }]
    })
  return fields.length === 0 ? [] : [{ kind: 'fields', fields: fields.slice(0, 10) }]
}

/** Whether times left are shown, which are true of one moment only. */
export const showsLeft = ({ clocks }: ClockFacts): boolean =>
  clocks.some(({ state, missed }) => state === 'running' && !missed)

const tiers = ['sla', 'ola', 'uc']
const kinds = ['response', 'resolution', 'update']
const order = ({ tier, kind }: Clock): number => tiers.indexOf(tier) * kinds.length + kinds.indexOf(kind)

/** What has been kept is no news; what has been missed stays to be seen by the desk. */
const valueOf = (
  clock: Clock,
  { incident, desk, now }: ClockFacts,
  audience: 'requester' | 'desk',
): readonly Span[] | undefined => {
  const { state, due, missed } = clock
  if (state === 'stopped') return undefined
  if (state === 'met')
    return missed && audience === 'desk' && due !== undefined
      ? [{ at: due }, text(clock.explained ? ' · missed' : ' · missed, cause not told yet')]
      : undefined
  if (missed) return due === undefined ? [text('🔴 missed')] : [text('🔴 '), { at: due }, text(' · missed')]
  const left = leftAt(desk, clock, incident.customer, now)
  if (state === 'paused') return [text(`⏸️ time stands still, ${openTime(left)} left`)]
  if (due === undefined) return [text('no date: its calendar does not open long enough')]
  return [{ at: due }, text(left > 0 ? ` · ${openTime(left)} left` : ' · time is up')]
}
