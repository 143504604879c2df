import { openAgreement } from '../../src/domain/agreement-rules.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Actor, theDesk } from '../../src/domain/decision.ts'
import type { IncidentCommand } from '../../src/domain/incident-command.ts'
import { decideIncident } from '../../src/domain/incident-decide.ts'
import { evolve, raise } from '../../src/domain/incident-evolve.ts'
import { type Incident, type IncidentEvent, isOpen, isOver } from '../../src/domain/incident.ts'
import { priorityOf } from '../../src/domain/priority.ts'
import { incidentOf, raisedForAda, thursday } from '../support/given.ts'
import { type Attempt, aimed, attempt } from '../support/random-commands.ts'
import { smallDesk } from '../support/small-desk.ts'

interface Told {
  readonly at: Temporal.Instant
  readonly actor: Actor
  readonly event: IncidentEvent
}

/** Tries everything in turn, an hour apart, and the clock after each; calls back after every decision. */
const live = (
  attempts: readonly Attempt[],
  look: (before: Incident, after: Incident, told: readonly Told[]) => void,
): void => {
  const [, raised] = raisedForAda
  let state = incidentOf([raisedForAda])
  const told: Told[] = [{ at: thursday, actor: 'ben', event: raised }]
  let now = thursday
  const tryIt = (command: IncidentCommand, actor: Actor): void => {
    const before = structuredClone({ ...state, raisedAt: '', closeDue: '', resolution: '', agreement: '' })
    const held = state
    const decision = decideIncident(state, command, {
      now,
      actor,
      desk: smallDesk,
      id: `q${told.length}`,
      absences: [],
    })
    // A decider changes nothing by itself, whatever it decides.
    expect(structuredClone({ ...held, raisedAt: '', closeDue: '', resolution: '', agreement: '' })).toEqual(
      before,
    )
    if (decision.kind === 'accepted') {
      expect(decision.events.length).toBeGreaterThan(0)
      for (const effect of decision.effects)
        if ('event' in effect) expect(decision.events[effect.event]).toBeDefined()
      for (const event of decision.events) {
        state = evolve(state, event, { at: now, actor })
        told.push({ at: now, actor, event })
      }
    }
    look(held, state, told)
  }
  for (const { by, command } of attempts) {
    now = now.add({ hours: 1 })
    tryIt(aimed(command, state.agreement?.id), by)
    tryIt({ type: 'tick' }, theDesk)
  }
}

/** Chance alone hardly ever resolves one, so some have come as far as that. */
const worked: readonly Attempt[] = [
  { by: 'carl', command: { type: 'take' } },
  {
    by: 'carl',
    command: { type: 'resolve', code: 'fixed', text: 'Yes', service: 'wifi', category: 'fault' },
  },
]

const several = fc
  .tuple(fc.nat(worked.length), fc.array(attempt, { maxLength: 40, size: 'max' }))
  .map(([far, tried]) => [...worked.slice(0, far), ...tried])

/** The CHECK constraints of migrations/0001_foundation.sql, and what else a reader of a card relies on. */
const holdsTogether = (incident: Incident): void => {
  const { state, version, changedIn } = incident
  expect(version).toBeGreaterThan(0)
  expect(changedIn).toBeLessThanOrEqual(version)
  expect(state === 'suspended').toBe(incident.waitingFor !== undefined)
  expect(state === 'suspended').toBe(incident.suspendedFrom !== undefined)
  expect(state === 'resolved').toBe(incident.closeDue !== undefined)
  if (state === 'in-progress' || state === 'assigned') expect(incident.assignee).toBeDefined()
  if (state === 'new') expect(incident.assignee).toBeUndefined()
  expect(state === 'resolved' || state === 'closed').toBe(incident.resolution !== undefined)
  if (state === 'closed') expect(incident.classificationCheckedBy).toBeDefined()
  // What is asked waits for an answer as long as one can change something.
  const asks = openAgreement(incident)?.asks.kind
  expect(asks === 'close').toBe(state === 'resolved')
  if (asks !== undefined && asks !== 'close') expect(isOpen(incident)).toBe(true)
  // 8.1-b: another priority than the matrix's has a reason.
  const scored = priorityOf(smallDesk.priorityMatrix, incident.impact, incident.urgency)
  if (incident.priority !== scored) expect(incident.priorityReason).toBeTruthy()
}

test('whatever people try, nothing throws, every state holds together and counts its events', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(several, (attempts) => {
      live(attempts, (_, incident, told) => {
        holdsTogether(incident)
        expect(incident.version).toBe(told.length)
        reached.add(incident.state)
      })
    }),
    { numRuns: 300 },
  )
  // Otherwise the random commands prove little.
  expect([...reached].sort()).toEqual([
    'assigned',
    'cancelled',
    'closed',
    'in-progress',
    'new',
    'resolved',
    'suspended',
  ])
})

test('the recorded events, as JSON keeps them, make the state again', () => {
  fc.assert(
    fc.property(several, (attempts) => {
      let last = incidentOf([raisedForAda])
      let all: readonly Told[] = []
      live(attempts, (_, incident, told) => {
        last = incident
        all = told
      })
      const kept = all.map(({ event, ...happened }) => ({
        ...happened,
        event: JSON.parse(JSON.stringify(event)) as IncidentEvent,
      }))
      const [first, ...rest] = kept
      if (first?.event.type !== 'raised') return
      const again = rest.reduce(
        (state, { event, ...happened }) => evolve(state, event, happened),
        raise('INC-1', first.event, first),
      )
      expect(again).toEqual(last)
    }),
    { numRuns: 200 },
  )
})

/** The first attempts that make `wrong` true, told as fast-check tells them; undefined when none do. */
const counterexample = (
  wrong: (before: Incident, after: Incident, happened: readonly Told[]) => boolean,
): string | undefined => {
  const property = fc.property(several, (attempts) => {
    let right = true
    live(attempts, (before, incident, told) => {
      if (wrong(before, incident, told.slice(before.version))) right = false
    })
    return right
  })
  const run = fc.check(property, { numRuns: 200 })
  return run.failed ? fc.defaultReportMessage(run) : undefined
}

test('8.1-e: nothing is suspended and no priority falls unless the person affected or a desk lead agreed', () => {
  const unagreed = counterexample((before, incident, happened) => {
    const fell = incident.priority > before.priority
    const stopped = incident.state === 'suspended' && before.state !== 'suspended'
    const agreed = happened.find(
      ({ event }) =>
        event.type === 'agreed' || (event.type === 'approval' && event.event.type === 'approved'),
    )
    return (fell || stopped) && agreed?.actor !== 'ada' && agreed?.actor !== 'gil'
  })
  expect(unagreed).toBeUndefined()
})

test('8.1-f: what is closed or cancelled stays so', () => {
  const revived = counterexample((before, incident) => isOver(before) && incident.state !== before.state)
  expect(revived).toBeUndefined()
})

test('8.1-f: only the person affected or the clock closes', () => {
  const closedByAnother = counterexample((before, incident, happened) => {
    const closes = incident.state === 'closed' && before.state !== 'closed'
    return closes && !['ada', theDesk].includes(happened.at(-1)?.actor ?? '')
  })
  expect(closedByAnother).toBeUndefined()
})
