import * as fc from 'fast-check'
import type { Button, Card, CardElement, Span, Text } from '../../src/bot/ui/card.ts'
import type { Form, Input } from '../../src/bot/ui/form.ts'
import { picture as drawn } from '../support/picture.ts'
import { people } from './sides.ts'

/** What platforms read something into, and what does not fit them. */
export const markup = fc.constantFrom(
  ...'<!channel> <!here|x> <@U0READER> <http://a|b> <at>z</at> <b> </at> &amp; &lt; [x](y) ![x](http://y)'.split(
    ' ',
  ),
  ...'*bold* _i_ ~s~ `c` @everyone :ticket: \\ | " $& ${x} {{DATE(2026-01-01T00:00:00Z)}} 🦊 👩‍👩‍👧 é ﷺ'.split(
    ' ',
  ),
  '> q',
  '# h',
  '- a',
  '1. a',
  "'",
  '\u200B',
)
const letters = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })

/** Words of a person, some with line breaks in them; never empty. */
const words = (most: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('a', 'Ω', '字', '1'),
      fc.array(fc.oneof(markup, letters, fc.constantFrom(' ', '\n', '\n\n', '\t')), { maxLength: 12 }),
      fc.nat({ max: 30 }).map((n) => (n > 27 ? most : 1)),
    )
    .map(([first, rest, times]) => (first + rest.join('')).repeat(times).slice(0, most).toWellFormed())

const instant = fc
  .integer({ min: 0, max: 4_102_444_800 })
  .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000))
const mention: fc.Arbitrary<Span> = fc.constantFrom('slack' as const, 'teams' as const).chain((platform) =>
  fc.record({
    mention: fc.constant({ platform, tenant: 'x', user: people[platform].reader }),
    name: words(40),
  }),
)
const span: fc.Arbitrary<Span> = fc.oneof(
  fc.record({ text: fc.oneof(words(5000), fc.constant('')), bold: fc.boolean() }),
  words(5000).map((text) => ({ text })),
  mention,
  instant.map((at) => ({ at })),
  fc.record({
    link: fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.constantFrom('', 'javascript:alert(1)', 'https://x/(y)'),
    ),
    text: words(200),
  }),
)
const text: fc.Arbitrary<Text> = fc.oneof(words(8000), fc.constant(''), fc.array(span, { maxLength: 14 }))

const actionName = fc.constantFrom(
  'incident.take',
  'incident.hand-over',
  'help',
  'home.page',
  'incident.add-words',
)
export const button: fc.Arbitrary<Button> = fc.record(
  {
    label: words(120),
    action: fc.record(
      {
        name: actionName,
        record: fc.integer({ min: 1, max: 999_999_999 }).map((number) => `INC-${number}`),
        version: fc.nat(),
        argument: fc.uuid(),
      },
      { requiredKeys: ['name'] },
    ),
    style: fc.constantFrom('primary' as const, 'danger' as const),
    opensForm: fc.boolean(),
  },
  { requiredKeys: ['label', 'action'] },
)

/** Few different ones: each is uploaded once only. */
const pngs = [drawn({}, 3, 2), drawn({}, 40, 30), drawn({}, 900, 400)].map(({ png }) => png)
const picture = fc.record({
  png: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pngs) }, fc.constant(Uint8Array.of(1, 2, 3))),
  alt: fc.oneof(words(3000), fc.constant('')),
  title: fc.oneof(words(300), fc.constant(' ')),
})

const element: fc.Arbitrary<CardElement> = fc.oneof(
  fc.record({ kind: fc.constant('header' as const), text: fc.oneof(words(400), fc.constant('')) }),
  fc.record({ kind: fc.constant('text' as const), text }),
  fc.record({ kind: fc.constant('context' as const), text }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: words(200), value: text }), { maxLength: 14 }),
  }),
  fc.constant({ kind: 'divider' as const }),
  fc.record({ kind: fc.constant('picture' as const), picture }),
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(button, { maxLength: 30 }) }),
)

