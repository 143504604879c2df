import { beforeAll, expect, test } from 'vitest'
import { type Card, type Text, plain } from '../../src/bot/ui/card.ts'
import type { Form } from '../../src/bot/ui/form.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { demoDesk } from '../support/cast.ts'
import { changeCards, changeForms } from '../contract/change-drawings.ts'
import type { Drawing } from '../contract/drawings.ts'

let cards: readonly Drawing<Card>[]
let forms: readonly Drawing<Form>[]
beforeAll(async () => {
  const desk: Desk = await demoDesk()
  cards = changeCards(desk)
  forms = changeForms(desk)
})

const textsOf = ({ elements, fallback }: Card): readonly Text[] => [
  fallback,
  ...elements.flatMap((element): Text[] => {
    switch (element.kind) {
      case 'header':
      case 'text':
      case 'context':
        return [element.text]
      case 'fields':
        return element.fields.flatMap(({ label, value }) => [label, value])
      case 'buttons':
        return element.buttons.map(({ label }) => label)
      default:
        return []
    }
  }),
]

/** What a program says to itself, and nobody to a person at three in the morning. */
const inside =
  /undefined|\[object|NaN|null\b|desk:clock|freeze\/|\d{4}-\d{2}-\d{2}T|\b\d+\/\w+\.\d|in-progress|backed-out/

test('no card, line or notice about a change says what only a program would say', () => {
  const said = cards.flatMap(({ view, of, drawn }) =>
    textsOf(drawn).map((text) => ({ view, of, words: plain(text) })),
  )
  expect(said.length).toBeGreaterThan(500)
  expect(said.filter(({ words }) => inside.test(words))).toEqual([])
})

test('a refusal is a whole sentence, and says what became of what the person wanted', () => {
  const refusals = cards.filter(({ view }) => view === 'changeRefusalText')
  expect(refusals.length).toBeGreaterThan(30)
  for (const { drawn } of refusals) {
    expect(drawn.fallback).toMatch(/^[A-Z“].*[.”]$/s)
    expect(drawn.fallback).toMatch(
      /^(?:Nothing was changed|Please|This|Too long|Somebody changed|There is|“)/,
    )
  }
})

test('what is done is said of the change by its number', () => {
  const done = cards.filter(({ view }) => view === 'changeDone')
  expect(done.length).toBeGreaterThan(100)
  for (const { drawn } of done) expect(drawn.fallback).toMatch(/^CHG-\d+ \S.*\.$/s)
})

test('every input of a form has a label, and each label stands once', () => {
  const wrong = forms.filter(({ drawn }) => {
    const labels = drawn.inputs.map(({ label }) => label.trim())
    return labels.includes('') || new Set(labels).size < labels.length
  })
  expect(forms.length).toBeGreaterThan(100)
  expect(wrong.map(({ view, of }) => `${view} of ${of}`)).toEqual([])
})
