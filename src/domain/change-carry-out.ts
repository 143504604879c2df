import { afterOpen } from './business-time.ts'
import type { ChangeCommand, ChangeMeta } from './change-command.ts'
import { longestOf } from './change-command.ts'
import type { ChangePolicy } from './change-policy.ts'
import { type ChangeDecision, isChangeManager, no, openConflicts } from './change-rules.ts'
import type { Change, ChangeEvent } from './change.ts'
import { accepted } from './decision.ts'
import type { Effect } from './effect.ts'
import { checkOptionalText, checkText, field } from './incident-raise.ts'
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
  if (Temporal.Instant.compare(meta.now, to) >= 0) return no({ code: 'window-over', to })
  const conflicts = openConflicts(change, meta.schedule, meta.desk)
  if (conflicts.length > 0) return no({ code: 'conflicts', conflicts })
  return toldAround({ type: 'started' })
}

type Finish = Extract<ChangeCommand, { type: 'finish' }>

/** Done, failed or backed out; whatever it was, it is reviewed (9.2-g). */
export const decideFinish = (
  change: Change,
  { how, text }: Finish,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  if (!mayCarryOut(change, policy, meta))
    return no({ code: 'not-implementer', implementer: change.implementer })
  if (change.state !== 'in-progress') return no({ code: 'change-state', state: change.state })
  const wrong = checkText('text', text, longestOf.words)
  if (wrong !== undefined) return no(wrong)
  const { calendar, reviewWithin } = policy.emergency
  const due = afterOpen(calendarOf(meta.desk, calendar), meta.now, reviewWithin) ?? meta.now
  return toldAround({ type: 'finished', how, text: tidy(text), reviewDue: due.toString() })
}

type ReviewCommand = Extract<ChangeCommand, { type: 'review' }>

/** Was it worth it? By whoever asked for it or looks after changes; what failed needs an action that follows (9.2-g). */
export const decideReview = (
  change: Change,
  { effective, text, action }: ReviewCommand,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision => {
  const { actor, desk } = meta
  if (actor !== change.requestedBy && !isChangeManager(policy, actor, desk))
    return no({ code: 'not-requester', requester: change.requestedBy })
  if (change.outcome === undefined || change.state === 'reviewed')
    return no({ code: 'change-state', state: change.state })
  if (effective !== 'yes' && effective !== 'no') return no(field('effective', { kind: 'no-choice' }))
  const wrong =
    checkText('text', text, longestOf.words) ?? checkOptionalText('action', action, longestOf.words)
  if (wrong !== undefined) return no(wrong)
  const unsuccessful = change.outcome.how !== 'done' || effective === 'no'
  if (unsuccessful && tidy(action) === '') return no(field('action', { kind: 'missing' }))
  const reviewed: ChangeEvent = { type: 'reviewed', effective: effective === 'yes', text: tidy(text) }
  if (tidy(action) === '') return toldAround(reviewed)
  return toldAround(reviewed, {
    type: 'task-added',
    task: { id: `action-${change.version}`, text: tidy(action), owner: change.implementer },
  })
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
