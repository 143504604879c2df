import type { FreezeWindow } from './change-policy.ts'
import type { ChangeWindow } from './change-schedule.ts'
import { boundary, dayOfDate } from './wall-clock.ts'

const localTime = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/

/**
 * From when to when it holds, as instants. Its local times are boundaries as those of calendars are: the first moment at
 * which clocks of the zone show that date and time or later. Throws when a time is not written as the desk file has it.
 */
export const freezeSpan = ({ zone, from, to }: Pick<FreezeWindow, 'zone' | 'from' | 'to'>): ChangeWindow => ({
  from: instantOf(zone, from),
  to: instantOf(zone, to),
})

const instantOf = (zone: string, text: string): Temporal.Instant => {
  const [, date, hours, minutes] = localTime.exec(text) ?? []
  if (date === undefined) throw new RangeError(`${text} is no local date and time`)
  return Temporal.Instant.fromEpochMilliseconds(
    boundary(zone, dayOfDate(date), Number(hours) * 60 + Number(minutes)),
  )
}
