import { mayStartNow } from '../../domain/change-window.ts'
import type { Change, ChangeEvent } from '../../domain/change.ts'
import type { Recorded } from '../../domain/incident.ts'
import type { Desk } from '../../domain/desk.ts'
import { type Button, type Card, type Span, bold, plain, text } from '../ui/card.ts'
import { approvalSpans } from './approval-line.ts'
import { startButton, taskButton } from './change-buttons.ts'
import { changeStateName, overlapsText } from './change-names.ts'
import * as names from './names.ts'

/** One event of a change as one line in a thread; said with its number where the place has no threads. */
export const changeLine = (
  change: Change,
  happened: Recorded<ChangeEvent>,
  desk: Desk,
  named: boolean,
): Card => {
  const body = changeSpans(happened, desk)
  const spans = named ? [bold(`${change.id} `), ...body] : body
  return { fallback: plain(spans), elements: [{ kind: 'text', text: spans }] }
}

/** One event as a message of its own to someone who may not know the change yet. */
export const changeNotice = (change: Change, happened: Recorded<ChangeEvent>, desk: Desk): Card => {
  const { event } = happened
  const body = isReminder(happened) ? windowSpans(change) : changeSpans(happened, desk)
  return {
    fallback: `${change.id} ${change.title}: ${plain(body)}`,
    elements: [
      { kind: 'header', text: `${change.id} · ${change.title}` },
      { kind: 'text', text: body },
      { kind: 'context', text: changeStateName[change.state] },
      {
        kind: 'buttons',
        buttons: [
          ...(event.type === 'window-began' ? startButton(change) : doneButton(change, event)),
          { label: 'Details', action: { name: 'change.details', record: change.id } },
        ],
      },
    ],
  }
}

/** For whoever does what the message is about, while it is not done. */
const doneButton = (change: Change, event: ChangeEvent): readonly Button[] => {
  const id =
    event.type === 'task-added' ? event.task.id : event.type === 'task-reminded' ? event.task : undefined
  const task = change.tasks.find((one) => one.id === id)
  return task === undefined || task.doneBy !== undefined ? [] : [taskButton(change, task)]
}

const isReminder = ({ event }: Recorded<ChangeEvent>): boolean =>
  event.type === 'reminded' && event.of === 'start'

/** To whoever makes it; its window may have begun already. */
const windowSpans = (change: Change): readonly Span[] => [
  text('You are to make it from '),
  { at: Temporal.Instant.from(change.from) },
  text(' to '),
  { at: Temporal.Instant.from(change.to) },
  text(mayStartNow(change) ? '. It may be started now.' : '. You will be told here when it may be started.'),
]

export const changeSpans = ({ event, actor }: Recorded<ChangeEvent>, desk: Desk): readonly Span[] => {
  const who = bold(names.personName(desk, actor))
  switch (event.type) {
    case 'drafted':
      return [who, text(' drafted it.')]
    case 'revised':
      return [who, text(' revised the request.')]
    case 'submitted':
      return [who, text(' asks for approval.')]
    case 'approval':
      return approvalSpans(event.event, who, desk, 'the change managers')
    case 'gone-ahead':
      return [who, text(` goes ahead alone, before anybody else decided: ${event.reason}`)]
    case 'overridden':
      return [who, text(` allowed the overlap with ${overlapsText(event.conflicts, desk)}: ${event.reason}`)]
    case 'approved':
      return [text('It is approved and on the schedule.')]
    case 'withdrawn':
      return [who, text(` withdrew it: ${event.reason}`)]
    case 'reminded':
      return [text(reminders[event.of])]
    case 'window-began':
      return [
        text('Its window is open until '),
        { at: Temporal.Instant.from(event.until) },
        text(': it may be started now.'),
      ]
    case 'window-ended':
      return [
        text(
          event.started
            ? 'Its window is over, and it is still being made. Please say how it went as soon as you know.'
            : 'Its window is over, and nobody started it. If it is still wanted, withdraw it and propose it again for another window.',
        ),
      ]
    case 'started':
      return [who, text(' started it.')]
    case 'finished':
      return [who, text(` ${finished[event.how]}: ${event.text}`)]
    case 'reviewed':
      return [who, text(` reviewed it as ${event.effective ? 'effective' : 'not effective'}: ${event.text}`)]
    case 'task-added':
      return [
        text(`To do for ${names.personName(desk, event.task.owner)}`),
        ...untilSpans(event.task.due),
        text(`: ${event.task.text}`),
      ]
    case 'task-reminded':
      return [
        text(`Not done yet by ${names.personName(desk, event.owner)}: ${event.text} It was due `),
        { at: Temporal.Instant.from(event.due) },
        text('.'),
      ]
    case 'review-put-off':
    case 'task-put-off':
      return [text('A reminder waits for working hours: '), { at: Temporal.Instant.from(event.until) }]
    case 'task-done':
      return [who, text(' did what was to be done.')]
    case 'commented': {
      const files =
        event.files === 0
          ? ''
          : ` (${event.files} ${event.files === 1 ? 'file' : 'files'} attached where it was said)`
      return [who, text(`: ${event.text}${files}`.replace(':  (', ': ('))]
    }
  }
}

const reminders = {
  start: 'Whoever makes it was reminded of its window.',
  review: 'It is over and not reviewed yet: please review it.',
  outcome:
    'It went ahead alone, its time is over, and nobody has said how it went. Please say it on its card (Start, then Done, Failed or Backed out), then review it. Withdraw it if it was not made after all.',
} as const

/** By when something is to be done, where that was agreed. */
export const untilSpans = (due: string | undefined): readonly Span[] =>
  due === undefined ? [] : [text(' until '), { at: Temporal.Instant.from(due) }]

const finished = { done: 'made it', failed: 'could not make it', 'backed-out': 'backed it out' } as const
