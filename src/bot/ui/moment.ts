import { limits } from './limits.ts'

/** Why the value of a moment input is no moment. */
export type MomentProblem = 'no-time' | 'no-date' | 'unreadable'

/** What is wrong with it, in words for beside the input. */
export const momentProblemText: Readonly<Record<MomentProblem, string>> = {
  'no-time': 'There is a date but no time. Please fill in both.',
  'no-date': 'There is a time but no date. Please fill in both.',
  unreadable: 'The desk cannot read this date and time. Please choose them again.',
}

/**
 * What was submitted for a moment input: an instant, why it is none, or undefined for an empty one. A date without a time
 * comes as `2026-11-25T`, a time without a date as `T22:00`; whatever else is no ISO instant cannot be read, nor can an
 * instant that one of the platforms could not show again.
 */
export const momentOf = (text: string | undefined): Temporal.Instant | MomentProblem | undefined => {
  if (text === undefined || text === '') return undefined
  const at = instantOf(text)
  if (at !== undefined) return at
  if (/^\d{4}-\d{2}-\d{2}T$/.test(text)) return 'no-time'
  return /^T\d{2}:\d{2}$/.test(text) ? 'no-date' : 'unreadable'
}

/** The instant that the text names, with its `Z`; undefined for anything else. */
export const instantOf = (text: string): Temporal.Instant | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z$/.test(text)) return undefined
  try {
    const at = Temporal.Instant.from(text)
    return isShowable(at) ? at : undefined
  } catch {
    return undefined
  }
}

const isShowable = ({ epochMilliseconds }: Temporal.Instant): boolean => {
  const { least, most } = limits.momentSeconds
  return epochMilliseconds >= least * 1000 && epochMilliseconds < (most + 1) * 1000
}
