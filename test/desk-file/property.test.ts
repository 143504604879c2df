import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { BusinessCalendar, Desk } from '../../src/domain/desk.ts'
import type { ServiceTarget } from '../../src/domain/service-target.ts'
import { readDeskFile } from '../../src/desk-file/read.ts'
import { smallDesk } from './small-desk.ts'

/** What is promised of every text whatever, and not kept; nothing when all is well. */
const brokenPromises = (text: string): readonly string[] => {
  const result = readDeskFile(text)
  if (result.ok) return flawsOf(result.desk)
  if (result.mistakes.length === 0) return ['refused without a mistake']
  const lines = text.split('\n')
  return result.mistakes.flatMap(({ line, column, message }, index) => [
    ...(/^\S.*\S$/.test(message) ? [] : [`not one line: ${message}`]),
    ...(line >= 1 && line <= lines.length ? [] : [`no line ${line}`]),
    ...(column >= 1 && column <= (lines[line - 1] ?? '').length + 1 ? [] : [`no column ${line}:${column}`]),
    ...(line >= (result.mistakes[index - 1]?.line ?? 1) ? [] : [`out of order: ${line}`]),
  ])
}

/** What the rest of the program relies on, said again in other words than the checks say it. */
const flawsOf = (desk: Omit<Desk, 'version'>): readonly string[] => {
  const people = new Set(desk.people.map((each) => each.id))
  const teams = new Set(desk.teams.map((each) => each.id))
  const hours = desk.calendars.find((each) => each.id === desk.closing.calendar)?.hours
  const rules: Record<string, boolean> = {
    'two people with one id': people.size === desk.people.length,
    'an unknown agent': desk.teams.every((team) =>
      [team.lead, ...team.members].every((id) => people.has(id)),
    ),
    'a team without triage': desk.teams.every((team) => team.triage.length > 0),
    'an unknown owner': desk.services.every((service) => people.has(service.owner)),
    'an unknown team': desk.services.every((service) => teams.has(service.team)),
    'no closing hours': Object.values(hours ?? {}).some((day) => day.length > 0),
    'a night that lasts into the next opening': desk.calendars.every(closesBeforeOpening),
    'an unknown supplier': desk.services.every(
      ({ supplier }) => supplier === undefined || desk.suppliers.some(({ id }) => id === supplier),
    ),
    'a target of nobody': desk.targets.every(
      ({ tier, party = '' }) =>
        tier === 'sla' || (tier === 'ola' ? teams : new Set(desk.suppliers.map(({ id }) => id))).has(party),
    ),
    'a target that never counts': desk.targets.every(
      ({ calendar, within }) => opens(desk, calendar) && Object.values(within).some((ms) => ms > 0),
    ),
    'a warning out of order': desk.targets.every(warnsInOrder),
    'no cause to choose': desk.missCauses.length > 0,
    'no admin': desk.people.some((person) => person.roles.includes('admin')),
    'no desk lead': desk.people.some((person) => person.roles.includes('desk-lead')),
  }
  return Object.keys(rules).filter((flaw) => rules[flaw] !== true)
}

const opens = (desk: Omit<Desk, 'version'>, id: string): boolean =>
  Object.values(desk.calendars.find((each) => each.id === id)?.hours ?? {}).some((day) => day.length > 0)

/** For every priority each warning comes after the one before it, and before the time is up. */
const warnsInOrder = ({ warnings, within }: ServiceTarget): boolean =>
  Object.values(within).every((ms) => {
    const reached = warnings.map(({ at }) =>
      'left' in at ? ms - at.left : Math.floor((ms * at.percent) / 100),
    )
    return [...reached, ms].every((each, index) => each > (reached[index - 1] ?? 0))
  })

const minutesAt = (day: number, time: string): number =>
  (day * 24 + Number(time.slice(0, 2))) * 60 + Number(time.slice(3))

const closesBeforeOpening = ({ hours }: BusinessCalendar): boolean => {
  const spans = [...Object.values(hours), ...Object.values(hours)].flatMap((day, index) =>
    day.map(
      ({ from, to }) => [minutesAt(index, from), minutesAt(to > from ? index : index + 1, to)] as const,
    ),
  )
  return spans.every(([from], index) => index === 0 || from >= (spans[index - 1]?.[1] ?? 0))
}

