import type { BusinessCalendar, CalendarEra, Weekday } from './desk.ts'

/**
 * The calendars of a newly applied desk file (`after`) with what was in force (`before`) kept as `earlier`, so that no day
 * already counted is counted anew. A calendar whose zone, hours and holidays are as before is left as it was, whenever
 * it is applied. A changed one holds from the date that the file says, else from the local date of `now` in its own zone:
 *
 * - what would begin then or later gives way: the last file wins, also over one of the same day and over plans;
 * - a date in the past corrects what was counted since; one in the future leaves what is in force until then;
 * - of a calendar that is new nothing is known before, so it holds since ever and a date says nothing.
 */
export const carryCalendars = (
  before: readonly BusinessCalendar[],
  after: readonly BusinessCalendar[],
  now: Temporal.Instant,
): readonly BusinessCalendar[] =>
  after.map((wanted) =>
    carry(
      before.find(({ id }) => id === wanted.id),
      wanted,
      now,
    ),
  )

const carry = (
  before: BusinessCalendar | undefined,
  wanted: BusinessCalendar,
  now: Temporal.Instant,
): BusinessCalendar => {
  const { id } = wanted
  if (before === undefined) return calendarOf(id, [eraOf(wanted)])
  if (wanted.from === undefined && isSame(before, wanted)) return before
  const today = now.toZonedDateTimeISO(wanted.zone).toPlainDate().toString()
  const from = wanted.from ?? today
  // The first holds since ever: no date is before it. Dates of the same length compare as text.
  const kept = [...(before.earlier ?? []), eraOf(before)].filter(
    (state, index) => index === 0 || (state.from ?? '') < from,
  )
  const last = kept.at(-1)
  const repeated = last !== undefined && isSame(last, wanted)
  const begun = kept.length === 1 || (last?.from ?? '') <= today
  if (repeated && begun) return calendarOf(id, kept)
  // The same, planned for an earlier date, is put off.
  return calendarOf(id, [...(repeated ? kept.slice(0, -1) : kept), { ...eraOf(wanted), from }])
}

const calendarOf = (id: string, eras: readonly CalendarEra[]): BusinessCalendar => {
  const [first, ...more] = eras
  if (first === undefined) throw new Error(`calendar ${id} has no state`)
  const states = [withoutFrom(first), ...more]
  const present = states.at(-1) ?? first
  return { id, ...present, ...(more.length === 0 ? {} : { earlier: states.slice(0, -1) }) }
}

const eraOf = ({ zone, hours, holidays, from }: BusinessCalendar): CalendarEra => ({
  zone,
  hours,
  holidays,
  ...(from === undefined ? {} : { from }),
})

const withoutFrom = ({ zone, hours, holidays }: CalendarEra): CalendarEra => ({ zone, hours, holidays })

/** Whether both say the same hours and holidays in the same zone, since whenever. The order of holidays says nothing. */
const isSame = (one: CalendarEra, other: CalendarEra): boolean => said(one) === said(other)

const said = ({ zone, hours, holidays }: CalendarEra): string =>
  JSON.stringify([
    zone,
    Object.keys(hours)
      .sort()
      .map((day) => [day, hours[day as Weekday].map(({ from, to }) => [from, to])]),
    holidays.map(({ date, name }) => `${date} ${name}`).sort(),
  ])
