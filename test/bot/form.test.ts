import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Form, type Input, fewOf, refill, textOf, valuesOf } from '../../src/bot/ui/form.ts'
import { instantOf, momentOf } from '../../src/bot/ui/moment.ts'

const form = (...inputs: Input[]): Form => ({
  name: 'incident.raise',
  title: 'Report',
  submitLabel: 'Send',
  state: {},
  inputs,
})
const from = { kind: 'moment', name: 'from', label: 'From', zone: 'Europe/Berlin' } as const
const services = {
  kind: 'choices',
  name: 'services',
  label: 'Services',
  options: [
    { value: 'mail', label: 'E-mail' },
    { value: 'mail/archive', label: 'Archive' },
  ],
} as const

describe('a moment', () => {
  it('is an instant', () => {
    expect(momentOf('2026-11-25T22:00:00Z')?.toString()).toBe('2026-11-25T22:00:00Z')
    expect(momentOf('2026-11-25T22:00Z')?.toString()).toBe('2026-11-25T22:00:00Z')
    expect(momentOf('')).toBeUndefined()
    expect(momentOf(undefined)).toBeUndefined()
  })

  it.each([
    ['2026-11-25T', 'no-time'],
    ['T22:00', 'no-date'],
    ['?T22:00', 'unreadable'],
    ['2026-11-25T22:00', 'unreadable'],
    ['2026-02-30T22:00:00Z', 'unreadable'],
    ['2026-11-25T22:00:00+01:00', 'unreadable'],
    ['2026-11-25T22:00:00Z[Europe/Berlin]', 'unreadable'],
    ['1795644000', 'unreadable'],
    ['tomorrow', 'unreadable'],
    // What PostgreSQL or Slack could not take.
    ['-271821-04-20T00:00:00Z', 'unreadable'],
    ['0000-01-01T00:00:00Z', 'unreadable'],
    ['2001-09-09T01:46:39Z', 'unreadable'],
    ['2286-11-20T17:46:40Z', 'unreadable'],
  ])('is not %s: %s', (text, problem) => {
    expect(momentOf(text)).toBe(problem)
  })

  it('goes from 2001 to 2286, as Slack shows it', () => {
    expect(instantOf('2001-09-09T01:46:40Z')).toBeDefined()
    expect(instantOf('2286-11-20T17:46:39Z')).toBeDefined()
  })
})

describe('several choices', () => {
  it('are one text and come apart again', () => {
    const id = fc.stringMatching(/^[a-z0-9/-]{1,12}$/)
    fc.assert(
      fc.property(fc.uniqueArray(id), (values) => {
        expect(valuesOf(textOf(values))).toEqual(values)
      }),
    )
  })

  it('are read from what a client may make of them', () => {
    expect(valuesOf(undefined)).toEqual([])
    expect(valuesOf(' , ')).toEqual([])
    expect(valuesOf('mail, vpn,mail,')).toEqual(['mail', 'vpn'])
    expect(valuesOf("x'; --")).toEqual(["x'; --"])
  })

  it('are among the options that are left, in their order', () => {
    const options = ['a', 'b', 'c', 'd'].map((value) => ({ value, label: value }))
    const few = (values: string[], most: number) => fewOf(options, values, most).map(({ value }) => value)
    expect(few(['d'], 2)).toEqual(['a', 'd'])
    expect(few(['b', 'x'], 3)).toEqual(['a', 'b', 'c'])
    expect(few(['d', 'c', 'b'], 2)).toEqual(['b', 'c'])
    expect(few([], 9)).toHaveLength(4)
  })
})

describe('a form filled in again', () => {
  it('keeps moments and choices, also those that it does not know', () => {
    const values = { from: '2026-11-25T21:00:00Z', services: 'mail,nonsense' }
    expect(refill(form(from, services), values, { services: 'Choose again.' }).inputs).toEqual([
      { ...from, value: '2026-11-25T21:00:00Z' },
      { ...services, values: ['mail', 'nonsense'], error: 'Choose again.' },
    ])
    expect(refill(form(from, services), {}, {})).toEqual(form(from, services))
  })

  it.each([
    ['2026-11-25T', 'There is a date but no time. Please fill in both.'],
    ['T22:00', 'There is a time but no date. Please fill in both.'],
    ['2026-11-25T22:00', 'The desk cannot read this date and time. Please choose them again.'],
  ])('says what is wrong with %s, unless there is more to say', (value, error) => {
    expect(refill(form(from), { from: value }, {}).inputs).toEqual([{ ...from, value, error }])
    expect(refill(form(from), { from: value }, { from: 'Too late.' }).inputs).toMatchObject([
      { error: 'Too late.' },
    ])
  })
})
