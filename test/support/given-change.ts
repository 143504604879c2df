import { expect } from 'vitest'
import type { AskedChange, ChangeCommand, ChangeMeta } from '../../src/domain/change-command.ts'
import { decideChange, decideProposal } from '../../src/domain/change-decide.ts'
import { draft, evolveChange } from '../../src/domain/change-evolve.ts'
import type { ChangePolicy } from '../../src/domain/change-policy.ts'
import type { ChangeRefusal } from '../../src/domain/change-refusal.ts'
import type { ChangeDecision } from '../../src/domain/change-rules.ts'
import type { Change, ChangeEvent, ChangeState } from '../../src/domain/change.ts'
import { type Actor, theDesk } from '../../src/domain/decision.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { Effect } from '../../src/domain/effect.ts'
import { approvalDesk, cab, policyOf, stage } from './given-approval.ts'
import { thursday } from './given.ts'

const hourMs = 3_600_000

/** Changes of the small desk: hana, ivo and fay decide, jo looks after them, gil may go ahead alone. */
export const changePolicy: ChangePolicy = {
  authorities: [{ id: 'cab', name: 'CAB', members: ['hana', 'ivo', 'fay'], channels: [] }],
  managers: ['jo'],
  riskQuestions: [
    {
      id: 'reach',
      question: 'Who would notice?',
      answers: [
        { id: 'nobody', name: 'Nobody', risk: 0 },
        { id: 'some', name: 'Some', risk: 2 },
        { id: 'all', name: 'All', risk: 4 },
      ],
    },
    {
      id: 'practice',
      question: 'How often was it done?',
      answers: [
        { id: 'often', name: 'Often', risk: 0 },
        { id: 'never', name: 'Never', risk: 2 },
      ],
    },
  ],
  sizing: { significantFrom: 2, majorFrom: 4, majorAboveServices: 1 },
  approvals: {
    minor: policyOf(stage([cab], 'any')),
    significant: policyOf(stage([cab], 'majority')),
    major: policyOf(stage([cab], 'all')),
  },
  emergency: {
    ...policyOf(stage([cab], 'any')),
    calendar: 'always',
    alone: ['gil'],
    tells: ['kai'],
    reviewWithin: 8 * hourMs,
  },
  freezeWindows: [],
  remindBefore: hourMs,
}

const allDay = [{ from: '00:00', to: '24:00' }]

export const changeDesk: Desk = {
  ...approvalDesk,
  calendars: [
    ...approvalDesk.calendars,
    {
      id: 'always',
      zone: 'Europe/Berlin',
      hours: {
        monday: allDay,
        tuesday: allDay,
        wednesday: allDay,
        thursday: allDay,
        friday: allDay,
        saturday: allDay,
        sunday: allDay,
      },
      holidays: [],
    },
  ],
  changes: changePolicy,
}

/** A whole request, minor, for the afternoon of that Thursday; carl makes it. */
export const asked: AskedChange = {
  title: 'New firmware',
  scope: 'Both access points',
  reason: 'They freeze',
  type: 'normal',
  services: ['wifi'],
  components: [],
  removal: false,
  risks: { reach: 'nobody', practice: 'often' },
  impact: '',
  cost: '',
  assessment: '',
  plan: 'Load it',
  reversal: 'Load the old one',
  reversalTested: 'On the spare one',
  from: '2026-03-12T12:00:00Z',
  to: '2026-03-12T14:00:00Z',
  implementer: 'carl',
  links: [],
}

export type ChangeWorld = Partial<Omit<ChangeMeta, 'actor'>>

export const changeMeta = (actor: Actor, world: ChangeWorld = {}): ChangeMeta => ({
  now: thursday,
  desk: changeDesk,
  id: 'drawn-id',
  schedule: [],
  pending: [],
  absences: [],
  ...world,
  actor,
})

export type ChangeStep = readonly [by: Actor, command: ChangeCommand, world?: ChangeWorld]

