/** Number of letters to add, drop or replace to get from one word to the other (Levenshtein). */
const distance = (from: string, to: string): number => {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [row, letter] of Array.from(from).entries()) {
    const current = [row + 1]
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous.at(-1) ?? 0
}

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '')

/**
 * The name among `known` that `name` was probably meant to be: at most `atMost` letters away, case and
 * underscores aside; undefined when none is that close.
 */
export const closestOf = (known: readonly string[], name: string, atMost: number): string | undefined =>
  known
    .map((candidate) => ({ candidate, far: distance(plain(name), plain(candidate)) }))
    .filter(({ far }) => far <= atMost)
    .sort((one, other) => one.far - other.far)[0]?.candidate
