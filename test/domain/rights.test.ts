import { describe, expect, test } from 'vitest'
import { type Actor, theDesk } from '../../src/domain/decision.ts'
import type { IncidentCommand } from '../../src/domain/incident-command.ts'
import { decideIncident } from '../../src/domain/incident-decide.ts'
import type { IncidentState } from '../../src/domain/incident.ts'
import { type Past, incidentOf, metaOf, raisedForAda, thursday } from '../support/given.ts'

/** Every part that somebody can have in INC-1, an incident of `wifi` raised by ben for ada (4.1). */
const parts = {
  affected: 'ada',
  raiser: 'ben',
  'agent of the team': 'carl',
  'assignee, agent of the team': 'cleo',
  'lead of the team': 'dana',
  'agent of another team': 'eve',
  'lead of another team': 'fay',
  'desk lead': 'gil',
  'owner of the service': 'hana',
  'owner of another service': 'ivo',
  admin: 'jo',
  auditor: 'kai',
  'person of another customer': 'lou',
  'person who left': 'zoe',
  'the clock': theDesk,
} as const satisfies Record<string, Actor>
type Part = keyof typeof parts

const desk: readonly Part[] = [
  'agent of the team',
  'assignee, agent of the team',
  'lead of the team',
  'desk lead',
]
/** Who a word of the table stands for. */
const groups: Readonly<Record<string, readonly Part[]>> = {
  '-': [],
  desk,
  // The one who has it already has nothing to take.
  'desk-but-assignee': desk.filter((part) => part !== 'assignee, agent of the team'),
  'desk+requester': [...desk, 'affected', 'raiser'],
  involved: [...desk, 'affected', 'raiser', 'owner of the service'],
  answer: ['affected', 'desk lead'],
  affected: ['affected'],
  clock: ['the clock'],
}

/**
 * Written by hand from requirements 8.1-a to 8.1-f and 4.1: in which state who may do what. `otherwise` is what the
 * others are told, whatever the state.
 */
const table = `
requirement | command          | new            | assigned       | in-progress       | suspended | resolved       | closed | cancelled | otherwise
8.1-d       | take             | desk           | desk           | desk-but-assignee | -         | -              | -      | -         | not-your-team
8.1-d       | assign           | desk           | desk           | desk              | desk      | -              | -      | -         | not-your-team
8.1-d       | hand-over        | desk           | desk           | desk              | desk      | -              | -      | -         | not-your-team
8.1-d       | escalate         | involved       | involved       | involved          | involved  | -              | -      | -         | not-involved
8.1-d       | note             | desk           | desk           | desk              | desk      | desk           | desk   | desk      | not-your-team
8.1-d       | comment          | involved       | involved       | involved          | involved  | involved       | -      | -         | not-involved
8.1-b       | set-priority     | desk           | desk           | desk              | desk      | -              | -      | -         | not-your-team
8.1-c       | classify         | desk           | desk           | desk              | desk      | -              | -      | -         | not-your-team
8.1-e       | suspend          | desk           | desk           | desk              | -         | -              | -      | -         | not-your-team
8.1-e       | resume           | -              | -              | -                 | desk      | -              | -      | -         | not-your-team
8.1-e       | agree            | answer         | answer         | answer            | answer    | -              | -      | -         | not-affected
8.1-e       | decline          | answer         | answer         | answer            | answer    | -              | -      | -         | not-affected
8.1-f       | resolve          | desk           | desk           | desk              | desk      | -              | -      | -         | not-your-team
8.1-f       | reopen           | -              | -              | -                 | -         | desk+requester | -      | -         | not-involved
8.1-f       | close            | -              | -              | -                 | -         | affected       | -      | -         | not-affected
8.1-f       | tick             | -              | -              | -                 | -         | clock          | -      | -         | throws
9.2-c       | recheck          | -              | -              | -                 | -         | clock          | -      | -         | throws
8.1-d       | cancel           | desk+requester | desk+requester | desk              | desk      | -              | -      | -         | not-involved
8.1-h       | acknowledge      | desk           | desk           | desk              | desk      | -              | -      | -         | not-your-team
6.1-c       | explain-miss     | desk           | desk           | desk              | desk      | desk           | desk   | desk      | not-your-team
8.1-i       | hear-of-changes  | clock          | clock          | clock             | clock     | clock          | clock  | clock     | throws
`

type Type = IncidentCommand['type']
const commands: Readonly<Record<Type, IncidentCommand>> = {
  take: { type: 'take' },
  assign: { type: 'assign', to: 'dana' },
  'hand-over': { type: 'hand-over', to: 'apps', reason: 'Theirs' },
  escalate: { type: 'escalate', reason: 'Too slow' },
  note: { type: 'note', text: 'Looked at the logs' },
  comment: { type: 'comment', text: 'Any news?', files: 0 },
  'set-priority': { type: 'set-priority', to: 'P2', reason: 'The director is there' },
  classify: {
    type: 'classify',
    classification: { service: 'wifi', category: 'access', impact: 'medium', urgency: 'medium' },
    reason: '',
  },
  suspend: { type: 'suspend', waitingFor: 'supplier', reason: 'Part ordered' },
  resume: { type: 'resume' },
  agree: { type: 'agree', question: 'q1' },
  decline: { type: 'decline', question: 'q1' },
  resolve: { type: 'resolve', code: 'fixed', text: 'Restarted', service: 'wifi', category: 'fault' },
  reopen: { type: 'reopen', reason: 'Gone again' },
  close: { type: 'close' },
  tick: { type: 'tick' },
  recheck: { type: 'recheck' },
  cancel: { type: 'cancel', reason: 'By mistake' },
  acknowledge: { type: 'acknowledge' },
  'hear-of-changes': {
    type: 'hear-of-changes',
    news: 'ended',
    changes: [{ change: 'CHG-1', title: 'New firmware', how: 'done', at: '2026-03-12T08:00:00Z' }],
  },
  'explain-miss': { type: 'explain-miss', slot: 'sla/resolution', cause: 'unnoticed', text: 'Nobody looked' },
}

