/**
 * When a message was posted, as its id tells it: a Slack ts is in seconds, a Teams activity id in milliseconds since
 * 1970. Undefined for an id that is no time.
 */
export const postedAt = (id: string): Date | undefined => {
  if (/^\d{10}\.\d+$/.test(id)) return new Date(Number(id) * 1000)
  if (/^\d{13}$/.test(id)) return new Date(Number(id))
  return undefined
}

/** `14:05` in the reader's zone. */
export const clockTime = (when: Date, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(when)

/** `Mon 3 Mar 2025, 14:05` in the reader's zone. */
export const dateTime = (when: Date, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(when)

const part = (when: Date, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(when)

const day = (when: Date, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: zone }).format(when)

/**
 * Slack's date tokens (docs.slack.dev/messaging/formatting-message-text#date-formatting) in the reader's zone;
 * `{ago}` and other tokens that count from now are shown as the date.
 */
export const slackDate = (seconds: number, format: string, zone: string, now = new Date()): string => {
  const when = new Date(seconds * 1000)
  const short: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }
  const long: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }
  const relative = (options: Intl.DateTimeFormatOptions): string => {
    const distance = Math.round((Date.parse(day(when, zone)) - Date.parse(day(now, zone))) / 86_400_000)
    const near = { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(distance)]
    return near ?? part(when, zone, options)
  }
  return format.replace(/\{(\w+)\}/g, (token, name: string) => {
    switch (name) {
      case 'time':
        return clockTime(when, zone)
      case 'time_secs':
        return part(when, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
      case 'date_num':
        return day(when, zone)
      case 'date_long':
        return part(when, zone, long)
      case 'date_long_pretty':
        return relative(long)
      case 'date_pretty':
      case 'date_short_pretty':
        return relative(short)
      case 'date':
      case 'date_short':
      case 'day_divider_pretty':
      case 'ago':
        return part(when, zone, short)
      default:
        return token
    }
  })
}

/**
 * Adaptive Cards' `{{DATE(…)}}` and `{{TIME(…)}}` in the reader's zone instead of the browser's
 * (learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-function-rules).
 */
export const cardDates = (text: string, zone: string): string =>
  text.replace(
    /\{\{(DATE|TIME)\(([^,)]+)(?:,\s*(SHORT|LONG|COMPACT))?\)\}\}/g,
    (whole, kind: string, stamp: string, length: string | undefined) => {
      const when = new Date(stamp.trim())
      if (Number.isNaN(when.getTime())) return whole
      if (kind === 'TIME') return clockTime(when, zone)
      if (length === 'COMPACT' || length === undefined) return part(when, zone, { dateStyle: 'short' })
      const weekday = length === 'LONG' ? 'long' : 'short'
      const month = length === 'LONG' ? 'long' : 'short'
      return part(when, zone, { weekday, day: 'numeric', month, year: 'numeric' })
    },
  )

/** `Berlin`, with the time there now: what the list of people says. */
export const placeAndTime = (zone: string, now = new Date()): string => {
  const city = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
  try {
    return `${city} ${clockTime(now, zone)}`
  } catch {
    return city
  }
}
