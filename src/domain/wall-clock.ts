/** Milliseconds of a day of 24 hours, which not every local day is. */
export const dayMs = 86_400_000

const epochDate = new Temporal.PlainDate(1970, 1, 1)
const epochMidnight = epochDate.toPlainDateTime()

/** The number of a date (`YYYY-MM-DD`), counted from 1970-01-01. */
export const dayOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs

export const dateOfDay = (day: number): string => epochDate.add({ days: day }).toString()

/** Monday is 0. */
export const weekdayOfDay = (day: number): number => (((day + 3) % 7) + 7) % 7

/** The number of the date that the clocks of the zone show at an instant (in milliseconds since 1970). */
export const dayAt = (zone: string, at: number): number => {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return Math.floor((at + local.offsetNanoseconds / 1_000_000) / dayMs)
}

/**
 * The first instant (in milliseconds since 1970) at which the clocks of the zone show that date and time or later:
 * where clocks are put forward over it, the moment they are; where they are put back and show it twice, the first time.
 * Minutes count from midnight; 1440 is the start of the next date, more lies within it. Never goes back when the date and
 * time go forward, so spans that adjoin on the wall clock adjoin in time.
 */
export const boundary = (zone: string, day: number, minutes: number): number => {
  const wanted = epochMidnight.add({ days: day, minutes })
  const shown = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (shown.toPlainDateTime().equals(wanted)) return shown.epochMilliseconds
  const jump = shown.getTimeZoneTransition('next')
  if (jump === null) throw new Error(`${zone} does not show ${wanted.toString()} and changes no more`)
  return jump.epochMilliseconds
}
