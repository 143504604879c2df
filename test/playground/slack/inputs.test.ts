import { describe, expect, test } from 'vitest'
import type { Filled } from '../../../playground/chat.ts'
import type { Fields } from '../../../playground/slack/fields.ts'
import { fill, kindOf, ownOptions, refusedByClient, shown } from '../../../playground/slack/fill.ts'
import { untouched } from '../../../playground/slack/input-state.ts'
import type { State, User } from '../../../playground/slack/state.ts'

const user: User = { id: 'U0ADA', name: 'Ada', email: '', zone: 'Europe/Berlin', bot: false } as User
const filler = { state: {} as State, user }
const option = (value: string, label: string) => ({ text: { type: 'plain_text', text: label }, value })
const services = {
  type: 'multi_static_select',
  options: [option('mail', 'E-mail, all of it'), option('vpn', 'VPN')],
  max_selected_items: 1,
}
const moment = { type: 'datetimepicker' }
const filled = (element: Fields, value: Filled) => fill(element, value, ownOptions(element), filler)
const refused = (value: Filled) => refusedByClient(services, filled(services, value), false)
const seen = (element: Fields, value: Filled) => shown(element, filled(element, value), filler)

describe('a moment', () => {
  test('is chosen on the person’s own clock, or as an instant', () => {
    const held = { type: 'datetimepicker', selected_date_time: 1_795_640_400 }
    expect(filled(moment, '2026-11-25T22:00')).toEqual(held)
    expect(filled(moment, '2026-11-25T21:00:00Z')).toEqual(held)
    expect(seen(moment, '2026-11-25T21:00:00Z')).toBe('2026-11-25T22:00')
    expect(filled(moment, '')).toEqual(untouched(moment))
    expect(seen(moment, '')).toBe('')
  })

  test.each(['2026-11-25T', 'T22:00', '2026-11-25', '2026-02-30T22:00', 'tomorrow'])(
    'is not %s, which Slack lets nobody choose',
    (value) => {
      expect(() => filled(moment, value)).toThrow('is no date and time')
    },
  )
})

describe('several choices', () => {
  test('are made by their labels, commas and all', () => {
    const both = filled(services, ['E-mail, all of it', 'VPN'])
    expect(both).toEqual({ type: 'multi_static_select', selected_options: services.options })
    expect(filled(services, 'VPN')).toEqual({
      type: 'multi_static_select',
      selected_options: [option('vpn', 'VPN')],
    })
    expect(filled(services, [])).toEqual(untouched(services))
    expect(() => filled(services, ['VPN', 'Fax'])).toThrow('there is no option "Fax"')
    expect(() => filled({ type: 'static_select' }, ['VPN'])).toThrow('only one value')
  })

  test('are no more than may be', () => {
    expect(refused(['E-mail, all of it', 'VPN'])).toBe('Please choose at most 1.')
    expect(refused(['VPN'])).toBeUndefined()
    expect(refused([])).toBe('Please complete this required field.')
  })
})

test('every kind of input is known by its element', () => {
  const kinds = [
    'plain_text_input',
    'static_select',
    'multi_static_select',
    'external_select',
    'datetimepicker',
  ]
  expect(kinds.map((type) => kindOf({ type }))).toEqual(['text', 'choice', 'choices', 'lookup', 'moment'])
})
