/** In characters: two names of this length stand beside each other in a legend. */
const mostName = 22

/**
 * What an SVG may hold of a person's words, in at most `most` characters: what XML forbids (control characters, halves
 * of characters) would make the whole picture unreadable, and directions of writing would turn the rest around.
 */
export const drawable = (words: string, most: number): string => {
  const allowed = words
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029\ufffe\uffff]/gu, ' ')
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const characters = Array.from(allowed)
  return characters.length <= most
    ? allowed
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** Names for a legend, each different: those that would be the same are numbered. */
export const legendNames = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>()
  return names.map((name) => {
    const plain = drawable(name, mostName) || '(no name)'
    let unique = plain
    for (let count = 2; taken.has(unique); count += 1) {
      const mark = ` (${count})`
      unique = `${drawable(plain, mostName - mark.length)}${mark}`
    }
    taken.add(unique)
    return unique
  })
}
