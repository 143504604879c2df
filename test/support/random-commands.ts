import * as fc from 'fast-check'
import type { IncidentCommand } from '../../src/domain/incident-command.ts'
import type { Classification } from '../../src/domain/incident.ts'
import { levels, priorities } from '../../src/domain/priority.ts'
import { smallDesk } from './small-desk.ts'

const text = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('Yes', ' No ', 'Größe 日本 <!channel>') },
  { weight: 1, arbitrary: fc.string() },
)
const people = [...smallDesk.people.map(({ id }) => id), 'zoe']
const someone = fc.constantFrom(...people)
const team = fc.constantFrom('net', 'apps', 'gone')
const level = fc.constantFrom(...levels)
const seen = fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined, freq: 6 })

const classification: fc.Arbitrary<Classification> = fc
  .record({
    service: fc.constantFrom('wifi', 'payroll', 'fax'),
    component: fc.constantFrom('core', undefined, undefined),
    category: fc.constantFrom('fault', 'access', 'whim'),
    impact: level,
    urgency: level,
  })
  .map(({ component, ...rest }) => (component === undefined ? rest : { ...rest, component }))

type WithoutSeen = IncidentCommand extends infer One
  ? One extends IncidentCommand
    ? Omit<One, 'seen'>
    : never
  : never

const command: fc.Arbitrary<WithoutSeen> = fc.oneof(
  fc.constantFrom<WithoutSeen>({ type: 'take' }, { type: 'resume' }, { type: 'close' }),
  fc.record({
    type: fc.constantFrom('agree', 'decline'),
    question: fc.constantFrom('open', 'open', 'open', 'old'),
  }),
  fc.record({ type: fc.constant('assign'), to: someone }),
  fc.record({ type: fc.constant('hand-over'), to: team, reason: text }),
  fc.record({ type: fc.constantFrom('escalate', 'reopen', 'cancel'), reason: text }),
  fc.record({ type: fc.constant('note'), text }),
  fc.record({ type: fc.constant('comment'), text, files: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ type: fc.constant('set-priority'), to: fc.constantFrom(...priorities), reason: text }),
  fc.record({ type: fc.constant('classify'), classification, reason: text }),
  fc.record({
    type: fc.constant('suspend'),
    waitingFor: fc.constantFrom('requester', 'supplier', 'change'),
    reason: text,
  }),
  fc.record({
    type: fc.constant('resolve'),
    code: fc.constantFrom('fixed', 'workaround', 'magic'),
    text,
    service: fc.constantFrom('wifi', 'payroll'),
    category: fc.constantFrom('fault', 'access'),
  }),
)

/** One thing that somebody tries. `question: 'open'` stands for whatever question is open then. */
export interface Attempt {
  readonly by: string
  readonly command: IncidentCommand
}

/** Attempts by people of the small desk; those with a part in the incident try more often than others. */
export const attempt: fc.Arbitrary<Attempt> = fc
  .record({ by: fc.oneof(someone, fc.constantFrom('ada', 'carl', 'eve', 'gil', 'gil')), command, seen })
  .map(({ by, command, seen }) => ({
    by,
    command: (seen === undefined ? command : { ...command, seen }) as IncidentCommand,
  }))

/** With the id of the open question put in. */
export const aimed = (tried: IncidentCommand, question: string | undefined): IncidentCommand =>
  (tried.type === 'agree' || tried.type === 'decline') && tried.question === 'open'
    ? { ...tried, question: question ?? 'none' }
    : tried
