import { type Decision, accepted } from './decision.ts'
import type { Desk } from './desk.ts'
import type { Effect } from './effect.ts'
import type { IncidentEvent, Recorded, TermsChange } from './incident.ts'
import type { Refusal } from './refusal.ts'
import { type Clock, clocksOf } from './sla-clock.ts'

type Accepted = Extract<Decision<IncidentEvent, Effect, Refusal>, { kind: 'accepted' }>

/** What was decided, after what a desk file newer than the clocks moves by itself: that is told first, and once. */
export const withNewTerms = (
  decision: Accepted,
  history: readonly Recorded<IncidentEvent>[],
  kept: readonly Clock[],
  desk: Desk,
): Accepted => {
  if (!areOlder(kept, desk)) return decision
  const after = clocksOf(history, desk, { clocks: kept, events: history.length })
  const { events, effects } = termsChanged(kept, after, desk)
  const later = decision.effects.map((effect) =>
    'event' in effect ? { ...effect, event: effect.event + events.length } : effect,
  )
  return accepted([...events, ...decision.events], [...effects, ...later])
}

/** All of them, or there are none: an incident that was reckoned by this version has a clock that says so. */
const areOlder = (kept: readonly Clock[], desk: Desk): boolean =>
  kept.every(({ deskVersion }) => deskVersion < desk.version)

/**
 * What a new version of the desk file moved: one event that names each clock whose time is up at another instant now. To
 * the requester that is told where it moves what a customer was promised. Nothing, where nothing moved.
 */
export const termsChanged = (
  before: readonly Clock[],
  after: readonly Clock[],
  desk: Desk,
): Pick<Accepted, 'events' | 'effects'> => {
  const nothing = { events: [], effects: [] }
  if (!areOlder(before, desk)) return nothing
  const slots = new Set([...before, ...after].map(({ slot }) => slot))
  const changes = [...slots].flatMap((slot): TermsChange[] => {
    const [from, to] = [before, after].map((clocks) =>
      clocks.find((clock) => clock.slot === slot && clock.endedAt === undefined),
    )
    return sameDue(from, to) ? [] : [{ slot, ...instant('from', from), ...instant('to', to) }]
  })
  if (changes.length === 0) return nothing
  const promised = changes.some(({ slot }) => slot.startsWith('sla/'))
  return {
    events: [{ type: 'terms-changed', desk: desk.version, changes }],
    effects: [
      { kind: 'tell', audience: 'triage', event: 0 },
      ...(promised ? [{ kind: 'tell', audience: 'requester', event: 0 } as const] : []),
    ],
  }
}

const sameDue = (a: Clock | undefined, b: Clock | undefined): boolean =>
  a?.due?.toString() === b?.due?.toString() && a?.within === b?.within

const instant = <Key extends string>(key: Key, clock: Clock | undefined): { [K in Key]?: string } =>
  clock?.due === undefined ? {} : ({ [key]: clock.due.toString() } as { [K in Key]: string })
