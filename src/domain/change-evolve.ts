import { beginApproval, evolveApproval } from './approval-evolve.ts'
import type { Approval } from './approval.ts'
import type { Change, ChangeEvent, Task } from './change.ts'
import type { Happened } from './decision.ts'

/** The first state of a change, out of the event that drafted it. */
export const draft = (
  id: string,
  { request, size }: Extract<ChangeEvent, { type: 'drafted' }>,
  { at, actor }: Happened,
): Change => ({
  ...request,
  id,
  version: 1,
  changedIn: 1,
  revisedIn: 1,
  state: 'draft',
  size,
  requestedBy: actor,
  requestedAt: at,
  tasks: [],
})

/** The state after an event. Total: an event that was recorded is never refused. */
export const evolveChange = (before: Change, event: ChangeEvent, happened: Happened): Change => {
  const version = before.version + 1
  const after = changed(before, event, version, happened)
  return { ...after, version, ...(event.type === 'commented' ? {} : { changedIn: version }) }
}

const changed = (before: Change, event: ChangeEvent, version: number, happened: Happened): Change => {
  switch (event.type) {
    case 'drafted':
      throw new Error(`${before.id} cannot be drafted twice`)
    case 'revised':
      return {
        ...without(before, 'approval', 'override'),
        ...event.request,
        size: event.size,
        revisedIn: version,
      }
    case 'submitted':
      return { ...without(before, 'remarks'), state: 'requested' }
    case 'approval':
      return withApproval(before, event.event, version, happened)
    case 'overridden': {
      const { type: _, ...override } = event
      return { ...before, override: { ...override, by: happened.actor } }
    }
    case 'approved':
      return {
        ...before,
        state: 'approved',
        ...instant('remindAt', event.remindAt),
      }
    case 'gone-ahead':
      return {
        ...before,
        state: 'approved',
        ...instant('remindAt', event.remindAt),
        ...instant('reviewDue', event.reviewDue),
      }
    case 'withdrawn':
      return { ...without(before, 'remindAt', 'reviewDue', 'window'), state: 'withdrawn' }
    case 'reminded':
      return event.of === 'start'
        ? without(before, 'remindAt')
        : { ...without(before, 'reviewDue'), ...instant('reviewDue', event.next) }
    case 'window-began':
      return { ...without(before, 'remindAt'), window: 'open' }
    case 'window-ended':
      return { ...without(before, 'remindAt'), window: 'over' }
    case 'started':
      return {
        ...without(before, 'remindAt'),
        state: 'in-progress',
        window: before.window ?? 'open',
        startedAt: happened.at,
      }
    case 'finished':
      return {
        ...without(before, 'window'),
        state: event.how,
        outcome: { how: event.how, text: event.text, by: happened.actor, at: happened.at },
        reviewDue: Temporal.Instant.from(event.reviewDue),
      }
    case 'reviewed':
      return {
        ...without(before, 'reviewDue'),
        state: 'reviewed',
        review: { effective: event.effective, text: event.text, by: happened.actor },
      }
    case 'task-added':
      return { ...before, tasks: [...before.tasks, event.task] }
    case 'task-done':
      return withTask(before, event.task, (task) => ({ ...task, doneBy: happened.actor }))
    case 'review-put-off':
      return { ...before, ...instant('reviewDue', event.until) }
    case 'task-put-off':
      return withTask(before, event.task, (task) => ({ ...task, remindAt: event.until }))
    case 'task-reminded':
      return withTask(before, event.task, (task) => reminded(task, event.next))
    case 'commented':
      return before
  }
}

const reminded = (task: Task, next: string | undefined): Task => {
  const { remindAt: _, ...rest } = task
  return { ...rest, reminded: (task.reminded ?? 0) + 1, ...(next === undefined ? {} : { remindAt: next }) }
}

const withTask = (before: Change, id: string, as: (task: Task) => Task): Change => ({
  ...before,
  tasks: before.tasks.map((task) => (task.id === id ? as(task) : task)),
})

/** The approval after one of its events, and what its end makes of the change. */
const withApproval = (
  before: Change,
  event: Extract<ChangeEvent, { type: 'approval' }>['event'],
  version: number,
  happened: Happened,
): Change => {
  const approval: Approval | undefined =
    event.type === 'opened'
      ? beginApproval(`${before.id}/${version}`, event, happened)
      : before.approval && evolveApproval(before.approval, event, happened)
  if (approval === undefined) throw new Error(`${before.id} has no approval`)
  const after = { ...before, approval }
  switch (event.type) {
    case 'returned':
      return { ...after, state: 'returned', remarks: event.remarks }
    case 'rejected':
      return { ...after, state: 'rejected' }
    case 'expired':
      return { ...after, state: 'expired' }
    default:
      return after
  }
}

const instant = <Key extends string>(
  key: Key,
  text: string | undefined,
): { readonly [K in Key]?: Temporal.Instant } =>
  text === undefined ? {} : ({ [key]: Temporal.Instant.from(text) } as { [K in Key]: Temporal.Instant })

const without = (change: Change, ...keys: readonly (keyof Change)[]): Change => {
  const rest: Partial<Change> = { ...change }
  for (const key of keys) delete rest[key]
  return rest as Change
}
