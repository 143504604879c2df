import { describe, expect, test } from 'vitest'
import { blockProblems } from '../../../playground/slack/limits/blocks.ts'
import { viewProblems } from '../../../playground/slack/limits/views.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const long = (length: number) => 'x'.repeat(length)
const section = (length = 1) => ({ type: 'section', text: mrkdwn(long(length)) })
const button = (more: object = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...more })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const option = (index: number, text = `o${index}`) => ({ text: plain(text), value: `v${index}` })
const select = (count: number, more: object = {}) => ({
  type: 'static_select',
  action_id: 's',
  options: times(count, (index) => option(index)),
  ...more,
})
const many = (count: number, more: object = {}) => ({
  ...select(count),
  type: 'multi_static_select',
  ...more,
})
const picker = (more: object = {}) => ({ type: 'datetimepicker', action_id: 'd', ...more })
const rich = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
})
const input = (element: object = { type: 'plain_text_input', action_id: 'i' }) => ({
  type: 'input',
  label: plain('Title'),
  element,
})
const modal = (more: object = {}) => ({
  type: 'modal',
  title: plain('Report'),
  submit: plain('Send'),
  blocks: [input()],
  ...more,
})

describe('blocks of a message', () => {
  test.each<[string, object[]]>([
    ['a full section', [section(3000)]],
    ['ten long fields', [{ type: 'section', fields: times(10, () => mrkdwn(long(2000))) }]],
    ['a long header', [{ type: 'header', text: plain(long(150)) }]],
    ['25 buttons', [actions(...times(25, (n) => button({ action_id: `a${n}`, value: long(2000) })))]],
    ['a longest label', [actions(button({ text: plain(long(75)), style: 'danger' }))]],
    ['ten context elements', [{ type: 'context', elements: times(10, () => plain('x')) }]],
    ['100 options', [actions(select(100))]],
    ['fifty blocks', times(50, () => section())],
    ['no blocks', []],
    [
      'rich text of every sort',
      [
        rich(
          { type: 'text', text: 'a', style: { bold: true } },
          { type: 'user', user_id: 'U1' },
          { type: 'link', url: 'https://example.com', text: 'there' },
          { type: 'date', timestamp: 1, format: '{date}', fallback: 'x' },
        ),
      ],
    ],
  ])('%s is accepted', (_, blocks) => {
    expect(blockProblems(blocks, 'message')).toEqual([])
  })

  test.each<[string, unknown, string]>([
    [
      'a section too long',
      [section(3001)],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['an empty section', [section(0)], 'must be more than 0 characters'],
    ['a section of nothing', [{ type: 'section' }], 'missing required field: text'],
    ['eleven fields', [{ type: 'section', fields: times(11, () => plain('x')) }], 'no more than 10 items'],
    ['a field too long', [{ type: 'section', fields: [plain(long(2001))] }], 'must be less than 2001'],
    ['a header too long', [{ type: 'header', text: plain(long(151)) }], 'must be less than 151'],
    ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], 'must be a plain_text object'],
    ['26 buttons', [actions(...times(26, (n) => button({ action_id: `a${n}` })))], 'no more than 25 items'],
    ['no buttons', [actions()], 'at least 1 items'],
    ['a label too long', [actions(button({ text: plain(long(76)) }))], 'must be less than 76'],
    ['a value too long', [actions(button({ value: long(2001) }))], 'must be less than 2001'],
    ['a style of one’s own', [actions(button({ style: 'green' }))], 'must be one of primary, danger'],
    ['a label in mrkdwn', [actions(button({ text: mrkdwn('x') }))], 'must be a plain_text object'],
    ['an action id twice', [actions(button(), button())], 'action_id must be unique'],
    [
      'a block id twice',
      [
        { ...section(), block_id: 'b' },
        { ...section(), block_id: 'b' },
      ],
      'already exists',
    ],
    [
      'eleven context elements',
      [{ type: 'context', elements: times(11, () => plain('x')) }],
      'no more than 10',
    ],
    ['a button in the context', [{ type: 'context', elements: [button()] }], 'unsupported context element'],
    ['101 options', [actions(select(101))], 'no more than 100 items'],
    ['no options', [actions(select(0))], 'at least 1 items'],
    ['an option too long', [actions(select(1, { options: [option(1, long(76))] }))], 'must be less than 76'],
    ['an option twice', [actions(select(1, { options: [option(1), option(1)] }))], 'must be unique'],
    ['a stray initial option', [actions(select(2, { initial_option: option(7) }))], 'must match one of'],
    ['51 blocks', times(51, () => section()), 'no more than 50 items'],
    ['an unknown block', [{ type: 'nonsense' }], 'unsupported type: nonsense [json-pointer:/blocks/0/type]'],
    ['a misspelt property', [{ ...section(), txet: 1 }], 'invalid additional property: txet'],
    ['an input', [input()], 'unsupported type: input'],
    [
      'text in rich text',
      [{ type: 'rich_text', elements: [{ type: 'text', text: 'x' }] }],
      'unsupported rich text part',
    ],
    ['empty rich text', [rich({ type: 'text', text: '' })], 'must be more than 0 characters'],
    ['a link nowhere', [rich({ type: 'link', url: 'nowhere' })], 'must be a valid URL'],
    ['no list', { type: 'section' }, 'must be an array'],
  ])('%s is refused', (_, blocks, problem) => {
    expect(blockProblems(blocks, 'message').join('\n')).toContain(problem)
  })
})

