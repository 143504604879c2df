/** Puts text in HTML so that nothing in it is markup. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/** Characters of Unicode's private area that stand for escaped ones while marks are looked for. */
const privateArea = 0xe000

/**
 * The subset of Markdown that Teams shows in cards (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/
 * cards/cards-format): bold, italic, links to web addresses, bullets; and the names among `mentions`. Everything is
 * escaped first, so the only tags in the answer are those written here.
 */
export const cardMarkdown = (text: string, mentions: readonly string[]): string => {
  const kept: string[] = []
  const hide = (html: string): string => {
    kept.push(html)
    return String.fromCodePoint(privateArea + kept.length - 1)
  }
  // What already is of the private area must not be taken for one of ours.
  let shown = text.replaceAll(/[\ue000-\uf8ff]/g, '\ufffd')
  shown = shown.replaceAll(/\\([!-/:-@[-`{-~])/g, (_, character: string) => hide(escapeHtml(character)))
  for (const mention of mentions) {
    shown = shown.replaceAll(`<at>${mention}</at>`, () =>
      hide(`<span class="mention">${escapeHtml(mention)}</span>`),
    )
  }
  shown = escapeHtml(shown)
  shown = shown.replaceAll(
    /\[([^\][]+)\]\((https?:\/\/[^\s()]+)\)/g,
    (_, label: string, address: string) =>
      `${hide(`<a href="${address}" target="_blank" rel="noopener noreferrer">`)}${label}${hide('</a>')}`,
  )
  shown = shown
    .replaceAll(/^[-*+]\s+/gm, '• ')
    .replaceAll(/\*\*(?=\S)([^]*?\S)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/\*(?=\S)([^*]*?\S)\*/g, '<em>$1</em>')
    .replaceAll(/(?<![\p{L}\p{N}])_(?=\S)([^_]*?\S)_(?![\p{L}\p{N}])/gu, '<em>$1</em>')
    .replaceAll(/\r?\n/g, '<br>')
  return shown.replaceAll(/[\ue000-\uf8ff]/g, (mark) => kept[(mark.codePointAt(0) ?? 0) - privateArea] ?? '')
}
