import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSubmission } from '../../../src/bot/teams/forms-in.ts'
import { renderDialog, renderForm } from '../../../src/bot/teams/render-form.ts'
import { type Form, type Input, type MomentInput, refill, valuesOf } from '../../../src/bot/ui/form.ts'
import { type Json, object, objects, string } from '../../../playground/teams/json.ts'

const zone = 'Europe/Berlin'
const from: MomentInput = { kind: 'moment', name: 'from', label: 'From', zone }
const form = (...inputs: Input[]): Form => ({
  name: 'incident.raise',
  title: 'Report',
  submitLabel: 'Send',
  state: { form: 'f-1' },
  inputs,
})
/** What is drawn, without the title. */
const bodyOf = (drawn: Form) => objects(renderForm(drawn, 'inline').attachment.content['body']).slice(1)
/** The inputs of an element; the two of a moment stand in columns. */
const inputsIn = (element: Json | undefined): readonly Json[] =>
  element?.['columns'] === undefined
    ? [object(element)]
    : objects(element['columns']).flatMap(({ items }) => objects(items))
/** What a client sends of the form when a person leaves it as it is. */
const sent = (drawn: Form, changes: Json = {}): Json => ({
  ...object(objects(renderForm(drawn, 'inline').attachment.content['actions'])[0]?.['data']),
  ...Object.fromEntries(
    bodyOf(drawn)
      .flatMap(inputsIn)
      .flatMap(({ id, value }) => (value === undefined ? [] : [[string(id), value]])),
  ),
  ...changes,
})
const values = (data: Json) => readSubmission(data)?.values
const typed = (date: string, time: string, moments: unknown = { from: { zone } }) =>
  values({
    submit: { form: 'incident.raise', state: {}, moments },
    d_from: date,
    t_from: time,
  })?.['from']

