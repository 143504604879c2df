import * as fc from 'fast-check'
import type { Actor } from '../../src/domain/decision.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { IncidentCommand } from '../../src/domain/incident-command.ts'
import { waitingFors } from '../../src/domain/incident.ts'
import { levels, priorities } from '../../src/domain/priority.ts'
import {
  type ServiceTarget,
  type TargetException,
  type Threshold,
  slotOf,
  specificity,
} from '../../src/domain/service-target.ts'
import { type CalendarCase, calendarCase, part } from './calendar-arbitrary.ts'
import { office, promising } from './promised.ts'

const minute = 60_000
const dayMs = 86_400_000

/** A desk with one calendar and some targets, and what people try at which parts of the days that are looked at. */
export interface ClockCase extends CalendarCase {
  readonly desk: Desk
  readonly attempts: readonly Attempt[]
}

/** Part 0 is when the days begin, and 1 when they end. */
export interface Attempt {
  readonly part: number
  readonly by: Actor
  readonly command: IncidentCommand
}

const within = fc
  .dictionary(
    fc.constantFrom(...priorities),
    fc.oneof(
      fc.constantFrom(15, 30, 60, 120, 240, 480, 960).map((minutes) => minutes * minute),
      fc.integer({ min: 1000, max: 60 * 60 * minute }),
    ),
    { minKeys: 2 },
  )
  .map((promised): ServiceTarget['within'] => promised)

const threshold: fc.Arbitrary<Threshold> = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((percent) => ({ percent })),
  fc.integer({ min: 1, max: 240 }).map((left) => ({ left: left * minute })),
)

const dateOf = (at: number, day: number): string => new Date(at + day * dayMs).toISOString().slice(0, 10)

const exceptions = (from: number): fc.Arbitrary<readonly TargetException[]> =>
  fc.array(
    fc
      .tuple(
        fc.integer({ min: -1, max: 6 }),
        fc.integer({ min: 0, max: 1 }),
        fc.constantFrom('north', 'south', undefined),
      )
      .map(([first, more, customer]) => ({
        from: dateOf(from, first),
        to: dateOf(from, first + more),
        reason: 'As agreed',
        ...(customer === undefined ? {} : { customer }),
      })),
    { maxLength: 2 },
  )

const parties = [
  ['sla', 'response'],
  ['sla', 'resolution'],
  ['sla', 'update'],
  ['ola', 'response', 'net'],
  ['ola', 'resolution', 'net'],
  ['ola', 'resolution', 'apps'],
  ['uc', 'resolution', 'orbit'],
  ['uc', 'resolution', 'nova'],
] as const

const target = (from: number): fc.Arbitrary<ServiceTarget> =>
  fc
    .record({
      party: fc.constantFrom(...parties),
      within,
      thresholds: fc.array(threshold, { maxLength: 3 }),
      pausedBy: fc.subarray([...waitingFors]),
      reopening: fc.constantFrom('continues', 'restarts'),
      exceptions: exceptions(from),
      services: fc.constantFrom(undefined, undefined, ['wifi'], ['payroll']),
      customers: fc.constantFrom(undefined, undefined, ['north'], ['south']),
      id: fc.uuid(),
    })
    .map(({ party: [tier, kind, party], thresholds, services, customers, ...rest }) => ({
      ...rest,
      name: 'A target',
      tier,
      kind,
      calendar: 'drawn',
      warnings: thresholds.map((at) => ({ at, tells: ['assignee', 'team'] as const })),
      breachTells: ['team', 'team-lead'] as const,
      ...(party === undefined ? {} : { party }),
      ...(services === undefined ? {} : { services }),
      ...(customers === undefined ? {} : { customers }),
    }))
    .map(ordered)

const rank = (at: Threshold): number => ('percent' in at ? at.percent : -at.left)

