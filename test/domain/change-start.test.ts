import { describe, expect, test } from 'vitest'
import type { AskedChange, ChangeCommand, ChangeMeta } from '../../src/domain/change-command.ts'
import { decideChange, decideProposal } from '../../src/domain/change-decide.ts'
import { draft, evolveChange } from '../../src/domain/change-evolve.ts'
import type { FreezeWindow } from '../../src/domain/change-policy.ts'
import type { ChangeDecision } from '../../src/domain/change-rules.ts'
import { type ScheduledChange, scheduledOf } from '../../src/domain/change-schedule.ts'
import type { Change } from '../../src/domain/change.ts'
import { theDesk } from '../../src/domain/decision.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { withSchedulePosts } from '../../src/domain/schedule-post.ts'
import { thursday } from '../support/given.ts'
import { asked, schedulingDesk, smallPolicy } from '../support/scheduling.ts'

const desk: Desk = { ...schedulingDesk, version: 1 }
const from = Temporal.Instant.from(asked().from)

const metaOf = (actor: string, more: Partial<ChangeMeta> = {}): ChangeMeta => ({
  now: thursday,
  actor,
  desk,
  id: 'drawn',
  schedule: [],
  pending: [],
  absences: [],
  ...more,
})

const play = (change: Change, decision: ChangeDecision, actor: string, at = thursday): Change => {
  if (decision.kind === 'refused') throw new Error(JSON.stringify(decision.refusal))
  return decision.events.reduce((state, event) => evolveChange(state, event, { at, actor }), change)
}

const requested = (more: Partial<AskedChange> = {}): Change => {
  const decision = decideProposal(asked(more), true, metaOf('ben'))
  if (decision.kind === 'refused') throw new Error(JSON.stringify(decision.refusal))
  const [first, ...rest] = decision.events
  if (first?.type !== 'drafted') throw new Error('a change begins with a draft')
  return rest.reduce(
    (state, event) => evolveChange(state, event, { at: thursday, actor: 'ben' }),
    draft('CHG-1', first, { at: thursday, actor: 'ben' }),
  )
}

const approve: ChangeCommand = { type: 'approval', command: { type: 'approve', stage: 0 } }

const approved = (more: Partial<AskedChange> = {}, now = thursday): Change => {
  const change = requested(more)
  return play(change, decideChange(change, approve, metaOf('hana', { now })), 'hana', now)
}

const other = (what: Partial<AskedChange>): ScheduledChange =>
  scheduledOf({ ...asked({ implementer: 'cleo', ...what }), id: 'CHG-2', type: 'normal' })

const freeze: FreezeWindow = {
  id: 'quiet',
  name: 'Quiet days',
  zone: 'Europe/Berlin',
  from: '2026-03-13T22:00',
  to: '2026-03-14T24:00',
  emergencies: false,
}
const frozen: Desk = { ...desk, changes: { ...smallPolicy, freezeWindows: [freeze] } }

const inTheWay: readonly [string, string, Partial<ChangeMeta>, Partial<AskedChange>][] = [
  ['a freeze window', 'freeze', { desk: frozen }, {}],
  [
    'the same component',
    'same-component',
    { schedule: [other({ components: ['core'] })] },
    { components: ['core'] },
  ],
  ['the whole service', 'same-service', { schedule: [other({})] }, { components: ['core'] }],
  ['a dependent service', 'dependent-service', { schedule: [other({ services: ['payroll'] })] }, {}],
  [
    'the same implementer',
    'same-implementer',
    { schedule: [other({ services: ['payroll'], components: [], implementer: 'carl' })] },
    {},
  ],
]

const refusalOf = (decision: ChangeDecision): readonly string[] =>
  decision.kind === 'refused' && decision.refusal.code === 'conflicts'
    ? decision.refusal.conflicts.map(({ kind }) => kind)
    : [decision.kind]

