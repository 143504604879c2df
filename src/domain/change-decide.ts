import {
  isChangeManager,
  type ChangeDecision,
  conflictKey,
  isInvolvedIn,
  no,
  openConflicts,
} from './change-rules.ts'
import { personOf, serviceOf } from './authority.ts'
import { decideInApproval, linesOf, redrawn, reminderOf, submitted, wrapped } from './change-approval.ts'
import {
  decideFinish,
  decideReview,
  decideStart,
  decideTask,
  reviewDueAfter,
  toldAround,
} from './change-carry-out.ts'
import { decideTick } from './change-clock.ts'
import { type AskedChange, type ChangeCommand, type ChangeMeta, longestOf } from './change-command.ts'
import { linkedRedrawn, withLinked } from './change-links.ts'
import { draft, evolveChange } from './change-evolve.ts'
import type { ChangePolicy } from './change-policy.ts'
import type { Conflict } from './change-schedule.ts'
import { isRefused, requestOf, sizeOf } from './change-request.ts'
import { beginning } from './change-window.ts'
import type { Change, ChangeEvent } from './change.ts'
import { accepted, theDesk } from './decision.ts'
import type { Desk } from './desk.ts'
import type { Effect } from './effect.ts'
import { checkOptionalText, checkText } from './incident-raise.ts'
import type { PersonId } from './person.ts'
import { tidy } from './text.ts'

/** *Propose a change*: anybody the desk knows may ask (9.2-a); kept as a draft, or put to its approvers at once. */
export const decideProposal = (asked: AskedChange, submit: boolean, meta: ChangeMeta): ChangeDecision => {
  const { desk, actor, now } = meta
  const policy = desk.changes
  if (policy === undefined) return no({ code: 'no-policy' })
  if (personOf(desk, actor) === undefined) return no({ code: 'not-involved' })
  const request = requestOf(asked, submit, desk, policy, now, meta.linkable)
  if (isRefused(request)) return no(request)
  const drafted = { type: 'drafted', request, size: sizeOf(request, policy) } as const
  const mine: Effect = { kind: 'open-requester', person: actor }
  const linked = linkedRedrawn([], request.links)
  if (!submit) return accepted([drafted], [mine, ...linked])
  const change = draft('', drafted, { at: now, actor })
  const { events, effects } = submitted(change, policy, meta, [drafted])
  return accepted(events, [mine, ...effects, ...linked])
}

/** Decides a command for a change as it, the schedule and the desk are now. */
export const decideChange = (change: Change, command: ChangeCommand, meta: ChangeMeta): ChangeDecision =>
  withLinked(change, decideCommand(change, command, meta), meta)

const decideCommand = (change: Change, command: ChangeCommand, meta: ChangeMeta): ChangeDecision => {
  const policy = meta.desk.changes
  if (policy === undefined) return no({ code: 'no-policy' })
  if (meta.actor !== theDesk && personOf(meta.desk, meta.actor) === undefined)
    return no({ code: 'not-involved' })
  switch (command.type) {
    case 'revise':
      return decideRevise(change, command, policy, meta)
    case 'approval':
      return decideInApproval(change, command.command, command.seen, policy, meta)
    case 'override':
      return decideOverride(change, command.reason, policy, meta)
    case 'go-ahead':
      return decideGoAhead(change, command, policy, meta)
    case 'withdraw':
      return decideWithdraw(change, command.reason, policy, meta)
    case 'start':
      return decideStart(change, policy, meta)
    case 'finish':
      return decideFinish(change, command, policy, meta)
    case 'review':
      return decideReview(change, command, policy, meta)
    case 'complete-task':
      return decideTask(change, command.task, policy, meta)
    case 'comment':
      return decideComment(change, command.text, command.files, meta)
    case 'tick':
      return decideTick(change, policy, meta)
  }
}

type Revise = Extract<ChangeCommand, { type: 'revise' }>

/** A draft, or what was returned with remarks; by whoever asks for it. */
const decideRevise = (
  change: Change,
  { asked, submit, seen }: Revise,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  if (meta.actor !== change.requestedBy) return no({ code: 'not-requester', requester: change.requestedBy })
  if (change.state !== 'draft' && change.state !== 'returned')
    return no({ code: 'change-state', state: change.state })
  if (seen !== undefined && seen < change.changedIn) return no({ code: 'changed-since' })
  const request = requestOf(asked, submit, meta.desk, policy, meta.now, meta.linkable)
  if (isRefused(request)) return no(request)
  const revised: ChangeEvent = { type: 'revised', request, size: sizeOf(request, policy) }
  if (!submit) return accepted([revised], [])
  const after = evolveChange(change, revised, { at: meta.now, actor: meta.actor })
  const { events, effects } = submitted(after, policy, meta, [revised])
  return accepted(events, effects)
}

/** It is known what it collides with, and it shall be all the same: recorded, with who and why (9.2-e). */
const decideOverride = (
  change: Change,
  reason: string,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  if (!isChangeManager(policy, meta.actor, meta.desk)) return no({ code: 'not-change-manager' })
  if (change.state !== 'requested' && change.state !== 'approved')
    return no({ code: 'change-state', state: change.state })
  const conflicts = openConflicts(change, meta.schedule, meta.desk)
  if (conflicts.length === 0) return no({ code: 'no-conflicts' })
  const wrong = checkText('reason', reason, longestOf.words)
  if (wrong !== undefined) return no(wrong)
  return toldAround({
    type: 'overridden',
    reason: tidy(reason),
    conflicts: knownOverlaps(change, conflicts),
  })
}

