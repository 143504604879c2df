import type { ChangeEvent } from './change.ts'
import type { ChangeDecision } from './change-rules.ts'
import type { Desk } from './desk.ts'
import type { Place } from './place.ts'
import { weekAt } from './schedule-week.ts'
import { calendarOf } from './sla-clock.ts'

/** What posts of the schedule carry in place of a record's number, while they are kept up to date and after that. */
export const scheduleRecord = 'schedule'
export const endedSchedule = 'schedule/ended'

/** The channels in which the schedule is kept up to date (9.2-e). */
export const schedulePlaces = ({ changes }: Pick<Desk, 'changes'>): readonly Place[] =>
  changes?.schedule?.channels ?? []

/** Whose days a post goes by, many people reading it: those of the calendar that the desk closes by. */
export const scheduleZone = (desk: Desk): string => calendarOf(desk, desk.closing.calendar).zone

/** What a post says besides its changes depends on: when it is another one, the post is drawn anew. */
export const drawnFor = (desk: Desk, now: Temporal.Instant): string =>
  `${weekAt(now, scheduleZone(desk)).toString()}/${desk.version}`

const shown: ReadonlySet<ChangeEvent['type']> = new Set([
  'submitted',
  'approved',
  'gone-ahead',
  'overridden',
  'withdrawn',
  'started',
  'finished',
  'reviewed',
])

const ends: ReadonlySet<string> = new Set(['returned', 'rejected', 'expired'])

/** A decision with which the posts of the schedule are drawn anew, where it can show there. */
export const withSchedulePosts = (decision: ChangeDecision): ChangeDecision => {
  if (decision.kind === 'refused') return decision
  const shows = decision.events.some(
    (event) => shown.has(event.type) || (event.type === 'approval' && ends.has(event.event.type)),
  )
  if (!shows) return decision
  return { ...decision, effects: [...decision.effects, { kind: 'redraw', record: scheduleRecord }] }
}
