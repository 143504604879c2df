import { describe, expect, test } from 'vitest'
import { describeMistakes } from '../../src/desk-file/mistake.ts'
import type { Mistake } from '../../src/desk-file/mistake.ts'
import { readDeskFile } from '../../src/desk-file/read.ts'
import { spoiled } from './spoil.ts'
import type { Edit } from './spoil.ts'

/** What is spoiled (`‸` stands where the mistake is expected), and what is said about it. */
export type Row = readonly [edits: readonly Edit[], message: string]

/** Tests that each of the mistakes is told where it is, in these words, and that nothing else is told. */
export const eachIsToldOnce = (about: string, rows: Readonly<Record<string, Row>>): void => {
  describe(`a mistake is told once, where it is: ${about}`, () => {
    test.each(Object.entries(rows))('%s', (_, [edits, message]) => {
      const { text, line, column } = spoiled(edits)
      expect(describeMistakes('desk.yaml', mistakesIn(text))).toBe(`desk.yaml:${line}:${column} ${message}`)
    })
  })
}

export const mistakesIn = (text: string): readonly Mistake[] => {
  const result = readDeskFile(text)
  return result.ok ? [] : result.mistakes
}
