import { describe, expect, test } from 'vitest'
import { cardProblems } from '../../../playground/teams/card-rules.ts'
import { activitiesOf, ana, card, cardMessage, execute, only, requests, useRigs } from './test-bot.ts'
import type { Rig } from './test-bot.ts'

const date = (more: object = {}) => ({ type: 'Input.Date', id: 'd', label: 'From', ...more })
const time = (more: object = {}) => ({ type: 'Input.Time', id: 't', label: 'From: time', ...more })
const row = (...items: object[]) => ({
  type: 'ColumnSet',
  columns: items.map((item) => ({ type: 'Column', width: 'stretch', items: [item] })),
})
const choices = (more: object = {}) => ({
  type: 'Input.ChoiceSet',
  id: 'c',
  label: 'Services',
  isMultiSelect: true,
  choices: [
    { title: 'E-mail, all of it', value: 'mail' },
    { title: 'VPN', value: 'vpn' },
  ],
  ...more,
})
const problems = (...body: object[]) => cardProblems(card(body)).join('\n')

describe('a card', () => {
  test('may have a date beside a time, and several choices', () => {
    const first = row(date({ value: '2026-11-25', min: '2026-01-01' }), time({ value: '22:00' }))
    expect(problems(first, choices({ value: 'mail,vpn', style: 'compact' }))).toBe('')
  })

  test.each<[string, object, string]>([
    ['a date as an instant', date({ value: '2026-11-25T22:00:00Z' }), 'value is not a date'],
    ['a date that is none', date({ value: '2026-13-01' }), 'value is not a date'],
    ['an empty date', date({ value: '' }), 'value is not a date'],
    ['an odd last date', date({ max: 'tomorrow' }), 'max is not a date'],
    ['a time with seconds', time({ value: '22:00:00' }), 'value is not a time'],
    ['a time of the afternoon', time({ value: '10:00 PM' }), 'value is not a time'],
    ['a date without an id', { type: 'Input.Date', label: 'x' }, 'has no id'],
    ['a time that is needed and has no label', time({ label: '', isRequired: true }), 'has no label'],
    ['the same id twice', row(date(), time({ id: 'd' })), 'two inputs have the id d'],
    ['several out of a list to search in', choices({ style: 'filtered' }), 'style cannot be filtered'],
    ['a style of one’s own', choices({ style: 'tiles' }), 'style cannot be tiles'],
    ['several, nearly', choices({ isMultiSelect: 'true' }), 'isMultiSelect is not a boolean'],
    ['a list of values', choices({ value: ['mail'] }), 'value is not a string'],
    ['a value with a comma', choices({ choices: [{ title: 'A', value: 'a,b' }] }), 'with a comma'],
    ['no choices', choices({ choices: undefined }), 'has no choices'],
  ])('has not %s', (_, element, problem) => {
    expect(problems(element)).toContain(problem)
  })
})

const rigged = useRigs()
const opened = async (...body: object[]): Promise<Rig> => {
  const rig = await rigged()
  await rig.tenant.say(ana, { conversation: requests }, 'Hello')
  await rig.call('POST', activitiesOf(requests), cardMessage(body, { actions: [execute('Send', 'send')] }))
  return rig
}
const sent = (rig: Rig) => only(rig.bot.got.filter(({ type }) => type === 'invoke')).value?.['action']
const inputs = (rig: Rig) => rig.tenant.form(ana)?.inputs

const needed = { isRequired: true, errorMessage: 'This is needed' }

test('a date and a time in one row are one moment, on the person’s own clock', async () => {
  const rig = await opened(row(date(needed), time({ ...needed, value: '09:15' })))
  expect(inputs(rig)).toEqual([{ label: 'From', kind: 'moment', value: 'T09:15' }])
  await rig.tenant.submit(ana, {})
  expect(inputs(rig)).toMatchObject([{ value: 'T09:15', error: 'This is needed' }])
  await rig.tenant.submit(ana, { From: '2026-11-25T' })
  expect(inputs(rig)).toMatchObject([{ value: '2026-11-25T', error: 'This is needed' }])
  await expect(rig.tenant.submit(ana, { From: '2026-11-25T25:00' })).rejects.toThrow('cannot be picked')
  await expect(rig.tenant.submit(ana, { From: 'tomorrow' })).rejects.toThrow('cannot be picked')
  await expect(rig.tenant.submit(ana, { From: ['2026-11-25T22:00'] })).rejects.toThrow('one value only')
  await rig.tenant.submit(ana, { From: '2026-11-25T22:00' })
  expect(sent(rig)).toMatchObject({ data: { d: '2026-11-25', t: '22:00' } })
})

test('an instant is what the person’s clock shows then, and each half has a label of its own', async () => {
  const rig = await opened(row(date(), time()))
  await rig.tenant.submit(ana, { From: '2026-11-25T21:00:00Z' })
  expect(sent(rig)).toMatchObject({ data: { d: '2026-11-25', t: '22:00' } })
  const other = await opened(row(date({ value: '2026-11-25' }), time({ value: '22:00' })))
  await other.tenant.submit(ana, { From: '2026-11-26', 'From: time': '07:30' })
  expect(sent(other)).toMatchObject({ data: { d: '2026-11-26', t: '07:30' } })
})

test('a moment that is emptied is not sent', async () => {
  const rig = await opened(row(date({ value: '2026-11-25' }), time({ value: '22:00' })))
  await rig.tenant.submit(ana, { From: '' })
  expect(sent(rig)).not.toHaveProperty('data.d')
  expect(sent(rig)).not.toHaveProperty('data.t')
})

test('a date alone, or a time above it, is a date or a time', async () => {
  const rig = await opened(row(time({ id: 'x', label: 'At' }), date({ id: 'y', label: 'On' })), time())
  expect(inputs(rig)?.map(({ kind }) => kind)).toEqual(['time', 'date', 'time'])
})

test('several are chosen by their labels, commas and all', async () => {
  const rig = await opened(choices({ value: 'mail' }))
  expect(inputs(rig)).toEqual([
    {
      label: 'Services',
      kind: 'choices',
      value: 'E-mail, all of it',
      chosen: ['E-mail, all of it'],
      options: ['E-mail, all of it', 'VPN'],
    },
  ])
  await expect(rig.tenant.submit(ana, { Services: ['VPN', 'Fax'] })).rejects.toThrow('no option "Fax"')
  await rig.tenant.submit(ana, { Services: ['VPN', 'E-mail, all of it'] })
  expect(sent(rig)).toMatchObject({ data: { c: 'vpn,mail' } })
})

test('of one choice no two are made, and of several none', async () => {
  const one = await opened(choices({ isMultiSelect: false }))
  await expect(one.tenant.submit(ana, { Services: ['VPN', 'E-mail, all of it'] })).rejects.toThrow(
    'one option',
  )
  const none = await opened(choices({ value: 'mail', isRequired: true, errorMessage: 'Choose' }))
  await none.tenant.submit(ana, { Services: [] })
  expect(inputs(none)).toMatchObject([{ value: '', chosen: [], error: 'Choose' }])
})
