import type { BusinessCalendar, CalendarEra } from '../../src/domain/desk.ts'

/**
 * Open time once more, by walking minute after minute, for comparison with `src/domain/business-time.ts`, of which it uses
 * nothing. In each zone it keeps the latest local date and time that clocks have shown, which never goes back: what starts
 * is what that mark passes, what ends is what it reaches. Exact where clocks change and hours lie on whole minutes.
 */
export interface MinuteOracle {
  /** Milliseconds since 1970 of the first and after the last minute for which there is an answer. */
  readonly from: number
  readonly to: number
  readonly isOpen: (at: number) => boolean
  readonly openBetween: (from: number, to: number) => number
  /** Undefined when it is not within what was walked. */
  readonly afterOpen: (from: number, ms: number) => number | undefined
  readonly nextOpen: (at: number) => number | undefined
  readonly spans: () => readonly (readonly [from: number, to: number])[]
  /** The date that clocks of the zone that applies have shown by then. */
  readonly dateAt: (at: number) => string
  /** Milliseconds for each date touched, in order: `2026-03-29 Europe/Lisbon Easter: 3600000`. */
  readonly days: (from: number, to: number) => readonly string[]
}

const minute = 60_000
const dayMinutes = 24 * 60
const weekMinutes = 7 * dayMinutes
/** Spans last a day at most, on clocks that may skip or repeat one. */
const warmUp = 4 * dayMinutes

export const walkMinutes = (calendar: BusinessCalendar, from: number, days: number): MinuteOracle => {
  const eras = [...(calendar.earlier ?? []), calendar].map(toWalker)
  const begin = from / minute - warmUp
  const length = warmUp + days * dayMinutes
  const open = new Uint8Array(length)
  const applying = new Uint8Array(length)
  const passed = new Float64Array(length + 1)
  const marks = eras.map(({ zone }) => marksOf(zone, begin, length))
  for (let step = 0; step < length; step += 1) {
    let era = 0
    for (let index = 1; index < eras.length; index += 1)
      if ((marks[index]?.[step] ?? 0) >= (eras[index]?.begins ?? 0)) era = index
    applying[step] = era
    for (const [index, walker] of eras.entries())
      if (walks(walker, marks[index] ?? new Float64Array(), step, index === era)) open[step] = 1
    passed[step + 1] = (passed[step] ?? 0) + (open[step] ?? 0)
  }

  const stepOf = (at: number): number => Math.floor(at / minute) - begin
  const passedAt = (at: number): number =>
    (passed[stepOf(at)] ?? 0) * minute + (open[stepOf(at)] ?? 0) * (at - Math.floor(at / minute) * minute)
  const to = (begin + length) * minute
  return {
    from,
    to,
    isOpen: (at) => open[stepOf(at)] === 1,
    openBetween: (from, to) => (to <= from ? 0 : passedAt(to) - passedAt(from)),
    afterOpen: (from, ms) => {
      if (ms === 0) return from
      const wanted = passedAt(from) + ms
      for (let step = stepOf(from); step < length; step += 1)
        if ((passed[step + 1] ?? 0) * minute >= wanted)
          return (begin + step + 1) * minute - ((passed[step + 1] ?? 0) * minute - wanted)
      return undefined
    },
    nextOpen: (at) => {
      if (open[stepOf(at)] === 1) return at
      const step = open.indexOf(1, stepOf(at))
      return step === -1 ? undefined : (begin + step) * minute
    },
    spans: () => {
      const found: [number, number][] = []
      for (let step = warmUp; step < length; step += 1) {
        if (open[step] !== 1) continue
        const last = found.at(-1)
        const at = (begin + step) * minute
        if (last?.[1] === at) last[1] = at + minute
        else found.push([at, at + minute])
      }
      return found
    },
    dateAt: (at) => dateOfMark(marks[applying[stepOf(at)] ?? 0]?.[stepOf(at)]),
    days: (from, to) => {
      const found: { readonly name: string; ms: number }[] = []
      let [era, day] = [-1, -Infinity]
      for (let at = from; at < to; at = Math.floor(at / minute + 1) * minute) {
        const step = stepOf(at)
        const [eraNow, dayNow] = [applying[step] ?? 0, dayOfMark(marks[applying[step] ?? 0]?.[step])]
        if (era !== eraNow || day !== dayNow) {
          const name = nameOf(eras[eraNow], dayNow)
          if (found.at(-1)?.name !== name) found.push({ name, ms: 0 })
          era = eraNow
          day = dayNow
        }
        const last = found.at(-1)
        if (last !== undefined && open[step] === 1)
          last.ms += Math.min(to, Math.floor(at / minute + 1) * minute) - at
      }
      return found.map(({ name, ms }) => `${name}: ${ms}`)
    },
  }
}