const problemsOf = (element: object) => viewProblems(modal({ blocks: [input(element)] }), 'modal').join('\n')

describe('a choice of several, and of a moment,', () => {
  test.each<[string, object]>([
    ['100 options', many(100)],
    ['some of them chosen', many(3, { initial_options: [option(0), option(2)], max_selected_items: 2 })],
    ['an empty moment', picker()],
    ['the first moment', picker({ initial_date_time: 1_000_000_000 })],
    ['the last moment', picker({ initial_date_time: 9_999_999_999, focus_on_load: true })],
  ])('%s is accepted in a modal', (_, element) => {
    expect(problemsOf(element)).toBe('')
  })

  test.each<[string, object, string]>([
    ['101 options', many(101), 'no more than 100 items'],
    ['no options', many(0), 'at least 1 items'],
    ['neither options nor groups', many(1, { options: undefined }), 'exactly one of options'],
    ['an option too long', many(1, { options: [option(1, long(76))] }), 'must be less than 76'],
    ['an option in mrkdwn', many(1, { options: [{ text: mrkdwn('x'), value: 'v' }] }), 'plain_text object'],
    ['an option twice', many(1, { options: [option(1), option(1)] }), 'must be unique'],
    ['nothing chosen, said in a list', many(2, { initial_options: [] }), 'at least 1 items'],
    ['a stray choice', many(2, { initial_options: [option(0), option(7)] }), 'must match one of'],
    ['a choice by another name', many(2, { initial_options: [option(0, 'O')] }), 'must match one of'],
    ['one choice', many(2, { initial_option: option(0) }), 'invalid additional property: initial_option'],
    ['at most none', many(2, { max_selected_items: 0 }), 'must be at least 1'],
    [
      'more chosen than may be',
      many(2, { initial_options: [option(0), option(1)], max_selected_items: 1 }),
      'must not be more than max_selected_items',
    ],
    ['a moment in milliseconds', picker({ initial_date_time: 1_795_644_000_000 }), 'must be at most'],
    ['a moment of nine digits', picker({ initial_date_time: 999_999_999 }), 'must be at least'],
    ['a moment in words', picker({ initial_date_time: '2026-11-25T22:00:00Z' }), 'must be an integer'],
    ['a part of a second', picker({ initial_date_time: 1_795_644_000.5 }), 'must be an integer'],
    ['a moment with a placeholder', picker({ placeholder: plain('x') }), 'invalid additional property'],
  ])('%s is refused', (_, element, problem) => {
    expect(problemsOf(element)).toContain(problem)
  })

  test('a moment stands among buttons, and not beside a text', () => {
    expect(blockProblems([actions(picker(), many(2))], 'message')).toEqual([])
    expect(blockProblems([{ ...section(), accessory: many(2) }], 'message')).toEqual([])
    expect(blockProblems([{ ...section(), accessory: picker() }], 'message').join()).toContain(
      'unsupported accessory: datetimepicker',
    )
  })
})

describe('views', () => {
  test('a modal and a home view are accepted', () => {
    expect(viewProblems(modal({ private_metadata: long(3000), title: plain(long(24)) }), 'modal')).toEqual([])
    expect(viewProblems({ type: 'home', blocks: times(100, () => section()) }, 'home')).toEqual([])
  })

  test.each<[string, unknown, string]>([
    ['a title too long', modal({ title: plain(long(25)) }), 'must be less than 25 characters'],
    ['a submit label too long', modal({ submit: plain(long(25)) }), '/view/submit/text'],
    ['metadata too long', modal({ private_metadata: long(3001) }), 'must be less than 3001'],
    ['101 blocks', modal({ blocks: times(101, () => section()) }), 'no more than 100 items'],
    ['no blocks', modal({ blocks: [] }), 'at least 1 items'],
    ['inputs without submit', { ...modal(), submit: undefined }, 'missing required field: submit'],
    ['a home view', { type: 'home', blocks: [section()] }, 'must be a modal view'],
    ['an unknown property', modal({ footer: 'x' }), 'invalid additional property: footer'],
    [
      'more than can be typed',
      modal({ blocks: [input({ type: 'plain_text_input', action_id: 'i', max_length: 3001 })] }),
      'must be at most 3000',
    ],
    [
      'an initial value too long',
      modal({
        blocks: [input({ type: 'plain_text_input', action_id: 'i', max_length: 3, initial_value: 'four' })],
      }),
      'longer than max_length',
    ],
    [
      'two inputs in focus',
      modal({
        blocks: times(2, (n) => input({ type: 'plain_text_input', action_id: `i${n}`, focus_on_load: true })),
      }),
      'only one element may have focus_on_load',
    ],
  ])('%s is refused', (_, view, problem) => {
    expect(viewProblems(view, 'modal').join('\n')).toContain(problem)
  })

  test('a home view has no inputs', () => {
    expect(viewProblems({ type: 'home', blocks: [input()] }, 'home').join()).toContain(
      'unsupported type: input',
    )
  })
})
