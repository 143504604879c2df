import { askedNow } from '../../domain/approval-seats.ts'
import { mayStartNow } from '../../domain/change-window.ts'
import type { Change, Task } from '../../domain/change.ts'
import type { Button } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import type { ChangeFacts, ChangeReader } from './change-card.ts'

/** State-dependent: what makes no sense now is not offered. What may be done is decided at the click all the same (9.2-c). */
export const changeButtons = (facts: ChangeFacts, reader: ChangeReader): readonly Button[] => {
  const { change } = facts
  const details = click(change, 'Details', 'details')
  if (reader.part === 'approver')
    return [
      ...(isAsked(change, reader.person) ? deciding(change) : []),
      ...(mayGoAhead(facts, reader.person) ? goAhead(change) : []),
      ...openTasks(change, ({ owner }) => owner === reader.person),
      ...(reader.reassigns === true && change.state === 'requested' ? [reassign(change)] : []),
      details,
    ]
  return [
    ...(reader.part === 'authority' ? ofAuthority(facts) : ofRequester(change)),
    ...openTasks(change),
    click(change, 'Comment', 'comment', true),
    details,
  ]
}

const isAsked = ({ approval, state }: Change, person: string | undefined): boolean =>
  state === 'requested' &&
  approval !== undefined &&
  askedNow(approval).some((asked) => asked.person === person)

const deciding = (change: Change): readonly Button[] => {
  const stage = String(change.approval?.stage ?? 0)
  return [
    { ...click(change, 'Approve', 'approve', false, stage), style: 'primary' },
    { ...click(change, 'Reject', 'reject', true, stage), style: 'danger' },
    click(change, 'Ask for changes', 'return', true, stage),
    click(change, 'Approve with a condition', 'condition', true, stage),
    click(change, 'Delegate', 'delegate', true, stage),
  ]
}

const reassign = (change: Change): Button => click(change, 'Reassign', 'reassign', true)

const ofAuthority = ({ change, conflicts }: ChangeFacts): readonly Button[] => {
  const allow = conflicts.length === 0 ? [] : [click(change, 'Allow the overlap', 'override', true)]
  switch (change.state) {
    case 'requested':
      return [...deciding(change), reassign(change), ...allow, ...goAhead(change)]
    case 'approved':
      return [...startButton(change), ...allow]
    case 'in-progress':
      return finishing(change)
    case 'done':
    case 'failed':
    case 'backed-out':
      return [{ ...click(change, 'Review', 'review', true), style: 'primary' }]
    default:
      return []
  }
}

const goAhead = (change: Change): readonly Button[] =>
  change.type === 'emergency' && change.state === 'requested'
    ? [click(change, 'Go ahead alone', 'go-ahead', true)]
    : []

/** Those named for it have the button wherever they read the change. */
const mayGoAhead = ({ change, desk }: ChangeFacts, person: string | undefined): boolean =>
  person !== undefined &&
  person !== change.requestedBy &&
  (desk.changes?.emergency.alone.includes(person) ?? false)

/** While it may be started. */
export const startButton = (change: Change): readonly Button[] =>
  mayStartNow(change) ? [{ ...click(change, 'Start', 'start'), style: 'primary' }] : []

const finishing = (change: Change): readonly Button[] => [
  { ...click(change, 'Done', 'done', true), style: 'primary' },
  click(change, 'Failed', 'failed', true),
  click(change, 'Backed out', 'backed-out', true),
]

const ofRequester = (change: Change): readonly Button[] => {
  const withdraw = click(change, 'Withdraw', 'withdraw', true)
  switch (change.state) {
    case 'draft':
    case 'returned':
      return [{ ...click(change, 'Edit and send', 'revise', true), style: 'primary' }, withdraw]
    case 'requested':
      return [withdraw]
    case 'approved':
      return [...startButton(change), withdraw]
    case 'in-progress':
      return finishing(change)
    case 'done':
    case 'failed':
    case 'backed-out':
      return [{ ...click(change, 'Review', 'review', true), style: 'primary' }]
    default:
      return []
  }
}

const openTasks = (change: Change, whose: (task: Task) => boolean = () => true): readonly Button[] =>
  change.tasks
    .filter((task) => task.doneBy === undefined && whose(task))
    .slice(0, 5)
    .map((task) => taskButton(change, task))

/** For whoever has to do it. */
export const taskButton = (change: Change, { id, text }: Task): Button =>
  click(change, cut(`Done: ${text}`, 75), 'task', false, id)

const click = (
  change: Change,
  label: string,
  verb: string,
  opensForm = false,
  argument?: string,
): Button => ({
  label,
  action: {
    name: `change.${verb}`,
    record: change.id,
    version: change.version,
    ...(argument === undefined ? {} : { argument }),
  },
  ...(opensForm ? { opensForm: true } : {}),
})
