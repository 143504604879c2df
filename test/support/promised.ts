import type { BusinessCalendar, Desk } from '../../src/domain/desk.ts'
import type { ServiceTarget, Threshold, Told, Warning } from '../../src/domain/service-target.ts'
import { type Clock, clocksOf } from '../../src/domain/sla-clock.ts'
import { calendarIn, everyDay, weekdays } from './calendars.ts'
import { type Life, act, begin, tick, written } from './clock-life.ts'
import { at, hour } from './open-time.ts'
import { smallDesk } from './small-desk.ts'

export { hour }
export const minute = 60_000

/** Eight hours on five days, in Berlin; and all the time. */
export const office: BusinessCalendar = {
  ...calendarIn('Europe/Berlin', weekdays('09:00-17:00')),
  id: 'office',
}
export const always: BusinessCalendar = {
  ...calendarIn('Europe/Berlin', everyDay('00:00-24:00')),
  id: 'always',
}

export const warning = (threshold: Threshold, ...tells: readonly Told[]): Warning => ({
  at: threshold,
  tells: tells.length === 0 ? ['assignee', 'team'] : tells,
})

const everyPriority = (ms: number): ServiceTarget['within'] => ({ P1: ms, P2: ms, P3: ms, P4: ms })

/** A promise to the customer, of eight hours unless told otherwise, warned of at half of it and at three quarters. */
export const target = (changes: Partial<ServiceTarget> & { readonly hours?: number } = {}): ServiceTarget => {
  const { hours = 8, ...rest } = changes
  return {
    id: rest.kind ?? 'resolution',
    name: 'A target',
    kind: 'resolution',
    tier: rest.party === undefined ? 'sla' : 'ola',
    within: everyPriority(hours * hour),
    calendar: 'office',
    warnings: [warning({ percent: 50 }), warning({ percent: 75 })],
    breachTells: ['assignee', 'team', 'team-lead'],
    pausedBy: rest.tier === 'uc' ? [] : ['requester'],
    reopening: 'continues',
    exceptions: [],
    ...rest,
  }
}

/** The small desk with these targets; orbit stands behind its Wi-Fi, and dana answers for orbit. */
export const promising = (...targets: readonly ServiceTarget[]): Desk => ({
  ...smallDesk,
  calendars: [office, always],
  suppliers: [
    { id: 'orbit', name: 'Orbit', manager: 'dana' },
    { id: 'nova', name: 'Nova', manager: 'fay' },
  ],
  services: smallDesk.services.map((service) =>
    service.id === 'wifi' ? { ...service, supplier: 'orbit', interested: ['jo', 'lou', 'ada'] } : service,
  ),
  targets,
})

/** The same agreements, changed and in force as the next version. */
export const changed = (desk: Desk, changes: Partial<Desk>): Desk => ({
  ...desk,
  ...changes,
  version: desk.version + 1,
})

/** Local time in Berlin, unless the text names a zone or is UTC. */
export const when = (text: string): Temporal.Instant =>
  at(/[Z\]]$/.test(text) ? text : `${text}[Europe/Berlin]`)

/** What an instant is in Berlin, to the minute unless there is more to tell. */
export const inBerlin = (instant: Temporal.Instant | undefined): string | undefined =>
  instant
    ?.toZonedDateTimeISO('Europe/Berlin')
    .toPlainDateTime()
    .toString({ smallestUnit: instant.epochMilliseconds % minute === 0 ? 'minute' : 'millisecond' })

type Deed = Parameters<typeof act>[4]

/** When, by whom, and what; or when, and a tick. */
export type Step = readonly [when: string, by: string, deed: Deed] | readonly [when: string, tick: 'tick']

/** An incident of ada's Wi-Fi, priority P3 unless its first words say otherwise, raised at that time; and what came then. */
export const lived = (desk: Desk, raised: string, ...steps: readonly Step[]): Life =>
  live(begin(desk, when(raised), 'ada'), desk, ...steps)

export const live = (life: Life, desk: Desk, ...steps: readonly Step[]): Life =>
  steps.reduce((before, [time, ...step]) => {
    const [by, deed] = step
    return deed === undefined ? tick(before, desk, when(time)) : act(before, desk, when(time), by, deed)
  }, life)

/** The clock of a slot, as it is kept; and nothing else may come out when the whole history is replayed. */
export const clockIn = (life: Life, desk: Desk, slot = 'sla/resolution'): Clock => {
  const kept = life.clocks.find((clock) => clock.slot === slot)
  if (kept === undefined) throw new Error(`there is no clock ${slot}`)
  const replayed = clocksOf(life.history, desk).find((clock) => clock.slot === slot)
  const [ours, again] = [kept, replayed].map((clock) => clock && written(clock))
  if (kept.deskVersion === desk.version && ours !== again) throw new Error(`kept ${ours}\nreplayed ${again}`)
  return kept
}

/** When its time is up, in Berlin. */
export const dueOf = (life: Life, desk: Desk, slot?: string): string | undefined =>
  inBerlin(clockIn(life, desk, slot).due)

/** What ticks decided, in order: `sla/resolution 50% 2026-03-12T14:00`, with the time at which it was passed. */
export const decidedIn = (life: Life): readonly string[] =>
  life.history.flatMap(({ event }) =>
    event.type === 'clock-warned' || event.type === 'clock-breached'
      ? [
          `${event.slot} ${event.type === 'clock-warned' ? event.threshold : 'breach'} ${inBerlin(Temporal.Instant.from(event.at))}`,
        ]
      : [],
  )

/** Commands that are given again and again. */
export const take = { type: 'take' } as const
export const resume = { type: 'resume' } as const
export const reply = { type: 'comment', text: 'We are on it.', files: 0 } as const
export const acknowledge = { type: 'acknowledge' } as const
export const resolve = {
  type: 'resolve',
  code: 'fixed',
  text: 'Done',
  service: 'wifi',
  category: 'fault',
} as const
export const reopen = { type: 'reopen', reason: 'Not yet' } as const
export const cancel = { type: 'cancel', reason: 'By mistake' } as const
export const waitFor = (waitingFor: string) => ({ type: 'suspend', waitingFor, reason: 'It waits' }) as const
export const prioritise = (to: string) => ({ type: 'set-priority', to, reason: 'It is so' }) as const
export const handTo = (to: string) => ({ type: 'hand-over', to, reason: 'Theirs' }) as const
