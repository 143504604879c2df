import * as fc from 'fast-check'
import type { BusinessCalendar, CalendarEra, Span, Weekday } from '../../src/domain/desk.ts'

const days: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]
const dayMs = 86_400_000

/** Zones with what is odd about them; the years in which it was so are drawn often by `nearChange`. */
const zones = [
  'UTC',
  'Europe/Lisbon',
  'Europe/Berlin',
  'Europe/Dublin',
  'Atlantic/Azores', // midnight is skipped
  'America/New_York',
  'America/St_Johns', // at 00:01 until 2011
  'America/Santiago', // midnight is skipped, and comes twice
  'America/Sao_Paulo', // the same, until 2019
  'America/Havana',
  'America/Asuncion',
  'America/Caracas', // half an hour, twice
  'America/Nuuk', // changes on Saturday evening
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca', // winter time in Ramadan
  'Asia/Gaza',
  'Asia/Amman',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Asia/Kathmandu', // +5:45
  'Asia/Pyongyang', // 23:30 was skipped in 2018
  'Australia/Adelaide',
  'Australia/Lord_Howe', // half an hour of summer time
  'Pacific/Auckland',
  'Pacific/Chatham', // +12:45
  'Pacific/Apia', // had no 30 December 2011
  'Pacific/Kiritimati', // +14, had no 31 December 1994
  'Antarctica/Troll', // two hours of summer time
  'Etc/GMT+12',
] as const

/** Changes of the zone's clocks in the years 1990 to 2037, in milliseconds since 1970. */
const changesOf = (zone: string): readonly number[] => {
  const found: number[] = []
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.from('1990-01-01T00:00Z').toZonedDateTimeISO(zone)
  for (
    at = at.getTimeZoneTransition('next');
    at !== null && at.year < 2038;
    at = at.getTimeZoneTransition('next')
  )
    found.push(at.epochMilliseconds)
  return found
}

const anywhere = fc
  .integer({ min: Date.UTC(1990, 0) / dayMs, max: Date.UTC(2037, 0) / dayMs })
  .map((day) => day * dayMs)
const changes = new Map<string, readonly number[]>(zones.map((zone) => [zone, changesOf(zone)]))

/** A day, in milliseconds since 1970: mostly one on which clocks of the zone change. */
const nearChange = (zone: string): fc.Arbitrary<number> => {
  const all = changes.get(zone) ?? []
  if (all.length === 0) return anywhere
  const near = fc.constantFrom(...all).map((at) => Math.floor(at / dayMs) * dayMs)
  return fc.oneof({ arbitrary: near, weight: 4 }, { arbitrary: anywhere, weight: 1 })
}

/** Minutes after midnight; those at which clocks change somewhere are drawn often. */
const minutes = fc.oneof(
  fc.constantFrom(0, 1, 30, 60, 90, 105, 120, 150, 165, 180, 225, 240, 540, 1080, 1320, 1380, 1410, 1439),
  fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
  fc.integer({ min: 0, max: 1439 }),
)

const time = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** A part of something, none more likely than another: doubles are drawn so that nearly all are nearly 0. */
export const part = fc
  .noBias(fc.integer({ min: 0, max: 1_000_000 }))
  .map((millionths) => millionths / 1_000_000)

interface DrawnDay {
  /** Ascending; each opens or closes. One that is left over opens for a night. */
  readonly points: readonly number[]
  /** Where, in what is left of it, a night ends. */
  readonly night: number
  readonly midnight: '00:00' | '24:00'
}

const drawnDay: fc.Arbitrary<DrawnDay> = fc.record({
  points: fc.uniqueArray(minutes, { maxLength: 5 }).map((points) => points.toSorted((a, b) => a - b)),
  night: part,
  midnight: fc.constantFrom('00:00', '24:00'),
})

