import { nearest } from './words.ts'

/** The runtime lists these zones by the names that IANA has left behind, and accepts both. */
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
}

const zones = Intl.supportedValuesOf('timeZone').map((name) => renamed[name] ?? name)
const known = new Map<string, boolean>()

/** Whether the name is an IANA time zone that this runtime knows. Offsets such as `+01:00` are not: they have no summer time. */
export const isZone = (name: string): boolean => {
  const before = known.get(name)
  if (before !== undefined) return before
  const answer = /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name) && isAccepted(name)
  // Long-lived processes must not collect whatever was once typed.
  if (answer) known.set(name, true)
  return answer
}

const isAccepted = (name: string): boolean => {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId.length > 0
  } catch {
    return false
  }
}

export const nearestZone = (name: string): string | undefined =>
  name.length > 40 ? undefined : nearest(name, zones)

/** Whether `YYYY-MM-DD` is a day that exists. */
export const isDate = (text: string): boolean => {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

/** The longest time that can be promised: 20,000 open hours, ten years of eight hours a working day. */
const longestPromise = 20_000 * 3_600_000

/**
 * Milliseconds of an ISO 8601 duration of hours, minutes and seconds (`PT1H30M`); undefined for anything else. Days are no
 * such time: how many open hours they have depends on the calendar.
 */
export const durationOf = (text: string): number | undefined => {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^PT(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?$/.exec(text) ?? []
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return ms > 0 && ms <= longestPromise ? ms : undefined
}
