import type { ApprovalEvent, OpenedStage } from '../../src/domain/approval-event.ts'
import { draft, evolveChange } from '../../src/domain/change-evolve.ts'
import type { Change, ChangeEvent, RequestForChange } from '../../src/domain/change.ts'
import type { Recorded } from '../../src/domain/incident.ts'
import type { Via } from '../../src/domain/decision.ts'

/** A change as it is after something happened to it, with all that did. */
export interface ChangeLife {
  readonly name: string
  readonly change: Change
  readonly history: readonly (Recorded<ChangeEvent> & { readonly via: Via })[]
}

const at = Temporal.Instant.from('2026-03-12T09:00:00Z')
const asked = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'
/** As long as the domain lets people write. */
const long = (most: number): string => `${asked} ${'Långer & länger. '.repeat(1000)}`.slice(0, most)

const request: RequestForChange = {
  title: long(150),
  scope: long(3000),
  reason: long(3000),
  type: 'normal',
  services: ['orders', 'mail', 'remote-access'],
  components: ['vpn-gateway'],
  removal: true,
  risks: {},
  impact: long(3000),
  cost: long(500),
  assessment: long(3000),
  plan: long(3000),
  reversal: long(3000),
  reversalTested: long(3000),
  from: '2026-03-12T10:00:00Z',
  to: '2026-03-12T12:00:00Z',
  implementer: 'chiara',
  links: ['INC-1', 'INC-2'],
}

const stage = (index: number): OpenedStage => ({
  name: index === 0 ? 'Service owners' : 'Change board',
  needs: 'all',
  veto: false,
  seats: ['ada', 'ben', 'iris'].map((person) => ({
    id: `${index}/${person}`,
    rules: [0],
    person,
    seatedBy: 'rule',
    formerly: [],
  })),
})
const first = { stage: 0, seat: '0/ada' }

const opened: ApprovalEvent = {
  type: 'opened',
  policy: {
    stages: [],
    calendar: 'office',
    remindEvery: 3_600_000,
    expiresAfter: 36_000_000,
  },
  stages: [stage(0), stage(1)],
  expiresAt: '2026-03-19T09:00:00Z',
  remindAt: '2026-03-13T09:00:00Z',
}

/** Ada is away, and ben has given his seat to somebody. */
const awayNow: ApprovalEvent = { type: 'deputy-changed', ...first, for: 'ada', away: true, deputy: 'emre' }
const delegatedNow: ApprovalEvent = { type: 'delegated', stage: 0, seat: '0/ben', from: 'ben', to: 'dawa' }

/** All that can happen to an approval, in an order in which it could. */
const approvalEvents: readonly ApprovalEvent[] = [
  opened,
  { type: 'reminded', stage: 0, people: ['ada', 'ben', 'iris'], remindAt: '2026-03-14T09:00:00Z' },
  { type: 'reminder-put-off', remindAt: '2026-03-14T10:00:00Z' },
  { type: 'delegated', ...first, from: 'ada', to: 'dawa' },
  { type: 'delegation-ended', ...first, delegate: 'dawa', because: 'given-back' },
  { type: 'delegation-ended', ...first, delegate: 'dawa', because: 'reassigned', reason: long(500) },
  { type: 'deputy-changed', ...first, for: 'ada', away: true, deputy: 'emre' },
  { type: 'deputy-changed', ...first, for: 'ada', away: true },
  { type: 'deputy-changed', ...first, for: 'ada', away: false },
  { type: 'reassigned', ...first, from: 'ada', to: 'lena', manager: 'mira', reason: long(500) },
  { type: 'reassigned', ...first, to: 'ada', manager: 'mira' },
  { type: 'seat-replaced', ...first, because: 'left', from: 'ada', to: 'mira', seatedBy: 'line-manager' },
  { type: 'seat-replaced', ...first, because: 'left', from: 'mira', seatedBy: 'change-manager' },
  { type: 'stuck', stage: 0 },
  { type: 'decided', ...first, answer: 'approved', for: 'ada', condition: long(500) },
  { type: 'decided', stage: 0, seat: '0/ben', answer: 'approved' },
  { type: 'decided', stage: 0, seat: '0/iris', answer: 'rejected', reason: long(500) },
  { type: 'stage-passed', stage: 1 },
]

const ends: readonly ApprovalEvent[] = [
  { type: 'approved' },
  { type: 'rejected', because: 'veto' },
  { type: 'returned', seat: '0/ada', remarks: long(3000) },
  { type: 'expired' },
  { type: 'withdrawn', reason: long(500) },
]

const approval = (event: ApprovalEvent): ChangeEvent => ({ type: 'approval', event })

