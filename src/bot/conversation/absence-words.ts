/** What words after “away” say: who it is about, the wall-clock times, and who stands in. */
export interface SaidAbsence {
  readonly of?: string
  readonly from?: Temporal.PlainDateTime
  readonly until?: Temporal.PlainDateTime
  readonly deputy?: string
}

const date = String.raw`(\d{4}-\d{2}-\d{2})(?:(?:T|\s+(?:at\s+)?)(\d{1,2}:\d{2}))?`
const phrases = {
  from: new RegExp(String.raw`(?:^|\s)(?:from|since)\s+${date}(?=\s|$)`, 'i'),
  until: new RegExp(String.raw`(?:^|\s)(?:until|till|to)\s+${date}(?=\s|$)`, 'i'),
}

/**
 * Takes apart `until 2026-12-03 @deputy`, `from 2026-12-01 09:00 until 2026-12-03`, `of @who …`. A first day begins and a last
 * day ends at midnight. Undefined for words that say something else as well.
 */
export const absenceOf = (words: string): SaidAbsence | undefined => {
  const from = momentIn(words, phrases.from, 'start')
  const until = momentIn(words, phrases.until, 'end')
  if (from === 'no-date' || until === 'no-date') return undefined
  const rest = words.replace(phrases.from, ' ').replace(phrases.until, ' ').trim()
  const [, of, deputy] = /^(?:of\s+(@?[^@]+?))?\s*((?:deputy\s+|with\s+)?@.+)?$/is.exec(rest) ?? []
  if (rest !== '' && of === undefined && deputy === undefined) return undefined
  return {
    ...(of === undefined ? {} : { of: nameIn(of) }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(deputy === undefined ? {} : { deputy: nameIn(deputy) }),
  }
}

const nameIn = (words: string): string =>
  words
    .replace(/^(?:deputy|with)\s+/i, '')
    .replace(/^@/, '')
    .trim()

/** A date of its own is its first moment as a start and its last as an end. */
const momentIn = (
  words: string,
  phrase: RegExp,
  as: 'start' | 'end',
): Temporal.PlainDateTime | 'no-date' | undefined => {
  const [, day, time] = phrase.exec(words) ?? []
  if (day === undefined) return undefined
  try {
    const first = Temporal.PlainDate.from(day).toPlainDateTime()
    if (time === undefined) return as === 'start' ? first : first.add({ days: 1 })
    return Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time.padStart(5, '0')))
  } catch {
    return 'no-date'
  }
}
