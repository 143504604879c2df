import { expect, test } from 'vitest'
import { cardParts } from '../../../playground/teams/card-parts.ts'
import { readMarkdown, readMessageText, readTimes } from '../../../playground/teams/markdown.ts'
import { card, execute, textBlock } from './test-bot.ts'

const read = (body: readonly unknown[], more: object = {}, zone = 'UTC'): readonly string[] =>
  cardParts(card(body, more), zone).map((part) =>
    part.kind === 'text'
      ? part.text
      : part.kind === 'input'
        ? `[${String(part.input['id'])}]`
        : `(${String(part.action['title'])})`,
  )

test.each([
  ['*x* and **y**', 'x and y'],
  ['_x_ in snake_case_name', 'x in snake_case_name'],
  ['[x](https://example.com)', 'x'],
  ['- one', '• one'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  [String.raw`\*x\* \[x\]\(y\)`, '*x* [x](y)'],
  ['&lt;b&gt; &amp;amp;', '<b> &amp;'],
  ['&#42;x&#42;', '*x*'],
  ['<!channel> <http://a|b> <at>z</at>', '<!channel> <http://a|b> <at>z</at>'],
])('a text block %s reads %s', (text, expected) => {
  expect(readMarkdown(text)).toBe(expected)
  expect(read([textBlock(text)])).toEqual([expected])
})

test('runs of rich text are literal', () => {
  const nasty = '<!channel> *x* <http://a|b> [x](y) <at>z</at> &amp;'
  expect(read([{ type: 'RichTextBlock', inlines: [nasty, { type: 'TextRun', text: ' end' }] }])).toEqual([
    `${nasty} end`,
  ])
})

test('only mentions that the card explains are names, and the names are literal', () => {
  const entities = [{ type: 'mention', text: '<at>a</at>', mentioned: { id: '29:1', name: '*Ana*' } }]
  expect(read([textBlock('<at>a</at> and <at>b</at>')], { msteams: { entities } })).toEqual([
    '*Ana* and <at>b</at>',
  ])
})

test('times are shown in the reader’s zone when they are written exactly right', () => {
  const at = '{{DATE(2026-07-01T23:30:00Z, SHORT)}} {{TIME(2026-07-01T23:30:00Z)}}'
  expect(readTimes(at, 'Asia/Kolkata')).toBe('Thu, Jul 2, 2026 5:00 AM')
  expect(readTimes('{{TIME(2026-07-01T23:30:00.000Z)}}', 'UTC')).toBe('{{TIME(2026-07-01T23:30:00.000Z)}}')
  expect(read([textBlock('{{DATE(2026-07-01T10:00:00Z)}}')])).toEqual(['7/1/2026'])
})

const column = (text: string, more = {}) => ({ type: 'Column', items: [textBlock(text)], ...more })
test('every element is read in order, and what is hidden is not', () => {
  expect(
    read(
      [
        { type: 'Container', items: [textBlock('a'), { ...textBlock('hidden'), isVisible: false }] },
        { type: 'ColumnSet', columns: [column('b'), column('gone', { isVisible: false }), column('c')] },
        { type: 'FactSet', facts: [{ title: 'State', value: '**new**' }] },
        {
          type: 'Table',
          columns: [{ width: 1 }],
          rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [textBlock('d')] }] }],
        },
        { type: 'Input.Text', id: 'i', label: 'I' },
        { type: 'ActionSet', actions: [execute('In', 'v')] },
      ],
      { actions: Array.from({ length: 8 }, (_, index) => execute(String(index), 'v')) },
    ),
  ).toEqual(['a', 'b', 'c', 'State new', 'd', '[i]', '(In)', '(0)', '(1)', '(2)', '(3)', '(4)', '(5)'])
})

test('a message’s text is HTML and Markdown, but plain when it says so', () => {
  const mentions = [{ mark: '<at>Ana</at>', name: 'Ana' }]
  expect(readMessageText('<at>Ana</at> <b>x</b> *y* &lt;', 'markdown', mentions)).toBe('Ana x y <')
  expect(readMessageText('<at>Ana</at> <b>x</b> *y* &lt;', 'plain', mentions)).toBe('Ana <b>x</b> *y* &lt;')
})