const inWindow = { now: Temporal.Instant.from('2026-03-12T12:30:00Z') }

/** The usual steps. */
export const approves: ChangeStep = ['hana', { type: 'approval', command: { type: 'approve', stage: 0 } }]
export const starts: ChangeStep = ['carl', { type: 'start' }, inWindow]
export const finishes = (how: 'done' | 'failed' | 'backed-out' = 'done'): ChangeStep => [
  'carl',
  { type: 'finish', how, text: 'So it went' },
  inWindow,
]
export const action = { action: 'Test it before', owner: 'dana', due: '2026-03-20T09:00:00Z' } as const
export const reviews: ChangeStep = [
  'ben',
  { type: 'review', effective: 'yes', text: 'It runs' },
  { now: Temporal.Instant.from('2026-03-12T15:00:00Z') },
]

/** What was done before, for each state. */
export const pasts: Readonly<Record<Exclude<ChangeState, 'draft'>, readonly ChangeStep[]>> = {
  requested: [],
  returned: [['hana', { type: 'approval', command: { type: 'ask-for-changes', remarks: 'Why?', stage: 0 } }]],
  approved: [approves],
  'in-progress': [approves, starts],
  done: [approves, starts, finishes()],
  failed: [approves, starts, finishes('failed')],
  'backed-out': [approves, starts, finishes('backed-out')],
  reviewed: [approves, starts, finishes(), reviews],
  rejected: ['hana', 'ivo', 'fay'].map((by): ChangeStep => [
    by,
    { type: 'approval', command: { type: 'reject', reason: 'No', stage: 0 } },
  ]),
  expired: [[theDesk, { type: 'tick' }, { now: thursday.add({ hours: 24 * 30 }) }]],
  withdrawn: [['ben', { type: 'withdraw', reason: 'Not needed' }]],
}

const played = (change: Change, decision: ChangeDecision, meta: ChangeMeta): Change =>
  decision.kind === 'refused'
    ? change
    : decision.events.reduce(
        (state, event) => evolveChange(state, event, { at: meta.now, actor: meta.actor }),
        change,
      )

/** A change that ben proposed, and what was done with it; each step must have been accepted. */
export const changeOf = (
  steps: readonly ChangeStep[] = [],
  request: Partial<AskedChange> = {},
  submit = true,
  world: ChangeWorld = {},
): Change => {
  const meta = changeMeta('ben', world)
  const decision = decideProposal({ ...asked, ...request }, submit, meta)
  if (decision.kind === 'refused') throw new Error(JSON.stringify(decision.refusal))
  const [first, ...rest] = decision.events
  if (first?.type !== 'drafted') throw new Error('a change begins with a draft')
  const happened = { at: meta.now, actor: 'ben' }
  const begun = rest.reduce(
    (state, event) => evolveChange(state, event, happened),
    draft('CHG-1', first, happened),
  )
  return steps.reduce((state, [by, command, then]) => {
    const at = changeMeta(by, { ...world, ...then })
    const next = decideChange(state, command, at)
    expect(next, `${by} ${command.type}`).toMatchObject({ kind: 'accepted' })
    return played(state, next, at)
  }, begun)
}

/** A change in that state. */
export const changeIn = (state: ChangeState, request: Partial<AskedChange> = {}): Change => {
  const change = state === 'draft' ? changeOf([], request, false) : changeOf(pasts[state], request)
  expect(change.state).toBe(state)
  return change
}

export const whenChange = (change: Change, by: Actor, command: ChangeCommand, world: ChangeWorld = {}) => {
  const meta = changeMeta(by, world)
  const decision = decideChange(change, command, meta)
  return {
    decision,
    after: played(change, decision, meta),
    events: (): readonly ChangeEvent[] => (decision.kind === 'accepted' ? decision.events : []),
    effects: (): readonly Effect[] => (decision.kind === 'accepted' ? decision.effects : []),
    refusal: (): ChangeRefusal | undefined => (decision.kind === 'refused' ? decision.refusal : undefined),
  }
}
