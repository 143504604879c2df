import type { OpenedStage } from '../../src/domain/approval-event.ts'
import type { Via } from '../../src/domain/decision.ts'
import { evolve, raise } from '../../src/domain/incident-evolve.ts'
import type { Incident, IncidentEvent, Question, Recorded } from '../../src/domain/incident.ts'

/** An incident as it is after something happened to it, with all that did. */
export interface Life {
  readonly name: string
  readonly incident: Incident
  readonly history: readonly (Recorded<IncidentEvent> & { readonly via: Via })[]
}

const at = Temporal.Instant.from('2026-03-12T09:00:00Z')
const asked = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'
/** As long as the domain lets people write. */
const long = (most: number): string => `${asked} ${'Långer & länger. '.repeat(1000)}`.slice(0, most)

const classification = {
  service: 'remote-access',
  component: 'vpn-gateway',
  category: 'slow',
  impact: 'high',
  urgency: 'medium',
} as const
const question = (asks: Question['asks']): Question => ({
  id: '6f1f0f0e-0000-4000-8000-000000000001',
  asks,
  reason: long(500),
  by: 'chiara',
})
const suspend = question({ kind: 'suspend', waitingFor: 'supplier' })
const lower = question({ kind: 'lower-priority', to: 'P4', classification })

const raised: Extract<IncidentEvent, { type: 'raised' }> = {
  type: 'raised',
  title: long(150),
  description: long(3000),
  ...classification,
  priority: 'P2',
  affected: 'fern',
  customer: 'tidewater',
  team: 'network',
  followUpOf: 'INC-1',
  link: `https://tidewater.slack.com/archives/C0HELP/p1?thread_ts=1.2&x=(y)`,
}
const taken: readonly IncidentEvent[] = [{ type: 'assigned', to: 'chiara' }, { type: 'taken' }]
const talk: readonly IncidentEvent[] = [
  { type: 'noted', text: long(12_000) },
  { type: 'commented', text: long(12_000), side: 'requester', files: 2 },
  { type: 'commented', text: '', side: 'desk', files: 1 },
  { type: 'escalated', to: ['ben', 'iris', 'ada'], reason: long(500) },
]
const agreements: readonly IncidentEvent[] = [
  { type: 'asked', question: lower },
  { type: 'declined', question: lower.id, as: 'desk-lead' },
  { type: 'priority-set', from: 'P2', to: 'P1', reason: long(500) },
  { type: 'classified', classification, from: 'P1', priority: 'P3' },
]
const suspended: readonly IncidentEvent[] = [
  { type: 'asked', question: suspend },
  { type: 'agreed', question: suspend.id, as: 'affected' },
  { type: 'suspended', waitingFor: 'requester', reason: long(500) },
]
const resolved: readonly IncidentEvent[] = [
  { type: 'classification-checked' },
  { type: 'resolved', code: 'workaround', text: long(3000), closeDue: '2026-03-19T18:00:00Z' },
]

/** Of the resolution behind being raised, assigned, taken and checked. */
const closing = 'INC-123456789/5'

const seat: OpenedStage['seats'][number] = {
  id: '1.1',
  rules: [0],
  person: 'fern',
  seatedBy: 'rule',
  formerly: [],
}

/** An agreement put to fern, who is away: dawa is asked, and reminded. */
const put = (agreement: string): readonly IncidentEvent[] =>
  (
    [
      {
        type: 'opened',
        policy: { stages: [], calendar: 'office', remindEvery: 1 },
        stages: [{ name: 'Agreement', needs: 'any', veto: true, seats: [seat] }],
        expiresAt: '2026-03-19T18:00:00Z',
      },
      { type: 'deputy-changed', stage: 0, seat: '1.1', for: 'fern', away: true, deputy: 'dawa' },
      { type: 'reminded', stage: 0, people: ['fern', 'dawa'] },
      { type: 'reminder-put-off', remindAt: '2026-03-19T10:00:00Z' },
    ] as const
  ).map((event) => ({ type: 'approval', agreement, event }))

