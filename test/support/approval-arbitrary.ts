import * as fc from 'fast-check'
import type { Absence } from '../../src/domain/approval-absence.ts'
import type { ApprovalCommand } from '../../src/domain/approval-command.ts'
import type { ApproverRule, ApprovalPolicy, StagePolicy } from '../../src/domain/change-policy.ts'
import { openBetween } from '../../src/domain/business-time.ts'
import { theDesk } from '../../src/domain/decision.ts'
import type { ModelWorld } from './approval-model.ts'
import { thursday } from './given.ts'
import { type World, approvalDesk, benAsks, policyOf } from './given-approval.ts'

/** Those who may come to decide; `ben` asks, `carl` makes it, `jo` manages changes. */
const approvers = ['hana', 'ivo', 'fay', 'gil', 'eve', 'kai', 'dana'] as const
const everyone = [...approvers, 'ben', 'carl', 'jo'] as const
const approver = fc.constantFrom(...approvers)
const someone = fc.oneof({ weight: 4, arbitrary: approver }, fc.constantFrom(...everyone))

const rule: fc.Arbitrary<ApproverRule> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<ApproverRule>({ kind: 'authority', authority: 'cab' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('person'), person: someone }) },
  fc.constant<ApproverRule>({ kind: 'line-manager' }),
)

const needs: fc.Arbitrary<StagePolicy['needs']> = fc.oneof(
  fc.constantFrom('any' as const, 'all' as const, 'majority' as const),
  fc.record({ atLeast: fc.integer({ min: 1, max: 4 }) }),
)

const stage: fc.Arbitrary<StagePolicy> = fc.record({
  name: fc.constantFrom('Authority', 'Lead'),
  approvers: fc.array(rule, { minLength: 1, maxLength: 3 }),
  needs,
  veto: fc.boolean(),
})

export const policy: fc.Arbitrary<ApprovalPolicy> = fc
  .array(stage, { minLength: 1, maxLength: 3 })
  .map((stages) => ({ ...policyOf(...stages), expiresAfter: 18 * 3_600_000 }))

/** `shown`: how far behind the present stage the card is that is clicked. */
type Click = { readonly by: string; readonly command: ApprovalCommand; readonly shown: number }

/** What happens in the organisation meanwhile. */
type News =
  | { readonly news: 'leaves' | 'comes' | 'joins' | 'quits'; readonly person: string }
  | { readonly news: 'away'; readonly person: string; readonly deputy: string; readonly lasts: number }

export type Attempt = { readonly hours: number } & (Click | News)

const words = { reason: 'Too risky', remarks: 'Say more', condition: '' }
const answer: fc.Arbitrary<ApprovalCommand> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<ApprovalCommand>({ type: 'approve', stage: 0 }) },
  { weight: 2, arbitrary: fc.constant<ApprovalCommand>({ type: 'reject', reason: words.reason, stage: 0 }) },
  {
    weight: 3,
    arbitrary: someone.map((to): ApprovalCommand => ({ type: 'delegate', to, stage: 0 })),
  },
)
const seldom: fc.Arbitrary<Omit<Click, 'shown'>> = fc.oneof(
  fc.record({
    by: someone,
    command: fc.constantFrom<ApprovalCommand>(
      { type: 'ask-for-changes', remarks: words.remarks, stage: 0 },
      { type: 'withdraw' },
      { type: 'recheck' },
    ),
  }),
)
const seat = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }))
const shown = fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1)

const click: fc.Arbitrary<Click> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ by: someone, command: answer, shown }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(seat, someone, fc.constantFrom('jo', 'jo', 'jo', 'gil', 'ben'))
      .map(([[first, second], to, by]): Click => ({
        by,
        command: { type: 'reassign', seat: `${first}.${second}`, to },
        shown: 0,
      })),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom<ApprovalCommand>({ type: 'recheck' }, { type: 'remind' }, { type: 'expire' })
      .map((command): Click => ({ by: theDesk, command, shown: 0 })),
  },
  { weight: 1, arbitrary: seldom.map((one): Click => ({ ...one, shown: 0 })) },
)

const news: fc.Arbitrary<News> = fc.oneof(
  fc.record({ news: fc.constantFrom('leaves', 'comes', 'joins', 'quits'), person: someone }),
  fc.record({
    news: fc.constant('away'),
    person: approver,
    deputy: someone,
    lasts: fc.integer({ min: 1, max: 40 }),
  }),
)

const attempt: fc.Arbitrary<Attempt> = fc
  .tuple(
    fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 1, 2, 17),
    fc.oneof<[fc.WeightedArbitrary<Click>, fc.WeightedArbitrary<News>]>(
      { weight: 3, arbitrary: click },
      { weight: 1, arbitrary: news },
    ),
  )
  .map(([hours, what]) => ({ hours, ...what }))

export const attempts = fc.array(attempt, { minLength: 10, maxLength: 60, size: 'max' })

/** Time and organisation, as far as they change. */
export interface Times {
  readonly now: Temporal.Instant
  readonly here: readonly string[]
  readonly cab: readonly string[]
  readonly absences: readonly Absence[]
}

export const startOf: Times = {
  now: thursday,
  here: approvalDesk.people.map(({ id }) => id),
  cab: ['hana', 'ivo', 'fay'],
  absences: [],
}

export const after = (times: Times, attempt: Attempt): Times => {
  const now = times.now.add({ hours: attempt.hours })
  if (!('news' in attempt)) return { ...times, now }
  const { person } = attempt
  switch (attempt.news) {
    case 'leaves':
      return { ...times, now, here: times.here.filter((id) => id !== person) }
    case 'comes':
      return { ...times, now, here: [...times.here.filter((id) => id !== person), person] }
    case 'joins':
      return { ...times, now, cab: [...times.cab.filter((id) => id !== person), person] }
    case 'quits':
      return { ...times, now, cab: times.cab.filter((id) => id !== person) }
    case 'away': {
      const absence = { person, deputy: attempt.deputy, from: now, to: now.add({ hours: attempt.lasts }) }
      return { ...times, now, absences: [...times.absences, absence] }
    }
  }
}

/** The same world, for the engine. */
export const worldOf = ({ now, here, cab, absences }: Times): World => ({
  now,
  absences,
  desk: { ...approvalDesk, people: approvalDesk.people.filter(({ id }) => here.includes(id)) },
  authorities: [{ id: 'cab', name: 'CAB', members: cab, channels: [] }],
})

/** And for the model. */
export const modelWorldOf = (
  { now, here, cab, absences }: Times,
  { expiresAfter }: ApprovalPolicy,
): ModelWorld => {
  const office = approvalDesk.calendars[0]
  if (office === undefined) throw new Error('no calendar')
  const away = new Map<string, string[]>()
  for (const { person, deputy = '', from, to } of absences) {
    if (from.epochMilliseconds > now.epochMilliseconds || to.epochMilliseconds <= now.epochMilliseconds)
      continue
    away.set(person, [...(away.get(person) ?? []), deputy])
  }
  return {
    here: new Set(here),
    cab,
    boss: Object.fromEntries(approvalDesk.people.map(({ id, manager }) => [id, manager ?? ''])),
    requester: benAsks.requester,
    implementer: benAsks.implementer ?? '',
    // Without her, the desk lead.
    manager: here.includes('jo') ? 'jo' : 'gil',
    away,
    expired: openBetween(office, thursday, now) >= expiresAfter,
  }
}
