import { smallDesk } from './small-desk.ts'

/** What is replaced by what, once. */
export type Edit = readonly [from: string, to: string]

/** The small desk after the edits, each of which must find what it replaces. */
export const spoil = (edits: readonly Edit[]): string =>
  edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`nothing to replace: ${from}`)
    return text.replace(from, () => to)
  }, smallDesk)

const mark = '‸'

/** The same, with the place of the mark, which is taken out. */
export const spoiled = (edits: readonly Edit[]): { text: string; line: number; column: number } => {
  const text = spoil(edits)
  const before = text.slice(0, text.indexOf(mark)).split('\n')
  if (text.split(mark).length !== 2) throw new Error('there must be one mark')
  return { text: text.replace(mark, ''), line: before.length, column: (before.at(-1) ?? '').length + 1 }
}