const answered = (agreement: string, answer: 'approved' | 'rejected'): readonly IncidentEvent[] => [
  {
    type: 'approval',
    agreement,
    event: {
      type: 'decided',
      stage: 0,
      seat: '1.1',
      answer,
      for: 'fern',
      ...(answer === 'rejected' && agreement === closing ? { reason: long(500) } : {}),
    },
  },
  {
    type: 'approval',
    agreement,
    event: answer === 'approved' ? { type: 'approved' } : { type: 'rejected', because: 'veto' },
  },
]

const leftAlone: readonly IncidentEvent[] = (
  [
    { type: 'seat-replaced', stage: 0, seat: '1.1', because: 'left', from: 'fern', seatedBy: 'rule' },
    { type: 'stuck', stage: 0 },
  ] as const
).map((event) => ({ type: 'approval', agreement: closing, event }))

const terms = (slot: string, within = 14_400_000) => ({ slot, run: 1, within })
const passed = (slot: string) => ({
  ...terms(slot),
  target: 'restore',
  told: ['chiara', 'ben', 'iris', 'ada', 'somebody-gone'],
  at: '2026-03-12T12:00:00Z',
  due: '2026-03-12T13:00:00Z',
})
const missed: readonly IncidentEvent[] = [
  { type: 'clock-warned', threshold: '75%', ...passed('sla/response') },
  { type: 'clock-warned', threshold: 'PT15M', ...passed('sla/resolution'), late: 5_400_000 },
  { type: 'clock-breached', ...passed('sla/resolution') },
  { type: 'clock-breached', ...passed('sla/update'), late: 200_000_000 },
  { type: 'clock-breached', ...passed('ola/network/response') },
  { type: 'clock-breached', ...passed('uc/orbit/resolution') },
  { type: 'clock-breached', ...passed('ola/gone/resolution') },
  {
    type: 'terms-changed',
    desk: 12,
    changes: ['sla/response', 'sla/resolution', 'ola/network/response', 'uc/orbit/resolution'].map(
      (slot) => ({
        slot,
        from: '2026-03-12T13:00:00Z',
        to: '2026-03-13T13:00:00Z',
      }),
    ),
  },
  { type: 'terms-changed', desk: 13, changes: [{ slot: 'sla/update' }, { slot: 'uc/gone/resolution' }] },
]
const explained: readonly IncidentEvent[] = [
  { type: 'acknowledged' },
  { type: 'miss-explained', ...terms('sla/resolution'), cause: 'workload', text: long(3000) },
  { type: 'miss-explained', ...terms('uc/orbit/resolution'), cause: 'gone', text: asked },
]

const heard = (['under-way', 'done', 'failed', 'backed-out'] as const).map((how, index) => ({
  change: `CHG-${index + 1}`,
  title: long(150),
  how,
  at: '2026-03-12T08:00:00Z',
  ...(how === 'under-way' ? {} : { text: long(3000) }),
}))
const ofChanges: readonly IncidentEvent[] = [
  { type: 'heard-of-changes', news: 'recent', changes: heard },
  { type: 'heard-of-changes', news: 'ended', changes: heard.slice(1, 2) },
]

const lifeOf = (name: string, ...events: readonly IncidentEvent[]): Life => {
  const all = [raised, ...events]
  const happened = { at, actor: 'chiara' }
  let incident: Incident | undefined
  const history = all.map((event, index) => {
    incident =
      incident === undefined || event.type === 'raised'
        ? raise('INC-123456789', raised, { at, actor: 'fern' })
        : evolve(incident, event, happened)
    const identity = { platform: 'slack', tenant: 'T0BELLWIRE', user: 'U0CHIARA' } as const
    return {
      record: 'INC-123456789',
      seq: index + 1,
      at,
      actor: event.type.startsWith('clock') || event.type === 'terms-changed' ? 'desk' : 'chiara',
      event,
      via: { how: 'button', identity },
    }
  })
  if (incident === undefined) throw new Error('nothing happened')
  return { name, incident, history }
}

