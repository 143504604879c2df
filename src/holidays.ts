import Holidays, { type HolidaysTypes } from 'date-holidays'
import { stringify } from 'yaml'
import { longestName } from './desk-file/pieces.ts'

/** The only file that knows `date-holidays`, whose data is large: loaded when somebody asks, never by the bot. */

export type Proposal =
  | { readonly ok: true; readonly lines: string }
  /** One line that says what would be right. */
  | { readonly ok: false; readonly reason: string }

/** For other years the library leaves out holidays that go by the moon. */
const years = { first: 1970, last: 2076 }

/**
 * The public holidays of a country in a year as lines for `holidays:` of a calendar, to be reviewed by a person: a law may
 * have changed, and days by the moon are foretold. Each local date once. What is not closed all day is a comment. `region`
 * is a state or province, such as `BY`, or a part of one, such as `BY-A`.
 */
export const proposeHolidays = (country: string, year: string, region?: string): Proposal => {
  const place = country.toUpperCase()
  const [state, ...parts] = region?.toUpperCase().split('-') ?? []
  const part = parts.length === 0 ? undefined : parts.join('-')
  const reason = unknownPlace(place, state, part) ?? unknownYear(year)
  if (reason !== undefined) return { ok: false, reason }
  const name = [place, state, part].filter((code) => code !== undefined).join('-')
  const days = holidaysOf(place, state, part)
    .getHolidays(Number(year))
    .filter(({ type }) => type === 'public')
  return { ok: true, lines: [...header(name, year), ...linesOf(days)].join('\n') + '\n' }
}

const unknownPlace = (
  country: string,
  state: string | undefined,
  part: string | undefined,
): string | undefined => {
  const all = new Holidays()
  const countries = all.getCountries()
  if (!Object.hasOwn(countries, country))
    return `There is no country "${country}"; countries are: ${codes(countries)}.`
  if (state === undefined) return undefined
  // What the library answers for a country or state without parts is nothing, whatever its types say.
  const states = all.getStates(country) ?? {}
  if (!Object.hasOwn(states, state)) return `There is no region "${state}" of ${country}; ${known(states)}.`
  const parts = all.getRegions(country, state) ?? {}
  if (part === undefined || Object.hasOwn(parts, part)) return undefined
  return `There is no region "${part}" of ${country} ${state}; ${known(prefixed(state, parts))}.`
}

type Named = Readonly<Record<string, string>>

const codes = (names: Named): string => Object.keys(names).sort().join(', ')

const known = (names: Named): string => {
  const each = Object.entries(names).map(([code, name]) => `${code} (${name})`)
  return each.length === 0 ? 'none are known' : `regions are: ${each.join(', ')}`
}

const prefixed = (state: string, parts: Named): Named =>
  Object.fromEntries(Object.entries(parts).map(([code, name]) => [`${state}-${code}`, name]))

const unknownYear = (year: string): string | undefined =>
  /^\d{4}$/.test(year) && Number(year) >= years.first && Number(year) <= years.last
    ? undefined
    : `"${year}" is no year from ${years.first} to ${years.last}.`

const holidaysOf = (country: string, state: string | undefined, part: string | undefined): Holidays => {
  if (state === undefined) return new Holidays(country)
  return part === undefined ? new Holidays(country, state) : new Holidays(country, state, part)
}

const header = (place: string, year: string): readonly string[] => [
  `# Public holidays of ${place} in ${year}: a proposal. Review it, then paste it below "holidays:" of a calendar.`,
  '# From date-holidays (https://github.com/commenthol/date-holidays), data from Wikipedia under CC BY-SA 3.0.',
]

const linesOf = (days: readonly HolidaysTypes.Holiday[]): readonly string[] => {
  const closed = new Map<string, string[]>()
  const partly: { readonly date: string; readonly what: string }[] = []
  for (const day of days) {
    const { first, whole, rest, time } = extentOf(day)
    if (time !== '00:00') {
      partly.push({ date: first.toString(), what: `${tidy(day.name)} (only from ${time})` })
      continue
    }
    for (let index = 0; index < whole; index += 1) {
      const date = first.add({ days: index }).toString()
      closed.set(date, [...(closed.get(date) ?? []), tidy(day.name)])
    }
    if (rest)
      partly.push({ date: first.add({ days: whole }).toString(), what: `${tidy(day.name)} (in part)` })
  }
  return [
    ...[...closed].map(([date, names]) => ({ date, text: entry(date, names) })),
    ...partly.map(({ date, what }) => ({ date, text: `      # ${date}, not closed all day: ${what}` })),
  ]
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map(({ text }) => text)
}

interface Extent {
  readonly first: Temporal.PlainDate
  /** Local time at which it starts. */
  readonly time: string
  /** Whole days, a day with a change of clocks being one. */
  readonly whole: number
  readonly rest: boolean
}

const hour = 3_600_000

/** `date` is local, and names the day on whose eve a holiday by the moon begins; `start` and `end` are instants. */
const extentOf = ({ date, start, end }: HolidaysTypes.Holiday): Extent => {
  const hours = (end.getTime() - start.getTime()) / hour
  const whole = Math.floor((hours + 1) / 24)
  return {
    first: Temporal.PlainDate.from(date.slice(0, 10)),
    time: date.slice(11, 16),
    whole,
    rest: hours - whole * 24 > 1,
  }
}

const entry = (date: string, names: readonly string[]): string =>
  `      - date: ${date}\n        name: ${stringify(cut([...new Set(names)].join(' / ')), { lineWidth: 0 }).trim()}`

const tidy = (name: string): string => name.replaceAll(/\s+/g, ' ').trim()

const cut = (name: string): string => {
  if (name.length <= longestName) return name
  let short = ''
  for (const letter of name) if (short.length + letter.length < longestName) short += letter
  return `${short.trim()}…`
}
