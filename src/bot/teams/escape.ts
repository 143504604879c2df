/**
 * Breaks `{{DATE(` and `{{TIME(`, which are substituted in every text of a card, runs included, with a zero-width space
 * (learn.microsoft.com/adaptive-cards/authoring-cards/text-features).
 */
export const escapeTimes = (words: string): string =>
  words.replaceAll(/\{\{(?=\s*(?:DATE|TIME)\s*\()/gi, '{\u200B{')

/**
 * Makes words literal inside a TextBlock, which renders a part of markdown and looks for the `<at>` texts of the card's
 * mentions. Where no mention is needed a TextRun is used instead, which renders neither.
 */
export const escapeMarkdown = (words: string): string =>
  escapeTimes(words)
    .replaceAll(/[\\`*_[\]()#+\-.!>~|<&]/g, '\\$&')
    .replaceAll(/\s*\n\s*/g, ' ')

/** A name that can stand between `<at>` and `</at>`: nothing in it can end the tag or be markdown. */
export const mentionName = (name: string): string => {
  const clean = name
    .replaceAll(/[<>&"'`*_[\]()\\{}~#|\n\r]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return clean === '' ? 'someone' : clean
}