/** One of every state, and of everything that makes a card different within one. */
export const lives: readonly Life[] = [
  lifeOf('new'),
  lifeOf('assigned', ...taken.slice(0, 1)),
  lifeOf('raised after changes', ...ofChanges),
  lifeOf('in progress', ...taken),
  lifeOf('in progress, much talked about', ...taken, ...talk, ...talk, ...talk, ...talk, ...agreements),
  lifeOf('asked to suspend', ...taken, { type: 'asked', question: suspend }),
  lifeOf('asked to lower the priority', ...taken, { type: 'asked', question: lower }),
  lifeOf(
    'asked to suspend, with a deputy',
    ...taken,
    { type: 'asked', question: suspend },
    ...put(suspend.id),
  ),
  lifeOf(
    'declined by a deputy',
    ...taken,
    { type: 'asked', question: suspend },
    ...put(suspend.id),
    ...answered(suspend.id, 'rejected'),
  ),
  lifeOf('no more asked to suspend', ...taken, { type: 'asked', question: suspend }, ...put(suspend.id), {
    type: 'approval',
    agreement: suspend.id,
    event: { type: 'withdrawn' },
  }),
  lifeOf('resolved, with a deputy', ...taken, ...resolved, ...put(closing)),
  lifeOf(
    'resolved, and nobody left to ask',
    ...taken,
    ...resolved,
    ...put(closing).slice(0, 1),
    ...leftAlone,
  ),
  lifeOf('closed by a deputy', ...taken, ...resolved, ...put(closing), ...answered(closing, 'approved'), {
    type: 'closed',
    how: 'agreed',
    for: 'fern',
  }),
  lifeOf('reopened by a deputy', ...taken, ...resolved, ...put(closing), ...answered(closing, 'rejected'), {
    type: 'reopened',
    reason: long(500),
    for: 'fern',
  }),
  lifeOf(
    'closed without an answer of a deputy',
    ...taken,
    ...resolved,
    ...put(closing),
    { type: 'approval', agreement: closing, event: { type: 'expired' } },
    { type: 'closed', how: 'no-answer' },
  ),
  lifeOf('suspended', ...taken, ...suspended),
  lifeOf('resumed', ...taken, ...suspended, { type: 'resumed' }),
  lifeOf('handed over', ...taken, {
    type: 'handed-over',
    from: 'network',
    to: 'workplace',
    reason: long(500),
  }),
  lifeOf('resolved', ...taken, ...talk, ...resolved),
  lifeOf('reopened', ...taken, ...resolved, { type: 'reopened', reason: long(500) }),
  lifeOf('closed by agreement', ...taken, ...resolved, { type: 'closed', how: 'agreed' }),
  lifeOf('closed without an answer', ...taken, ...resolved, { type: 'closed', how: 'no-answer' }),
  lifeOf('cancelled', { type: 'cancelled', reason: long(500) }),
  lifeOf('warned, and late', ...missed),
  lifeOf('late, being worked on', ...taken, ...talk, ...missed, ...explained),
  lifeOf('late and waiting for a supplier', ...taken, ...missed, {
    type: 'suspended',
    waitingFor: 'supplier',
    reason: long(500),
  }),
  lifeOf('closed late', ...taken, ...missed, ...resolved, { type: 'closed', how: 'agreed' }),
  lifeOf(
    'of people and things that are gone',
    { type: 'assigned', to: 'somebody-gone' },
    { type: 'handed-over', from: 'gone', to: 'team-gone', reason: 'r' },
  ),
]

/** Everything that can happen, once. */
export const everyEvent: readonly Recorded<IncidentEvent>[] = [
  ...new Map(lives.flatMap(({ history }) => history.map((one) => [JSON.stringify(one.event), one]))).values(),
]
