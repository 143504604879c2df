import type { ApprovalTerms } from './change-policy.ts'
import { afterOpen, isOpenAt, nextOpen } from './business-time.ts'
import type { BusinessCalendar, Desk } from './desk.ts'

/** When an approval opened at `from` expires undecided; undefined when it never does, or its calendar never opens so long. */
export const expiryOf = (
  policy: ApprovalTerms,
  desk: Desk,
  from: Temporal.Instant,
): Temporal.Instant | undefined => {
  const calendar = calendarOf(policy, desk)
  if (calendar === undefined) throw new Error(`there is no calendar ${policy.calendar}`)
  const { expiresAt, expiresAfter } = policy
  if (expiresAt !== undefined) return Temporal.Instant.from(expiresAt)
  return expiresAfter === undefined ? undefined : afterOpen(calendar, from, expiresAfter)
}

/**
 * When those who have not decided by then are reminded: after so much open time, and within open hours, so that what is due at
 * closing time comes at the next opening. Undefined when the approval expires first, and when its calendar is gone.
 */
export const reminderAfter = (
  policy: ApprovalTerms,
  desk: Desk,
  from: Temporal.Instant,
  expiresAt: Temporal.Instant | undefined,
): Temporal.Instant | undefined => {
  const calendar = calendarOf(policy, desk)
  if (calendar === undefined || policy.remindEvery <= 0) return undefined
  const due = afterOpen(calendar, from, policy.remindEvery)
  return due === undefined ? undefined : before(nextOpen(calendar, due), expiresAt)
}

/** For a reminder that came due and is late: the next opening, where nobody works now; undefined where somebody does. */
export const putOffUntil = (
  policy: ApprovalTerms,
  desk: Desk,
  now: Temporal.Instant,
  expiresAt: Temporal.Instant | undefined,
): { readonly until: Temporal.Instant | undefined } | undefined => {
  const calendar = calendarOf(policy, desk)
  if (calendar === undefined || isOpenAt(calendar, now)) return undefined
  return { until: before(nextOpen(calendar, now), expiresAt) }
}

const before = (
  at: Temporal.Instant | undefined,
  end: Temporal.Instant | undefined,
): Temporal.Instant | undefined =>
  at === undefined || (end !== undefined && Temporal.Instant.compare(at, end) >= 0) ? undefined : at

const calendarOf = (policy: ApprovalTerms, desk: Desk): BusinessCalendar | undefined =>
  desk.calendars.find(({ id }) => id === policy.calendar)
