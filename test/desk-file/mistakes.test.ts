import { expect, test } from 'vitest'
import { describeMistakes } from '../../src/desk-file/mistake.ts'
import { readDeskFile } from '../../src/desk-file/read.ts'
import { smallDesk } from './small-desk.ts'
import { spoil, spoiled } from './spoil.ts'
import { mistakesIn } from './told-once.ts'

test('the file that the others are made from has no mistakes', () => {
  expect(mistakesIn(smallDesk)).toEqual([])
})

test('lines and columns count from 1, as editors do', () => {
  const mistakes = mistakesIn(spoil([['team: network', 'team: netwrok']]))
  expect(mistakes).toEqual([
    {
      line: 40,
      column: 11,
      path: 'services[0].team',
      message: 'team "netwrok" is not known; teams are: network, workplace',
    },
  ])
  expect(describeMistakes('examples/desk.yaml', mistakes)).toBe(
    'examples/desk.yaml:40:11 team "netwrok" is not known; teams are: network, workplace',
  )
})

test('lines that end as Windows ends them do not move the places', () => {
  const text = spoil([['team: network', 'team: netwrok']]).replaceAll('\n', '\r\n')
  expect(mistakesIn(text)).toMatchObject([{ line: 40, column: 11 }])
})

test('all mistakes are told at once, in the order of the text', () => {
  const text = spoil([
    ['zone: Asia/Kathmandu', 'zone: Nepal/Kathmandu'],
    ['    lead: ada\n', ''],
    ['lead: ben', 'lead: bob'],
    ['low: P3', 'low: P9'],
    ['"13:30-24:00"', '"12:00-24:00"'],
    ['business-days: 5', 'buisness-days: 5'],
  ])
  expect(describeMistakes('desk.yaml', mistakesIn(text)).split('\n')).toEqual([
    'desk.yaml:20:11 "Nepal/Kathmandu" is not an IANA time zone; did you mean "Asia/Kathmandu"?',
    'desk.yaml:24:5 "lead" is missing: the person who leads the team, by id',
    'desk.yaml:32:11 person "bob" is not known; people are: ada, ben',
    'desk.yaml:65:38 "P9" is not known; choices are: P1, P2, P3, P4',
    'desk.yaml:72:31 "12:00-24:00" starts before 12:30, when the span before it ends; spans of a day go in order and do not overlap',
    'desk.yaml:78:1 "business-days" is missing: how many business days without an answer close a resolved incident, 1 to 60',
    'desk.yaml:79:3 the key "buisness-days" is not known in closing; did you mean "business-days"?',
  ])
})

test('with many people to choose from, the nearest is proposed', () => {
  const crowd = Array.from(
    { length: 12 },
    (_, n) => `  - { id: p${n}, name: P, email: p${n}@x.example, zone: UTC, customer: small }\n`,
  ).join('')
  const text = spoil([
    ['teams:\n  - id: network', `${crowd}teams:\n  - id: network`],
    ['lead: ben', 'lead: bne'],
    ['owner: ben', 'owner: zorro'],
  ])
  expect(mistakesIn(text).map((each) => each.message)).toEqual([
    'person "bne" is not known; did you mean "ben"?',
    'person "zorro" is not known; people are: ada, ben, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9 and 2 more',
  ])
})

test.each([
  ['nothing', '', 1, 1, 'the desk file is empty'],
  ['only a comment', '# later\n', 1, 1, 'the desk file is empty'],
  ['a list', '- a\n', 1, 1, 'a desk file is a mapping (lines of "key: value"), this is a list'],
  ['text', 'hello', 1, 1, 'a desk file is a mapping (lines of "key: value"), this is text'],
  [
    'two documents',
    `${smallDesk}---\na: 1\n`,
    125,
    1,
    'a desk file is one document; remove this line and what follows it',
  ],
  ['more than 1 MB', '#'.repeat(1_000_001), 1, 1, 'a desk file may have 1 MB at most'],
  [
    'aliases that multiply',
    'a: &a [1, 1]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n',
    2,
    8,
    'aliases (*name) of aliases multiply; write the values out',
  ],
  [
    'too many aliases',
    `a: &a 1\nb:\n${'  - *a\n'.repeat(101)}`,
    103,
    5,
    'there are more than 100 aliases (*name); write the values out',
  ],
])('a file that is %s is refused with one line', (_, text, line, column, message) => {
  expect(mistakesIn(text)).toEqual([{ line, column, path: '', message }])
})

test('an alias stands for the value that its anchor is at', () => {
  const text = spoil([
    ['monday: ["09:00-12:30", "13:30-24:00"]', 'monday: &day ["09:00-12:30"]\n      tuesday: *day'],
  ])
  const result = readDeskFile(text)
  expect(result.ok && result.desk.calendars[0]?.hours.tuesday).toEqual([{ from: '09:00', to: '12:30' }])
})

test('a mistake in an aliased value is told where the value is written', () => {
  const { text, line, column } = spoiled([
    [
      'monday: ["09:00-12:30", "13:30-24:00"]',
      'monday: []\n      tuesday: &day [‸"09:00-08:60"]\n      friday: *day',
    ],
  ])
  expect(mistakesIn(text)).toMatchObject([
    { line, column, path: 'calendars[0].hours.tuesday[0]' },
    { line, column, path: 'calendars[0].hours.friday[0]' },
  ])
})

test('a large file that is wrong from end to end is answered in seconds', { timeout: 12_000 }, () => {
  const keys = Array.from({ length: 30_000 }, (_, n) => `k${n}:`).join('\n')
  expect(mistakesIn(keys).length).toBeGreaterThan(30_000)
  expect(mistakesIn('['.repeat(50_000))[0]?.message).toBe('this is nested too deeply to be a desk file')
})
