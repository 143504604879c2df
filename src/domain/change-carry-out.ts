import { afterOpen } from './business-time.ts'
import type { ChangeCommand, ChangeMeta } from './change-command.ts'
import { longestOf } from './change-command.ts'
import type { ChangePolicy } from './change-policy.ts'
import { type ChangeDecision, isChangeManager, no, openConflicts } from './change-rules.ts'
import { firstChase } from './change-chase.ts'
import { actionAdded, actionOf, isInvestigated } from './change-investigation.ts'
import type { Change, ChangeEvent, Task } from './change.ts'
import type { Desk } from './desk.ts'
import { accepted } from './decision.ts'
import type { Effect } from './effect.ts'
import { checkText, field } from './incident-raise.ts'
import { calendarOf } from './sla-clock.ts'
import { tidy } from './text.ts'

/** Said in the threads of both sides. */
export const toldAround = (...events: readonly ChangeEvent[]): ChangeDecision =>
  accepted(
    events,
    events.flatMap((_, event): Effect[] => [
      { kind: 'tell', audience: 'authority', event },
      { kind: 'tell', audience: 'requester', event },
    ]),
  )

const mayCarryOut = (change: Change, policy: ChangePolicy, { actor, desk }: ChangeMeta): boolean =>
  actor === change.implementer || isChangeManager(policy, actor, desk)

/** Only what is approved, in its window, and collides with nothing now that nobody allowed (9.2-e). */
export const decideStart = (change: Change, policy: ChangePolicy, meta: ChangeMeta): ChangeDecision => {
  if (!mayCarryOut(change, policy, meta))
    return no({ code: 'not-implementer', implementer: change.implementer })
  if (change.state !== 'approved') return no({ code: 'change-state', state: change.state })
  const [from, to] = [Temporal.Instant.from(change.from), Temporal.Instant.from(change.to)]
  if (Temporal.Instant.compare(meta.now, from) < 0) return no({ code: 'too-early', from })
  // What could not wait may have been made before anybody came to say so: that is still on record then (9.2-f).
  if (change.type !== 'emergency' && Temporal.Instant.compare(meta.now, to) >= 0)
    return no({ code: 'window-over', to })
  const conflicts = openConflicts(change, meta.schedule, meta.desk)
  if (conflicts.length > 0) return no({ code: 'conflicts', conflicts })
  return toldAround({ type: 'started' })
}

type Finish = Extract<ChangeCommand, { type: 'finish' }>

/** Done, failed or backed out; whatever it was, it is reviewed (9.2-g). What failed may say at once what is done about it. */
export const decideFinish = (
  change: Change,
  command: Finish,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  if (!mayCarryOut(change, policy, meta))
    return no({ code: 'not-implementer', implementer: change.implementer })
  if (change.state !== 'in-progress') return no({ code: 'change-state', state: change.state })
  const { how, text } = command
  const wrong = checkText('text', text, longestOf.words)
  if (wrong !== undefined) return no(wrong)
  const action = actionOf(change, command, policy, meta)
  if (action !== undefined && 'code' in action) return no(action)
  const reviewDue = reviewDueAfter(change, meta.now, policy, meta.desk)
  return withAction(
    { type: 'finished', how, text: tidy(text), reviewDue: reviewDue.toString() },
    action,
    meta,
  )
}

/** By when it has to be reviewed that ended, or went ahead, then: within the agreed time, and in working hours. */
export const reviewDueAfter = (
  change: Change,
  end: Temporal.Instant,
  policy: ChangePolicy,
  desk: Desk,
): Temporal.Instant => {
  const { calendar, reviewWithin } = policy.emergency
  const due = afterOpen(calendarOf(desk, calendar), end, reviewWithin) ?? end
  return firstChase(change, due, policy, desk) ?? due
}

type ReviewCommand = Extract<ChangeCommand, { type: 'review' }>

/**
 * Was it worth it? By whoever asked for it or looks after changes. What failed, was backed out or had no effect is not
 * reviewed before there is an action, with an owner and a day, that comes of looking into it (9.2-g).
 */
export const decideReview = (
  change: Change,
  command: ReviewCommand,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  const { actor, desk } = meta
  const { effective, text } = command
  if (actor !== change.requestedBy && !isChangeManager(policy, actor, desk))
    return no({ code: 'not-requester', requester: change.requestedBy })
  if (change.outcome === undefined || change.state === 'reviewed')
    return no({ code: 'change-state', state: change.state })
  if (effective !== 'yes' && effective !== 'no') return no(field('effective', { kind: 'no-choice' }))
  const wrong = checkText('text', text, longestOf.words)
  if (wrong !== undefined) return no(wrong)
  const action = actionOf(change, command, policy, meta)
  if (action !== undefined && 'code' in action) return no(action)
  const unsuccessful = change.outcome.how !== 'done' || effective === 'no'
  if (unsuccessful && action === undefined && !isInvestigated(change))
    return no(field('action', { kind: 'missing' }))
  return withAction({ type: 'reviewed', effective: effective === 'yes', text: tidy(text) }, action, meta)
}

const withAction = (
  event: ChangeEvent,
  action: Omit<Task, 'doneBy'> | undefined,
  { actor }: ChangeMeta,
): ChangeDecision => {
  if (action === undefined) return toldAround(event)
  const added = actionAdded(action, 1, actor)
  const told = toldAround(event, added.event)
  return told.kind === 'refused' ? told : { ...told, effects: [...told.effects, ...added.effects] }
}

export const decideTask = (
  change: Change,
  id: string,
  policy: ChangePolicy,
  { actor, desk }: ChangeMeta,
): ChangeDecision => {
  const task = change.tasks.find((one) => one.id === id)
  if (task === undefined || task.doneBy !== undefined) return no({ code: 'task-done' })
  if (actor !== task.owner && !isChangeManager(policy, actor, desk))
    return no({ code: 'not-task-owner', owner: task.owner })
  return toldAround({ type: 'task-done', task: id })
}
