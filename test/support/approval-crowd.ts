import { randomUUID } from 'node:crypto'
import { createChangeService } from '../../src/change-service.ts'
import type { ApprovalCommand } from '../../src/domain/approval-command.ts'
import type { AskedChange, ChangeCommand } from '../../src/domain/change-command.ts'
import type { ApprovalPolicy } from '../../src/domain/change-policy.ts'
import type { ChangeRefusal } from '../../src/domain/change-refusal.ts'
import type { Change } from '../../src/domain/change.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { Platform } from '../../src/domain/person.ts'
import { connect } from '../../src/store/database.ts'
import type { Outcome } from '../../src/store/request.ts'
import type { Store } from '../store/open-store.ts'
import { type Times, worldOf } from './approval-arbitrary.ts'
import { approvalDesk } from './given-approval.ts'

/** A click of one among many, in one of the chats. */
export interface Click {
  readonly by: string
  readonly platform: Platform
  readonly command: ApprovalCommand
  /** The platform's id of it: a click that arrives twice has it twice. */
  readonly inbound: string
}

export interface Clicked extends Click {
  readonly outcome: Outcome<Change, ChangeRefusal>
}

/** A desk in two processes, one for each chat, over one database. */
export interface CrowdedDesk {
  /** Asked by ben, made by carl, decided by that policy, at a time of its own; gives it as it is then. */
  readonly propose: (policy: ApprovalPolicy, times: Times) => Promise<Change>
  /** All of them at the same moment. */
  readonly click: (
    id: string,
    clicks: readonly Click[],
    policy: ApprovalPolicy,
    times: Times,
  ) => Promise<readonly Clicked[]>
  readonly close: () => Promise<void>
}

export const openCrowdedDesk = (store: Store): CrowdedDesk => {
  const other = connect(store.connection, { poolSize: 20 })
  let held: { readonly desk: Desk; readonly now: Temporal.Instant } | undefined
  // What the desk file says is given: people come and go without a new one for each.
  const present = () => {
    if (held === undefined) throw new Error('no time and no organisation yet')
    return held
  }
  const serviceOver = ({ db }: Pick<Store, 'db'>) =>
    createChangeService(
      { ...store.services, db, desk: () => Promise.resolve(present().desk) },
      () => present().now,
    )
  const services = { slack: serviceOver(store), teams: serviceOver(other) }
  let proposed = 0
  return {
    async propose(policy, times) {
      held = { desk: deskOf(policy, times), now: times.now }
      proposed += 1
      const request = { actor: 'ben', via: { how: 'form' }, now: times.now }
      const outcome = await services.slack.propose(asked(times.now, proposed), true, request)
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
      return outcome.state
    },
    async click(id, clicks, policy, times) {
      held = { desk: deskOf(policy, times), now: times.now }
      return Promise.all(
        clicks.map(async (click) => {
          const { by, platform, inbound } = click
          const request = { actor: by, via: { how: 'button' }, now: times.now, inbound }
          const outcome = await services[platform].actOnChange(id, asChange(click.command), request)
          return { ...click, outcome }
        }),
      )
    },
    close: () => other.close(),
  }
}

/** A whole change is withdrawn, and its approval with it. */
const asChange = (command: ApprovalCommand): ChangeCommand =>
  command.type === 'withdraw'
    ? { type: 'withdraw', reason: 'Not needed any more' }
    : { type: 'approval', command }

const hour = 3_600_000

/** The desk of that time, where changes of every size are decided by that policy. */
const deskOf = (policy: ApprovalPolicy, times: Times): Desk => {
  const { desk = approvalDesk, authorities = [] } = worldOf(times)
  return {
    ...desk,
    changes: {
      authorities,
      managers: ['jo'],
      riskQuestions: [],
      sizing: { significantFrom: 3, majorFrom: 6, majorAboveServices: 3 },
      approvals: { minor: policy, significant: policy, major: policy },
      emergency: { ...policy, alone: [], tells: [], reviewWithin: hour },
      freezeWindows: [],
      remindBefore: hour,
    },
  }
}

/** Each in a window of its own, so that none is in the way of another. */
const asked = (now: Temporal.Instant, turn: number): AskedChange => {
  const from = now.add({ hours: 24 * (10 + turn) })
  return {
    title: `Change ${turn} ${randomUUID()}`,
    scope: 'Both access points',
    reason: 'They freeze',
    type: 'normal',
    services: ['wifi'],
    components: ['core'],
    removal: false,
    risks: {},
    impact: '',
    cost: '',
    assessment: '',
    plan: 'Load it',
    reversal: 'Load the old one',
    reversalTested: 'On a spare one',
    from: from.toString(),
    to: from.add({ hours: 1 }).toString(),
    implementer: 'carl',
    links: [],
  }
}