describe('a moment', () => {
  it('is a date beside a time, which says where it is read', () => {
    expect(bodyOf(form({ ...from, value: '2026-11-25T21:00:00Z' }))).toEqual([
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              {
                type: 'Input.Date',
                id: 'd_from',
                label: 'From',
                isRequired: true,
                errorMessage: 'From: a date is needed.',
                value: '2026-11-25',
              },
            ],
          },
          {
            type: 'Column',
            width: 'stretch',
            items: [
              {
                type: 'Input.Time',
                id: 't_from',
                label: 'From: time in Berlin',
                isRequired: true,
                errorMessage: 'From: a time is needed.',
                value: '22:00',
              },
            ],
          },
        ],
      },
    ])
    const long = { ...from, label: 'x'.repeat(200), zone: 'America/Argentina/Buenos_Aires' }
    const [date, time] = inputsIn(bodyOf(form(long))[0]).map(({ label }) => label)
    expect(date).toHaveLength(75)
    expect(time).toMatch(/^x{52}…: time in Buenos Aires$/)
  })

  it('that is optional is needed by no client', () => {
    const [row] = bodyOf(form({ ...from, optional: true }))
    expect(inputsIn(row)).toEqual([
      { type: 'Input.Date', id: 'd_from', label: 'From', isRequired: false },
      { type: 'Input.Time', id: 't_from', label: 'From: time in Berlin', isRequired: false },
    ])
    expect(values(sent(form({ ...from, optional: true })))).toEqual({})
    expect(values(sent(form({ ...from, optional: true }), { d_from: '', t_from: ' ' }))).toEqual({})
  })

  it('is read in its zone, and brings nothing else into the state', () => {
    expect(typed('2026-11-25', '22:00')).toBe('2026-11-25T21:00:00Z')
    expect(typed('2026-07-25', '22:00:59')).toBe('2026-07-25T20:00:00Z')
    expect(readSubmission(sent(form({ ...from, value: '2026-11-25T21:00:00Z' })))).toEqual({
      form: 'incident.raise',
      state: { form: 'f-1' },
      values: { from: '2026-11-25T21:00:00Z' },
    })
  })

  it('that the clocks leave out is later by as much, and one that they show twice is the first', () => {
    expect(typed('2026-03-29', '02:30')).toBe('2026-03-29T01:30:00Z')
    expect(typed('2026-10-25', '02:30')).toBe('2026-10-25T00:30:00Z')
  })

  it('that nobody changed stays what it was, also the second time, to the second', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'),
        fc.oneof(
          fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }),
          // Around the end of summer time.
          fc.integer({ min: 1_792_886_400, max: 1_792_900_800 }),
        ),
        (place, seconds) => {
          const value = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString()
          expect(values(sent(form({ ...from, zone: place, value })))).toEqual({ from: value })
        },
      ),
    )
    const second = form({ ...from, value: '2026-10-25T01:30:00Z' })
    expect(values(sent(second, { t_from: '02:45' }))).toEqual({ from: '2026-10-25T00:45:00Z' })
  })

  it.each([
    ['2026-11-25', '', '2026-11-25T'],
    ['', '22:00', 'T22:00'],
    ['tomorrow', '22:00', '?T22:00'],
    ['2026-02-30', '22:00', '?T22:00'],
    ['2026-11-25', '10:00 PM', '2026-11-25T?'],
    ['2026-11-25T22:00:00Z', '', '?T'],
    ['2026-11-25', '22:00:00Z', '2026-11-25T?'],
    ['1999-11-25', '22:00', '1999-11-25T22:00'],
    ['<script>', "'; --", '?T?'],
  ])('%j with %j is refused at its input and shown again as far as it can be: %j', (date, time, value) => {
    expect(typed(date, time)).toBe(value)
    const again = bodyOf(refill(form(from), { from: value }, {}))
    expect(inputsIn(again[0]).map((input) => input['value'])).toEqual([
      /^\d{4}-\d\d-\d\d(?=T)/.exec(value)?.[0],
      /(?<=T)\d\d:\d\d$/.exec(value)?.[0],
    ])
    expect(again[1]).toMatchObject({
      inlines: [{ color: 'attention', text: expect.stringMatching(/Please/) }],
    })
  })

  it.each([
    [{ from: { zone: 'Mars/Olympus' } }],
    [{ from: { zone: '+01:00' } }],
    [{ from: { zone: '' } }],
    [{ from: { zone: '2026-01-01T00:00[Europe/Berlin]' } }],
    [{ until: { zone } }],
    [{}],
  ])('of the forged zone %j is refused at its input', (moments) => {
    expect(typed('2026-11-25', '22:00', moments)).toBe('2026-11-25T22:00')
  })

  it('of a forged instant is what was typed', () => {
    for (const shown of ['2030-01-01T00:00:00Z', 'nonsense', '-271821-04-20T00:00:00Z'])
      expect(typed('2026-11-25', '22:00', { from: { zone, shown } })).toBe('2026-11-25T21:00:00Z')
  })

  it.each([
    { moments: 'all' },
    { moments: { from: 'Europe/Berlin' } },
    { moments: { from: { zone: 1 } } },
    { moments: { from: { zone, more: 1 } } },
    { moments: { from: { zone: 'x'.repeat(65) } } },
    { moments: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`m${n}`, { zone }])) },
  ])('is not read from what no form of ours sends %#', (more) => {
    expect(readSubmission({ submit: { form: 'incident.raise', state: {}, ...more } })).toBeUndefined()
  })

  it('is not read from what no client sends', () => {
    const submit = { form: 'incident.raise', state: {}, moments: { from: { zone } } }
    expect(readSubmission({ submit, d_from: 20_261_125 })).toBeUndefined()
    expect(readSubmission({ submit, t_from: 'x'.repeat(20_001) })).toBeUndefined()
    const names = ['__proto__', 'constructor', 'toString']
    const odd = Object.fromEntries(names.map((name) => [`d_${name}`, '2026-11-25']))
    expect(Object.values(values({ submit, ...odd }) ?? {})).toEqual(names.map(() => '2026-11-25T'))
  })
})

describe('several choices', () => {
  const options = Array.from({ length: 150 }, (_, n) => ({ value: `v${n}`, label: `Option ${n}` }))
  const services: Input = { kind: 'choices', name: 'services', label: 'Services', options, most: 3 }

  it('are a set of boxes, filled in, with at most a hundred options and all that are chosen', () => {
    const [set] = bodyOf(form({ ...services, values: ['v149', 'v3', 'elsewhere'] }))
    expect(set).toMatchObject({
      type: 'Input.ChoiceSet',
      id: 'i_services',
      label: 'Services',
      isMultiSelect: true,
      style: 'compact',
      isRequired: true,
      value: 'v3,v149',
    })
    expect(set?.['choices']).toHaveLength(100)
    expect(objects(set?.['choices']).at(-1)).toEqual({ title: 'Option 149', value: 'v149' })
    expect(bodyOf(form(services))[0]).not.toHaveProperty('value')
    expect(renderDialog(form(services))).toMatchObject({ height: 'large' })
  })

  it('come back as they were sent, whether they are options or not', () => {
    const data = sent(form({ ...services, values: ['v3', 'v149'] }))
    expect(valuesOf(values(data)?.['services'])).toEqual(['v3', 'v149'])
    expect(valuesOf(values({ ...data, i_services: 'v3, payroll' })?.['services'])).toEqual(['v3', 'payroll'])
    expect(values({ ...data, i_services: '' })).toEqual({})
    expect(readSubmission({ ...data, i_services: ['v3'] })).toBeUndefined()
  })
})