const spansOf = (day: DrawnDay, next: DrawnDay): readonly Span[] => {
  const spans: Span[] = []
  for (let index = 0; index + 1 < day.points.length; index += 2)
    spans.push({ from: time(day.points[index] ?? 0), to: time(day.points[index + 1] ?? 0) })
  if (day.points.length % 2 === 0) return spans
  const opens = day.points.at(-1) ?? 0
  const latest = Math.min(opens, next.points[0] ?? opens)
  const closes = Math.round(day.night * latest)
  return [...spans, { from: time(opens), to: closes === 0 ? day.midnight : time(closes) }]
}

const weekOf = (spans: (index: number) => readonly Span[]): BusinessCalendar['hours'] =>
  Object.fromEntries(days.map((day, index) => [day, spans(index)])) as BusinessCalendar['hours']

const drawnWeek = fc.tuple(drawnDay, drawnDay, drawnDay, drawnDay, drawnDay, drawnDay, drawnDay).map((week) =>
  weekOf((index) => {
    const [day, next] = [week[index], week[(index + 1) % 7]]
    return day === undefined || next === undefined ? [] : spansOf(day, next)
  }),
)

/** The same hours every day: where one from its end to its end is round the clock. */
const evenWeek = fc
  .tuple(minutes, minutes)
  .map(([from, to]) => weekOf(() => [{ from: time(from), to: time(to) }]))
const office = [
  { from: '09:00', to: '12:30' },
  { from: '13:30', to: '18:00' },
]
const week: fc.Arbitrary<BusinessCalendar['hours']> = fc.oneof(
  { arbitrary: drawnWeek, weight: 6 },
  { arbitrary: evenWeek, weight: 2 },
  { arbitrary: minutes.map((at) => weekOf(() => [{ from: time(at), to: time(at) }])), weight: 1 },
  fc.constant(weekOf(() => [{ from: '00:00', to: '24:00' }])),
  fc.constant(weekOf((index) => (index < 5 ? office : []))),
  fc.constant(weekOf((index) => (index < 4 ? [{ from: '22:00', to: '06:00' }] : []))),
)

export interface CalendarCase {
  readonly calendar: BusinessCalendar
  /** Milliseconds since 1970, the start of a day of UTC; and how many days to look at. */
  readonly from: number
  readonly days: number
}

const dateOf = (at: number, day: number): string => new Date(at + day * dayMs).toISOString().slice(0, 10)

const holidays = (from: number) =>
  fc
    .uniqueArray(fc.integer({ min: -2, max: 9 }), { maxLength: 3 })
    .map((drawn) => drawn.map((day) => ({ date: dateOf(from, day), name: `Holiday ${day}` })))

/** A calendar that the desk file would take, with days to look at: mostly when clocks change. */
export const calendarCase: fc.Arbitrary<CalendarCase> = fc
  .tuple(fc.constantFrom(...zones), fc.integer({ min: 3, max: 6 }))
  .chain(([zone, days]) =>
    nearChange(zone).chain((change) => {
      const from = change - 2 * dayMs
      const state = fc.record({
        zone: fc.oneof(
          { arbitrary: fc.constant(zone), weight: 4 },
          { arbitrary: fc.constantFrom(...zones), weight: 1 },
        ),
        hours: week,
        holidays: holidays(from),
      })
      const begins = fc
        .uniqueArray(fc.integer({ min: -2, max: days + 1 }), { maxLength: 2 })
        .map((drawn) => drawn.toSorted((a, b) => a - b))
      return fc
        .tuple(fc.record({ zone: fc.constant(zone), hours: week, holidays: holidays(from) }), begins)
        .chain(([first, dates]) =>
          fc.array(state, { minLength: dates.length, maxLength: dates.length }).map((later) => {
            const eras: CalendarEra[] = [
              first,
              ...later.map((each, index) => ({ ...each, from: dateOf(from, dates[index] ?? 0) })),
            ]
            return { calendar: calendarOf(eras), from, days }
          }),
        )
    }),
  )

const calendarOf = (eras: readonly CalendarEra[]): BusinessCalendar => {
  const present = eras.at(-1)
  if (present === undefined) throw new Error('no state')
  return { id: 'drawn', ...present, ...(eras.length === 1 ? {} : { earlier: eras.slice(0, -1) }) }
}
