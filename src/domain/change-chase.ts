import { isOpenAt, nextOpen } from './business-time.ts'
import type { ChangeMeta } from './change-command.ts'
import type { ChangePolicy } from './change-policy.ts'
import { type ChangeDecision, no } from './change-rules.ts'
import type { Change, ChangeEvent, Task } from './change.ts'
import { accepted } from './decision.ts'
import type { BusinessCalendar, Desk } from './desk.ts'
import type { PersonId } from './person.ts'
import { calendarOf } from './sla-clock.ts'

/** Working hours of those who look after what is left of a change: those in which changes of its size are decided. */
const hoursOf = ({ size }: Pick<Change, 'size'>, policy: ChangePolicy, desk: Desk): BusinessCalendar =>
  calendarOf(desk, policy.approvals[size].calendar)

/** When something that is due then is reminded of: in working hours, so that nobody is woken for it. */
export const firstChase = (
  change: Pick<Change, 'size'>,
  due: Temporal.Instant,
  policy: ChangePolicy,
  desk: Desk,
): Temporal.Instant | undefined => nextOpen(hoursOf(change, policy, desk), due)

/** Again a day later, in working hours, for as long as it is not done. */
const nextChase = (
  change: Change,
  policy: ChangePolicy,
  { now, desk }: ChangeMeta,
): { readonly next?: string } => {
  const at = nextOpen(hoursOf(change, policy, desk), now.add({ hours: 24 }))
  return at === undefined ? {} : { next: at.toString() }
}

/** For what came due and is late: the next opening, where nobody works now. */
const putOff = (change: Change, policy: ChangePolicy, { now, desk }: ChangeMeta): string | undefined => {
  const hours = hoursOf(change, policy, desk)
  return isOpenAt(hours, now) ? undefined : nextOpen(hours, now)?.toString()
}

/** When an action or condition that nobody has done is reminded of next. */
export const nextTaskChase = ({ tasks }: Pick<Change, 'tasks'>): Temporal.Instant | undefined =>
  open(tasks)
    .flatMap(({ remindAt }) => (remindAt === undefined ? [] : [Temporal.Instant.from(remindAt)]))
    .toSorted((a, b) => Temporal.Instant.compare(a, b))[0]

const open = (tasks: readonly Task[]): readonly Task[] => tasks.filter(({ doneBy }) => doneBy === undefined)

/** The one that is due: first whoever does it, from then on the change managers too (9.2-g). */
export const chaseTask = (
  change: Change,
  policy: ChangePolicy,
  meta: ChangeMeta,
): ChangeDecision | undefined => {
  const task = open(change.tasks).find(
    ({ remindAt }) =>
      remindAt !== undefined && Temporal.Instant.compare(Temporal.Instant.from(remindAt), meta.now) <= 0,
  )
  if (task?.due === undefined) return undefined
  const until = putOff(change, policy, meta)
  if (until !== undefined) return accepted([{ type: 'task-put-off', task: task.id, until }], [])
  const reminded: ChangeEvent = {
    type: 'task-reminded',
    task: task.id,
    text: task.text,
    owner: task.owner,
    due: task.due,
    ...nextChase(change, policy, meta),
  }
  return writtenTo(reminded, [task.owner, ...(task.reminded === undefined ? [] : policy.managers)])
}

/** A review that is due (9.2-g); of an emergency that went ahead also how it went, where nobody has said so (9.2-f). */
export const chaseReview = (change: Change, policy: ChangePolicy, meta: ChangeMeta): ChangeDecision => {
  const until = putOff(change, policy, meta)
  if (until !== undefined) return accepted([{ type: 'review-put-off', until }], [])
  const people = [change.requestedBy, ...policy.managers]
  const next = nextChase(change, policy, meta)
  if (change.outcome !== undefined) return writtenTo({ type: 'reminded', of: 'review', ...next }, people)
  return writtenTo({ type: 'reminded', of: 'outcome', ...next }, [change.implementer, ...people])
}

const writtenTo = (event: ChangeEvent, people: readonly PersonId[]): ChangeDecision =>
  people.length === 0
    ? no({ code: 'nothing-due' })
    : accepted(
        [event],
        [...new Set(people)].map((person) => ({ kind: 'write-to', person, event: 0 }) as const),
      )