const assigned: Past = ['dana', { type: 'assigned', to: 'cleo' }]
const taken: Past = ['cleo', { type: 'taken' }]
const asks = { kind: 'suspend', waitingFor: 'requester' } as const
const suspended: Past = ['cleo', { type: 'suspended', waitingFor: 'supplier', reason: 'Part ordered' }]
const resolved: Past = [
  'cleo',
  { type: 'resolved', code: 'fixed', text: 'Restarted', closeDue: thursday.add({ hours: 24 }).toString() },
]

const pasts: Readonly<Record<IncidentState, readonly Past[]>> = {
  new: [raisedForAda],
  assigned: [raisedForAda, assigned],
  'in-progress': [raisedForAda, taken],
  suspended: [raisedForAda, taken, suspended],
  resolved: [raisedForAda, taken, resolved],
  closed: [raisedForAda, taken, resolved, ['ada', { type: 'closed', how: 'agreed' }]],
  cancelled: [raisedForAda, taken, ['cleo', { type: 'cancelled', reason: 'Twice' }]],
}
const states = Object.keys(pasts) as readonly IncidentState[]

/** Answers need a question, which only an open incident can have: asked while open, gone when it is over. */
const withQuestion = (state: IncidentState): readonly Past[] => {
  const past = pasts[state]
  const asked: Past = ['carl', { type: 'asked', question: { id: 'q1', asks, reason: 'Away', by: 'carl' } }]
  return [...past.slice(0, 1), asked, ...past.slice(1)]
}

/** Warnings and causes need a target that was missed, whatever became of the incident after that. */
const withMiss = (state: IncidentState): readonly Past[] => {
  const past = pasts[state]
  const at = thursday.toString()
  const missed = { slot: 'sla/resolution', run: 1, within: 1000, target: 't', told: [], at, due: at }
  return [...past.slice(0, 1), [theDesk, { type: 'clock-breached', ...missed }], ...past.slice(1)]
}

const pastFor = (type: Type, state: IncidentState): readonly Past[] => {
  if (type === 'agree' || type === 'decline') return withQuestion(state)
  return type === 'acknowledge' || type === 'explain-miss' ? withMiss(state) : pasts[state]
}

interface Row {
  readonly requirement: string
  readonly type: Type
  readonly cells: Readonly<Record<string, string>>
  readonly otherwise: string
}

const rowsOf = (text: string): readonly Row[] => {
  const [head, ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  if (head === undefined) throw new Error('the table has no head')
  return lines.map((line) => {
    const cells = Object.fromEntries(head.map((name, index) => [name, line[index] ?? '']))
    const { requirement = '', command = '', otherwise = '' } = cells
    return { requirement, type: command as Type, cells, otherwise }
  })
}
const rows = rowsOf(table)

const partsIn = (word: string | undefined): readonly Part[] => {
  const found = groups[word ?? '']
  if (found === undefined) throw new Error(`the table says ${word}`)
  return found
}

/** What the table says that this person is answered in this state. */
const expected = (row: Row, state: IncidentState, part: Part): string => {
  if (partsIn(row.cells[state]).includes(part)) return 'accepted'
  if (part === 'person who left') return 'not-involved'
  if (row.otherwise === 'throws') return part === 'the clock' ? 'wrong-state' : 'throws'
  // Nobody can answer a question that went away; it is not told whose it was.
  const isAnswer = row.type === 'agree' || row.type === 'decline'
  if (isAnswer && partsIn(row.cells[state]).length === 0) return 'question-over'
  if (row.type === 'take' && state === 'in-progress' && part === 'assignee, agent of the team')
    return 'already-yours'
  const ever = states.some((one) => partsIn(row.cells[one]).includes(part))
  return ever ? 'wrong-state' : row.otherwise
}

const answered = (type: Type, state: IncidentState, part: Part): string => {
  const past = pastFor(type, state)
  try {
    const decision = decideIncident(incidentOf(past), commands[type], metaOf(parts[part]))
    return decision.kind === 'accepted' ? 'accepted' : decision.refusal.code
  } catch {
    return 'throws'
  }
}

test('the states of the table are what the events before them make', () => {
  for (const state of states) {
    expect(incidentOf(pasts[state]).state).toBe(state)
    expect(incidentOf(withQuestion(state)).state).toBe(state)
  }
})

test('the table has a row for every command', () => {
  expect(rows.map((row) => row.type).sort()).toEqual(Object.keys(commands).sort())
})

describe.each(rows)('$requirement and 4.1: $type', (row) => {
  test.each(states)('while %s', (state) => {
    const all = Object.keys(parts) as readonly Part[]
    const wanted = Object.fromEntries(all.map((part) => [part, expected(row, state, part)]))
    const seen = Object.fromEntries(all.map((part) => [part, answered(row.type, state, part)]))
    expect(seen).toEqual(wanted)
  })
})
