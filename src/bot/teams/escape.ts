/**
 * Makes words literal inside a TextBlock, which renders a part of markdown, substitutes `{{DATE()}}` and `{{TIME()}}`,
 * and looks for the `<at>` texts of the card's mentions
 * (learn.microsoft.com/adaptive-cards/authoring-cards/text-features). Where neither is needed a TextRun is used instead,
 * which renders nothing at all.
 */
export const escapeMarkdown = (words: string): string =>
  words
    .replaceAll(/[\\`*_[\]()#+\-.!>~|<&]/g, '\\$&')
    // A client substitutes dates before it unescapes anything, so a zero-width space parts every brace from the next.
    .replaceAll('{', '{\u200B')
    .replaceAll(/\s*\n\s*/g, ' ')

/** A name that can stand between `<at>` and `</at>`: nothing in it can end the tag or be markdown. */
export const mentionName = (name: string): string => {
  const clean = name
    .replaceAll(/[<>&"'`*_[\]()\\{}~#|\n\r]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return clean === '' ? 'someone' : clean
}
