import { expect } from 'vitest'
import type { Absence } from '../../src/domain/approval-absence.ts'
import type {
  ApprovalCommand,
  ApprovalContext,
  ApprovalMeta,
  ApprovalRefusal,
  DecidedApproval,
} from '../../src/domain/approval-command.ts'
import { decideApproval } from '../../src/domain/approval-decide.ts'
import type { ApprovalEffect, ApprovalEvent } from '../../src/domain/approval-event.ts'
import { beginApproval, playApproval } from '../../src/domain/approval-evolve.ts'
import { openApproval } from '../../src/domain/approval-open.ts'
import type { Approval, ApprovalSubject, Seat } from '../../src/domain/approval.ts'
import type { ApprovalPolicy, ApproverRule, StagePolicy } from '../../src/domain/change-policy.ts'
import type { Actor } from '../../src/domain/decision.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { thursday } from './given.ts'
import { smallDesk } from './small-desk.ts'

const hourMs = 3_600_000
const lines: Readonly<Record<string, string>> = {
  ben: 'dana',
  carl: 'dana',
  cleo: 'dana',
  hana: 'kai',
  kai: 'gil',
}

/** The small desk, with who answers for whom and who speaks for its customers. */
export const approvalDesk: Desk = {
  ...smallDesk,
  people: smallDesk.people.map((person) => {
    const manager = lines[person.id]
    return manager === undefined ? person : { ...person, manager }
  }),
  customers: [
    { id: 'north', name: 'North', representatives: ['ada', 'kai'] },
    { id: 'south', name: 'South', representatives: ['lou'] },
  ],
}

/** A change of Wi-Fi that ben asks for and carl makes. */
export const benAsks: ApprovalSubject = {
  requester: 'ben',
  implementer: 'carl',
  services: ['wifi'],
  customers: ['north', 'south'],
}

/** Working hours: nine to twelve and one to five in Berlin, Monday to Friday. */
export const policyOf = (...stages: readonly StagePolicy[]): ApprovalPolicy => ({
  authority: 'cab',
  stages,
  calendar: 'office',
  remindEvery: 4 * hourMs,
  expiresAfter: 14 * hourMs,
})

export const stage = (
  approvers: readonly (string | ApproverRule)[],
  needs: StagePolicy['needs'] = 'all',
  more: { readonly veto?: boolean; readonly name?: string } = {},
): StagePolicy => ({
  name: more.name ?? 'Authority',
  approvers: approvers.map((one) => (typeof one === 'string' ? { kind: 'person', person: one } : one)),
  needs,
  veto: more.veto ?? false,
})

export const cab: ApproverRule = { kind: 'authority', authority: 'cab' }

/** How things are: as in `quiet` unless told otherwise. */
export type World = Partial<ApprovalContext & { readonly subject: ApprovalSubject }>

const quiet: ApprovalContext & { readonly subject: ApprovalSubject } = {
  now: thursday,
  desk: approvalDesk,
  authorities: [{ id: 'cab', name: 'CAB', members: ['hana', 'ivo', 'fay'], channels: [] }],
  managers: ['jo'],
  absences: [],
  subject: benAsks,
}

export const approvalMeta = (actor: Actor, world: World = {}): ApprovalMeta => ({ ...quiet, ...world, actor })

/** The desk without somebody, who has left. */
export const deskWithout = (...gone: readonly string[]): Desk => ({
  ...approvalDesk,
  people: approvalDesk.people.filter(({ id }) => !gone.includes(id)),
})

/** Away for all of this week. */
export const away = (person: string, deputy?: string): Absence => ({
  person,
  ...(deputy === undefined ? {} : { deputy }),
  from: thursday.subtract({ hours: 72 }),
  to: thursday.add({ hours: 72 }),
})

export const cabOf = (...members: readonly string[]): World => ({
  authorities: [{ id: 'cab', name: 'CAB', members, channels: [] }],
})

export const opening = (policy: ApprovalPolicy, world: World = {}) => {
  const meta = approvalMeta('ben', world)
  const { events, effects } = openApproval(policy, meta.subject, meta)
  const [opened, ...rest] = events
  if (opened?.type !== 'opened') throw new Error('an approval begins by being opened')
  const happened = { at: meta.now, actor: 'ben' }
  return { events, effects, approval: playApproval(beginApproval('A1', opened, happened), rest, happened) }
}

export type Step = readonly [by: Actor, command: ApprovalCommand, world?: World]

/** Given an approval of that policy and what people did, each of which must have been accepted. */
export const givenApproval = (policy: ApprovalPolicy, steps: readonly Step[] = [], world: World = {}) => {
  const approval = steps.reduce((state, [by, command, then]) => {
    const { decision, after } = tryIt(state, by, command, { ...world, ...then })
    expect(decision, `${by} ${command.type}`).toMatchObject({ kind: 'accepted' })
    return after
  }, opening(policy, world).approval)
  return {
    approval,
    when: (by: Actor, command: ApprovalCommand, then: World = {}): WhenDecided => {
      const { decision, after } = tryIt(approval, by, command, { ...world, ...then })
      return whenDecided(decision, after)
    },
  }
}

export const tryIt = (
  approval: Approval,
  by: Actor,
  command: ApprovalCommand,
  world: World = {},
): { readonly decision: DecidedApproval; readonly after: Approval } => {
  const meta = approvalMeta(by, world)
  const decision = decideApproval(approval, command, meta)
  const events = decision.kind === 'accepted' ? decision.events : []
  return { decision, after: playApproval(approval, events, { at: meta.now, actor: by }) }
}

interface WhenDecided {
  readonly after: Approval
  readonly happens: (...events: readonly ApprovalEvent[]) => WhenDecided
  readonly follows: (...effects: readonly ApprovalEffect[]) => WhenDecided
  readonly isRefused: (refusal: ApprovalRefusal) => void
}

const whenDecided = (decision: DecidedApproval, after: Approval): WhenDecided => {
  const self: WhenDecided = {
    after,
    happens(...events) {
      expect(decision).toMatchObject({ kind: 'accepted' })
      if (decision.kind === 'accepted') expect(decision.events).toEqual(events)
      return self
    },
    follows(...effects) {
      expect(decision).toMatchObject({ kind: 'accepted' })
      if (decision.kind === 'accepted') expect(decision.effects).toEqual(effects)
      return self
    },
    isRefused(refusal) {
      expect(decision).toEqual({ kind: 'refused', refusal })
    },
  }
  return self
}

/** `hana`, `hana>eve` (eve as deputy), `-` (empty). */
export const seatsOf = (approval: Approval, index = approval.stage): readonly string[] =>
  (approval.stages[index]?.seats ?? []).map(words)

const words = ({ person = '-', deputy, decision }: Seat): string =>
  `${person}${deputy === undefined ? '' : `>${deputy}`}${decision === undefined ? '' : `=${decision.answer} by ${decision.by}`}`

export const approve = (stage = 0): ApprovalCommand => ({ type: 'approve', stage })
export const reject = (stage = 0): ApprovalCommand => ({ type: 'reject', reason: 'Too risky', stage })
export const askForChanges = (stage = 0): ApprovalCommand => ({
  type: 'ask-for-changes',
  remarks: 'Say how it is reversed',
  stage,
})
export const delegate = (to: string, stage = 0): ApprovalCommand => ({ type: 'delegate', to, stage })
export const reassign = (seat: string, to: string): Extract<ApprovalCommand, { type: 'reassign' }> => ({
  type: 'reassign',
  seat,
  to,
})