describe.each(inTheWay)('9.2-e %s that came since it was asked for', (_, kind, world, what) => {
  test('is found at the click', () => {
    expect(refusalOf(decideChange(requested(what), approve, metaOf('hana', world)))).toContain(kind)
  })

  test('is found at the start, also by a change manager', () => {
    const change = approved(what)
    for (const actor of ['carl', 'jo'])
      expect(
        refusalOf(decideChange(change, { type: 'start' }, metaOf(actor, { ...world, now: from }))),
      ).toContain(kind)
  })

  test('is no longer in the way once it was allowed, with who and why', () => {
    const change = requested(what)
    const allowed = play(
      change,
      decideChange(change, { type: 'override', reason: 'Agreed' }, metaOf('jo', world)),
      'jo',
    )
    expect(allowed.override).toMatchObject({ by: 'jo', reason: 'Agreed' })
    const done = play(allowed, decideChange(allowed, approve, metaOf('hana', world)), 'hana')
    const started = decideChange(done, { type: 'start' }, metaOf('carl', { ...world, now: from }))
    expect(started).toMatchObject({ kind: 'accepted', events: [{ type: 'started' }] })
  })

  test('keeps no emergency from going ahead, which records that it overlaps', () => {
    const change = requested({ ...what, type: 'emergency' })
    const ahead = decideChange(
      change,
      { type: 'go-ahead', reason: 'Nobody can work', confirmed: true },
      metaOf('gil', world),
    )
    const after = play(change, ahead, 'gil')
    expect(after).toMatchObject({ state: 'approved', override: { by: 'gil', reason: 'Nobody can work' } })
    // Everyone is told of what was decided, not of the overlap.
    const told = ahead.kind === 'accepted' ? ahead.effects.filter((one) => 'event' in one) : []
    const events = ahead.kind === 'accepted' ? ahead.events : []
    expect(new Set(told.map((one) => 'event' in one && events[one.event]?.type))).toEqual(
      new Set(['gone-ahead']),
    )
  })
})

test('9.2-e what ends when it starts is in nobody’s way', () => {
  const before = other({ from: '2026-03-13T18:00:00Z', to: asked().from })
  expect(decideChange(requested(), approve, metaOf('hana', { schedule: [before] })).kind).toBe('accepted')
})

const reminded = (change: Change, now: Temporal.Instant): ChangeDecision =>
  decideChange(change, { type: 'tick' }, metaOf(theDesk, { now }))

describe('9.2-e the implementer', () => {
  test('is reminded before the window, once', () => {
    const change = approved()
    const due = from.subtract({ hours: 1 })
    expect(change.remindAt?.toString()).toBe(due.toString())
    expect(reminded(change, due.subtract({ seconds: 1 }))).toMatchObject({ refusal: { code: 'nothing-due' } })
    const decision = reminded(change, due)
    expect(decision).toMatchObject({
      events: [{ type: 'reminded', of: 'start' }],
      effects: [{ kind: 'write-to', person: 'carl', event: 0 }],
    })
    expect(reminded(play(change, decision, theDesk, due), from.subtract({ minutes: 1 }))).toMatchObject({
      refusal: { code: 'nothing-due' },
    })
  })

  test('is told at once of what is approved later than that, and not again in the window', () => {
    const late = from.subtract({ minutes: 10 })
    expect(approved({}, late).remindAt?.toString()).toBe(late.toString())
    expect(reminded(approved({}, late), late)).toMatchObject({ events: [{ type: 'reminded', of: 'start' }] })
    expect(approved({}, from).remindAt).toBeUndefined()
  })
})

const redraws = (decision: ChangeDecision): boolean => {
  const after = withSchedulePosts(decision)
  return (
    after.kind === 'accepted' &&
    after.effects.some((one) => one.kind === 'redraw' && one.record === 'schedule')
  )
}

describe('9.2-e the post of the schedule is drawn anew', () => {
  const commands: readonly [string, ChangeDecision, boolean][] = [
    ['asking', decideProposal(asked(), true, metaOf('ben')), true],
    ['a draft', decideProposal(asked(), false, metaOf('ben')), false],
    ['an approval', decideChange(requested(), approve, metaOf('hana')), true],
    [
      'a rejection',
      decideChange(
        requested(),
        { type: 'approval', command: { type: 'reject', stage: 0, reason: 'No' } },
        metaOf('hana'),
      ),
      true,
    ],
    ['a start', decideChange(approved(), { type: 'start' }, metaOf('carl', { now: from })), true],
    ['a withdrawal', decideChange(approved(), { type: 'withdraw', reason: 'No' }, metaOf('ben')), true],
    ['words', decideChange(approved(), { type: 'comment', text: 'Soon', files: 0 }, metaOf('ben')), false],
    ['what was refused', decideChange(approved(), { type: 'start' }, metaOf('carl')), false],
  ]
  test.each(commands)('after %s', (_, decision, expected) => {
    expect(redraws(decision)).toBe(expected)
  })
})
