import { personOf } from './authority.ts'
import { firstChase } from './change-chase.ts'
import { type ChangeMeta, longestOf } from './change-command.ts'
import type { ChangePolicy } from './change-policy.ts'
import { instantOf } from './change-request.ts'
import type { Change, ChangeEvent, Task } from './change.ts'
import type { Effect } from './effect.ts'
import { checkText, field } from './incident-raise.ts'
import type { FieldRefusal } from './refusal.ts'
import { tidy } from './text.ts'

/** What is to be done about an outcome, as a form gives it; nothing where its words are empty. */
export interface AskedAction {
  readonly action?: string
  readonly owner?: string
  /** ISO instant. */
  readonly due?: string
}

/** Actions have a day by which they are done; conditions of an approval have none. */
export const isInvestigated = ({ tasks }: Pick<Change, 'tasks'>): boolean =>
  tasks.some(({ due }) => due !== undefined)

/** The action with its owner and when it is due (9.2-g), what is wrong with it, or undefined where none is asked for. */
export const actionOf = (
  change: Change,
  { action = '', owner = '', due = '' }: AskedAction,
  policy: ChangePolicy,
  { desk, now }: ChangeMeta,
): Omit<Task, 'doneBy'> | FieldRefusal | undefined => {
  if (tidy(action) === '') return undefined
  const wrong = checkText('action', action, longestOf.short)
  if (wrong !== undefined) return wrong
  if (owner === '') return field('owner', { kind: 'missing' })
  if (personOf(desk, owner) === undefined) return field('owner', { kind: 'unknown' })
  if (due === '') return field('due', { kind: 'missing' })
  const at = instantOf(due)
  if (at === undefined) return field('due', { kind: 'no-choice' })
  if (Temporal.Instant.compare(at, now) <= 0) return field('due', { kind: 'in-the-past' })
  const remindAt = firstChase(change, at, policy, desk)
  return {
    id: `action-${change.version}`,
    text: tidy(action),
    owner,
    due: at.toString(),
    ...(remindAt === undefined ? {} : { remindAt: remindAt.toString() }),
  }
}

/** The event that adds it, at `index` of a decision, and a message to whoever does it. */
export const actionAdded = (
  task: Omit<Task, 'doneBy'>,
  index: number,
  actor: string,
): { readonly event: ChangeEvent; readonly effects: readonly Effect[] } => ({
  event: { type: 'task-added', task },
  effects: task.owner === actor ? [] : [{ kind: 'write-to', person: task.owner, event: index }],
})