const crumbs = fc.constantFrom(
  '\n',
  '  ',
  '\t',
  ':',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '&a ',
  '*a',
  '!!x ',
  '|\n',
  '>',
  '#',
  '%',
  '? ',
  '---\n',
  '...',
  '<<: *a',
  '\r\n',
  '\0',
  '\uFEFF',
  '\u2028',
  '😀',
  '\\',
  '__proto__: 1',
  'null',
  '~',
  '0x1F',
  '1e999',
)
const junk = fc.oneof(crumbs, fc.string({ unit: 'binary', maxLength: 8 }), fc.constant(''))
const mutation = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(30), junk })
const mutate = (text: string, edits: readonly { at: number; length: number; junk: string }[]): string =>
  edits.reduce((now, { at, length, junk }) => {
    const from = Math.floor(at * now.length)
    return now.slice(0, from) + junk + now.slice(from + length)
  }, text)

test('whatever text is read, there is a sound desk or a list of mistakes with places in the text', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(crumbs, fc.string({ unit: 'binary' })), { maxLength: 40 }), (pieces) => {
      expect(brokenPromises(pieces.join(''))).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('whatever is cut from or typed into a desk file, the same', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (edits) => {
      expect(brokenPromises(mutate(smallDesk, edits))).toEqual([])
    }),
    { numRuns: 600 },
  )
})

/** All places in a value, by their path. */
const pathsIn = (value: unknown): (string | number)[][] =>
  typeof value === 'object' && value !== null
    ? [
        [],
        ...Object.entries(value).flatMap(([key, inner]) =>
          pathsIn(inner).map((path) => [Array.isArray(value) ? Number(key) : key, ...path]),
        ),
      ]
    : [[]]

const put = (value: unknown, [step, ...rest]: readonly (string | number)[], to: unknown): unknown => {
  if (step === undefined) return to
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === step ? put(item, rest, to) : item))
  return Object.fromEntries(
    Object.entries(value as object).map(([key, inner]) => [key, key === step ? put(inner, rest, to) : inner]),
  )
}

test('whatever value stands in the place of another, the same', () => {
  const good: unknown = parse(smallDesk)
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('ada', 'network', 'small', 'P4', '24:00-24:00', '13:00-12:00', 'UTC', 61),
  )
  fc.assert(
    fc.property(fc.constantFrom(...pathsIn(good)), value, (path, to) => {
      expect(brokenPromises(stringify(put(good, path, to)))).toEqual([])
    }),
    { numRuns: 600 },
  )
})

test('comments, blank lines and the order of top-level keys do not matter', () => {
  const whole = readDeskFile(smallDesk)
  const parts = smallDesk.split(/^(?=\S)/m)
  fc.assert(
    fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => {
      expect(readDeskFile(shuffled.join('\n# more\n\n'))).toEqual(whole)
    }),
    { numRuns: 50 },
  )
})

describe('the example, cut off anywhere,', () => {
  const example = readFileSync('examples/desk.yaml', 'utf8')
  const needed = example.indexOf('\nsuppliers:')
  const all = readDeskFile(example)

  test('is refused with places in what is left, unless all that is needed is there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: needed }), (length) => {
        const cut = example.slice(0, length)
        expect(readDeskFile(cut).ok).toBe(false)
        expect(brokenPromises(cut)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('promises nothing else than the whole where less of it is a desk file too', () => {
    const ids = all.ok ? all.desk.targets.map(({ id }) => id) : []
    fc.assert(
      fc.property(fc.integer({ min: needed, max: example.length }), (length) => {
        const cut = example.slice(0, length)
        expect(brokenPromises(cut)).toEqual([])
        const reading = readDeskFile(cut)
        if (!reading.ok) return
        const left = reading.desk.targets.map(({ id }) => id)
        expect(left).toEqual(ids.slice(0, left.length))
      }),
      { numRuns: 120 },
    )
    expect(ids).not.toHaveLength(0)
  })
})