interface Walker {
  readonly zone: string
  /** All local times in minutes since 1970 began there. */
  readonly begins: number
  /** For each minute of a week that began on a Thursday, how long what starts then lasts; else 0. */
  readonly starts: Uint16Array
  readonly holidays: ReadonlyMap<number, string>
  /** Open until the mark reaches this. */
  until: number
}

const fromThursday = ['thursday', 'friday', 'saturday', 'sunday', 'monday', 'tuesday', 'wednesday'] as const

const toWalker = ({ zone, hours, holidays, from }: CalendarEra): Walker => {
  const starts = new Uint16Array(weekMinutes)
  for (const [index, day] of fromThursday.entries())
    for (const span of hours[day]) {
      const opens = clock(span.from)
      const lasts = clock(span.to) - opens
      starts[index * dayMinutes + opens] = lasts > 0 ? lasts : lasts + dayMinutes
    }
  const dayOf = (date: string): number => Date.parse(date) / minute / dayMinutes
  return {
    zone,
    begins: from === undefined ? -Infinity : dayOf(from) * dayMinutes,
    starts,
    holidays: new Map(holidays.map(({ date, name }) => [dayOf(date), name])),
    until: -Infinity,
  }
}

const clock = (time: string): number => {
  const [hours = '', minutes = ''] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** Whether something of this state is open in that minute; what starts in it starts only while the state applies. */
const walks = (walker: Walker, marks: Float64Array, step: number, applies: boolean): boolean => {
  const mark = marks[step] ?? 0
  for (let local = step === 0 ? mark : (marks[step - 1] ?? 0) + 1; local <= mark; local += 1) {
    const lasts = walker.starts[local % weekMinutes] ?? 0
    if (lasts > 0 && applies && !walker.holidays.has(Math.floor(local / dayMinutes)))
      walker.until = Math.max(walker.until, local + lasts)
  }
  return mark < walker.until
}

const dayOfMark = (mark = 0): number => Math.floor(mark / dayMinutes)

const dateOfMark = (mark?: number): string =>
  new Date(dayOfMark(mark) * dayMinutes * minute).toISOString().slice(0, 10)

const nameOf = (walker: Walker | undefined, day: number): string => {
  if (walker === undefined) return 'nothing'
  const date = dateOfMark(day * dayMinutes)
  const holiday = walker.holidays.get(day)
  return `${date} ${walker.zone}${holiday === undefined ? '' : ` ${holiday}`}`
}

/** The latest local time, in minutes since 1970 began there, that clocks of the zone have shown in each minute. */
const marksOf = (zone: string, begin: number, length: number): Float64Array => {
  const marks = new Float64Array(length)
  let mark = -Infinity
  let offsets: number | Int16Array = 0
  for (let step = 0; step < length; step += 1) {
    const at = begin + step
    if (step === 0 || at % dayMinutes === 0) offsets = offsetsOn(zone, Math.floor(at / dayMinutes))
    mark = Math.max(mark, at + (typeof offsets === 'number' ? offsets : (offsets[at % dayMinutes] ?? 0)))
    marks[step] = mark
  }
  return marks
}

const known = new Map<string, number | Int16Array>()

/** Minutes to be added to UTC in a day of UTC: one number, or where it changes one for each minute. */
const offsetsOn = (zone: string, day: number): number | Int16Array => {
  const key = `${zone} ${day}`
  const before = known.get(key)
  if (before !== undefined) return before
  const first = offsetAt(zone, day * dayMinutes)
  const same = [6, 12, 18, 24].every((hour) => offsetAt(zone, day * dayMinutes + hour * 60) === first)
  const offsets = same
    ? first
    : Int16Array.from({ length: dayMinutes }, (_, index) => offsetAt(zone, day * dayMinutes + index))
  known.set(key, offsets)
  return offsets
}

const offsetAt = (zone: string, at: number): number => {
  const offset = new Temporal.ZonedDateTime(BigInt(at) * 60_000_000_000n, zone).offsetNanoseconds / 60e9
  if (!Number.isInteger(offset)) throw new Error(`${zone} is not on whole minutes at ${at}`)
  return offset
}
