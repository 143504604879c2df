const longestQuote = 60

/** A value as it is shown in a message: short, on one line, with its quotes when it is text. */
export const quote = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (typeof value !== 'string') return 'a mapping'
  return JSON.stringify(value.length > longestQuote ? `${value.slice(0, longestQuote)}…` : value)
}

/** With what cannot be seen, or would break the line, written out: it is often the very mistake. */
export const visible = (text: string): string =>
  text.replaceAll(/(?! )[\p{C}\p{Z}]/gu, (hidden) =>
    Array.from(
      { length: hidden.length },
      (_, at) => `\\u${hidden.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  )

/** How many letters have to be typed, left out, changed or swapped with their neighbour to get from one word to the other. */
const distance = (from: string, to: string): number => {
  let before: number[] = []
  let above = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      let least = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      if (swapped) least = Math.min(least, at(before, j - 2) + 1)
      row.push(least)
    }
    before = above
    above = row
  }
  return at(above, to.length)
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY

/** The word that was probably meant, if one is near enough: about one slip in three letters. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const allowed = Math.max(1, Math.floor(word.length / 3))
  const plain = word.toLowerCase()
  let best: string | undefined
  let least = allowed + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue
    const slips = distance(plain, candidate.toLowerCase())
    if (slips < least) [best, least] = [candidate, slips]
  }
  return best
}

const longestList = 12

/** What a word that is not known could have been: all of them when they are few, else the nearest. */
export const instead = (word: string, all: readonly string[], plural: string): string => {
  // What is itself a mistake is no example.
  const known = all.filter((each) => each.trim() === each && each !== '' && each.length <= longestQuote)
  if (known.length === 0) return `there are no ${plural} to choose from`
  if (known.length <= longestList) return `${plural} are: ${known.join(', ')}`
  const near = nearest(word, known)
  if (near !== undefined) return `did you mean "${near}"?`
  return `${plural} are: ${known.slice(0, longestList).join(', ')} and ${known.length - longestList} more`
}
