import { inZone } from '../zone-format.ts'

const relative = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' })

/**
 * A moment in the reader's zone, by Slack's date tokens:
 * docs.slack.dev/messaging/formatting-message-text#date-formatting. `seconds` and `now` (ms) are since the epoch.
 */
export const showDate = (seconds: number, format: string, zone: string, now: number): string => {
  const at = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(zone)
  const today = Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO(zone).toPlainDate()
  const say = (options: Intl.DateTimeFormatOptions): string =>
    inZone(at.epochMilliseconds, zone, options).replace('\u202f', ' ')
  const near = (otherwise: string): string => {
    const days = today.until(at.toPlainDate()).days
    return days === 0 ? 'today' : days === 1 ? 'tomorrow' : days === -1 ? 'yesterday' : otherwise
  }
  const date = `${say({ month: 'long' })} ${ordinal(at.day)}, ${at.year}`
  const short = say({ month: 'short', day: 'numeric', year: 'numeric' })
  const long = `${say({ weekday: 'long' })}, ${date}`
  const shown: Readonly<Record<string, string>> = {
    date_num: at.toPlainDate().toString(),
    date_slash: say({ month: '2-digit', day: '2-digit', year: 'numeric' }),
    date,
    date_short: short,
    date_long: long,
    date_pretty: near(date),
    date_short_pretty: near(short),
    date_long_pretty: near(long),
    day_divider_pretty: near(long),
    time: say({ hour: 'numeric', minute: '2-digit' }),
    time_secs: say({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: ago(seconds * 1000 - now),
  }
  return format.replace(/\{(\w+)\}/g, (token, name: string) => shown[name] ?? token)
}

const ordinal = (day: number): string => {
  const teens = day >= 11 && day <= 13
  const suffix = teens ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${suffix}`
}

const ago = (ms: number): string => {
  const minutes = Math.round(ms / 60_000)
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return Math.abs(hours) < 24
    ? relative.format(hours, 'hour')
    : relative.format(Math.round(hours / 24), 'day')
}
