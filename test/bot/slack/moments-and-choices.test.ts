import type { types, ViewOutput } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { readValues } from '../../../src/bot/slack/form-state.ts'
import { renderForm } from '../../../src/bot/slack/render-form.ts'
import { viewWithProblem } from '../../../src/bot/slack/views.ts'
import { type Form, type Input, valuesOf } from '../../../src/bot/ui/form.ts'
import { momentOf } from '../../../src/bot/ui/moment.ts'

const form = (...inputs: Input[]): Form => ({
  name: 'incident.raise',
  title: 'Report',
  submitLabel: 'Send',
  state: { form: 'f1' },
  inputs,
})
const from: Input = { kind: 'moment', name: 'from', label: 'From', zone: 'Europe/Berlin', hint: 'Your time' }
const options = Array.from({ length: 150 }, (_, n) => ({ value: `v${n}`, label: `Option ${n}` }))
const services: Input = { kind: 'choices', name: 'services', label: 'Services', options }
const blocks = (...inputs: Input[]) => renderForm(form(...inputs)).blocks as types.KnownBlock[]
const element = (input: Input) => {
  const [block] = blocks(input)
  return block?.type === 'input' ? block.element : undefined
}
const texts = (given: readonly types.PlainTextOption[] = []) => given.map(({ value }) => value)

const momentRead = (seconds: number | null) =>
  readValues({ from: { moment: { selected_date_time: seconds } } })['from']
const choicesRead = (...chosen: string[]) =>
  readValues({ services: { choices: { selected_options: chosen.map((value) => ({ value })) } } })
const atMost = (most: number) => element({ ...services, values: ['v1', 'v2', 'v3'], most })

describe('a moment', () => {
  it('is a picker that shows it', () => {
    expect(blocks({ ...from, value: '2026-11-25T22:00:00Z', error: 'Too late.' })).toEqual([
      {
        type: 'input',
        block_id: 'from',
        label: { type: 'plain_text', text: 'From', emoji: false },
        optional: false,
        hint: { type: 'plain_text', text: 'Your time', emoji: false },
        element: { type: 'datetimepicker', action_id: 'moment', initial_date_time: 1_795_644_000 },
      },
      {
        type: 'context',
        block_id: '_error.from',
        elements: [{ type: 'plain_text', text: '⚠ Too late.', emoji: false }],
      },
    ])
    expect(blocks({ ...from, optional: true })).toMatchObject([{ optional: true }])
  })

  it.each(['2026-11-25T', 'T22:00', '?T?', '2001-09-09T01:46:39Z', '2286-11-20T17:46:40Z', ''])(
    'that Slack could not show is left out: %s',
    (value) => {
      expect(element({ ...from, value })).toEqual({ type: 'datetimepicker', action_id: 'moment' })
    },
  )

  it('is read as an instant', () => {
    expect(momentRead(1_795_644_000)).toBe('2026-11-25T22:00:00Z')
    expect(momentRead(null)).toBeUndefined()
  })

  it.each([0.5, -1, 0, 10_000_000_000, 1e300])('is not %d, which nobody could choose', (seconds) => {
    expect(momentOf(momentRead(seconds))).toBe('unreadable')
  })
})

describe('several choices', () => {
  it('are a menu with at most a hundred options and all that are chosen', () => {
    const menu = element({ ...services, values: ['v149', 'v3', 'elsewhere'], most: 5 })
    if (menu?.type !== 'multi_static_select') throw new Error('no menu')
    expect(menu).toMatchObject({ action_id: 'choices', max_selected_items: 5 })
    expect(texts(menu.initial_options)).toEqual(['v3', 'v149'])
    expect(menu.options).toHaveLength(100)
    expect(texts(menu.options).at(-1)).toBe('v149')
    expect(element(services)).not.toHaveProperty('initial_options')
    expect(element(services)).not.toHaveProperty('max_selected_items')
  })

  it('are never more than may be chosen, nor fewer than one', () => {
    expect(atMost(2)).toMatchObject({
      initial_options: [{ value: 'v1' }, { value: 'v2' }],
      max_selected_items: 2,
    })
    expect(atMost(0)).toMatchObject({ initial_options: [{ value: 'v1' }], max_selected_items: 1 })
  })

  it('are labelled in what fits, and of nothing they are words', () => {
    const long = element({ ...services, options: [{ value: 'v', label: 'x'.repeat(100) }] })
    expect(long).toMatchObject({ options: [{ text: { text: `${'x'.repeat(74)}…` } }] })
    expect(blocks({ ...services, options: [] })).toMatchObject([{ type: 'context' }])
  })

  it('are read as one text, whether they are options or not', () => {
    expect(valuesOf(choicesRead('v3', 'payroll')['services'])).toEqual(['v3', 'payroll'])
    expect(choicesRead()).toEqual({})
  })
})

const view = (values: object): ViewOutput =>
  ({
    ...renderForm(form({ ...from, value: '2026-01-01T00:00:00Z' }, { ...services, values: ['v9'] })),
    state: { values },
  }) as unknown as ViewOutput
const again = (values: object) =>
  viewWithProblem(view(values), 'Not saved').blocks.flatMap((block) =>
    'element' in block ? [block.element] : [],
  )

describe('a form that failed', () => {
  const option = { text: { type: 'plain_text', text: 'Option 1', emoji: false }, value: 'v1' }

  it('holds what was chosen last', () => {
    const chosen = {
      from: { moment: { type: 'datetimepicker', selected_date_time: 1_795_644_000 } },
      services: { choices: { type: 'multi_static_select', selected_options: [option] } },
    }
    expect(again(chosen)).toMatchObject([{ initial_date_time: 1_795_644_000 }, { initial_options: [option] }])
  })

  it('is empty where it was emptied', () => {
    const [moment, menu] = again({
      from: { moment: { type: 'datetimepicker', selected_date_time: null } },
      services: { choices: { type: 'multi_static_select', selected_options: [] } },
    })
    expect(moment).not.toHaveProperty('initial_date_time')
    expect(menu).not.toHaveProperty('initial_options')
  })
})