/** Any card at all: too long, too many, empty in places, and full of what could be markup. */
export const card: fc.Arbitrary<Card> = fc.record({
  fallback: words(6000),
  elements: fc.oneof(
    { weight: 4, arbitrary: fc.array(element, { maxLength: 12 }) },
    { weight: 1, arbitrary: fc.array(element, { minLength: 60, maxLength: 90 }) },
  ),
})

const option = fc.record({
  value: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }).filter(solid),
  label: words(120),
})
function solid(value: string): boolean {
  return value.trim() === value
}
const options = fc.uniqueArray(option, { selector: ({ value }) => value, maxLength: 130 })

const common = {
  label: words(120),
  optional: fc.constant(true),
  hint: fc.option(words(200), { nil: undefined }),
  error: fc.option(words(400), { nil: undefined }),
}
const textInput = fc
  .record({ ...common, multiline: fc.boolean(), maxLength: fc.integer({ min: 1, max: 5000 }) })
  .chain((input) =>
    fc
      .option(
        words(Math.min(input.maxLength, 3000)).filter((value) => value.trim() === value),
        { nil: undefined },
      )
      .map((value) => ({
        kind: 'text' as const,
        ...input,
        value: input.multiline ? value : value?.replaceAll(/\s/g, ''),
      })),
  )
const choiceInput = fc.record({ ...common, options }).chain((input) =>
  fc.option(fc.nat(), { nil: undefined }).map((at) => ({
    kind: 'choice' as const,
    ...input,
    value: at === undefined ? undefined : input.options[at % 90]?.value,
  })),
)
const partOption = fc.record({
  value: fc.stringMatching(/^[a-z0-9-]{1,8}(\/[a-z0-9-]{1,8})?$/),
  label: words(120),
})
const choicesInput = fc
  .record({
    ...common,
    options: fc.uniqueArray(partOption, { selector: ({ value }) => value, maxLength: 130 }),
    most: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
  })
  .chain((input) =>
    fc
      .subarray(input.options, { maxLength: Math.min(input.options.length, input.most ?? 100, 100) })
      .map((chosen) => ({
        kind: 'choices' as const,
        ...input,
        values: chosen.map(({ value }) => value),
      })),
  )
const momentInput = fc
  .record({
    ...common,
    zone: fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    ),
    value: fc.option(
      fc
        .integer({ min: 1_000_000_000, max: 9_999_999_999 })
        .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString()),
      { nil: undefined },
    ),
  })
  .map((input) => ({ kind: 'moment' as const, ...input }))
const lookupInput = fc
  .record({
    ...common,
    source: fc.constantFrom('people' as const, 'services' as const),
    chosen: fc.option(option, { nil: undefined }),
  })
  .map((input) => ({ kind: 'lookup' as const, ...input }))

const id = fc.stringMatching(/^[a-z]{1,12}$/)

/** Any form at all, filled in with anything that its inputs may hold. */
export const form: fc.Arbitrary<Form> = fc.record(
  {
    name: fc.constantFrom('incident.report', 'incident.hand-over'),
    title: words(60),
    submitLabel: words(60),
    state: fc.dictionary(id, fc.oneof(fc.uuid(), words(60)), { maxKeys: 5, noNullPrototype: true }),
    intro: text,
    problem: words(4000),
    inputs: fc
      .array(fc.oneof(textInput, choiceInput, choicesInput, lookupInput, momentInput), {
        minLength: 1,
        maxLength: 8,
      })
      .map((inputs): Input[] =>
        inputs.map((input, index) => withoutNothing({ ...input, name: `input${index}` })),
      ),
  },
  { requiredKeys: ['name', 'title', 'submitLabel', 'state', 'inputs'] },
)

/** What is undefined is left out: nothing in the desk's own language is ever there and undefined. */
const withoutNothing = (input: object): Input =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as unknown as Input