/** Warnings in the order in which they are passed, whatever the priority: the desk file takes no others. */
const ordered = (drawn: ServiceTarget): ServiceTarget => {
  const shortest = Math.min(...Object.values(drawn.within))
  const shares = drawn.warnings.some(({ at }) => 'percent' in at)
  const usable = drawn.warnings.filter(({ at }) => ('percent' in at ? shares : !shares && at.left < shortest))
  const warnings = usable
    .toSorted((a, b) => rank(a.at) - rank(b.at))
    .filter(({ at }, index, all) => index === 0 || rank(at) !== rank(all[index - 1]?.at ?? at))
  return { ...drawn, warnings }
}

/** Of two targets that would both hold for some incident, equally close, the first. */
const unrivalled = (targets: readonly ServiceTarget[]): readonly ServiceTarget[] =>
  targets.filter(
    (target, index) =>
      !targets
        .slice(0, index)
        .some((one) => slotOf(one) === slotOf(target) && specificity(one) === specificity(target)),
  )

const level = fc.constantFrom(...levels)
const team = fc.constantFrom('net', 'apps')

/** Who tries what; gil leads the desk and may do nearly everything at once. */
const deed: fc.Arbitrary<Omit<Attempt, 'part'>> = fc.oneof(
  fc.record({ by: fc.constantFrom('carl', 'eve', 'gil'), command: fc.constant({ type: 'take' } as const) }),
  fc.record({
    by: fc.constantFrom('ada', 'carl', 'eve', 'gil'),
    command: fc.constant({ type: 'comment', text: 'Words', files: 0 } as const),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      by: fc.constant('gil'),
      command: fc.record({
        type: fc.constant('suspend'),
        waitingFor: fc.constantFrom(...waitingFors),
        reason: fc.constant('It waits'),
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ by: fc.constant('gil'), command: fc.constant({ type: 'resume' } as const) }),
  },
  fc.record({
    by: fc.constant('gil'),
    command: fc.record({ type: fc.constant('hand-over'), to: team, reason: fc.constant('Theirs') }),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      by: fc.constant('gil'),
      command: fc.record({
        type: fc.constant('set-priority'),
        to: fc.constantFrom(...priorities),
        reason: fc.constant('It is so'),
      }),
    }),
  },
  fc.record({
    by: fc.constant('gil'),
    command: fc.record({
      type: fc.constant('classify'),
      reason: fc.constant('It is so'),
      classification: fc.record({
        service: fc.constantFrom('wifi', 'payroll'),
        category: fc.constant('fault'),
        impact: level,
        urgency: level,
      }),
    }),
  }),
  fc.record({
    by: fc.constant('gil'),
    command: fc.record({
      type: fc.constant('resolve'),
      code: fc.constant('fixed'),
      text: fc.constant('Done'),
      service: fc.constantFrom('wifi', 'payroll'),
      category: fc.constant('fault'),
    }),
  }),
  fc.record({
    by: fc.constantFrom('ada', 'carl'),
    command: fc.constant({ type: 'reopen', reason: 'Not yet' } as const),
  }),
  fc.record({ by: fc.constant('gil'), command: fc.constant({ type: 'acknowledge' } as const) }),
  {
    weight: 1,
    arbitrary: fc.record({
      by: fc.constantFrom('ada', 'ada', 'gil'),
      command: fc.constant({ type: 'cancel', reason: 'By mistake' } as const),
    }),
  },
)

const attempts = fc
  .array(
    fc.tuple(part, deed).map(([at, tried]) => ({ part: at, ...tried })),
    { minLength: 1, maxLength: 12 },
  )
  .map((drawn) => drawn.toSorted((a, b) => a.part - b.part))

/** Desks and lives on them, mostly on days on which clocks change. */
export const clockCase: fc.Arbitrary<ClockCase> = calendarCase.chain((drawn) =>
  fc
    .record({ targets: fc.array(target(drawn.from), { minLength: 1, maxLength: 5 }), attempts })
    .map(({ targets, attempts }) => ({
      ...drawn,
      attempts,
      desk: {
        ...promising(...unrivalled(targets)),
        calendars: [office, drawn.calendar],
        services: promising().services.map((service) =>
          service.id === 'payroll' ? { ...service, supplier: 'nova' } : service,
        ),
      },
    })),
)
