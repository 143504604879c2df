import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { tidy } from '../../src/domain/text.ts'
import { given, raisedForAda } from '../support/given.ts'

test('what is typed is kept as it is, but for what no database keeps', () => {
  expect(tidy('  Größe\n日本 😀 <!channel>\t')).toBe('Größe\n日本 😀 <!channel>')
  expect(tidy('nul \0, half \ud83d, half \ude00')).toBe('nul \ufffd, half \ufffd, half \ufffd')
})

test('whatever is typed, tidying it twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      expect(tidy(tidy(typed))).toBe(tidy(typed))
      expect(tidy(typed)).not.toMatch(/\0/)
      expect(tidy(typed).isWellFormed()).toBe(true)
    }),
  )
})

test('8.1-d: it is tidied before it is recorded', () => {
  const { decision } = given(raisedForAda).when({ type: 'note', text: ' \0 ' }, 'carl')
  expect(decision).toMatchObject({ events: [{ type: 'noted', text: '\ufffd' }] })
})