const drafted: ChangeEvent = { type: 'drafted', request, size: 'major' }
const emergency: ChangeEvent = { type: 'drafted', request: { ...request, type: 'emergency' }, size: 'minor' }
const bare: ChangeEvent = {
  type: 'drafted',
  request: { ...request, title: 'x', components: [], impact: '', cost: '', from: '', to: '', links: [] },
  size: 'minor',
}
const asks: readonly ChangeEvent[] = [{ type: 'submitted' }, approval(opened)]
const scheduled: readonly ChangeEvent[] = [
  ...asks,
  approval({ type: 'approved' }),
  { type: 'approved', remindAt: '2026-03-12T09:30:00Z' },
]
const tasks = Array.from({ length: 7 }, (_, index): ChangeEvent => ({
  type: 'task-added',
  task: { id: `t${index}`, text: long(500), owner: 'chiara' },
}))
const started: readonly ChangeEvent[] = [
  ...scheduled,
  { type: 'reminded', of: 'start' },
  { type: 'overridden', reason: long(500), conflicts: ['CHG-1', 'freeze/season'] },
  { type: 'window-began', until: '2026-03-12T12:00:00Z' },
  { type: 'started' },
  { type: 'window-ended', started: true },
  { type: 'commented', text: long(12_000), side: 'authority', files: 2 },
  { type: 'commented', text: '', side: 'requester', files: 1 },
  ...tasks,
  { type: 'task-done', task: 't0' },
  {
    type: 'task-added',
    task: {
      id: 'action',
      text: long(500),
      owner: 'ben',
      due: '2026-03-20T09:00:00Z',
      remindAt: '2026-03-20T09:00:00Z',
    },
  },
  { type: 'task-put-off', task: 'action', until: '2026-03-21T09:00:00Z' },
  {
    type: 'task-reminded',
    task: 'action',
    text: long(500),
    owner: 'ben',
    due: '2026-03-20T09:00:00Z',
    next: '2026-03-23T09:00:00Z',
  },
]
const finished = (how: 'done' | 'failed' | 'backed-out'): readonly ChangeEvent[] => [
  ...started,
  { type: 'finished', how, text: long(3000), reviewDue: '2026-03-20T09:00:00Z' },
  { type: 'reminded', of: 'review', next: '2026-03-21T09:00:00Z' },
]

const life = (name: string, begin: ChangeEvent, ...events: readonly ChangeEvent[]): ChangeLife => {
  if (begin.type !== 'drafted') throw new Error('a life begins with a draft')
  const happened = { at, actor: 'fern' }
  return {
    name,
    change: events.reduce(
      (change, event) => evolveChange(change, event, happened),
      draft('CHG-123456789', begin, happened),
    ),
    history: [begin, ...events].map((event, index): ChangeLife['history'][number] => ({
      record: 'CHG-123456789',
      seq: index + 1,
      event,
      at: at.add({ minutes: index }),
      actor: index % 3 === 0 ? 'desk' : 'fern',
      via: { how: index % 2 === 0 ? 'button' : 'form' },
    })),
  }
}

export const changeLives: readonly ChangeLife[] = [
  life('a draft', drafted),
  life('a bare draft', bare),
  life('a request', drafted, ...asks),
  life('an emergency', emergency, ...asks),
  life('a request of one who is away', drafted, ...asks, approval(awayNow), approval(delegatedNow)),
  life('a contested request', drafted, { type: 'submitted' }, ...approvalEvents.map(approval)),
  ...ends.map((end) => life(`an end: ${end.type}`, drafted, ...asks, approval(end))),
  life('a revised one', drafted, ...asks, { type: 'revised', request, size: 'major' }),
  life(
    'gone ahead',
    emergency,
    ...asks,
    { type: 'gone-ahead', reason: long(500), reviewDue: '2026-03-21T09:00:00Z' },
    { type: 'reminded', of: 'outcome', next: '2026-03-22T09:00:00Z' },
    { type: 'review-put-off', until: '2026-03-23T09:00:00Z' },
  ),
  life('withdrawn', drafted, ...asks, { type: 'withdrawn', reason: long(500) }),
  life('on the schedule', drafted, ...scheduled),
  life('under way', drafted, ...started),
  ...(['done', 'failed', 'backed-out'] as const).map((how) => life(how, drafted, ...finished(how))),
  ...[true, false].map((effective) =>
    life(`reviewed ${effective}`, drafted, ...finished('done'), {
      type: 'reviewed',
      effective,
      text: long(3000),
    }),
  ),
]

/** Every event there is, once at least. */
export const everyChangeEvent = changeLives.flatMap(({ history }) => history)
