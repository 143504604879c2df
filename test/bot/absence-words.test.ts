import { describe, expect, test } from 'vitest'
import { absenceOf } from '../../src/bot/conversation/absence-words.ts'

const said = (words: string): Readonly<Record<string, string>> | undefined => {
  const read = absenceOf(words)
  return read === undefined
    ? undefined
    : Object.fromEntries(Object.entries(read).map(([name, value]) => [name, String(value)]))
}

describe('words after “away”', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['until 2026-12-03', { until: '2026-12-04T00:00:00' }],
    ['until 2026-12-31', { until: '2027-01-01T00:00:00' }],
    ['until 2026-12-03 14:30', { until: '2026-12-03T14:30:00' }],
    ['until 2026-12-03T9:05', { until: '2026-12-03T09:05:00' }],
    ['Until 2026-12-03 at 14:30', { until: '2026-12-03T14:30:00' }],
    [
      'from 2026-12-01 until 2026-12-03 @Ben Okafor',
      { from: '2026-12-01T00:00:00', until: '2026-12-04T00:00:00', deputy: 'Ben Okafor' },
    ],
    ['until 2026-12-03 deputy @ben', { until: '2026-12-04T00:00:00', deputy: 'ben' }],
    ['@ben until 2026-12-03', { until: '2026-12-04T00:00:00', deputy: 'ben' }],
    ['of @Iris Nakata until 2026-12-03', { of: 'Iris Nakata', until: '2026-12-04T00:00:00' }],
    ['of iris', { of: 'iris' }],
    ['of iris until 2026-12-03 @ben', { of: 'iris', until: '2026-12-04T00:00:00', deputy: 'ben' }],
  ])('“%s” is understood', (words, read) => {
    expect(said(words)).toEqual(read)
  })

  test.each([
    'until Friday',
    'from my desk the printer burns',
    'until 2026-02-31',
    'until 2026-12-03 25:00',
    'until 2026-12-03 and the printer burns',
    'ben',
  ])('“%s” is not', (words) => {
    expect(said(words)).toBeUndefined()
  })
})
