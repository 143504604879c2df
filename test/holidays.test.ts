import { describe, expect, test } from 'vitest'
import { readDeskFile } from '../src/desk-file/read.ts'
import { proposeHolidays } from '../src/holidays.ts'
import { smallDesk } from './desk-file/small-desk.ts'

const linesFor = (...[country, year, region]: Parameters<typeof proposeHolidays>): string => {
  const proposal = proposeHolidays(country, year, region)
  if (!proposal.ok) throw new Error(proposal.reason)
  return proposal.lines
}
/** What the desk file makes of the lines when they are pasted as they are. */
const pasted = (lines: string) => {
  const reading = readDeskFile(
    smallDesk.replace('      - { date: 2026-12-25, name: Christmas Day }\n', () => lines),
  )
  return reading.ok ? reading.desk.calendars[0]?.holidays : reading.mistakes
}
const datesOf = (...asked: Parameters<typeof proposeHolidays>): readonly string[] =>
  [...linesFor(...asked).matchAll(/- date: (\S+)/g)].map(([, date = '']) => date)

describe('the lines', () => {
  test('are holidays of a calendar when pasted, in the order of their dates', () => {
    expect(pasted(linesFor('PT', '2027'))).toEqual([
      { date: '2027-01-01', name: 'Ano Novo' },
      { date: '2027-03-26', name: 'Sexta-Feira Santa' },
      { date: '2027-03-28', name: 'Páscoa' },
      { date: '2027-04-25', name: 'Dia da Liberdade' },
      { date: '2027-05-01', name: 'Dia do trabalhador' },
      { date: '2027-05-27', name: 'Corpo de Deus' },
      { date: '2027-06-10', name: 'Dia de Portugal' },
      { date: '2027-08-15', name: 'Assunção de Maria' },
      { date: '2027-10-05', name: 'Implantação da República' },
      { date: '2027-11-01', name: 'Todos os santos' },
      { date: '2027-12-01', name: 'Restauração da Independência' },
      { date: '2027-12-08', name: 'Imaculada Conceição' },
      { date: '2027-12-25', name: 'Natal' },
    ])
  })

  test('name their source and licence, and ask for a review', () => {
    expect(linesFor('PT', '2027')).toMatch(/^# .*Review it.*\n# From date-holidays .*CC BY-SA 3\.0/)
  })

  test('leave out what is only observed, and bank and school holidays (zammad/zammad#390)', () => {
    const portugal = datesOf('PT', '2027')
    for (const date of ['2027-02-09', '2027-05-02', '2027-12-24']) expect(portugal).not.toContain(date)
    expect(linesFor('AT', '2027')).not.toMatch(/Heiliger Abend|Silvester|Muttertag/)
  })

  test('give each day of several', () => {
    expect(datesOf('EG', '2027').filter((date) => date.startsWith('2027-05-1'))).toEqual([
      '2027-05-16',
      '2027-05-17',
      '2027-05-18',
      '2027-05-19',
    ])
  })

  test('give a day once that is a holiday twice', () => {
    expect(linesFor('TR', '2027')).toContain(
      "name: Kurban Bayramı / Atatürk'ü Anma Gençlik ve Spor Bayramı\n",
    )
  })

  test('say as a comment what is not closed all day', () => {
    const iceland = linesFor('IS', '2027')
    expect(iceland).toContain('# 2027-12-24, not closed all day: Aðfangadagur (only from 13:00)')
    expect(datesOf('IS', '2027')).not.toContain('2027-12-24')
    expect(linesFor('TR', '2027')).toContain('# 2027-03-12, not closed all day: Ramazan Bayramı (in part)')
  })

  test('count a day of 23 hours and one of 25 as one', () => {
    expect(datesOf('CH', '2027')).toContain('2027-03-28')
    expect(datesOf('SI', '2027').filter((date) => date >= '2027-10-31' && date < '2027-11-02')).toEqual([
      '2027-10-31',
      '2027-11-01',
    ])
  })

  test('go by region, and by parts of one, in capitals or not', () => {
    expect(datesOf('DE', '2027')).not.toContain('2027-01-06')
    expect(datesOf('DE', '2027', 'BY')).toContain('2027-01-06')
    expect(datesOf('DE', '2027', 'BY')).not.toContain('2027-08-08')
    expect(datesOf('de', '2027', 'by-a')).toContain('2027-08-08')
  })

  test.each(['AE', 'AM', 'BR', 'CN', 'HT', 'IL', 'IN', 'JP', 'LK', 'SA', 'SZ', 'TH', 'US', 'VN'])(
    'are right for a desk file, whatever the script: %s',
    (country) => {
      for (const year of ['1999', '2026', '2028'])
        expect(pasted(linesFor(country, year))).toHaveLength(datesOf(country, year).length)
    },
  )
})

test.each([
  [['XX', '2027'], /^There is no country "XX"; countries are: AD, AE, .*\bPT\b.*\.$/],
  [['DE', '2027', 'ZZ'], /^There is no region "ZZ" of DE; regions are: BB \(Brandenburg\), .*\.$/],
  [['DE', '2027', 'BY-Q'], /^There is no region "Q" of DE BY; regions are: BY-A \(Stadt Augsburg\), .*\.$/],
  [['DE', '2027', 'BY-A-B'], /^There is no region "A-B" of DE BY; /],
  [['PT', '2027', 'X'], /^There is no region "X" of PT; none are known\.$/],
  [['PT', '27'], /^"27" is no year from 1970 to 2076\.$/],
  [['PT', '2077'], /^"2077" is no year/],
  [['constructor', '2027'], /^There is no country "CONSTRUCTOR"/],
] as const)('what is not known is told in one line: %j', ([country, year, region], reason) => {
  expect(proposeHolidays(country, year, region)).toEqual({ ok: false, reason: expect.stringMatching(reason) })
})