type GoAhead = Extract<ChangeCommand, { type: 'go-ahead' }>

/** An emergency that cannot wait, by one named for it, with a reason and confirmed; all it concerns are told at once (9.2-f). */
const decideGoAhead = (
  change: Change,
  { reason, confirmed }: GoAhead,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  const { actor, desk, now } = meta
  if (!policy.emergency.alone.includes(actor) || actor === change.requestedBy)
    return no({ code: 'not-alone' })
  if (change.type !== 'emergency' || change.state !== 'requested')
    return no({ code: 'change-state', state: change.state })
  const wrong = checkText('reason', reason, longestOf.words)
  if (wrong !== undefined) return no(wrong)
  if (!confirmed) return no({ code: 'not-confirmed' })
  const ended = [{ type: 'withdrawn', reason: tidy(reason) }] as const
  const reviewDue = reviewDueAfter(change, Temporal.Instant.from(change.to), policy, desk)
  const ahead: ChangeEvent = {
    type: 'gone-ahead',
    reason: tidy(reason),
    ...reminderOf(change, policy, now),
    reviewDue: reviewDue.toString(),
  }
  const events = [...wrapped(ended), ...inTheWayOf(change, tidy(reason), meta), ahead]
  const event = events.length - 1
  return accepted(
    [...events, ...beginning(change, now)],
    [
      { kind: 'tell', audience: 'authority', event },
      { kind: 'tell', audience: 'requester', event },
      ...redrawn(change, meta),
      ...concernedBy(change, policy, desk)
        .filter((person) => person !== actor)
        .map((person): Effect => ({ kind: 'write-to', person, event })),
    ],
  )
}

/** An emergency does not wait for what it collides with: that it overlaps is recorded, with the same reason (9.2-e). */
const inTheWayOf = (change: Change, reason: string, meta: ChangeMeta): readonly ChangeEvent[] => {
  const open = openConflicts(change, meta.schedule, meta.desk)
  if (open.length === 0) return []
  return [{ type: 'overridden', reason, conflicts: knownOverlaps(change, open) }]
}

/** What was allowed before and what is now, each once. */
const knownOverlaps = (change: Change, open: readonly Conflict[]): readonly string[] => [
  ...new Set([...(change.override?.conflicts ?? []), ...open.map(conflictKey)]),
]

/** Interested parties (9.2-c): owners and customers of what it touches, its approvers, and those named for emergencies. */
const concernedBy = (change: Change, policy: ChangePolicy, desk: Desk): readonly PersonId[] => {
  const services = change.services.flatMap((id) => serviceOf(desk, id) ?? [])
  const customers = new Set(services.flatMap(({ customers: ids }) => ids))
  const all = [
    ...policy.emergency.tells,
    ...policy.managers,
    change.implementer,
    ...services.flatMap(({ owner, interested }) => [owner, ...interested]),
    ...desk.customers.filter(({ id }) => customers.has(id)).flatMap((one) => one.representatives ?? []),
    ...(change.approval?.stages ?? []).flatMap(({ seats }) => seats.flatMap(({ person }) => person ?? [])),
  ]
  return [...new Set(all)].filter((person) => personOf(desk, person) !== undefined)
}

const decideWithdraw = (
  change: Change,
  reason: string,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  const { actor, desk } = meta
  if (actor !== change.requestedBy && !isChangeManager(policy, actor, desk))
    return no({ code: 'not-requester', requester: change.requestedBy })
  const open = ['draft', 'requested', 'returned', 'approved']
  if (!open.includes(change.state)) return no({ code: 'change-state', state: change.state })
  const wrong = checkText('reason', reason, longestOf.words)
  if (wrong !== undefined) return no(wrong)
  const withdrawn: ChangeEvent = { type: 'withdrawn', reason: tidy(reason) }
  if (change.approval?.state !== 'open') return toldAround(withdrawn)
  const ended = [{ type: 'withdrawn', reason: tidy(reason) }] as const
  return accepted([...wrapped(ended), withdrawn], linesOf(ended, 0))
}

/** Questions and answers stay with the record, whoever asks them on which side. */
const decideComment = (change: Change, text: string, files: number, meta: ChangeMeta): ChangeDecision => {
  if (!isInvolvedIn(change, meta.actor, meta.desk) && !isOfAuthority(change, meta))
    return no({ code: 'not-involved' })
  const most = 12_000
  const wrong = files > 0 ? checkOptionalText('text', text, most) : checkText('text', text, most)
  if (wrong !== undefined) return no(wrong)
  const side = meta.actor === change.requestedBy ? 'requester' : 'authority'
  return toldAround({ type: 'commented', text: tidy(text), side, files })
}

const isOfAuthority = (_change: Change, { actor, desk }: ChangeMeta): boolean =>
  desk.changes?.authorities.some(({ members }) => members.includes(actor)) ?? false
