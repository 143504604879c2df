/** Milliseconds of a day of 24 hours, which not every local day is. */
export const dayMs = 86_400_000

const epochDate = new Temporal.PlainDate(1970, 1, 1)
const epochMidnight = epochDate.toPlainDateTime()

/** The number of a date (`YYYY-MM-DD`), counted from 1970-01-01. */
export const dayOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs

export const dateOfDay = (day: number): string => epochDate.add({ days: day }).toString()

/** Monday is 0. */
export const weekdayOfDay = (day: number): number => (((day + 3) % 7) + 7) % 7

/** A stretch in which the clocks of a zone differ from UTC by the same, in milliseconds. */
interface Offset {
  readonly from: number
  readonly to: number
  readonly ms: number
}

/** The one that was asked for last: for a moment near another it is the same, and asking the zone takes long. */
const offsets = new Map<string, Offset>()

const offsetAt = (zone: string, at: number): number => {
  const known = offsets.get(zone)
  if (known !== undefined && known.from <= at && at < known.to) return known.ms
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const offset = {
    from: at,
    to: local.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    ms: local.offsetNanoseconds / 1_000_000,
  }
  offsets.set(zone, offset)
  return offset.ms
}

/** The number of the date that the clocks of the zone show at an instant (in milliseconds since 1970). */
export const dayAt = (zone: string, at: number): number => Math.floor((at + offsetAt(zone, at)) / dayMs)

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
