import type { FormValues, Input, MomentInput } from '../ui/form.ts'
import { cut, limits } from '../ui/limits.ts'
import { instantOf } from '../ui/moment.ts'
import type { CardJson } from './render-text.ts'

/** Set before the name of a moment's two inputs: Adaptive Cards have none for both. */
export const datePrefix = 'd_'
export const timePrefix = 't_'

/** What comes back unchanged with a moment: how to read it, and the instant that it showed. */
export interface MomentData {
  readonly zone: string
  readonly shown?: string | undefined
}

/** Of all moments among the inputs, by name; undefined where there are none. */
export const momentData = (inputs: readonly Input[]): Readonly<Record<string, MomentData>> | undefined => {
  const moments = inputs.filter((input) => input.kind === 'moment')
  if (moments.length === 0) return undefined
  return Object.fromEntries(
    moments.map(({ name, zone, value = '' }): [string, MomentData] => {
      const shown = instantOf(value)?.toString()
      return [name, { zone, ...(shown !== undefined && { shown }) }]
    }),
  )
}

/** A date and a time side by side; the date has the input's own label, the time says where it is read. */
export const renderMoment = (input: MomentInput): CardJson => {
  const where = `: time in ${placeOf(input.zone)}`
  const label = cut(input.label, limits.inputLabel)
  const required = (what: string): CardJson => ({
    isRequired: input.optional !== true,
    ...(input.optional !== true && { errorMessage: `${label}: ${what} is needed.` }),
  })
  const { date, time } = partsOf(input)
  return {
    type: 'ColumnSet',
    columns: [
      column({
        type: 'Input.Date',
        id: `${datePrefix}${input.name}`,
        label,
        ...required('a date'),
        ...(date !== undefined && { value: date }),
      }),
      column({
        type: 'Input.Time',
        id: `${timePrefix}${input.name}`,
        label: `${cut(input.label, limits.inputLabel - where.length)}${where}`,
        ...required('a time'),
        ...(time !== undefined && { value: time }),
      }),
    ],
  }
}

const column = (item: CardJson): CardJson => ({ type: 'Column', width: 'stretch', items: [item] })

/** `Buenos Aires` of `America/Argentina/Buenos_Aires`. */
const placeOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

interface Parts {
  readonly date?: string | undefined
  readonly time?: string | undefined
}

/** What a person in the zone calls the moment; of what was only half filled in, that half. */
const partsOf = ({ value = '', zone }: MomentInput): Parts => {
  const at = instantOf(value)
  if (at !== undefined) return localOf(at, zone)
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})?\??T(\d{2}:\d{2})?\??$/.exec(value) ?? []
  return { date, time }
}

const localOf = (at: Temporal.Instant, zone: string): Required<Parts> => {
  const local = at.toZonedDateTimeISO(zone)
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  return { date: local.toPlainDate().toString(), time }
}

/**
 * The moments out of what a client sent. What cannot be read is handed on as `2026-11-25T22:00` without a `Z`, with a
 * question mark for a part that is no date or no time at all, so that it is refused at its input and nothing else comes
 * through.
 */
export const readMoments = (
  sent: Readonly<Record<string, unknown>>,
  moments: Readonly<Record<string, MomentData>>,
): FormValues => {
  const names = new Set(
    Object.keys(sent).flatMap((key) =>
      key.startsWith(datePrefix) || key.startsWith(timePrefix) ? [key.slice(datePrefix.length)] : [],
    ),
  )
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const date = part(sent[`${datePrefix}${name}`], dateOf)
      const time = part(sent[`${timePrefix}${name}`], timeOf)
      if (date === '' && time === '') return []
      const data = Object.hasOwn(moments, name) ? moments[name] : undefined
      return [[name, readMoment(date, time, data) ?? `${date}T${time}`]]
    }),
  )
}

/** What was typed, as far as it can be read; a question mark where it cannot. */
const part = (sent: unknown, read: (typed: string) => string | undefined): string => {
  const typed = typeof sent === 'string' ? sent.trim() : ''
  return typed === '' ? '' : (read(typed) ?? '?')
}

const dateOf = (typed: string): string | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) return undefined
  try {
    return Temporal.PlainDate.from(typed, { overflow: 'reject' }).toString()
  } catch {
    return undefined
  }
}

/** `HH:MM`; should a client send seconds, they are left out. */
const timeOf = (typed: string): string | undefined =>
  /^((?:[01]\d|2[0-3]):[0-5]\d)(?::[0-5]\d)?$/.exec(typed)?.[1]

const readMoment = (date: string, time: string, data: MomentData | undefined): string | undefined => {
  if (data === undefined || !/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(data.zone)) return undefined
  try {
    const shown = instantOf(data.shown ?? '')
    if (shown !== undefined && isShown(shown, data.zone, { date, time })) return shown.toString()
    const local = Temporal.PlainDateTime.from(`${date}T${time}`)
    // Where the clocks leave that time out, what they show instead; where they show it twice, the first time.
    const at = local.toZonedDateTime(data.zone, { disambiguation: 'compatible' }).toInstant().toString()
    return instantOf(at) === undefined ? undefined : at
  } catch {
    return undefined
  }
}

/** What nobody has changed stays the same, also in the hour that comes twice. */
const isShown = (at: Temporal.Instant, zone: string, { date, time }: Parts): boolean => {
  const local = localOf(at, zone)
  return local.date === date && local.time === time
}
