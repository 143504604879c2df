/** `2026-11-25T22:00`: what a clock in the zone shows. */
export const localTime = (at: Temporal.Instant, zone: string): string =>
  at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

/** What a person in the zone means by a local time, or an instant as it is. Throws for anything else. */
export const instantIn = (value: string, zone: string): Temporal.Instant => {
  try {
    if (value.endsWith('Z')) return Temporal.Instant.from(value)
    if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value))
      return Temporal.PlainDateTime.from(value).toZonedDateTime(zone).toInstant()
  } catch {
    // Said below.
  }
  throw new Error(`"${value}" is no date and time`)
}
